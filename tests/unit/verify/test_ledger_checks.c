/* SPDX-License-Identifier: Apache-2.0
 *
 * A record with its proof from a ledger of one log and two witnesses: each row bends one thing.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "tests/support/signed_record.h"
#include "verify/package.h"
#include "verify/registry.h"
#include "verify/verify.h"

#define ORIGIN "so-cai.example/22"

enum { LOG, WITNESS_1, WITNESS_2, STRANGER, KEYS, LEAVES = 5, AT = 2 };

static const char *const names[KEYS] = {ORIGIN, "w1.example", "w2.example", ORIGIN};

struct world {
    struct test_school *school;
    struct arena *arena;
    struct secret *keys[KEYS];
    uint8_t public[KEYS][ED25519_PUBLIC_SIZE];
    struct span record;
    const struct policy *policy;
};

/* What is bent; zero is as it should be. */
struct bend {
    enum {
        NOTHING,
        NO_PROOF,
        OTHER_HASH,
        OTHER_SEAL,
        NOT_A_RECORD,
        LATE_ENTRY,
        ONE_WITNESS,
        STRANGE_LOG,
        WRONG_INDEX,
        NO_EXTRA,
        ENTERED,
        LIST_OF_STRANGER,
        LIST_TOO_SHORT,
        LIST_EXPIRED,
        LIST_AHEAD,
    } what;
    bool has_status;
    enum record_status status;
};

static void
add_key_line(const struct world *world, struct buffer *out, const char *before, int i)
{
    struct note_key key = note_key_of(span_of(names[i]), i == LOG ? NOTE_ED25519 : NOTE_COSIGNATURE,
                                      world->public[i]);

    buffer_text(out, before);
    note_key_write(&key, out);
    buffer_char(out, '\n');
}

static const struct policy *
make_policy(const struct world *world)
{
    AUTO(buffer) *text = buffer_new(POLICY_FILE_MAX);
    const struct policy *policy;
    struct error err;

    add_key_line(world, text, "log ", LOG);
    add_key_line(world, text, "witness a ", WITNESS_1);
    add_key_line(world, text, "witness b ", WITNESS_2);
    buffer_text(text, "group both all a b\nquorum both\n");
    struct span copy = {arena_copy(world->arena, text->data, text->size), text->size};
    assert_ok(policy_parse(copy, world->arena, &policy, &err));
    return policy;
}

static int
setup(void **state)
{
    struct world *world = heap_alloc(sizeof *world);

    world->arena = arena_new();
    world->school = test_school_new(KEY_P256, false);
    world->record = test_signed(world->arena, world->school);
    for (int i = 0; i < KEYS; i++) {
        uint8_t seed[ED25519_SEED_SIZE] = {(uint8_t)(i + 1)};
        world->keys[i] = ed25519_key_of_seed(seed, world->public[i]);
    }
    world->policy = make_policy(world);
    *state = world;
    return 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;

    test_school_free(world->school);
    for (int i = 0; i < KEYS; i++)
        secret_free(world->keys[i]);
    arena_free(world->arena);
    free(world);
    return 0;
}

/* --- the ledger ------------------------------------------------------------------------------- */

static struct span
make_entry(const struct world *world, const struct bend *bend)
{
    AUTO(buffer) *out = buffer_new(LEAF_MAX);
    const char *root = strstr(world->record.data, "<HOC_BA");
    struct span issued = {root, world->record.size - (size_t)(root - world->record.data)};
    while (issued.data[issued.size - 1] == '\n')
        issued.size--;
    struct leaf leaf = {.kind = bend->what == ENTERED ? LEAF_ENTERED : LEAF_ISSUE,
                        .time = PKI_NOW + (bend->what == LATE_ENTRY ? 9999 : 0),
                        .issued = bend->what == ENTERED ? PKI_NOW - 86400 : 0,
                        .hash = sha256(issued)};
    const struct signer *seal =
        bend->what == OTHER_SEAL ? world->school->principal : world->school->seal;
    struct digest key_id = certificate_key_id(signer_chain(seal)->items[0]);

    leaf_kid_of(&key_id, leaf.kid);
    if (bend->what == OTHER_HASH)
        leaf.hash.bytes[0] ^= 1;
    if (bend->what == NOT_A_RECORD)
        leaf.kind = LEAF_CONFIG;
    leaf_write(&leaf, out);
    return (struct span){arena_copy(world->arena, out->data, out->size), out->size};
}

