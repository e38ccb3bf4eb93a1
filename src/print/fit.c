/* SPDX-License-Identifier: Apache-2.0
 *
 * Questions that can be asked before anything is printed, answered by the code that prints.
 */
#include "print/book.h"

enum status
print_fit(enum print_cell cell, const char *text, struct print_fit *fit, struct error *err)
{
    static const int rows[PRINT_CELL_COUNT] = {
        [PRINT_CELL_QUALITIES] = QUALITY_COUNT,
        [PRINT_CELL_GENERAL] = GENERAL_COMPETENCES_END - COMPETENCE_AUTONOMY,
        [PRINT_CELL_SPECIFIC] = TRAIT_COUNT - GENERAL_COMPETENCES_END,
    };
    double left = cell == PRINT_CELL_SUBJECT ? COMMENT_LEFT : TRAIT_LEFT;
    double height = cell == PRINT_CELL_SUBJECT ? SUBJECT_ROW : rows[cell] * TRAIT_ROW;
    struct layout_box box = book_comment_box(left, 0, PAGE_RIGHT, height);
    AUTO(arena) *arena = arena_new();
    struct layout_fit found;
    bool fits;
    double used;

    TRY(layout_fits(&box, span_of(text ? text : ""), &fits, &used, err));
    TRY(layout_fit(arena, &box, span_of(text ? text : ""), &found, err));
    *fit = (struct print_fit){found.layout.size, used, found.fitting < found.layout.lines.count};
    return OK;
}

/* In every face, since a name is printed in bold and a label in italic. */
static enum status
check_text(const char *label, const char *text, struct error *err)
{
    double width;

    for (const char *p = text; p && *p;) {
        const char *feed = strchr(p, '\n'); /* ends a line, is not drawn */
        size_t size = feed ? (size_t)(feed - p) : strlen(p);
        for (int face = 0; face < FONT_COUNT; face++)
            if (font_measure((enum font_face)face, 1, (struct span){p, size}, &width, err) != OK)
                return fail_within(err, "%s", label);
        p += size + (feed != NULL);
    }
    return OK;
}

enum status
print_check(const struct record *record, struct error *err)
{
    for (size_t i = 0; i < record_field_count; i++) {
        const struct field *field = &record_fields[i];
        const char *const *text = (const void *)((const char *)record + field->offset);
        if (field->kind == FIELD_TEXT)
            TRY(check_text(field->label, *text, err));
    }
    for (size_t i = 0; i < record->subject_count; i++) {
        const struct subject_result *subject = &record->subjects[i];
        const char *label = subject->name ? subject->name : "Môn học";
        TRY(check_text("Tên môn học", subject->name, err));
        TRY(check_text(label, subject->comment, err));
    }
    for (size_t i = 0; i < record->past_count; i++) {
        TRY(check_text("Quá trình học tập, lớp", record->past[i].class_name, err));
        TRY(check_text("Quá trình học tập, trường", record->past[i].school_name, err));
    }
    return OK;
}
