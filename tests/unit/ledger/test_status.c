/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules of status: short ledgers, leaf by leaf, with what each leaf must come to.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "ledger/status.h"

enum { STEPS_MAX = 14 };

/* A leaf in short: who ('S' 'R' schools, 'D' the department), what, and on which. */
struct step {
    char who;
    enum {
        NONE,
        ENROL,
        ENROL_DEPARTMENT,
        RETIRE,
        COMPROMISE,
        ISSUE,
        ENTER,
        STATUS,
        SNAPSHOT,
        DECIDE,    /* a decision about records; `slot` says which, as it does of a change */
        BACKWARDS, /* a config leaf with an earlier time */
    } what;
    int slot; /* of a record */
    uint64_t target;
    enum record_status status;
    int replacement;    /* of STATUS; 0: none */
    const char *broken; /* the rule that it breaks, or NULL */
};

static struct leaf
leaf_of(const struct step *step, size_t index)
{
    static const enum leaf_kind kinds[] = {
        [ENROL] = LEAF_KEY,       [ENROL_DEPARTMENT] = LEAF_KEY, [RETIRE] = LEAF_KEY,
        [COMPROMISE] = LEAF_KEY,  [ISSUE] = LEAF_ISSUE,          [ENTER] = LEAF_ENTERED,
        [STATUS] = LEAF_STATUS,   [SNAPSHOT] = LEAF_SNAPSHOT,    [BACKWARDS] = LEAF_CONFIG,
        [DECIDE] = LEAF_DOCUMENT,
    };
    static const enum key_action actions[] = {
        [ENROL] = KEY_ENROL,
        [ENROL_DEPARTMENT] = KEY_ENROL_DEPARTMENT,
        [RETIRE] = KEY_RETIRE,
        [COMPROMISE] = KEY_COMPROMISE,
    };
    struct leaf leaf = {
        .kind = kinds[step->what],
        .time = step->what == BACKWARDS ? 5 : 1000 + (int64_t)index,
        .target = step->target,
        .status = step->status,
        .has_replacement = step->replacement != 0,
        .replacement = (uint64_t)step->replacement,
        .from = step->target,
        .size = step->target,
        .document = DOCUMENT_DECISION,
    };
    if (leaf.kind == LEAF_KEY)
        leaf.action = actions[step->what];
    leaf.kid[0] = (uint8_t)step->who;
    leaf.slot[0] = (uint8_t)step->slot;
    if (leaf.kind == LEAF_STATUS || leaf.kind == LEAF_DOCUMENT)
        leaf.hash.bytes[0] = (uint8_t)step->slot;
    return leaf;
}

