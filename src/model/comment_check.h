/* SPDX-License-Identifier: Apache-2.0
 *
 * What can be wrong with a comment beside its rules: a classmate's name or the own name with other
 * marks, the same words for several pupils, words that say the opposite of the level, words that
 * the school does not want.  Hints for who writes: nothing here stops a signature.
 *
 * Names are looked for as words, with their marks.  At the beginning of a sentence only those of
 * classmates count, and none that often begins one as a word: Hiền, Chăm, Tiến.
 */
#ifndef HOCBA_MODEL_COMMENT_CHECK_H
#define HOCBA_MODEL_COMMENT_CHECK_H

#include "base/list.h"
#include "base/text.h"
#include "model/record.h"

struct classmate {
    const char *name;    /* NFC */
    const char *comment; /* in the same cell; NULL: none */
};

struct comment_facts {
    const char *name;                   /* whom it is about */
    enum level level;                   /* or LEVEL_NONE */
    const struct classmate *classmates; /* without the pupil */
    size_t classmate_count;
    const char *banned; /* words of the school, between commas; or NULL */
};

struct comment_hint {
    const char *kind; /* "name" "spelling" "same" "level" "banned" */
    const char *message;
};

struct comment_hints {
    LIST(struct comment_hint) list;
};

/* `text` is valid UTF-8 in any form. */
void comment_hints_find(const char *text, const struct comment_facts *facts, struct arena *arena,
                        struct comment_hints *hints);
/* The last word of a name. */
const char *given_name(const char *name);

#endif