static enum status
read_hash(void *context, unsigned level, uint64_t index, struct digest *hash, struct error *err)
{
    const struct digest *leaves = context;
    struct tree_edge edge = {0};

    (void)err;
    for (uint64_t i = index << level; i < (index + 1) << level; i++)
        tree_append(&edge, &leaves[i]);
    *hash = tree_root(&edge);
    return OK;
}

static void
write_checkpoint(const struct world *world, const struct bend *bend, struct digest *leaves,
                 struct buffer *out)
{
    AUTO(buffer) *text = buffer_new(CHECKPOINT_TEXT_MAX);
    struct tree_reader reader = {read_hash, leaves};
    struct checkpoint checkpoint = {.origin = span_of(ORIGIN), .size = LEAVES};
    int log = bend->what == STRANGE_LOG ? STRANGER : LOG;
    struct error err;

    assert_ok(tree_read_root(&reader, LEAVES, &checkpoint.root, &err));
    checkpoint_write(&checkpoint, text);
    buffer_add(out, text->data, text->size);
    buffer_char(out, '\n');
    note_sign(buffer_span(text), span_of(ORIGIN), world->keys[log], world->public[log], out);
    for (int i = WITNESS_1; i <= (bend->what == ONE_WITNESS ? WITNESS_1 : WITNESS_2); i++)
        note_cosign(buffer_span(text), PKI_NOW + 60 * i, span_of(names[i]), world->keys[i],
                    world->public[i], out);
}

static struct span
make_proof(const struct world *world, const struct bend *bend)
{
    AUTO(buffer) *checkpoint = buffer_new(NOTE_MAX), *out = buffer_new(PROOF_FILE_MAX);
    struct span entry = make_entry(world, bend);
    struct digest leaves[LEAVES];
    struct tree_reader reader = {read_hash, leaves};
    struct proof proof = {.index = bend->what == WRONG_INDEX ? AT + 1 : AT};
    struct error err;

    for (uint8_t i = 0; i < LEAVES; i++)
        leaves[i] = i == AT ? tree_leaf_hash(entry) : sha256((struct span){(const char *)&i, 1});
    write_checkpoint(world, bend, leaves, checkpoint);
    assert_ok(tree_prove_inclusion(&reader, AT, LEAVES, &proof.path, &err));
    if (bend->what != NO_EXTRA)
        proof.extra = entry;
    proof.checkpoint = buffer_span(checkpoint);
    proof_write(&proof, out);
    return (struct span){arena_copy(world->arena, out->data, out->size), out->size};
}

static struct span
make_status_list(const struct world *world, const struct bend *bend)
{
    AUTO(buffer) *out = buffer_new(STATUS_LIST_FILE_MAX);
    uint8_t bits[(LEAVES + 3) / 4] = {(uint8_t)(bend->status << 2 * AT)};
    int by = bend->what == LIST_OF_STRANGER ? STRANGER : LOG;
    struct status_list list = {
        .to = LEAVES,
        .made = PKI_NOW + (bend->what == LIST_AHEAD ? 600 : -600),
        .expires = PKI_NOW + (bend->what == LIST_EXPIRED ? -1 : 86400),
        .lives = 3600,
        .bits = {(const char *)bits, sizeof bits},
    };
    if (bend->what == LIST_TOO_SHORT) {
        list.to = AT;
        list.bits.size = 1;
    }
    status_list_write(&list, span_of(ORIGIN), world->keys[by], world->public[by], out);
    return (struct span){arena_copy(world->arena, out->data, out->size), out->size};
}

/* --- judged ----------------------------------------------------------------------------------- */

