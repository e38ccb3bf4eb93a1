/* SPDX-License-Identifier: Apache-2.0 */
#include "service/comments.h"

#include <ctype.h>

#include "print/record_print.h"
#include "service/comment_rulings.h"
#include "service/draft.h"
#include "service/edit.h"
#include "service/year.h"
#include "store/drafts.h"

/* --- names ------------------------------------------------------------------------------------ */

/* A letter, or a byte of one that is not ASCII. */
static bool
is_word_byte(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* --- the bank --------------------------------------------------------------------------------- */

/* One name, wherever it stands as words. */
static const char *
put_place(struct arena *arena, const char *text, const char *name)
{
    size_t size = strlen(name), start = 0;

    for (const char *at; size > 0 && (at = strstr(text + start, name));) {
        size_t before = (size_t)(at - text);
        start = before + 1;
        if ((before > 0 && is_word_byte(at[-1])) || is_word_byte(at[size]))
            continue;
        text = arena_printf(arena, "%.*s" COMMENT_NAME_PLACE "%s", (int)before, text, at + size);
        start = before + sizeof COMMENT_NAME_PLACE - 1;
    }
    return text;
}

const char *
comment_without_name(struct arena *arena, const char *text, const char *name)
{
    for (const char *part = name; part; part = strchr(part, ' ') ? strchr(part, ' ') + 1 : NULL)
        text = put_place(arena, text, part);
    return text;
}

/* Several that are the same without the names are one. */
static void
add_used(struct arena *arena, struct used_comments *comments, const struct used_comment *one)
{
    for (size_t i = 0; i < comments->list.count; i++) {
        struct used_comment *known = &comments->list.items[i];
        if (!text_equal(known->text, one->text))
            continue;
        known->uses += one->uses;
        return;
    }
    *list_add(arena, comments->list) = *one;
}

enum status
comment_used_list(struct app *app, const char *unit, const char *year, const char *key,
                  const char *level, struct used_comments *comments, struct error *err)
{
    struct comment_filter filter = {.unit = unit, .year = year, .key = key};
    struct used_comments written = {0};
    const struct subject *subject;
    enum subject_part part;
    enum period period;

    if (!text_is_blank(level) && subject_key_parse(key, &subject, &part, &period)) {
        filter.level = level;
        filter.level_key =
            period == PERIOD_END_2
                ? arena_printf(app->arena, "mon.%s.muc", subject->code)
                : arena_printf(app->arena, "mon.%s.muc.%s", subject->code, period_code(period));
    }
    *comments = (struct used_comments){0};
    TRY(store_list_used_comments(app->store, &filter, app->arena, &written, err));
    for (size_t i = 0; i < written.list.count; i++) {
        struct used_comment one = written.list.items[i];
        if (one.uses == 1)
            one.text = comment_without_name(app->arena, one.text, one.pupil);
        add_used(app->arena, comments, &one);
    }
    return OK;
}

/* The accepted ones of that level, with how often they are used. */
static void
add_accepted(struct app *app, const struct comment_rulings *rulings, const char *level,
             const struct used_comments *used, struct used_comments *bank)
{
    for (size_t i = 0; i < rulings->list.count; i++) {
        const struct comment_ruling *one = &rulings->list.items[i];
        struct used_comment added = {.text = one->text, .school = true};
        if (comment_ruling_of(rulings, level, one->text) != one ||
            !text_equal(one->ruling, COMMENT_ACCEPTED))
            continue;
        for (size_t k = 0; k < used->list.count; k++)
            if (text_equal(used->list.items[k].text, one->text))
                added.uses = used->list.items[k].uses;
        add_used(app->arena, bank, &added);
    }
}

enum status
comment_bank(struct app *app, const char *class_id, const char *key, const char *level,
             struct used_comments *comments, struct error *err)
{
    struct enrolled place = {0};
    struct school_class class;
    struct used_comments used;
    struct comment_rulings rulings = {0};

    TRY(store_find_class(app->store, class_id, app->arena, &class, err));
    place.unit = class.unit;
    place.year = class.year;
    place.enrolment.class_id = class.id;
    TRY(draft_edit_allowed(app, &place, key, err));
    TRY(comment_used_list(app, class.unit, class.year, key, level, &used, err));
    TRY(store_list_comment_rulings(app->store, class.unit, key, app->arena, &rulings, err));
    *comments = (struct used_comments){0};
    add_accepted(app, &rulings, level, &used, comments);
    for (size_t i = 0; i < used.list.count; i++)
        if (!comment_ruling_of(&rulings, level, used.list.items[i].text))
            *list_add(app->arena, comments->list) = used.list.items[i];
    return OK;
}

/* --- checks ----------------------------------------------------------------------------------- */

struct checking {
    struct app *app;
    const struct enrolled *enrolled;
    const char *key, *text;
    struct comment_remarks *remarks;
};

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

/* What stands under `key`; NULL: nothing. */
static const char *
value_in(const struct draft_values *values, const char *enrolment, const char *key)
{
    for (size_t i = 0; i < values->list.count; i++) {
        const struct draft_value *value = &values->list.items[i];
        if (!value->of_pupil && text_equal(value->key, key) &&
            text_equal(value->enrolment, enrolment))
            return value->value;
    }
    return NULL;
}

/* The level beside a subject's comment. */
static enum level
level_beside(const struct checking *work, const struct draft_values *values)
{
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    enum level level = LEVEL_NONE;

    if (!subject_key_parse(work->key, &subject, &part, &period))
        return LEVEL_NONE;
    const char *key = arena_printf(work->app->arena, "mon.%s.muc", subject->code);
    if (period != PERIOD_END_2)
        key = arena_printf(work->app->arena, "%s.%s", key, period_code(period));
    const char *text = value_in(values, work->enrolled->enrolment.id, key);
    return text && level_parse(text, &level) ? level : LEVEL_NONE;
}

static enum status
find_banned(const struct checking *work, const char **banned, struct error *err)
{
    for (size_t i = 0; i < year_settings_count; i++)
        if (text_equal(year_settings_table[i].key, YEAR_BANNED_WORDS))
            return year_setting_get(work->app, work->enrolled->unit, work->enrolled->year,
                                    &year_settings_table[i], banned, err);
    return OK;
}

static enum status
check_words(const struct checking *work, const struct enrolments *class,
            const struct draft_values *values, struct error *err)
{
    struct arena *arena = work->app->arena;
    struct classmate *mates = arena_make_array(arena, class->list.count + 1, struct classmate);
    struct comment_facts facts = {.name = work->enrolled->pupil.name,
                                  .level = level_beside(work, values),
                                  .classmates = mates};
    struct comment_hints hints = {0};

    for (size_t i = 0; i < class->list.count; i++) {
        const struct enrolled *mate = &class->list.items[i];
        if (!text_equal(mate->enrolment.id, work->enrolled->enrolment.id))
            mates[facts.classmate_count++] = (struct classmate){
                mate->pupil.name, value_in(values, mate->enrolment.id, work->key)};
    }
    TRY(find_banned(work, &facts.banned, err));
    comment_hints_find(work->text, &facts, arena, &hints);
    for (size_t i = 0; i < hints.list.count; i++)
        *list_add(arena, work->remarks->list) = hints.list.items[i].message;
    return OK;
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
    return check_words(&work, &class, &values, err);
}
