/* SPDX-License-Identifier: Apache-2.0
 *
 * What every cmocka program needs, in the order in which cmocka wants it.
 */
#ifndef HOCBA_TESTS_SUPPORT_TEST_H
#define HOCBA_TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
/* cmocka's fail() would hide ours of base/error.h, and its fail_msg() is built on it. */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

/* Assert that a call returned OK; prints its message otherwise. */
#define assert_ok(call)                                                                            \
    do {                                                                                           \
        if ((call) != OK)                                                                          \
            fail_msg("%s: %s [%s]", #call, err.message, err.detail);                               \
    } while (0)

/* For table-driven tests: say which row failed. */
#define row_fail(about, ...)                                                                       \
    do {                                                                                           \
        print_error("row: %s\n", (about));                                                         \
        fail_msg(__VA_ARGS__);                                                                     \
    } while (0)

#endif
