/* SPDX-License-Identifier: Apache-2.0 */
#include "store/training.h"

#include "store/ask.h"

/* --- sessions --------------------------------------------------------------------------------- */

struct adding {
    const struct training_session *session;
    const struct text_list *roles, *schools;
    const struct stamp *stamp;
};

static enum status
add_session(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct training_session *one = it->session;
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_training, v_text(one->id), v_text(one->code), v_text(one->unit),
                    v_text(one->year), v_text(one->title), v_text(one->topic), v_text(one->place),
                    v_text(one->held_by), v_day(one->held_on), v_int(one->minutes),
                    v_moment(it->stamp->at), v_text(it->stamp->by)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Đã có buổi tập huấn mang mã %s. Chọn mã khác; chưa ghi gì.",
                    one->code);
    for (size_t i = 0; i < it->roles->list.count; i++)
        TRY(ask(
            ASK(store, SQL_add_training_role, v_text(one->id), v_text(it->roles->list.items[i])),
            err));
    for (size_t i = 0; i < it->schools->list.count; i++)
        TRY(ask(ASK(store, SQL_add_training_school, v_text(one->id),
                    v_text(it->schools->list.items[i])),
                err));
    return OK;
}

enum status
store_add_training(struct store *store, const struct training_session *session,
                   const struct text_list *roles, const struct text_list *schools,
                   const struct stamp *stamp, struct error *err)
{
    struct adding it = {session, roles, schools, stamp};

    return store_transact(store, add_session, &it, err);
}

static void
read_session(struct row *row, void *into)
{
    struct training_session *session = into;

    session->id = row_text(row);
    session->code = row_text(row);
    session->unit = row_text(row);
    session->year = row_text(row);
    session->title = row_text(row);
    session->topic = row_text(row);
    session->place = row_text(row);
    session->held_by = row_text(row);
    session->held_on = row_day(row);
    session->minutes = row_int(row);
    session->made = row_moment(row);
    session->by = row_text(row);
    session->cancelled = row_text(row);
}

enum status
store_list_training(struct store *store, const char *code, const char *year, struct arena *arena,
                    struct training_sessions *sessions, struct error *err)
{
    return ask_list(ASK(store, SQL_list_training, v_text(code), v_text(year)), read_session, arena,
                    sessions->list, err);
}

static void
read_text(struct row *row, void *into)
{
    *(const char **)into = row_text(row);
}

enum status
store_list_training_roles(struct store *store, const char *session, struct arena *arena,
                          struct text_list *roles, struct error *err)
{
    return ask_list(ASK(store, SQL_list_training_roles, v_text(session)), read_text, arena,
                    roles->list, err);
}

enum status
store_cancel_training(struct store *store, const char *session, const char *reason,
                      const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_cancel_training, v_text(session), v_text(reason),
                    v_moment(stamp->at), v_text(stamp->by)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Buổi tập huấn này đã huỷ rồi.");
}

/* --- who was there ---------------------------------------------------------------------------- */

enum status
store_add_training_mark(struct store *store, const char *session, const char *person, bool attended,
                        const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_add_training_mark, v_text(session), v_text(person), v_int(attended),
                   v_moment(stamp->at), v_text(stamp->by)),
               err);
}

static void
read_person(struct row *row, void *into)
{
    struct training_person *person = into;

    person->school = row_text(row);
    person->school_code = row_text(row);
    person->school_name = row_text(row);
    person->id = row_text(row);
    person->login = row_text(row);
    person->name = row_text(row);
    person->title = row_text(row);
    person->expected = row_int(row) != 0;
    person->attended = row_int(row) != 0;
    person->marked = row_moment(row);
    person->marked_by = row_text(row);
    if (!person->marked_by)
        person->marked = (struct moment){0};
}

enum status
store_list_training_people(struct store *store, const char *session, struct arena *arena,
                           struct training_people *people, struct error *err)
{
    return ask_list(ASK(store, SQL_list_training_people, v_text(session), v_text(NULL)),
                    read_person, arena, people->list, err);
}

static void
read_total(struct row *row, void *into)
{
    struct training_total *total = into;

    total->session = row_text(row);
    total->school = row_text(row);
    total->school_code = row_text(row);
    total->school_name = row_text(row);
    total->expected = row_int(row);
    total->attended = row_int(row);
    total->others = row_int(row);
}

enum status
store_list_training_totals(struct store *store, const char *session, const char *year,
                           struct arena *arena, struct training_totals *totals, struct error *err)
{
    return ask_list(ASK(store, SQL_list_training_totals, v_text(session), v_text(year)), read_total,
                    arena, totals->list, err);
}

static void
read_mark(struct row *row, void *into)
{
    struct training_mark *mark = into;

    mark->attended = row_int(row) != 0;
    mark->at = row_moment(row);
    mark->by = row_text(row);
}

enum status
store_list_training_marks(struct store *store, const char *session, const char *person,
                          struct arena *arena, struct training_marks *marks, struct error *err)
{
    return ask_list(ASK(store, SQL_list_training_marks, v_text(session), v_text(person)), read_mark,
                    arena, marks->list, err);
}
