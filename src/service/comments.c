/* SPDX-License-Identifier: Apache-2.0 */
#include "service/comments.h"

#include <ctype.h>

#include "base/unicode.h"
#include "print/record_print.h"
#include "service/draft.h"
#include "service/edit.h"
#include "store/drafts.h"

/* --- names ------------------------------------------------------------------------------------ */

const char *
given_name(const char *name)
{
    const char *blank = strrchr(name, ' ');

    return blank ? blank + 1 : name;
}

/* A letter, or a byte of one that is not ASCII. */
static bool
is_word_byte(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Quotes and dashes beyond ASCII count as letters here: then a name beside one is not found. */
bool
comment_has_name(const char *text, const char *name)
{
    size_t size = strlen(name);

    if (size == 0)
        return false;
    for (const char *at = strstr(text, name); at; at = strstr(at + 1, name))
        if ((at == text || !is_word_byte(at[-1])) && !is_word_byte(at[size]))
            return true;
    return false;
}

/* --- the bank --------------------------------------------------------------------------------- */

/* The text with the pupil's given name as a place. */
static const char *
without_name(struct app *app, const char *text, const char *name)
{
    size_t size = strlen(name);
    const char *at = strstr(text, name);

    while (at && ((at > text && is_word_byte(at[-1])) || is_word_byte(at[size])))
        at = strstr(at + 1, name);
    if (!at)
        return text;
    return arena_printf(app->arena, "%.*s" COMMENT_NAME_PLACE "%s", (int)(at - text), text,
                        at + size);
}

enum status
comment_bank(struct app *app, const char *class_id, const char *key, const char *level,
             struct used_comments *comments, struct error *err)
{
    struct enrolled place = {0};
    struct school_class class;
    const struct subject *subject;
    enum subject_part part;
    enum period period;

    TRY(store_find_class(app->store, class_id, app->arena, &class, err));
    place.unit = class.unit;
    place.year = class.year;
    place.enrolment.class_id = class.id;
    TRY(draft_edit_allowed(app, &place, key, err));
    struct comment_filter filter = {.unit = class.unit, .year = class.year, .key = key};
    if (!text_is_blank(level) && subject_key_parse(key, &subject, &part, &period)) {
        filter.level = level;
        filter.level_key =
            period == PERIOD_END_2
                ? arena_printf(app->arena, "mon.%s.muc", subject->code)
                : arena_printf(app->arena, "mon.%s.muc.%s", subject->code, period_code(period));
    }
    TRY(store_list_used_comments(app->store, &filter, app->arena, comments, err));
    for (size_t i = 0; i < comments->list.count; i++) {
        struct used_comment *comment = &comments->list.items[i];
        if (comment->uses == 1)
            comment->text = without_name(app, comment->text, given_name(comment->pupil));
    }
    return OK;
}

/* --- checks ----------------------------------------------------------------------------------- */

struct checking {
    struct app *app;
    const struct enrolled *enrolled;
    const char *key, *text;
    struct comment_remarks *remarks;
};

static void
remark(const struct checking *work, const char *sentence)
{
    *list_add(work->app->arena, work->remarks->list) = sentence;
}

static enum status
check_fit(const struct checking *work, struct error *err)
{
    static const struct {
        const char *key;
        enum print_cell cell;
    } cells[] = {{"nhan_xet_pham_chat", PRINT_CELL_QUALITIES},
                 {"nhan_xet_nang_luc_chung", PRINT_CELL_GENERAL},
                 {"nhan_xet_nang_luc_dac_thu", PRINT_CELL_SPECIFIC}};
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    enum print_cell cell = PRINT_CELL_COUNT;
    struct print_fit fit;

    if (subject_key_parse(work->key, &subject, &part, &period) && part == SUBJECT_COMMENT &&
        period == PERIOD_END_2)
        cell = PRINT_CELL_SUBJECT;
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        if (text_equal(cells[i].key, work->key))
            cell = cells[i].cell;
    if (cell == PRINT_CELL_COUNT)
        return OK;
    TRY(print_fit(cell, work->text, &fit, err));
    work->remarks->has_fit = true;
    work->remarks->used = fit.used;
    work->remarks->continues = fit.continues;
    return OK;
}

static void
check_names(const struct checking *work, const struct enrolments *class)
{
    const char *own = work->enrolled->pupil.name;

    for (size_t i = 0; i < class->list.count; i++) {
        const char *name = class->list.items[i].pupil.name;
        const char *given = given_name(name);
        if (text_equal(class->list.items[i].pupil.id, work->enrolled->pupil.id))
            continue;
        if (comment_has_name(work->text, name) ||
            (!comment_has_name(own, given) && comment_has_name(work->text, given))) {
            remark(work, arena_printf(work->app->arena,
                                      "Nhận xét của %s có tên “%s”, bạn cùng lớp; hãy xem lại.",
                                      own, comment_has_name(work->text, name) ? name : given));
            return;
        }
    }
}

static void
check_doubles(const struct checking *work, const struct draft_values *values)
{
    int same = 0;

    for (size_t i = 0; i < values->list.count; i++) {
        const struct draft_value *value = &values->list.items[i];
        if (!text_equal(value->enrolment, work->enrolled->enrolment.id) &&
            text_equal(value->key, work->key) && text_equal(value->value, work->text))
            same++;
    }
    if (same > 0)
        remark(work,
               arena_printf(work->app->arena, "%d bạn trong lớp đã có đúng nhận xét này.", same));
}

/* Words that a teacher would not write beside that level. */
static void
check_level(const struct checking *work, const struct draft_values *values)
{
    static const struct {
        const char *level, *words;
    } rows[] = {{"T", "chưa hoàn thành"}, {"T", "chưa nắm"},       {"T", "chưa đạt"},
                {"T", "còn yếu"},         {"C", "hoàn thành tốt"}, {"C", "xuất sắc"},
                {"C", "nắm vững"},        {"C", "vận dụng tốt"},   {"H", "chưa hoàn thành"}};
    struct arena *arena = work->app->arena;
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    const char *text = unicode_name_key(arena, work->text), *level = NULL;

    if (!subject_key_parse(work->key, &subject, &part, &period) || period != PERIOD_END_2)
        return;
    const char *key = arena_printf(arena, "mon.%s.muc", subject->code);
    for (size_t i = 0; i < values->list.count; i++)
        if (text_equal(values->list.items[i].enrolment, work->enrolled->enrolment.id) &&
            text_equal(values->list.items[i].key, key))
            level = values->list.items[i].value;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!text_equal(rows[i].level, level) ||
            !strstr(text, unicode_name_key(arena, rows[i].words)))
            continue;
        remark(work, arena_printf(arena, "Mức %s mà nhận xét viết “%s”; hãy xem lại.", level,
                                  rows[i].words));
        return;
    }
}

enum status
comment_check(struct app *app, const char *enrolment, const char *key, const char *text,
              struct comment_remarks *remarks, struct error *err)
{
    struct enrolled enrolled;
    struct enrolments class = {0};
    struct draft_values values = {0};
    struct checking work = {app, &enrolled, key, NULL, remarks};

    TRY(store_find_enrolment(app->store, enrolment, app->arena, &enrolled, err));
    TRY(draft_edit_allowed(app, &enrolled, key, err));
    TRY(text_clean(text, "Nhận xét", COMMENT_GRAPHEMES_MAX, app->arena, &work.text, err));
    if (text_is_blank(work.text))
        return OK;
    const char *class_id = enrolled.enrolment.class_id;
    TRY(store_list_class_enrolments(app->store, class_id, app->arena, &class, err));
    TRY(store_list_class_values(app->store, class_id, app->arena, &values, err));
    TRY(check_fit(&work, err));
    check_names(&work, &class);
    check_doubles(&work, &values);
    check_level(&work, &values);
    return OK;
}
