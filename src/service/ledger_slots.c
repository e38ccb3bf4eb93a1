/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_slots.h"

#include <inttypes.h>

#include "model/state.h"
#include "service/ledger_inside.h"
#include "service/replacement.h"

/* --- asking ----------------------------------------------------------------------------------- */

static enum status
ask_ledger(struct ledger *ledger, const struct slot_question *questions, size_t count,
           struct slot_answer *answers, struct error *err)
{
    for (size_t from = 0; from < count; from += HANDED_MAX) {
        size_t some = count - from < HANDED_MAX ? count - from : HANDED_MAX;
        TRY(ledger->remote ? ledger_remote_ask_slots(ledger->remote, questions + from, some,
                                                     answers + from, err)
                           : writer_ask_slots(ledger->writer, questions + from, some,
                                              ledger->app->arena, answers + from, err));
    }
    return OK;
}

/* False: nobody can tell now. */
static bool
ask(struct app *app, const struct slot_question *questions, size_t count,
    struct slot_answer *answers)
{
    AUTO(ledger) *ledger = NULL;
    struct error ignored;

    return count > 0 && ledger_exists(app) && ledger_open(app, &ledger, &ignored) == OK &&
           ask_ledger(ledger, questions, count, answers, &ignored) == OK;
}

/* --- whose it is ------------------------------------------------------------------------------ */

/* Not the record itself, which may be entered while its store was restored from before, and not the
 * one whose place it takes, whose change may still be on its way. */
static enum status
is_anothers(struct app *app, const struct record_row *row, struct span document,
            const struct slot_answer *answer, bool *anothers, struct error *err)
{
    struct ledger_entry entry;
    struct record_row old;
    struct digest own;

    *anothers = false;
    if (!answer->taken ||
        (ledger_issued_digest(document, &own) && digest_equal(&own, &answer->hash)))
        return OK;
    TRY(replacement_find(app, row, &old, err));
    enum status status =
        old.uuid ? store_find_ledger_entry(app->store, old.uuid, app->arena, &entry, err)
                 : NOT_FOUND;
    if (status != OK && status != NOT_FOUND)
        return status;
    *anothers = status == NOT_FOUND || (uint64_t)entry.position != answer->index;
    return OK;
}

/* ", của học bạ <uuid>" where this store has it. */
static const char *
holder(struct app *app, uint64_t index)
{
    struct ledger_entries entries = {0};
    struct error ignored;

    if (store_list_ledger_entries(app->store, (int64_t)index, 1, app->arena, &entries, &ignored) !=
            OK ||
        entries.list.count == 0 || (uint64_t)entries.list.items[0].position != index ||
        !entries.list.items[0].record)
        return "";
    return arena_printf(app->arena, ", của học bạ %s", entries.list.items[0].record);
}

/* --- before issuing --------------------------------------------------------------------------- */

void
ledger_slots_ask(struct app *app, const struct record_rows *rows, struct ledger_slots *slots)
{
    size_t count = rows->list.count;
    struct slot_question *questions = arena_make_array(app->arena, count + 1, struct slot_question);
    struct slot_answer *answers = arena_make_array(app->arena, count + 1, struct slot_answer);

    *slots = (struct ledger_slots){0};
    for (size_t i = 0; i < count; i++) {
        const struct record_row *row = &rows->list.items[i];
        if (state_key_is_issued(row->state))
            continue;
        questions[slots->list.count] = (struct slot_question){
            .year = row->year,
            .slot_of = ledger_slot_of(app->arena, row->pupil_code ? row->pupil_code : row->pupil,
                                      row->year, row->grade)};
        list_add(app->arena, slots->list)->row = row;
    }
    if (!ask(app, questions, slots->list.count, answers))
        *slots = (struct ledger_slots){0};
    for (size_t i = 0; i < slots->list.count; i++)
        slots->list.items[i].answer = answers[i];
}

static const struct slot_answer *
answer_for(const struct ledger_slots *slots, const struct record_row *row)
{
    for (size_t i = 0; i < slots->list.count; i++)
        if (slots->list.items[i].row == row)
            return &slots->list.items[i].answer;
    return NULL;
}

enum status
ledger_slots_check(struct app *app, const struct ledger_slots *slots, const struct record_row *row,
                   struct span document, struct error *err)
{
    const struct slot_answer *answer = answer_for(slots, row);
    bool anothers;

    if (!answer)
        return OK;
    TRY(is_anothers(app, row, document, answer, &anothers, err));
    return anothers
               ? fail(err, CONFLICT,
                      "Sổ cái đã có một học bạ khác còn hiệu lực của học sinh này trong năm học "
                      "%s, ở mục %" PRIu64 "%s. Chưa phát hành. Hãy xem lại mã học sinh; nếu học "
                      "bạ kia sai thì nơi đã phát hành nó đề nghị thay thế hoặc thu hồi (hocba "
                      "revocation request).",
                      row->year, answer->index, holder(app, answer->index))
               : OK;
}

/* --- what was issued while nobody could be asked ---------------------------------------------- */

static enum status
look_at(struct app *app, const struct unentered *record, const struct slot_answer *answer,
        struct ledger_refused *refused, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct issued_document document;
    struct record_row row;
    bool anothers;

    if (!answer->taken)
        return OK;
    TRY(store_find_record(app->store, record->record, arena, &row, err));
    TRY(store_find_issued(app->store, record->record, arena, &document, err));
    TRY(is_anothers(app, &row, document.bytes, answer, &anothers, err));
    if (!anothers || refused->count++ > 0)
        return OK;
    refused->first = arena_printf(
        app->arena,
        "Học bạ %s không vào sổ được: ở mục %" PRIu64 "%s sổ đã có một học bạ khác còn hiệu lực "
        "của học sinh ấy trong năm học %s. " LEDGER_REFUSED_ADVICE,
        record->record, answer->index, holder(app, answer->index), record->year);
    return OK;
}

enum status
ledger_slots_refused(struct app *app, struct ledger_refused *refused, struct error *err)
{
    struct unentered_list due = {0};

    *refused = (struct ledger_refused){0};
    TRY(store_list_unentered(app->store, STORE_ROWS_MAX, app->arena, &due, err));
    size_t count = due.list.count;
    struct slot_question *questions = arena_make_array(app->arena, count + 1, struct slot_question);
    struct slot_answer *answers = arena_make_array(app->arena, count + 1, struct slot_answer);
    for (size_t i = 0; i < count; i++) {
        const struct unentered *record = &due.list.items[i];
        questions[i] = (struct slot_question){
            .year = record->year,
            .slot_of = ledger_slot_of(app->arena, record->pupil_code, record->year, record->grade)};
    }
    if (!ask(app, questions, count, answers))
        return OK;
    for (size_t i = 0; i < count; i++)
        TRY(look_at(app, &due.list.items[i], &answers[i], refused, err));
    return OK;
}
