/* SPDX-License-Identifier: Apache-2.0 */
#include "store/identity.h"

#include "store/ask.h"

struct adding {
    const struct identity_exchange *exchange;
    const struct stamp *stamp;
};

static enum status
add_exchange(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct identity_exchange *exchange = it->exchange;

    TRY(ask(ASK(store, SQL_add_identity_exchange, v_text(exchange->id), v_text(exchange->unit),
                v_text(exchange->recipient), v_text(exchange->basis), v_moment(it->stamp->at),
                v_text(it->stamp->by)),
            err));
    for (size_t i = 0; i < exchange->questions.count; i++) {
        const struct identity_question *one = &exchange->questions.items[i];
        TRY(ask(ASK(store, SQL_add_identity_question, v_text(one->id), v_text(exchange->id),
                    v_text(one->pupil), v_text(one->personal_number), v_text(one->name),
                    v_day(one->birth_date)),
                err));
    }
    return OK;
}

enum status
store_add_identity_exchange(struct store *store, const struct identity_exchange *exchange,
                            const struct stamp *stamp, struct error *err)
{
    struct adding it = {exchange, stamp};

    return store_transact(store, add_exchange, &it, err);
}

struct asked {
    const char *id, *pupil, *unit;
};

static void
read_asked(struct row *row, void *into)
{
    struct asked *asked = into;

    asked->id = row_text(row);
    asked->pupil = row_text(row);
    asked->unit = row_text(row);
}

enum status
store_find_identity_question(struct store *store, const char *id, struct arena *arena,
                             const char **pupil, const char **unit, struct error *err)
{
    struct asked asked;
    bool found;

    TRY(ask_one(ASK(store, SQL_find_identity_question, v_text(id)), read_asked, arena, &asked,
                &found, err));
    if (!found)
        return fail(err, NOT_FOUND, "Hệ thống này không hỏi trường hợp mang mã ấy.");
    *pupil = asked.pupil;
    *unit = asked.unit;
    return OK;
}

enum status
store_add_identity_answer(struct store *store, const struct identity_answer *answer,
                          const struct stamp *stamp, struct error *err)
{
    return ask(ASK(store, SQL_add_identity_answer, v_text(answer->question), v_text(answer->result),
                   v_text(answer->personal_number), v_text(answer->name), v_day(answer->birth_date),
                   v_text(answer->sex), v_moment(stamp->at), v_text(stamp->by)),
               err);
}

enum status
store_add_identity_ruling(struct store *store, int64_t answer, bool accepted,
                          const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_identity_ruling, v_int(answer), v_int(accepted),
                    v_moment(stamp->at), v_text(stamp->by), v_text(stamp->source)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Kết quả đối chiếu này đã được quyết định rồi.");
}

static void
read_answer(struct row *row, struct identity_answer *answer)
{
    answer->number = row_int(row);
    answer->question = row_text(row);
    answer->result = row_text(row);
    answer->personal_number = row_text(row);
    answer->name = row_text(row);
    answer->birth_date = row_day(row);
    answer->sex = row_text(row);
    answer->at = row_moment(row);
}

static void
read_stored(struct row *row, void *into)
{
    struct identity_stored *it = into;

    it->enrolment = row_text(row);
    it->class_id = row_text(row);
    it->class_name = row_text(row);
    it->pupil = row_text(row);
    it->unit = row_text(row);
    it->code = row_text(row);
    it->personal_number = row_text(row);
    it->name = row_text(row);
    it->birth_date = row_day(row);
    it->sex = row_text(row);
    it->birth_place = row_text(row);
    it->others = row_int(row);
    read_answer(row, &it->answer);
    it->asked_number = row_text(row);
    it->asked_name = row_text(row);
    it->asked_birth = row_day(row);
    it->ruled = row_int(row) != 0;
    it->accepted = row_int(row) != 0;
}

enum status
store_list_identity(struct store *store, const char *unit, const char *year, const char *class_id,
                    struct arena *arena, struct identity_list *list, struct error *err)
{
    return ask_list(ASK(store, SQL_list_identity, v_text(unit), v_text(year), v_text(class_id)),
                    read_stored, arena, list->list, err);
}