static const struct {
    const char *about;
    struct bend bend;
    enum check_result ledger, status;
    enum verdict verdict;
    const char *says; /* of the check that is no or unknown, else of the ledger's */
} rows[] = {
    {"as it should be", {0}, CHECK_YES, CHECK_NOT_ASKED, VERDICT_AUTHENTIC, "mục 2"},
    {"entered later", {ENTERED}, CHECK_YES, CHECK_NOT_ASKED, VERDICT_AUTHENTIC, "sau khi"},
    {"no proof", {NO_PROOF}, CHECK_NO, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "Không có bằng chứng"},
    {"another file's", {OTHER_HASH}, CHECK_NO, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "tệp khác"},
    {"by another key", {OTHER_SEAL}, CHECK_NO, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "con dấu"},
    {"no issue", {NOT_A_RECORD}, CHECK_NO, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "không phải mục"},
    {"later than it was seen",
     {LATE_ENTRY},
     CHECK_NO,
     CHECK_UNKNOWN,
     VERDICT_NOT_AUTHENTIC,
     "muộn hơn"},
    {"one witness of two",
     {ONE_WITNESS},
     CHECK_UNKNOWN,
     CHECK_NOT_ASKED,
     VERDICT_UNDECIDED,
     "còn tạm"},
    {"a strange log", {STRANGE_LOG}, CHECK_NO, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "không do sổ"},
    {"another place", {WRONG_INDEX}, CHECK_NO, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "RFC"},
    {"no entry in it", {NO_EXTRA}, CHECK_NO, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "extra"},
    {"valid", {.has_status = true}, CHECK_YES, CHECK_YES, VERDICT_AUTHENTIC, "mục 2"},
    {"revoked",
     {NOTHING, true, RECORD_REVOKED},
     CHECK_YES,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC,
     "THU HỒI"},
    {"superseded",
     {NOTHING, true, RECORD_SUPERSEDED},
     CHECK_YES,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC,
     "THAY THẾ"},
    {"suspended",
     {NOTHING, true, RECORD_SUSPENDED},
     CHECK_YES,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED,
     "tạm dừng"},
    {"a stranger's list",
     {LIST_OF_STRANGER, true, RECORD_VALID},
     CHECK_YES,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED,
     "không do sổ cái này ký"},
    {"a list that ends before",
     {LIST_TOO_SHORT, true, RECORD_VALID},
     CHECK_YES,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED,
     "không nói về"},
    {"an old list",
     {LIST_EXPIRED, true, RECORD_VALID},
     CHECK_YES,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED,
     "quá hạn"},
    {"a list of tomorrow",
     {LIST_AHEAD, true, RECORD_VALID},
     CHECK_YES,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED,
     "chưa tới"},
    {"a list of tomorrow that says superseded",
     {LIST_AHEAD, true, RECORD_SUPERSEDED},
     CHECK_YES,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC,
     "THAY THẾ"},
    {"an old list that says revoked",
     {LIST_EXPIRED, true, RECORD_REVOKED},
     CHECK_YES,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC,
     "THU HỒI"},
};

static void
check_row(const struct world *world, size_t row, struct span file,
          const struct verify_material *material)
{
    struct verdict_report report;
    struct error err;

    assert_ok(verify_record(file, material, world->arena, &report, &err));
    const struct check *ledger = &report.checks[CHECK_LEDGER];
    const struct check *status = &report.checks[CHECK_STATUS];
    if (ledger->result != rows[row].ledger || status->result != rows[row].status ||
        report.verdict != rows[row].verdict)
        row_fail(rows[row].about, "ledger %s (%s), status %s (%s): %s",
                 check_result_word(ledger->result), ledger->reason,
                 check_result_word(status->result), status->reason, verdict_word(report.verdict));
    bool of_status = status->result == CHECK_NO ||
                     (status->result == CHECK_UNKNOWN && ledger->result == CHECK_YES);
    if (ledger->result == CHECK_NO)
        of_status = false;
    if (!strstr((of_status ? status : ledger)->reason, rows[row].says))
        row_fail(rows[row].about, "%s / %s", ledger->reason, status->reason);
    if ((ledger->result == CHECK_NO) != !report.ledger.origin)
        row_fail(rows[row].about, "reported what was not proven");
}

/* The parts side by side, then the same as a package. */
static void
test_rows(void **state)
{
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct bend *bend = &rows[i].bend;
        struct verify_material material = {
            .anchors = world->school->pki->anchors, .now = PKI_NOW, .policy = world->policy};
        struct record_package package = {.record = world->record};
        if (bend->what != NO_PROOF)
            package.proof = make_proof(world, bend);
        if (bend->has_status)
            package.status_list = make_status_list(world, bend);
        material.proof = package.proof;
        material.status_list = package.status_list;
        check_row(world, i, world->record, &material);
        if (bend->what == NO_PROOF)
            continue;
        AUTO(buffer) *file = buffer_new(PACKAGE_MAX);
        package_write(&package, file);
        material.proof = material.status_list = (struct span){0};
        check_row(world, i, buffer_span(file), &material);
    }
}

static void
test_not_asked(void **state)
{
    const struct world *world = *state;
    struct verify_material material = {.anchors = world->school->pki->anchors,
                                       .now = PKI_NOW,
                                       .proof = span_of("nothing that anybody reads")};
    struct verdict_report report;
    struct error err;

    assert_ok(verify_record(world->record, &material, world->arena, &report, &err));
    assert_int_equal(report.checks[CHECK_LEDGER].result, CHECK_NOT_ASKED);
    assert_int_equal(report.checks[CHECK_STATUS].result, CHECK_NOT_ASKED);
    assert_int_equal(report.verdict, VERDICT_AUTHENTIC);
}

