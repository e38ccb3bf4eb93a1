/* SPDX-License-Identifier: Apache-2.0
 *
 * The class grid over a real store: versions, conflicts, replays, rights, locks, what is kept.
 */
#include "tests/store/support.h"

#include <pthread.h>
#include <stdatomic.h>

#include "service/grid.h"
#include "store/people.h"

#define REQUEST "11111111-1111-4111-8111-11111111111"

static int64_t
fixed_clock(void)
{
    return stamp_at(0)->at.seconds;
}

/* An app on the store, for whoever acts; the arena is the caller's. */
static struct app
app_for(struct store *store, struct arena *arena, const char *person)
{
    return (struct app){.store = store,
                        .arena = arena,
                        .actor = {.person_id = person,
                                  .login = person ? "an.nguyen" : "operator",
                                  .name = person ? "Nguyễn An" : "Người vận hành"},
                        .options = {.system_clock = fixed_clock}};
}

static struct grid_save
cell_of(unsigned enrolment, const char *key, int64_t base, const char *value)
{
    return (struct grid_save){
        .enrolment = id(enrolment), .key = key, .base = base, .value = value, .source = "typed"};
}

static void
save(struct app *app, const char *request, struct grid_save *cells, size_t count)
{
    struct error err;

    assert_ok(grid_save(app, request, cells, count, &err));
}

static const struct grid_cell *
load_cell(struct app *app, const char *key, struct grid *grid)
{
    struct grid_order query = {
        .class_id = id(4), .view = GRID_SUBJECT, .subject = "TV", .period = PERIOD_END_2};
    struct error err;

    assert_ok(grid_load(app, &query, grid, &err));
    for (size_t i = 0; i < grid->columns.count; i++)
        if (text_equal(grid->columns.items[i].key, key))
            return &grid->rows.items[0].cells[i];
    fail_msg("no column %s", key);
    return NULL;
}

static void
test_versions(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct app app = app_for(store, arena, NULL);
    struct grid grid;
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    assert_int_equal(load_cell(&app, "mon.TV.muc", &grid)->number, 0);

    /* Saved as kept; the same request again gets the same answer. */
    struct grid_save cell = cell_of(201, "mon.TV.muc", 0, "t");
    save(&app, REQUEST "1", &cell, 1);
    assert_int_equal(cell.outcome, GRID_SAVED);
    assert_string_equal(cell.now, "T");
    int64_t first = cell.number;
    assert_true(first > 0);
    assert_int_equal(load_cell(&app, "mon.TV.muc", &grid)->number, first);
    assert_string_equal(load_cell(&app, "mon.TV.muc", &grid)->value, "T");
    struct grid_save next = cell_of(201, "mon.TV.muc", first, "H");
    save(&app, REQUEST "2", &next, 1);
    assert_int_equal(next.outcome, GRID_SAVED);
    save(&app, REQUEST "1", &cell, 1);
    assert_int_equal(cell.outcome, GRID_SAVED);
    assert_int_equal(cell.number, first);
    assert_string_equal(load_cell(&app, "mon.TV.muc", &grid)->value, "H");

    /* Who did not see H gets both values; who writes what stands there changes nothing. */
    cell = cell_of(201, "mon.TV.muc", first, "C");
    save(&app, REQUEST "3", &cell, 1);
    assert_int_equal(cell.outcome, GRID_CONFLICT);
    assert_string_equal(cell.now, "H");
    assert_int_equal(cell.number, next.number);
    assert_string_equal(cell.by, "operator");
    cell = cell_of(201, "mon.TV.muc", first, "h");
    save(&app, REQUEST "4", &cell, 1);
    assert_int_equal(cell.outcome, GRID_UNCHANGED);

    /* A removed value has a version as well. */
    cell = cell_of(201, "mon.TV.muc", next.number, "");
    save(&app, REQUEST "5", &cell, 1);
    assert_int_equal(cell.outcome, GRID_SAVED);
    assert_string_equal(cell.now, "");
    assert_int_equal(load_cell(&app, "mon.TV.muc", &grid)->number, cell.number);
    assert_string_equal(load_cell(&app, "mon.TV.muc", &grid)->value, "");
}

