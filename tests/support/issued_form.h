/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOCBA_TESTS_SUPPORT_ISSUED_FORM_H
#define HOCBA_TESTS_SUPPORT_ISSUED_FORM_H

#include "tests/support/test.h"
#include "verify/verify.h"

/* verify_issued_form() of the file says what the verdict on it does. */
static inline void
assert_issued_form(struct span file, const struct verdict_report *report)
{
    AUTO(arena) *arena = arena_new();
    struct span form;
    struct error err;
    enum status status = verify_issued_form(file, arena, &form, &err);

    assert_int_equal(status, report->issued_form.size ? OK : CORRUPT);
    if (status == OK)
        assert_true(span_equal(form, report->issued_form));
}

#endif