static const struct {
    const char *about;
    struct step steps[STEPS_MAX];
    const char *want; /* a letter per leaf: V R S X(superseded), '-' no record */
} ledgers[] = {
    {"issued", {{'S', ENROL}, {'S', ISSUE, 1}, {'S', ISSUE, 2}}, "-VV"},
    {"entered later counts as issued", {{'S', ENROL}, {'S', ENTER, 1}}, "-V"},
    {"a key that nobody enrolled", {{'S', ISSUE, 1, .broken = "R2"}}, "-"},
    {"a key enrolled twice", {{'S', ENROL}, {'S', ENROL, .broken = "R2"}}, "--"},
    {"after its retirement",
     {{'S', ENROL}, {'S', ISSUE, 1}, {'S', RETIRE}, {'S', ISSUE, 2, .broken = "R2"}},
     "-V--"},
    {"a second one in the slot",
     {{'S', ENROL}, {'S', ISSUE, 1}, {'S', ISSUE, 1, .broken = "R3"}},
     "-V-"},
    {"another school's in the slot",
     {{'S', ENROL}, {'R', ENROL}, {'S', ISSUE, 1}, {'R', ISSUE, 1, .broken = "R3"}},
     "--V-"},
    {"suspended and superseded",
     {{'S', ENROL},
      {'D', ENROL_DEPARTMENT},
      {'S', ISSUE, 1},
      {'D', STATUS, 0, 2, RECORD_SUSPENDED},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 2, RECORD_SUPERSEDED, 4}},
     "--X-V-"},
    {"suspended and given up",
     {{'S', ENROL},
      {'D', ENROL_DEPARTMENT},
      {'S', ISSUE, 1},
      {'D', STATUS, 0, 2, RECORD_SUSPENDED},
      {'D', STATUS, 0, 2, RECORD_VALID},
      {'S', ISSUE, 1, .broken = "R3"}},
     "--V---"},
    {"given up after its replacement came",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_SUSPENDED},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_VALID, .broken = "R3"}},
     "-S-V-"},
    {"revoked is final",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_REVOKED},
      {'S', STATUS, 0, 1, RECORD_VALID, .broken = "R5"},
      {'S', STATUS, 0, 1, RECORD_SUSPENDED, .broken = "R5"},
      {'S', STATUS, 0, 1, RECORD_REVOKED, .broken = "R5"}},
     "-R----"},
    {"after a revocation the slot is free",
     {{'S', ENROL}, {'S', ISSUE, 1}, {'S', STATUS, 0, 1, RECORD_REVOKED}, {'S', ISSUE, 1}},
     "-R-V"},
    {"suspended and revoked",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_SUSPENDED},
      {'S', STATUS, 0, 1, RECORD_REVOKED}},
     "-R--"},
    {"superseded is final",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_SUSPENDED},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_SUPERSEDED, 3},
      {'S', STATUS, 0, 1, RECORD_REVOKED, .broken = "R5"}},
     "-X-V--"},
    {"superseded without suspension",
     {{'S', ENROL}, {'S', ISSUE, 1}, {'S', STATUS, 0, 1, RECORD_SUPERSEDED, 1, .broken = "R5"}},
     "-V-"},
    {"superseded by nobody",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_SUSPENDED},
      {'S', STATUS, 0, 1, RECORD_SUPERSEDED, .broken = "R6"}},
     "-S--"},
    {"superseded by another pupil's",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_SUSPENDED},
      {'S', ISSUE, 2},
      {'S', STATUS, 0, 1, RECORD_SUPERSEDED, 3, .broken = "R6"}},
     "-S-V-"},
    {"superseded by itself",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_SUSPENDED},
      {'S', STATUS, 0, 1, RECORD_SUPERSEDED, 1, .broken = "R6"}},
     "-S--"},
    {"superseded by what is not there yet",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', STATUS, 0, 1, RECORD_SUSPENDED},
      {'S', STATUS, 0, 1, RECORD_SUPERSEDED, 4, .broken = "R6"}},
     "-S--"},
    {"a revocation that names a replacement",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', ISSUE, 2},
      {'S', STATUS, 0, 1, RECORD_REVOKED, 2, .broken = "R6"}},
     "-VV-"},
    {"another school decides",
     {{'S', ENROL},
      {'R', ENROL},
      {'S', ISSUE, 1},
      {'R', STATUS, 0, 2, RECORD_REVOKED, .broken = "R4"}},
     "--V-"},
    {"a stranger decides",
     {{'S', ENROL}, {'S', ISSUE, 1}, {'D', STATUS, 0, 1, RECORD_REVOKED, .broken = "R4"}},
     "-V-"},
    {"on what is no record",
     {{'S', ENROL}, {'S', STATUS, 0, 0, RECORD_REVOKED, .broken = "R4"}},
     "--"},
    {"on what is not there yet",
     {{'S', ENROL}, {'S', STATUS, 0, 2, RECORD_REVOKED, .broken = "R4"}, {'S', ISSUE, 1}},
     "--V"},
    {"a compromised key from a leaf on",
     {{'S', ENROL},
      {'R', ENROL},
      {'S', ISSUE, 1},
      {'S', ISSUE, 2},
      {'R', ISSUE, 3},
      {'S', COMPROMISE, 0, 3},
      {'S', ISSUE, 4, .broken = "R2"}},
     "--VRV--"},
    {"retired twice", {{'S', ENROL}, {'S', RETIRE}, {'S', RETIRE, .broken = "R2"}}, "---"},
    {"compromised from a leaf that is not there",
     {{'S', ENROL}, {'S', ISSUE, 1}, {'S', COMPROMISE, 0, 3, .broken = "R7"}, {'S', ISSUE, 2}},
     "-V-V"},
    {"retired, compromised, and since earlier",
     {{'S', ENROL},
      {'S', ISSUE, 1},
      {'S', ISSUE, 2},
      {'S', RETIRE},
      {'S', COMPROMISE, 0, 2},
      {'S', COMPROMISE, 0, 2, .broken = "R7"},
      {'S', RETIRE, .broken = "R2"},
      {'S', COMPROMISE, 0, 1}},
     "-RR-----"},
    {"in the place of what a compromised key issued",
     {{'S', ENROL},
      {'R', ENROL},
      {'S', ISSUE, 1},
      {'S', COMPROMISE, 0, 2},
      {'R', ISSUE, 1},
      {'R', STATUS, 0, 2, RECORD_SUPERSEDED, 4, .broken = "R4"}},
     "--R-V-"},
    {"superseded before its key was compromised",
     {{'S', ENROL},
      {'D', ENROL_DEPARTMENT},
      {'S', ISSUE, 1},
      {'D', STATUS, 0, 2, RECORD_SUSPENDED},
      {'S', ISSUE, 1},
      {'D', STATUS, 0, 2, RECORD_SUPERSEDED, 4},
      {'S', COMPROMISE, 0, 2}},
     "--X-R--"},
    {"agreed before the department's key was retired",
     {{'S', ENROL},
      {'D', ENROL_DEPARTMENT},
      {'S', ISSUE, 1},
      {'D', DECIDE, 7},
      {'D', STATUS, 7, 2, RECORD_SUSPENDED},
      {'D', RETIRE},
      {'D', STATUS, 8, 2, RECORD_VALID, .broken = "R4"},
      {'D', DECIDE, 8},
      {'D', STATUS, 8, 2, RECORD_VALID, .broken = "R4"},
      {'S', ISSUE, 1},
      {'D', STATUS, 7, 2, RECORD_SUPERSEDED, 9}},
     "--X------V-"},
    {"agreed under another key than the one that was retired",
     {{'S', ENROL},
      {'D', ENROL_DEPARTMENT},
      {'E', ENROL_DEPARTMENT},
      {'S', ISSUE, 1},
      {'E', DECIDE, 7},
      {'D', RETIRE},
      {'D', STATUS, 7, 3, RECORD_REVOKED, .broken = "R4"},
      {'E', STATUS, 7, 3, RECORD_REVOKED}},
     "---R----"},
    {"agreed before the department's key was compromised",
     {{'S', ENROL},
      {'D', ENROL_DEPARTMENT},
      {'S', ISSUE, 1},
      {'S', ISSUE, 2},
      {'D', DECIDE, 7},
      {'D', DECIDE, 8},
      {'D', RETIRE},
      {'D', COMPROMISE, 0, 5},
      {'D', STATUS, 7, 2, RECORD_REVOKED},
      {'D', STATUS, 8, 3, RECORD_REVOKED, .broken = "R4"},
      {'D', COMPROMISE, 0, 4},
      {'D', STATUS, 7, 3, RECORD_REVOKED, .broken = "R4"}},
     "--RV--------"},
    {"a snapshot of the future",
     {{'S', ENROL}, {'S', SNAPSHOT, 0, 1}, {'S', SNAPSHOT, 0, 4, .broken = "R8"}},
     "---"},
    {"time runs back", {{'S', ENROL}, {'S', BACKWARDS, .broken = "R1"}}, "--"},
};

