/* SPDX-License-Identifier: Apache-2.0 */
#include "store/people.h"

#include "store/history.h"

static void
read_person(struct row *row, void *into)
{
    struct person *person = into;
    person->id = row_text(row);
    person->unit = row_text(row);
    person->login = row_text(row);
    person->name = row_text(row);
    person->personal_number = row_text(row);
    person->title = row_text(row);
}

enum status
store_add_person(struct store *store, const struct person *person, const struct stamp *stamp,
                 struct error *err)
{
    const struct part parts[] = {{"ten", NULL, person->name}};
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_add_person, v_text(person->id), v_text(person->unit),
                            v_text(person->login), v_text(person->name),
                            v_text(person->personal_number), v_text(person->title)),
            .entity = "person",
            .id = person->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = stamp,
            .miss = CONFLICT,
            .sentence = "Đã có người dùng tên đăng nhập này. Chưa thêm gì.",
        },
        err);
}

static enum status
set_person(struct store *store, void *context, struct error *err)
{
    const struct setting *it = context;
    const struct person *person = it->thing;
    AUTO(arena) *arena = arena_new();
    struct person old = {0};
    TRY(store_find_person(store, person->id, arena, &old, err));
    const struct part parts[] = {
        {"ten", old.name, person->name},
        {"so_dinh_danh", old.personal_number, person->personal_number},
        {"chuc_danh", old.title, person->title},
    };
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_set_person, v_text(person->id), v_text(person->name),
                            v_text(person->personal_number), v_text(person->title)),
            .entity = "person",
            .id = person->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = it->stamp,
            .miss = NOT_FOUND,
            .sentence = "Không có người ấy trong kho.",
        },
        err);
}

enum status
store_set_person(struct store *store, const struct person *person, const struct stamp *stamp,
                 struct error *err)
{
    struct setting it = {person, stamp, false};
    return store_transact(store, set_person, &it, err);
}

enum status
store_find_person(struct store *store, const char *id, struct arena *arena, struct person *person,
                  struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_person, v_text(id)), read_person, arena, person, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có người ấy trong kho.");
}

enum status
store_find_person_by_login(struct store *store, const char *login, struct arena *arena,
                           struct person *person, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_person_by_login, v_text(login)), read_person, arena, person,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Không có ai dùng tên đăng nhập %s.", login);
}

enum status
store_list_people(struct store *store, const char *unit, struct arena *arena, struct people *people,
                  struct error *err)
{
    return ask_list(ASK(store, SQL_list_people, v_text(unit)), read_person, arena, people->list,
                    err);
}

/* --- assignments ----------------------------------------------------------------------------- */

static void
read_assignment(struct row *row, void *into)
{
    struct assignment *assignment = into;
    assignment->id = row_text(row);
    assignment->person = row_text(row);
    assignment->unit = row_text(row);
    assignment->role = row_text(row);
    assignment->year = row_text(row);
    assignment->class_id = row_text(row);
    assignment->subject = row_text(row);
    assignment->group = row_text(row);
    assignment->from = row_day(row);
    assignment->to = row_day(row);
    assignment->decided_by = row_text(row);
    assignment->decision = row_text(row);
    assignment->grade = (int)row_int(row);
    assignment->delegation = row_text(row);
    assignment->decided_on = row_day(row);
    assignment->ended_at = row_moment(row);
    assignment->person_name = row_text(row);
    assignment->person_login = row_text(row);
    assignment->person_title = row_text(row);
    assignment->person_number = row_text(row);
}

static enum status
add_assignment(struct store *store, const struct assignment *it, const struct stamp *stamp,
               struct error *err)
{
    if (date_is_none(it->from))
        return fail(err, INVALID, "Phân công phải có ngày bắt đầu.");
    const struct part parts[] = {{"vai_tro", NULL, it->role}};
    return write_with_history(
        store,
        &(struct writing){
            .question =
                ASK(store, SQL_add_assignment, v_text(it->id), v_text(it->person), v_text(it->unit),
                    v_text(it->role), v_text(it->year), v_text(it->class_id), v_text(it->subject),
                    v_text(it->group), v_day(it->from), v_day(it->to), v_text(it->decided_by),
                    v_text(it->decision)),
            .entity = "assignment",
            .id = it->id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = stamp,
            .miss = CONFLICT,
            .sentence = "Đã có phân công mang số này. Chưa thêm gì.",
        },
        err);
}

static enum status
add_with_scope(struct store *store, void *context, struct error *err)
{
    const struct setting *setting = context;
    const struct assignment *it = setting->thing;

    TRY(add_assignment(store, it, setting->stamp, err));
    return ask(ASK(store, SQL_add_assignment_scope, v_text(it->id), v_int(it->grade),
                   v_text(it->delegation)),
               err);
}

enum status
store_add_assignment(struct store *store, const struct assignment *it, const struct stamp *stamp,
                     struct error *err)
{
    struct setting setting = {it, stamp, false};

    if (!it->grade && !it->delegation)
        return add_assignment(store, it, stamp, err);
    return store_transact(store, add_with_scope, &setting, err);
}

enum status
store_end_assignment(struct store *store, const char *id, struct date last,
                     const struct stamp *stamp, struct error *err)
{
    const struct part parts[] = {{"den_ngay", NULL, day_text(last)}};
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_end_assignment, v_text(id), v_day(last)),
            .entity = "assignment",
            .id = id,
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = stamp,
            .miss = CONFLICT,
            .sentence = "Không có phân công ấy, hoặc phân công đã kết thúc từ trước. "
                        "Chưa ghi gì.",
        },
        err);
}

enum status
store_list_assignments(struct store *store, const struct assignment_filter *filter,
                       struct arena *arena, struct assignments *assignments, struct error *err)
{
    enum statement_id question = filter->person ? SQL_list_person_assignments
                                 : filter->unit ? SQL_list_unit_assignments
                                                : SQL_list_assignments;

    return ask_list(ASK(store, question, v_text(filter->unit), v_text(filter->person),
                        v_text(filter->role), v_text(filter->year), v_text(filter->class_id),
                        v_text(filter->subject), v_day(filter->on)),
                    read_assignment, arena, assignments->list, err);
}
