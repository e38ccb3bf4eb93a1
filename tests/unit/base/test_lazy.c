/* SPDX-License-Identifier: Apache-2.0
 *
 * Libraries that are loaded when they are first needed, and what is said where they are missing.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/lazy.h"

int test_absent_function(void); /* in no library */

#define MATH(LAZY)  LAZY(flo, or) LAZY(ce, il)
#define WRONG(LAZY) LAZY(ce, il) LAZY(test_, absent_function)

double floor(double);
double ceil(double);

static LAZY_TYPE(math, MATH) math = LAZY_VALUE("libm.so.6", MATH);
static LAZY_TYPE(wrong, WRONG) wrong = LAZY_VALUE("libm.so.6", WRONG);
static LAZY_TYPE(missing, MATH) missing = LAZY_VALUE("libhocba-absent.so.9", MATH);

static void
test_functions_are_called_by_their_names(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) { /* again: nothing changes */
        lazy_load(&math.library);
        assert_true(math.or (2.5) == 2.0);
        assert_true(math.il(2.5) == 3.0);
    }
}

/* A process of its own asks for it: what it says and how it ends. */
static void
assert_ends(struct lazy_library *library, const char *named)
{
    int ends[2], status;
    char said[1024] = "";
    size_t size = 0;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        lazy_load(library);
        _exit(0);
    }
    close(ends[1]);
    for (ssize_t got; (got = read(ends[0], said + size, sizeof said - 1 - size)) > 0;)
        size += (size_t)got;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 127);
    assert_non_null(strstr(said, "Không nạp được thư viện"));
    assert_non_null(strstr(said, named));
}

static void
test_what_is_missing_ends_the_process_with_a_sentence(void **state)
{
    (void)state;
    assert_ends(&missing.library, "libhocba-absent.so.9");
    assert_ends(&wrong.library, "test_absent_function");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions_are_called_by_their_names),
        cmocka_unit_test(test_what_is_missing_ends_the_process_with_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