static char
letter_at(const struct status_replay *replay, uint64_t index)
{
    enum record_status status;
    struct error err;

    if (status_of(replay, index, &status, NULL, &err) != OK)
        return '-';
    return "VRSX"[status];
}

static void
test_ledgers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ledgers); i++) {
        AUTO(status_replay) *replay = status_replay_new();
        const struct step *steps = ledgers[i].steps;
        for (size_t at = 0; steps[at].what != NONE; at++) {
            struct leaf leaf = leaf_of(&steps[at], at);
            struct error err = {0};
            enum status status = status_replay_add(replay, &leaf, &err);
            if ((status == OK) != !steps[at].broken ||
                (steps[at].broken && !strstr(err.message, steps[at].broken)))
                row_fail(ledgers[i].about, "leaf %zu: %d %s", at, status, err.message);
        }
        assert_int_equal(status_replay_size(replay), strlen(ledgers[i].want));
        for (size_t at = 0; ledgers[i].want[at]; at++)
            if (letter_at(replay, at) != ledgers[i].want[at])
                row_fail(ledgers[i].about, "leaf %zu is %c", at, letter_at(replay, at));
    }
}

static void
test_superseded_by(void **state)
{
    (void)state;
    static const struct step steps[] = {{'S', ENROL},
                                        {'S', ISSUE, 1},
                                        {'S', STATUS, 0, 1, RECORD_SUSPENDED},
                                        {'S', ISSUE, 1},
                                        {'S', STATUS, 0, 1, RECORD_SUPERSEDED, 3}};
    AUTO(status_replay) *replay = status_replay_new();
    enum record_status status;
    uint64_t by = 0, live = 0;
    uint8_t slot[LEAF_SLOT_SIZE] = {1};
    struct error err;

    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        struct leaf leaf = leaf_of(&steps[i], i);
        assert_ok(status_replay_add(replay, &leaf, &err));
    }
    assert_ok(status_of(replay, 1, &status, &by, &err));
    assert_int_equal(status, RECORD_SUPERSEDED);
    assert_int_equal(by, 3);
    assert_true(status_live_in_slot(replay, slot, &live));
    assert_int_equal(live, 3);
    slot[0] = 9;
    assert_false(status_live_in_slot(replay, slot, &live));
}

/* Many slots, so that the tables grow; and the list's bits. */
static void
test_many(void **state)
{
    (void)state;
    enum { RECORDS = 20000 };
    AUTO(status_replay) *replay = status_replay_new();
    AUTO(buffer) *bits = buffer_new(RECORDS);
    struct leaf leaf = {.kind = LEAF_KEY, .action = KEY_ENROL};
    struct error err;

    assert_ok(status_replay_add(replay, &leaf, &err));
    for (uint32_t i = 1; i <= RECORDS; i++) {
        leaf = (struct leaf){.kind = LEAF_ISSUE};
        memcpy(leaf.slot, &i, sizeof i);
        assert_ok(status_replay_add(replay, &leaf, &err));
    }
    leaf = (struct leaf){.kind = LEAF_STATUS, .target = 6, .status = RECORD_REVOKED};
    assert_ok(status_replay_add(replay, &leaf, &err));
    leaf.target = 5;
    leaf.status = RECORD_SUSPENDED;
    assert_ok(status_replay_add(replay, &leaf, &err));
    status_write_bits(replay, 1, RECORDS + 1, bits);
    assert_int_equal(bits->size, RECORDS / 4);
    assert_int_equal((uint8_t)bits->data[0], 0);
    assert_int_equal((uint8_t)bits->data[1], 2 | 1 << 2); /* leaves 5 and 6 */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledgers),
        cmocka_unit_test(test_superseded_by),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
