/* SPDX-License-Identifier: Apache-2.0 */
#include "service/replacement.h"

#include "ledger/status.h"
#include "model/state.h"
#include "service/draft.h"
#include "store/decisions.h"
#include "store/drafts.h"
#include "store/pupils.h"
#include "store/revocations.h"

enum { CHAIN_OF_RECORDS_MAX = 100 }; /* records of one pupil and year */

static bool
is_in(const struct record_row *row, enum state wanted)
{
    enum state state;

    return state_parse(row->state, &state) && state == wanted;
}

static bool
was_issued(const struct record_row *row)
{
    enum state state;

    return state_parse(row->state, &state) && state_is_issued(state);
}

/* Its seal's key was compromised: nobody asked for that, and another record takes its place. */
static enum status
is_void(struct app *app, const struct record_row *row, bool *is, struct error *err)
{
    struct record_events events = {0};

    *is = false;
    if (!is_in(row, STATE_REVOKED))
        return OK;
    TRY(store_list_record_events(app->store, row->uuid, app->arena, &events, err));
    *is = events.list.count > 0 &&
          text_equal(events.list.items[events.list.count - 1].verb, verb_key(VERB_VOID));
    return OK;
}

/* What was made anew before it was issued ends in the same state as what was issued and replaced;
 * only a suspended one, and one that is void, waits for somebody to take its place. */
enum status
replacement_find(struct app *app, const struct record_row *row, struct record_row *old,
                 struct error *err)
{
    struct record_row at = *row;

    *old = (struct record_row){0};
    for (int i = 0; i < CHAIN_OF_RECORDS_MAX; i++) {
        bool void_one;
        TRY(is_void(app, &at, &void_one, err));
        if (is_in(&at, STATE_SUSPENDED) || void_one) {
            *old = at;
            return OK;
        }
        if (!at.replaces || (i == 0 && was_issued(&at)))
            return OK;
        TRY(store_find_record(app->store, at.replaces, app->arena, &at, err));
    }
    return fail(err, CORRUPT, "Học bạ %s thay thế quá nhiều bản.", row->uuid);
}

enum status
replacement_newer(struct app *app, const struct record_row *row, struct issued_document *newer,
                  struct error *err)
{
    struct record_row at = *row;

    *newer = (struct issued_document){0};
    for (int i = 0; i < CHAIN_OF_RECORDS_MAX && at.replaced_by; i++) {
        struct issued_document found;
        enum status status = store_find_issued(app->store, at.replaced_by, app->arena, &found, err);
        if (status == OK)
            *newer = found;
        else if (status != NOT_FOUND)
            return status;
        TRY(store_find_record(app->store, at.replaced_by, app->arena, &at, err));
    }
    return OK;
}