static void
test_each_by_itself(void **state)
{
    (void)state;
    static const struct {
        const char *about, *key, *value, *kept; /* kept NULL: refused */
    } rows[] = {
        {"a level", "mon.T.muc", "T", "T"},
        {"a mark with a fraction", "mon.T.diem", "9,5", NULL},
        {"the same with a dot", "mon.T.diem", "9.5", NULL},
        {"a mark", "mon.T.diem", "10", "10"},
        {"above ten", "mon.TV.diem", "11", NULL},
        {"a level that is none", "mon.TV.muc", "X", NULL},
        {"NFD becomes NFC", "mon.TV.nhan_xet",
         "Ho\xCC\xA3"
         "c to\xCC\x82\xCC\x81t",
         "Học tốt"},
        {"a rating", "pham_chat_yeu_nuoc", "Đ", "Đ"},
        {"an earlier period", "pham_chat_yeu_nuoc.gk1", "T", "T"},
        {"a height with a comma", "chieu_cao", "132,5", "132.5"},
        {"the pupil's own data", "ho_va_ten", "Trần Khác", NULL},
        {"what is computed", "ket_qua_xep_loai", "Hoàn thành tốt", NULL},
        {"no such key", "mon.XX.muc", "T", NULL},
    };
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct app app = app_for(store, arena, NULL);
    struct grid_save cells[COUNT_OF(rows)];
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cells[i] = cell_of(201, rows[i].key, 0, rows[i].value);
    save(&app, REQUEST "1", cells, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        print_message("# %s\n", rows[i].about);
        assert_int_equal(cells[i].outcome, rows[i].kept ? GRID_SAVED : GRID_REFUSED);
        if (rows[i].kept)
            assert_string_equal(cells[i].now, rows[i].kept);
        else
            assert_non_null(cells[i].message);
    }
    struct grid_save nobody = cell_of(299, "mon.T.muc", 0, "T");
    save(&app, REQUEST "2", &nobody, 1);
    assert_int_equal(nobody.outcome, GRID_REFUSED);
}

static void
test_rights(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct app app = app_for(store, arena, id(3));
    struct assignment assignment = {.id = id(20),
                                    .person = id(3),
                                    .unit = id(2),
                                    .role = "subject_teacher",
                                    .year = "2023-2024",
                                    .class_id = id(4),
                                    .subject = "TV",
                                    .from = {2023, 9, 5}};
    struct grid_save cells[] = {cell_of(201, "mon.TV.muc", 0, "T"),
                                cell_of(201, "mon.T.muc", 0, "T"),
                                cell_of(201, "pham_chat_yeu_nuoc", 0, "T")};
    struct grid_order query = {
        .class_id = id(4), .view = GRID_SUBJECT, .subject = "T", .period = PERIOD_END_2};
    struct grid_problems problems = {0};
    struct grid grid;
    struct error err;
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    assert_int_equal(grid_load(&app, &query, &grid, &err), DENIED);
    save(&app, REQUEST "1", cells, COUNT_OF(cells));
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        assert_int_equal(cells[i].outcome, GRID_REFUSED);

    assert_ok(store_add_assignment(store, &assignment, stamp_at(1), &err));
    assert_ok(grid_load(&app, &query, &grid, &err));
    assert_true(grid.columns.items[0].readonly);
    query.subject = "TV";
    assert_ok(grid_load(&app, &query, &grid, &err));
    assert_false(grid.columns.items[0].readonly);
    save(&app, REQUEST "2", cells, COUNT_OF(cells));
    assert_int_equal(cells[0].outcome, GRID_SAVED);
    assert_int_equal(cells[1].outcome, GRID_REFUSED);
    assert_int_equal(cells[2].outcome, GRID_REFUSED);
    assert_ok(grid_check_saved(&app, cells, COUNT_OF(cells), &problems, &err));
    assert_int_equal(problems.list.count, 1);
    assert_int_equal(grid_save(&app, "no UUID", cells, 1, &err), USAGE);
}

