/* SPDX-License-Identifier: Apache-2.0
 *
 * Obstacles: reported, seen, solved once, the answer read; whose are listed, what is counted.
 */
#include "tests/store/support.h"

#include "store/obstacles.h"

static void
report(struct store *store, unsigned number, const char *text)
{
    const struct obstacle obstacle = {.id = id(900 + number),
                                      .unit = id(2),
                                      .person = id(3),
                                      .page = "/lop/*/nhap",
                                      .text = text,
                                      .at = stamp_at((int)number)->at};
    struct error err;

    assert_ok(store_add_obstacle(store, &obstacle, &err));
}

static struct obstacle_count
count(struct store *store, struct arena *arena, int from, int to)
{
    struct obstacle_counts counts = {0};
    struct moment first = stamp_at(from)->at, end = stamp_at(to)->at;
    struct error err;

    assert_ok(store_count_obstacles(store, first, end, arena, &counts, &err));
    return counts.list.count ? counts.list.items[0] : (struct obstacle_count){0};
}

static void
test_from_report_to_answer(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct obstacles found = {0};
    struct error err;
    int64_t unread;
    bool added;

    add_school(store);
    report(store, 1, "mạng chậm");
    report(store, 2, "không thấy lớp");
    report(store, 3, "chưa có chứng thư");
    assert_ok(
        store_add_obstacle_step(store, id(901), OBSTACLE_SEEN, NULL, stamp_at(4), &added, &err));
    assert_true(added);
    assert_ok(store_add_obstacle_step(store, id(902), OBSTACLE_SOLVED, "đã phân công", stamp_at(5),
                                      &added, &err)); /* without being seen before */
    assert_true(added);
    assert_ok(store_add_obstacle_step(store, id(902), OBSTACLE_SOLVED, "khác", stamp_at(6), &added,
                                      &err));
    assert_false(added);

    struct obstacle_count all = count(store, arena, 0, 100);
    assert_int_equal(all.new_ones, 1);
    assert_int_equal(all.seen, 1);
    assert_int_equal(all.solved, 1);
    assert_int_equal(count(store, arena, 2, 3).solved, 1);
    assert_int_equal(count(store, arena, 2, 3).new_ones, 0);

    assert_ok(store_list_obstacles(store, &(struct obstacle_question){.unit = id(2)}, arena, &found,
                                   &err));
    assert_int_equal(found.list.count, 3);
    assert_string_equal(found.list.items[1].answer, "đã phân công");
    assert_string_equal(found.list.items[2].text, "mạng chậm");
    assert_true(found.list.items[2].seen_at.seconds > 0);
    found = (struct obstacles){0};
    const struct {
        const char *about;
        struct obstacle_question asked;
        size_t count;
        bool more;
    } questions[] = {
        {"everything", {0}, 3, false},
        {"somebody who reported nothing", {.person = id(1)}, 0, false},
        {"somebody's", {.person = id(3)}, 3, false},
        {"new", {.state = "new"}, 1, false},
        {"seen", {.state = "seen"}, 1, false},
        {"solved", {.state = "solved"}, 1, false},
        {"from", {.from = stamp_at(2)->at}, 2, false},
        {"until", {.past = stamp_at(2)->at}, 1, false},
        {"as many as there are", {.most = 3}, 3, true},
        {"an old one behind newer ones of another state", {.state = "seen", .most = 1}, 1, true},
    };
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        found = (struct obstacles){0};
        assert_ok(store_list_obstacles(store, &questions[i].asked, arena, &found, &err));
        if (found.list.count != questions[i].count || found.more != questions[i].more)
            row_fail(questions[i].about, "%zu", found.list.count);
    }

    assert_ok(store_count_unread_answers(store, id(3), stamp_at(0)->at, &unread, &err));
    assert_int_equal(unread, 1);
    assert_ok(
        store_add_obstacle_step(store, id(902), OBSTACLE_READ, NULL, stamp_at(7), &added, &err));
    assert_ok(store_count_unread_answers(store, id(3), stamp_at(0)->at, &unread, &err));
    assert_int_equal(unread, 0);
    assert_ok(store_count_recent_obstacles(store, id(3), stamp_at(2)->at, &unread, &err));
    assert_int_equal(unread, 2);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_from_report_to_answer)};
    return cmocka_run_group_tests_name("store/obstacles", tests, NULL, remove_test_folder);
}
