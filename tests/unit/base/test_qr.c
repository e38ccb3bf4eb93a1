/* SPDX-License-Identifier: Apache-2.0
 *
 * QR codes: the right size, the fixed patterns in their places, and one whole code as an
 * independent reader (zbar) has read it.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/qr.h"

static void
test_sizes(void **state)
{
    (void)state;
    static const struct {
        size_t bytes;
        int side;
    } rows[] = {{1, 21},  {14, 21},  {15, 25},  {26, 25},  {42, 29},  {62, 33},  {84, 37},
                {85, 41}, {106, 41}, {122, 45}, {152, 49}, {180, 53}, {181, 57}, {213, 57}};
    char text[QR_BYTES_MAX + 1];
    struct qr qr;
    memset(text, 'q', sizeof text);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(qr_make((struct span){text, rows[i].bytes}, &qr));
        assert_int_equal(qr.side, rows[i].side);
        for (int k = 0; k < 7; k++) { /* the three finders' outer edges */
            assert_true(qr.dark[0][k] && qr.dark[6][k] && qr.dark[k][0] && qr.dark[k][6]);
            assert_true(qr.dark[0][qr.side - 1 - k] && qr.dark[qr.side - 1 - k][0]);
        }
        assert_true(qr.dark[qr.side - 8][8]);
    }
    assert_false(qr_make((struct span){text, sizeof text}, &qr));
}

static void
test_one_whole(void **state)
{
    (void)state;
    static const char *const known[] = {
        "#######...##..#######", "#.....#..#.#..#.....#", "#.###.#.#.###.#.###.#",
        "#.###.#.#..##.#.###.#", "#.###.#.##..#.#.###.#", "#.....#.####..#.....#",
        "#######.#.#.#.#######", "........#............", "#.#####..#.#..#####..",
        ".##.#......####..#..#", "#.##.##.###.#.##.#.#.", "#..###.#..#####..##..",
        "#####.###.#.#..#....#", "........#.#.#..#..#.#", "#######...##.#..##.#.",
        "#.....#.##.....#####.", "#.###.#.##.#.#..#..#.", "#.###.#.########..#..",
        "#.###.#.#...#.##.....", "#.....#..#.####..##..", "#######.#.#.#..#...#.",
    };
    struct qr qr;
    assert_true(qr_make(SPAN("hocba"), &qr));
    assert_int_equal(qr.side, COUNT_OF(known));
    for (int y = 0; y < qr.side; y++)
        for (int x = 0; x < qr.side; x++)
            if (qr.dark[y][x] != (known[y][x] == '#'))
                fail_msg("row %d, column %d", y, x);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_one_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