static void
test_locks(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct app app = app_for(store, arena, NULL);
    struct grid_save cell = cell_of(201, "mon.TV.muc", 0, "T");
    struct grid grid;
    struct error err;
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_record(store, 1, SPAN("<HOC_BA/>"));
    assert_ok(store_step_record(store, id(301), "sign_gvcn", "created", "signed_gvcn", stamp_at(2),
                                &err));
    (void)load_cell(&app, "mon.TV.muc", &grid);
    assert_non_null(grid.rows.items[0].locked);
    save(&app, REQUEST "1", &cell, 1);
    assert_int_equal(cell.outcome, GRID_REFUSED);
    assert_non_null(strstr(cell.message, "trả về"));
}

static void
test_what_happened(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct app app = app_for(store, arena, NULL);
    struct changes changes = {0}, history = {0};
    struct error err;
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    struct grid_save cell = cell_of(201, "mon.TV.muc", 0, "H");
    cell.source = "pasted";
    save(&app, REQUEST "1", &cell, 1);
    int64_t first = cell.number;
    cell = cell_of(201, "mon.TV.muc", first, "T");
    cell.source = "undo";
    save(&app, REQUEST "2", &cell, 1);
    assert_ok(grid_changes(&app, id(4), first, &changes, &err));
    assert_int_equal(changes.list.count, 1);
    assert_int_equal(changes.list.items[0].number, cell.number);
    assert_string_equal(changes.list.items[0].to, "T");
    assert_ok(grid_history(&app, id(201), "mon.TV.muc", &history, &err));
    assert_int_equal(history.list.count, 2);
    assert_string_equal(history.list.items[0].source, "pasted");
    assert_string_equal(history.list.items[1].source, "undo");
    assert_int_equal(grid_changes(&app, id(99), 0, &changes, &err), NOT_FOUND);
}

/* --- while somebody saves --------------------------------------------------------------------- */

enum { SAVES = 60, LOOKS_MAX = 2000 };

struct typing {
    const char *place;
    atomic_bool done;
};

static void *
type_on(void *context)
{
    struct typing *it = context;
    AUTO(store) *store = open_at(it->place, false);
    int64_t base = 0;

    for (unsigned i = 1; i <= SAVES; i++) {
        AUTO(arena) *arena = arena_new();
        struct app app = app_for(store, arena, NULL);
        struct grid_save cell =
            cell_of(201, "mon.TV.nhan_xet", base, arena_printf(arena, "Lần %u.", i));
        save(&app, arena_printf(arena, "11111111-1111-4111-8111-%012u", i), &cell, 1);
        base = cell.number;
    }
    atomic_store(&it->done, true);
    return NULL;
}

static const char *
value_at(const struct changes *history, int64_t number)
{
    for (size_t i = 0; i < history->list.count; i++)
        if (history->list.items[i].number == number)
            return history->list.items[i].to;
    return "";
}

/* A newer number beside an older value would hide a conflict. */
static void
test_value_and_number_are_of_one_moment(void **state)
{
    (void)state;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_at(empty_place(place), true);
    struct app app = app_for(store, arena, NULL);
    struct typing it = {.place = place};
    struct changes history = {0};
    struct error err;
    pthread_t typist;
    static struct grid_cell seen[LOOKS_MAX];
    size_t count = 0;

    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    assert_int_equal(pthread_create(&typist, NULL, type_on, &it), 0);
    while (!atomic_load(&it.done) && count < LOOKS_MAX) {
        struct grid grid;
        seen[count++] = *load_cell(&app, "mon.TV.nhan_xet", &grid);
    }
    pthread_join(typist, NULL);
    assert_ok(grid_history(&app, id(201), "mon.TV.nhan_xet", &history, &err));
    assert_int_equal(history.list.count, SAVES);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(seen[i].value, value_at(&history, seen[i].number));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_each_by_itself),
        cmocka_unit_test(test_rights),
        cmocka_unit_test(test_locks),
        cmocka_unit_test(test_what_happened),
        cmocka_unit_test(test_value_and_number_are_of_one_moment),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