/* --- an earlier checkpoint -------------------------------------------------------------------- */

enum { EVENING = PKI_NOW - 7200 };

/* Over `size` leaves, by the witnesses in order from `at` on, a minute apart. */
static struct span
make_earlier(const struct world *world, const char *origin, uint64_t size, int witnesses,
             int64_t at, uint8_t root)
{
    AUTO(buffer) *text = buffer_new(CHECKPOINT_TEXT_MAX), *out = buffer_new(NOTE_MAX);
    struct checkpoint checkpoint = {
        .origin = span_of(origin), .size = size, .root = sha256((struct span){(char *)&root, 1})};

    checkpoint_write(&checkpoint, text);
    buffer_add(out, text->data, text->size);
    buffer_char(out, '\n');
    note_sign(buffer_span(text), span_of(ORIGIN), world->keys[LOG], world->public[LOG], out);
    for (int i = 0; i < witnesses; i++)
        note_cosign(buffer_span(text), at + 60 * i, span_of(names[WITNESS_1 + i]),
                    world->keys[WITNESS_1 + i], world->public[WITNESS_1 + i], out);
    return (struct span){arena_copy(world->arena, out->data, out->size), out->size};
}

/* The proof's checkpoint was cosigned one and two minutes after PKI_NOW; both must have. */
static const struct {
    const char *about, *origin;
    uint64_t size;
    int witnesses;
    int64_t at;
    enum check_result ledger;
    int64_t not_before;
    const char *says;
} brackets[] = {
    {"both saw less", ORIGIN, AT, 2, EVENING, CHECK_YES, EVENING + 60, "Không sớm hơn"},
    {"the empty ledger", ORIGIN, 0, 2, EVENING, CHECK_YES, EVENING + 60, "Không sớm hơn"},
    {"one is enough where both must see", ORIGIN, 1, 1, EVENING, CHECK_YES, EVENING,
     "Không sớm hơn"},
    {"nobody saw it", ORIGIN, 1, 0, EVENING, CHECK_YES, 0, "nhân chứng"},
    {"it was there already", ORIGIN, AT + 1, 2, EVENING, CHECK_YES, 0, "đã ở trong sổ"},
    {"a later one", ORIGIN, 99, 2, EVENING, CHECK_YES, 0, "đã ở trong sổ"},
    {"another ledger's", "so-cai.example/79", 1, 2, EVENING, CHECK_YES, 0, "Không rõ"},
    {"witnesses who went backwards", ORIGIN, 1, 2, PKI_NOW + 600, CHECK_NO, 0, "hai lịch sử"},
    {"a fork", ORIGIN, LEAVES, 2, EVENING, CHECK_NO, 0, "hai lịch sử"},
};

static void
check_bracket(const struct world *world, size_t row, struct span before)
{
    const struct bend straight = {0};
    struct verdict_report report;
    struct error err;
    struct verify_material material = {.anchors = world->school->pki->anchors,
                                       .now = PKI_NOW,
                                       .policy = world->policy,
                                       .proof = make_proof(world, &straight),
                                       .before = before};

    assert_ok(verify_record(world->record, &material, world->arena, &report, &err));
    const struct check *ledger = &report.checks[CHECK_LEDGER];
    if (ledger->result != brackets[row].ledger || !strstr(ledger->reason, brackets[row].says) ||
        report.ledger.not_before.seconds != brackets[row].not_before)
        row_fail(brackets[row].about, "%s: %s", check_result_word(ledger->result), ledger->reason);
}

/* As a checkpoint, and as the proof of another entry under it. */
static void
test_brackets(void **state)
{
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(brackets); i++) {
        AUTO(buffer) *proof = buffer_new(PROOF_FILE_MAX);
        struct span note = make_earlier(world, brackets[i].origin, brackets[i].size,
                                        brackets[i].witnesses, brackets[i].at, 7);
        check_bracket(world, i, note);
        proof_write(&(struct proof){.checkpoint = note}, proof);
        check_bracket(world, i, buffer_span(proof));
    }
}

