/* SPDX-License-Identifier: Apache-2.0 */
#include "print/book.h"

#include <ctype.h>

bool
record_has_subject_comments(const struct record *record)
{
    for (size_t i = 0; i < record->subject_count; i++)
        if (!text_is_blank(record->subjects[i].comment))
            return true;
    return false;
}

/* Blanks and marks between joined comments. */
static bool
is_joint(char c)
{
    return isspace((unsigned char)c) || c == ';' || c == '.' || c == ',' || c == '-';
}

bool
record_has_class_comment(const struct record *record)
{
    const char *const parts[] = {record->comment_qualities, record->comment_general,
                                 record->comment_specific};
    const char *p = record->class_teacher_comment;

    if (p == NULL)
        return false;
    while (*p) {
        size_t skipped = is_joint(*p);
        for (size_t i = 0; i < COUNT_OF(parts) && skipped == 0; i++)
            if (!text_is_blank(parts[i]) && text_starts(p, parts[i]))
                skipped = strlen(parts[i]);
        if (skipped == 0)
            return true;
        p += skipped;
    }
    return false;
}
