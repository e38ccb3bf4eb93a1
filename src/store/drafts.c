/* SPDX-License-Identifier: Apache-2.0 */
#include "store/drafts.h"

#include <assert.h>

#include "store/history.h"

/* The statements of the two kinds of values. */
static const struct value_table {
    const char *entity;
    enum statement_id get, set, remove;
} value_tables[] = {
    {ENTITY_PUPIL, SQL_get_pupil_value, SQL_set_pupil_value, SQL_remove_pupil_value},
    {ENTITY_ENROLMENT, SQL_get_enrolment_value, SQL_set_enrolment_value,
     SQL_remove_enrolment_value},
};

static const struct value_table *
value_table(const char *entity)
{
    for (size_t i = 0; i < COUNT_OF(value_tables); i++)
        if (text_equal(value_tables[i].entity, entity))
            return &value_tables[i];
    assert(!"an entity that has values");
    return NULL;
}

struct value_change {
    const char *entity, *id, *key, *value;
    const struct stamp *stamp;
    bool changed;
};

static enum status
set_value(struct store *store, void *context, struct error *err)
{
    struct value_change *it = context;
    const struct value_table *table = value_table(it->entity);
    AUTO(arena) *arena = arena_new();
    const char *old;
    TRY(store_get_value(store, it->entity, it->id, it->key, arena, &old, err));
    it->changed = !text_equal(old, it->value);
    if (!it->changed)
        return OK;
    if (it->value)
        TRY(ask(ASK(store, table->set, v_text(it->id), v_text(it->key), v_text(it->value)), err));
    else
        TRY(ask(ASK(store, table->remove, v_text(it->id), v_text(it->key)), err));
    return store_add_change(store, it->entity, it->id, it->key, old, it->value, it->stamp, err);
}

enum status
store_set_value(struct store *store, const char *entity, const char *id, const char *key,
                const char *value, const struct stamp *stamp, bool *changed, struct error *err)
{
    if (value && !*value)
        value = NULL;
    struct value_change it = {entity, id, key, value, stamp, false};
    TRY(store_transact(store, set_value, &it, err));
    if (changed)
        *changed = it.changed;
    return OK;
}

enum status
store_get_value(struct store *store, const char *entity, const char *id, const char *key,
                struct arena *arena, const char **value, struct error *err)
{
    return ask_text(ASK(store, value_table(entity)->get, v_text(id), v_text(key)), arena, value,
                    err);
}

static void
read_value(struct row *row, void *into)
{
    struct draft_value *value = into;
    value->enrolment = row_text(row);
    value->of_pupil = row_int(row) != 0;
    value->key = row_text(row);
    value->value = row_text(row);
}

enum status
store_list_class_values(struct store *store, const char *class_id, struct arena *arena,
                        struct draft_values *values, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_values, v_text(class_id)), read_value, arena,
                    values->list, err);
}

enum status
store_list_enrolment_values(struct store *store, const char *enrolment, struct arena *arena,
                            struct draft_values *values, struct error *err)
{
    return ask_list(ASK(store, SQL_list_enrolment_values, v_text(enrolment)), read_value, arena,
                    values->list, err);
}

enum status
store_list_pupil_values(struct store *store, const char *pupil, struct arena *arena,
                        struct draft_values *values, struct error *err)
{
    return ask_list(ASK(store, SQL_list_pupil_values, v_text(pupil)), read_value, arena,
                    values->list, err);
}

/* --- marks ----------------------------------------------------------------------------------- */

static void
read_mark(struct row *row, void *into)
{
    struct mark_attempt *mark = into;
    mark->enrolment = row_text(row);
    mark->subject = row_text(row);
    mark->period = row_text(row);
    mark->attempt = (int)row_int(row);
    mark->mark = (int)row_int(row);
    mark->taken = row_day(row);
    mark->at = row_moment(row);
    mark->by = row_text(row);
    mark->source = row_text(row);
}

struct last_mark {
    int attempt, mark;
};

static void
read_last_mark(struct row *row, void *into)
{
    struct last_mark *last = into;
    last->attempt = (int)row_int(row);
    last->mark = (int)row_int(row);
}

struct mark_entry {
    const struct mark_attempt *mark;
    const struct stamp *stamp;
    bool retest, added;
};

static enum status
add_mark(struct store *store, void *context, struct error *err)
{
    struct mark_entry *it = context;
    const struct mark_attempt *mark = it->mark;
    struct last_mark last = {.mark = -1}; /* no mark */
    bool found;
    TRY(ask_one(ASK(store, SQL_find_last_mark, v_text(mark->enrolment), v_text(mark->subject),
                    v_text(mark->period)),
                read_last_mark, NULL, &last, &found, err));
    it->added = it->retest || last.mark != mark->mark;
    if (!it->added)
        return OK;
    return ask(ASK(store, SQL_add_mark, v_text(mark->enrolment), v_text(mark->subject),
                   v_text(mark->period), v_int(last.attempt + 1), v_int(mark->mark),
                   v_day(mark->taken), v_moment(it->stamp->at), v_text(it->stamp->by),
                   v_text(it->stamp->source)),
               err);
}

enum status
store_add_mark(struct store *store, const struct mark_attempt *attempt, bool retest,
               const struct stamp *stamp, bool *added, struct error *err)
{
    struct mark_entry it = {attempt, stamp, retest, false};
    TRY(store_transact(store, add_mark, &it, err));
    if (added)
        *added = it.added;
    return OK;
}

enum status
store_list_marks(struct store *store, const char *enrolment, struct arena *arena,
                 struct mark_attempts *marks, struct error *err)
{
    return ask_list(ASK(store, SQL_list_marks, v_text(enrolment)), read_mark, arena, marks->list,
                    err);
}

enum status
store_list_class_marks(struct store *store, const char *class_id, struct arena *arena,
                       struct mark_attempts *marks, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_marks, v_text(class_id)), read_mark, arena,
                    marks->list, err);
}

enum status
store_take_back_marks(struct store *store, const char *enrolment, struct moment since,
                      const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_take_back_marks, v_text(enrolment), v_moment(since),
                   v_moment(stamp->at), v_text(stamp->by), v_text(stamp->source)),
               err);
}