static void
test_no_earlier_checkpoint(void **state)
{
    const struct world *world = *state;
    const struct bend straight = {0};
    struct verdict_report report;
    struct error err;
    struct verify_material material = {.anchors = world->school->pki->anchors,
                                       .now = PKI_NOW,
                                       .policy = world->policy,
                                       .proof = make_proof(world, &straight),
                                       .before = SPAN("không phải điểm chốt\n")};

    assert_ok(verify_record(world->record, &material, world->arena, &report, &err));
    assert_int_equal(report.checks[CHECK_LEDGER].result, CHECK_YES);
    assert_non_null(strstr(report.checks[CHECK_LEDGER].reason, "--before"));
    assert_int_equal(report.ledger.not_before.seconds, 0);
}

/* --- what the witnesses saw in time ----------------------------------------------------------- */

#define LATE (PKI_TO + INT64_C(400) * 86400) /* when every certificate has expired */

static const struct {
    const char *about;
    struct bend bend;
    enum check_result chain;
    enum verdict verdict;
    const char *says;
} late_rows[] = {
    {"both witnesses saw it in time", {0}, CHECK_YES, VERDICT_AUTHENTIC, "nhân chứng của sổ cái"},
    {"too few witnesses", {ONE_WITNESS}, CHECK_UNKNOWN, VERDICT_UNDECIDED, "hết hạn"},
    {"they saw another file", {OTHER_HASH}, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "hết hạn"},
    {"no proof", {NO_PROOF}, CHECK_UNKNOWN, VERDICT_NOT_AUTHENTIC, "hết hạn"},
};

static void
test_seen_before_it_expired(void **state)
{
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(late_rows); i++) {
        const struct bend *bend = &late_rows[i].bend;
        struct verify_material material = {
            .anchors = world->school->pki->anchors, .now = LATE, .policy = world->policy};
        struct verdict_report report;
        struct error err;
        if (bend->what != NO_PROOF)
            material.proof = make_proof(world, bend);
        assert_ok(verify_record(world->record, &material, world->arena, &report, &err));
        const struct check *chain = &report.checks[CHECK_CHAIN];
        if (chain->result != late_rows[i].chain || report.verdict != late_rows[i].verdict ||
            !strstr(chain->reason, late_rows[i].says))
            row_fail(late_rows[i].about, "%s: %s (%s)", verdict_word(report.verdict),
                     check_result_word(chain->result), chain->reason);
        assert_string_equal(report.signatures[0].level, "B-B");
        assert_int_equal(report.signatures[0].proven_time.seconds, 0);
        assert_int_equal(report.checks[CHECK_TIMESTAMPS].result, CHECK_NOT_ASKED);
    }
}

/* Without being asked about the ledger, its proof is worth nothing. */
static void
test_seen_but_not_asked(void **state)
{
    const struct world *world = *state;
    const struct bend straight = {0};
    struct verify_material material = {
        .anchors = world->school->pki->anchors, .now = LATE, .proof = make_proof(world, &straight)};
    struct verdict_report report;
    struct error err;

    assert_ok(verify_record(world->record, &material, world->arena, &report, &err));
    assert_int_equal(report.checks[CHECK_CHAIN].result, CHECK_UNKNOWN);
    assert_int_equal(report.verdict, VERDICT_UNDECIDED);
}

/* A registry's revocation counts from what the witnesses saw, too. */
static void
test_seen_before_it_was_revoked(void **state)
{
    const struct world *world = *state;
    const struct bend straight = {0};
    struct verify_material material = {.anchors = world->school->pki->anchors,
                                       .now = PKI_NOW + 86400,
                                       .policy = world->policy,
                                       .proof = make_proof(world, &straight)};
    const int64_t seen_by = PKI_NOW + 120;
    struct verdict_report report;
    struct error err;

    for (int later = 0; later < 2; later++) {
        struct span registry = test_registry_revoking(world->arena, world->school,
                                                      later ? seen_by + 60 : seen_by - 60);
        assert_ok(registry_read(registry, material.anchors, PKI_NOW, world->arena,
                                &material.registry, &err));
        assert_ok(verify_record(world->record, &material, world->arena, &report, &err));
        assert_int_equal(report.checks[CHECK_ENTITLEMENT].result,
                         later ? CHECK_YES : CHECK_UNKNOWN);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_brackets),
                                       cmocka_unit_test(test_seen_before_it_expired),
                                       cmocka_unit_test(test_seen_but_not_asked),
                                       cmocka_unit_test(test_seen_before_it_was_revoked),
                                       cmocka_unit_test(test_no_earlier_checkpoint),
                                       cmocka_unit_test(test_not_asked)};

    return cmocka_run_group_tests(tests, setup, teardown);
}
