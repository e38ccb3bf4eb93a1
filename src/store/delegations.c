/* SPDX-License-Identifier: Apache-2.0 */
#include "store/delegations.h"

#include "store/ask.h"

enum status
store_add_delegation(struct store *store, const struct delegation *it, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_delegation, v_text(it->id), v_text(it->unit), v_text(it->kind),
                    v_text(it->giver), v_text(it->taker), v_text(it->decision),
                    v_day(it->decided_on), v_day(it->from), v_day(it->to), v_moment(it->made),
                    v_text(it->made_by)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Đã có ủy quyền mang số này. Chưa ghi gì.");
}

enum status
store_end_delegation(struct store *store, const char *id, struct date last_day, const char *reason,
                     const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_end_delegation, v_text(id), v_day(last_day), v_moment(stamp->at),
                    v_text(stamp->by), v_text(reason)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Ủy quyền này đã được kết thúc từ trước. Chưa ghi gì.");
}

static void
read_delegation(struct row *row, void *into)
{
    struct delegation *it = into;
    it->id = row_text(row);
    it->unit = row_text(row);
    it->kind = row_text(row);
    it->giver = row_text(row);
    it->taker = row_text(row);
    it->decision = row_text(row);
    it->decided_on = row_day(row);
    it->from = row_day(row);
    it->to = row_day(row);
    it->made = row_moment(row);
    it->made_by = row_text(row);
    it->last_day = row_day(row);
    it->ended = row_moment(row);
    it->ended_by = row_text(row);
    it->reason = row_text(row);
    it->giver_name = row_text(row);
    it->taker_name = row_text(row);
    it->taker_login = row_text(row);
}

enum status
store_find_delegation(struct store *store, const char *id, struct arena *arena,
                      struct delegation *delegation, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_list_delegations, v_text(NULL), v_text(id), v_int(1)),
                read_delegation, arena, delegation, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có ủy quyền này.");
}

enum status
store_list_delegations(struct store *store, const char *unit, int64_t limit, struct arena *arena,
                       struct delegations *delegations, struct error *err)
{
    return ask_list(ASK(store, SQL_list_delegations, v_text(unit), v_text(NULL), v_int(limit)),
                    read_delegation, arena, delegations->list, err);
}

static void
read_part(struct row *row, void *into)
{
    struct delegation_part *part = into;
    part->grade = (int)row_int(row);
    part->class_id = row_text(row);
    part->class_name = row_text(row);
    part->year = row_text(row);
}

enum status
store_list_delegation_parts(struct store *store, const char *id, struct arena *arena,
                            struct delegation_parts *parts, struct error *err)
{
    return ask_list(ASK(store, SQL_list_delegation_scope, v_text(id)), read_part, arena,
                    parts->list, err);
}