enum status
replacement_is_due(struct app *app, const char *enrolment, bool *due, struct error *err)
{
    struct record_row current, old;

    *due = false;
    enum status status =
        store_find_current_record(app->store, enrolment, app->arena, &current, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    TRY(replacement_find(app, &current, &old, err));
    *due = old.uuid != NULL;
    return OK;
}

/* --- giving it up ----------------------------------------------------------------------------- */

/* When it was suspended: whatever was entered since was entered for the replacement.  The store
 * keeps whole seconds; what was entered within this one counts as since: a closed class was shut
 * until then (service/flow.h). */
static enum status
find_suspended(struct app *app, const struct record_row *old, struct moment *at, struct error *err)
{
    struct record_events events = {0};

    TRY(store_list_record_events(app->store, old->uuid, app->arena, &events, err));
    for (size_t i = events.list.count; i-- > 0;) {
        *at = events.list.items[i].at;
        if (text_equal(events.list.items[i].verb, verb_key(VERB_SUSPEND)))
            return OK;
    }
    return fail(err, CORRUPT, "Không rõ học bạ %s tạm dừng từ lúc nào.", old->uuid);
}

/* A value that is entered for the year; an enrolment's class or grade is none. */
static bool
is_value(const char *key)
{
    static const char *const notes[] = {"trang_thai", "ghi_chu", "khen_thuong_cuoi_nam",
                                        "khen_thuong_dot_xuat"};
    const struct subject *subject;
    enum subject_part part;
    enum period period;
    const struct field *field = field_key_parse(key, &period);

    for (size_t i = 0; i < COUNT_OF(notes); i++)
        if (text_equal(key, notes[i]))
            return true;
    return (field && field->owner == OWNER_YEAR) ||
           subject_key_parse(key, &subject, &part, &period);
}

/* Ends the source of what a giving up puts back. */
#define PUT_BACK " (thôi thay thế)"

/* Entered for the replacement; an earlier one may have been given up in the very second. */
static bool
is_since(const struct change *change, struct moment since)
{
    return change->at.seconds >= since.seconds &&
           !(change->source && text_ends(change->source, PUT_BACK));
}

static bool
is_first_of_key(const struct changes *changes, size_t place, struct moment since)
{
    for (size_t i = 0; i < place; i++)
        if (is_since(&changes->list.items[i], since) &&
            text_equal(changes->list.items[i].key, changes->list.items[place].key))
            return false;
    return true;
}

/* Each value as the first change since found it; the history keeps what stood between. */
static enum status
take_values_back(struct app *app, const struct record_row *old, struct moment since,
                 const struct stamp *stamp, struct error *err)
{
    struct changes changes = {0};

    TRY(store_list_changes(app->store, ENTITY_ENROLMENT, old->enrolment, NULL, app->arena, &changes,
                           err));
    for (size_t i = 0; i < changes.list.count; i++) {
        const struct change *change = &changes.list.items[i];
        if (!is_since(change, since) || !is_value(change->key) ||
            !is_first_of_key(&changes, i, since))
            continue;
        TRY(store_set_value(app->store, ENTITY_ENROLMENT, old->enrolment, change->key, change->from,
                            stamp, NULL, err));
    }
    return OK;
}

/* What the pupil's own row holds; false: another value of the pupil's. */
static bool
put_identity(struct pupil *pupil, const struct change *change)
{
    if (text_equal(change->key, "ho_va_ten"))
        pupil->name = change->from;
    else if (text_equal(change->key, "ma_hoc_sinh"))
        pupil->code = change->from;
    else if (text_equal(change->key, "so_dinh_danh"))
        pupil->personal_number = change->from;
    else if (!text_equal(change->key, "ngay_sinh"))
        return false;
    else if (!change->from || !date_parse_iso(span_of(change->from), &pupil->birth_date))
        pupil->birth_date = (struct date){0};
    return true;
}

static enum status
take_changes_back(struct app *app, struct pupil *pupil, const struct changes *changes,
                  struct moment since, const struct stamp *stamp, struct error *err)
{
    for (size_t i = 0; i < changes->list.count; i++) {
        const struct change *change = &changes->list.items[i];
        if (!is_since(change, since) || !is_first_of_key(changes, i, since) ||
            put_identity(pupil, change))
            continue;
        TRY(store_set_value(app->store, ENTITY_PUPIL, pupil->id, change->key, change->from, stamp,
                            NULL, err));
    }
    return store_set_pupil(app->store, pupil, stamp, NULL, err);
}

/* A later year's record is made from the same data of the pupil: whoever corrected them then may
 * have meant that one. */
static enum status
has_later_year(struct app *app, const struct enrolled *enrolled, bool *later, struct error *err)
{
    struct enrolments years = {0};

    *later = false;
    TRY(store_list_pupil_enrolments(app->store, enrolled->pupil.id, app->arena, &years, err));
    for (size_t i = 0; i < years.list.count; i++)
        *later |= strcmp(years.list.items[i].year, enrolled->year) > 0;
    return OK;
}

static enum status
take_pupil_back(struct app *app, const struct record_row *old, struct moment since,
                const struct stamp *stamp, struct error *err)
{
    struct changes changes = {0};
    struct enrolled enrolled;
    bool later;

    TRY(store_find_enrolment(app->store, old->enrolment, app->arena, &enrolled, err));
    TRY(has_later_year(app, &enrolled, &later, err));
    if (later)
        return OK;
    TRY(store_take_back_decisions(app->store, ENTITY_PUPIL, enrolled.pupil.id, since, stamp, err));
    TRY(store_list_changes(app->store, ENTITY_PUPIL, enrolled.pupil.id, NULL, app->arena, &changes,
                           err));
    return take_changes_back(app, &enrolled.pupil, &changes, since, stamp, err);
}

/* All that was entered for it: values, attempts at marks, decisions, what the pupil is called. */
static enum status
take_entries_back(struct app *app, const struct record_row *old, const struct stamp *decision,
                  struct error *err)
{
    struct stamp stamp = *decision;
    struct moment since;

    stamp.source = arena_printf(app->arena, "%s" PUT_BACK, decision->source);
    TRY(find_suspended(app, old, &since, err));
    TRY(take_values_back(app, old, since, &stamp, err));
    TRY(store_take_back_marks(app->store, old->enrolment, since, &stamp, err));
    TRY(store_take_back_decisions(app->store, ENTITY_ENROLMENT, old->enrolment, since, &stamp,
                                  err));
    return take_pupil_back(app, old, since, &stamp, err);
}

/* The last of those that were made in its place; NULL in its uuid: none was. */
static enum status
find_made(struct app *app, const struct record_row *old, struct record_row *made, struct error *err)
{
    struct record_row at = *old;

    *made = (struct record_row){0};
    for (int i = 0; i < CHAIN_OF_RECORDS_MAX && at.replaced_by; i++) {
        TRY(store_find_record(app->store, at.replaced_by, app->arena, made, err));
        at = *made;
    }
    return OK;
}

enum status
replacement_give_up(struct app *app, const struct record_row *old, const struct stamp *stamp,
                    struct error *err)
{
    struct record_row made;
    enum state state, to;

    TRY(find_made(app, old, &made, err));
    if (made.uuid) {
        if (!state_parse(made.state, &state))
            return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ.", made.uuid);
        TRY(state_step(state, VERB_DISCARD, SIGNERS_V10, &to, err));
        TRY(store_step_record(app->store, made.uuid, verb_key(VERB_DISCARD), made.state,
                              state_key(to), stamp, err));
        TRY(store_unlink_record(app->store, old->replaced_by, err));
    }
    return take_entries_back(app, old, stamp, err);
}

/* --- issuing ---------------------------------------------------------------------------------- */

/* Nobody issues what the school has asked to give up, or to withdraw. */
static enum status
check_not_asked(struct app *app, const struct record_row *old, struct error *err)
{
    const char *request;

    TRY(store_find_open_revocation(app->store, old->uuid, app->arena, &request, err));
    return request ? fail(err, CONFLICT,
                          "Học bạ %s đang chờ quyết định theo yêu cầu %s; chưa phát hành bản thay "
                          "thế.",
                          old->uuid, request)
                   : OK;
}

enum status
replacement_write(struct app *app, const struct record_row *row, const struct stamp *stamp,
                  struct error *err)
{
    struct stamp why = *stamp;
    struct status_change agreed;
    struct record_row old;
    enum state to;

    TRY(replacement_find(app, row, &old, err));
    if (!old.uuid)
        return OK;
    TRY(check_not_asked(app, &old, err));
    if (is_in(&old, STATE_REVOKED))
        return OK; /* for good: there is nothing to supersede */
    TRY(store_find_status_change(app->store, old.uuid, app->arena, &agreed, err));
    TRY(state_step(STATE_SUSPENDED, VERB_REPLACE, SIGNERS_V10, &to, err));
    why.source = arena_printf(app->arena, "phát hành học bạ %s", row->uuid);
    TRY(store_step_record(app->store, old.uuid, verb_key(VERB_REPLACE), old.state, state_key(to),
                          &why, err));
    struct status_change change = {.record = old.uuid,
                                   .decision = agreed.decision,
                                   .status = record_status_key(RECORD_SUPERSEDED),
                                   .replacement = row->uuid};
    return store_add_status_change(app->store, &change, err);
}
