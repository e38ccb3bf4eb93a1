/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose seal a received record may bear, and when: a seal whose time is proven outlives its
 * certificate's days.
 */
#include "tests/store/support.h"

#include "service/app.h"
#include "service/intake_inside.h"
#include "store/certificates.h"

static int64_t now;

static int64_t
clock_of_test(void)
{
    return now;
}

static void
add_seal(struct store *store, unsigned number, const char *sha256, bool approved)
{
    struct error err;
    const struct stamp stamp = *stamp_at(10);
    const struct stored_certificate seal = {.id = id(number),
                                            .sha256 = sha256,
                                            .der = span_of(sha256),
                                            .unit = id(2),
                                            .subject = "CN=Trường",
                                            .not_before = stamp.at,
                                            .not_after = stamp_at(20)->at,
                                            .storage = "PKCS12"};

    assert_ok(store_add_certificate(store, &seal, &stamp, &err));
    if (approved)
        assert_ok(
            store_add_certificate_event(store, id(number), CERTIFICATE_APPROVED, &stamp, &err));
}

static void
test_seals(void **state)
{
    static const struct {
        const char *about, *seal;
        int unit, now, sealed; /* as stamp_at() counts; sealed 0: nothing proves it */
        bool fits;
    } rows[] = {
        {"in its days", "cc01", 2, 15, 0, true},
        {"before them", "cc01", 2, 5, 0, false},
        {"after them, without a proof", "cc01", 2, 25, 0, false},
        {"after them, sealed in them", "cc01", 2, 25, 15, true},
        {"sealed after them", "cc01", 2, 25, 22, false},
        {"sealed before them", "cc01", 2, 15, 5, false},
        {"another's", "cc01", 1, 15, 0, false},
        {"not approved", "cc02", 2, 15, 15, false},
        {"nobody knows it", "cc03", 2, 15, 15, false},
    };
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct app app = {.store = store, .arena = arena, .options.system_clock = clock_of_test};

    add_school(store);
    add_seal(store, 901, "cc01", true);
    add_seal(store, 902, "cc02", false);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct moment sealed = {0};
        struct error err;
        bool fits = !rows[i].fits;
        now = stamp_at(rows[i].now)->at.seconds;
        if (rows[i].sealed)
            sealed = stamp_at(rows[i].sealed)->at;
        assert_ok(
            intake_seal_fits(&app, rows[i].seal, id((unsigned)rows[i].unit), sealed, &fits, &err));
        if (fits != rows[i].fits)
            row_fail(rows[i].about, "%d", fits);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_seals)};
    return cmocka_run_group_tests_name("store/seals", tests, NULL, remove_test_folder);
}
