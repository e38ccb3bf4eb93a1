/* SPDX-License-Identifier: Apache-2.0
 *
 * The layer above the drivers: what a signer returns is believed only when it is the certificate's
 * signature over that item, and a content is sent again only while nothing of it has come.
 */
#include "tests/support/test.h"

#include "crypto/ecdsa_value.h"
#include "signers/signer.h"
#include "tests/support/pki.h"

enum { ITEMS = 3 };

/* What the scripted signer does at one poll (or start) with one item. */
enum act { NOTHING, RIGHT, AS_DER, OTHER_KEY, OTHER_ITEM, CUT, EMPTY, TOO_LONG, REFUSE };

struct step {
    enum status status; /* of the whole call */
    enum act acts[ITEMS];
    enum signer_phase phase;
    const char *reference; /* that the signer names it by from now on */
};

struct script {
    struct private_key *key, *other;
    const struct step *steps;
    size_t at, starts, polls, cancels;
};

static struct certificate *
certificate_of(const struct test_pki *pki, const struct private_key *key)
{
    struct certificate_request request = {.kind = CERTIFICATE_PERSON,
                                          .common_name = "Nguyễn Thị An",
                                          .person_number = "022184000123",
                                          .valid_from = PKI_FROM,
                                          .valid_to = PKI_TO};
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    struct certificate *certificate;
    struct error err;

    assert_ok(certificate_issue(&request, key, &issuer, &certificate, &err));
    return certificate;
}

static struct certificate *the_certificate;

static enum status
script_list(void *state, struct signer_offers *offers, struct error *err)
{
    struct certificate_chain *chain = certificate_chain_new();

    (void)state;
    (void)err;
    certificate_chain_add(chain, test_certificate_copy(the_certificate));
    signer_offer(offers, chain, &(struct signer_limits){.batch_max = ITEMS}, "kịch bản");
    return OK;
}

static void
act_on(const struct script *script, const struct signer_order *order,
       struct signer_reports *reports, size_t item, enum act act)
{
    const struct private_key *key = act == OTHER_KEY ? script->other : script->key;
    size_t of = act == OTHER_ITEM ? (item + 1) % ITEMS : item;
    uint8_t der[ECDSA_DER_MAX], zeros[2 * SIGNATURE_VALUE_MAX] = {0};
    struct signature_value value;
    struct error err;

    if (act == NOTHING)
        return;
    assert_ok(private_key_sign(key, &order->items[of].digest, &value, &err));
    struct span span = {(const char *)value.bytes, value.size};
    if (act == AS_DER) {
        size_t size;
        assert_true(ecdsa_value_to_der(value.bytes, der, &size));
        span = (struct span){(const char *)der, size};
    }
    if (act == CUT)
        span.size--;
    if (act == EMPTY)
        span.size = 0;
    if (act == TOO_LONG)
        span = (struct span){(const char *)zeros, sizeof zeros};
    error_fill(&err, DENIED, "Không ký.");
    if (act == REFUSE)
        signer_report_failure(reports, item, &err);
    else
        signer_report_value(reports, item, span);
}

static enum status
play(struct script *script, const struct signer_order *order, struct signer_reports *reports,
     struct error *err)
{
    const struct step *step = &script->steps[script->at++];

    for (size_t i = ITEMS; i-- > 0;) /* the last first */
        act_on(script, order, reports, i, step->acts[i]);
    signer_report_value(reports, ITEMS, SPAN("beyond the batch"));
    if (step->reference)
        signer_report_reference(reports, step->reference);
    if (step->phase)
        signer_report_phase(reports, step->phase, 0, 0);
    return step->status == OK ? OK : fail(err, step->status, "Theo kịch bản.");
}

static enum status
script_start(void *state, const struct signer_order *order, struct signer_reports *reports,
             struct error *err)
{
    struct script *script = state;
    script->starts++;
    return play(script, order, reports, err);
}

static enum status
script_poll(void *state, const struct signer_order *order, struct signer_reports *reports,
            struct error *err)
{
    struct script *script = state;
    script->polls++;
    return play(script, order, reports, err);
}

static enum status
script_cancel(void *state, const struct signer_order *order, struct error *err)
{
    (void)order;
    (void)err;
    ((struct script *)state)->cancels++;
    return OK;
}

static void
script_free(void *state)
{
    (void)state;
}

static const struct signer_driver driver = {"kịch bản",  script_list,   script_start,
                                            script_poll, script_cancel, script_free};

struct row {
    const char *about;
    struct step steps[8];
    bool resumed;
    enum status status;                   /* of the run */
    char states[ITEMS + 1];               /* D done, U untrusted, F failed otherwise, W waiting */
    size_t starts, polls, cancels, waits; /* waits: 0 = any */
};

static const struct row rows[] = {
    {"all at once", {{OK, {RIGHT, RIGHT, RIGHT}, 0}}, false, OK, "DDD", 1, 0, 0, 0},
    {"one after the other",
     {{OK, {0}, 0},
      {OK, {NOTHING, RIGHT}, 0},
      {OK, {RIGHT}, 0},
      {OK, {NOTHING, NOTHING, RIGHT}, 0}},
     false,
     OK,
     "DDD",
     1,
     3,
     0,
     3},
    {"ECDSA as DER", {{OK, {AS_DER, RIGHT, AS_DER}, 0}}, false, OK, "DDD", 1, 0, 0, 0},
    {"another key's signature", {{OK, {RIGHT, OTHER_KEY, RIGHT}, 0}}, false, OK, "DUD", 1, 0, 0, 0},
    {"two exchanged", {{OK, {OTHER_ITEM, RIGHT, RIGHT}, 0}}, false, OK, "UDD", 1, 0, 0, 0},
    {"cut short", {{OK, {RIGHT, RIGHT, CUT}, 0}}, false, OK, "DDU", 1, 0, 0, 0},
    {"empty, and longer than any",
     {{OK, {EMPTY, RIGHT, TOO_LONG}, 0}},
     false,
     OK,
     "UDU",
     1,
     0,
     0,
     0},
    {"one refused", {{OK, {REFUSE, RIGHT, RIGHT}, 0}}, false, OK, "FDD", 1, 0, 0, 0},
    {"done stays done, failed stays failed",
     {{OK, {RIGHT, OTHER_KEY}, 0}, {OK, {OTHER_KEY, RIGHT, RIGHT}, 0}},
     false,
     OK,
     "DUD",
     1,
     1,
     0,
     0},
    {"finished without one", {{OK, {RIGHT, RIGHT}, SIGNER_FINISHED}}, false, OK, "DDF", 1, 0, 0, 0},
    {"the start was lost: the same is sent again",
     {{UNAVAILABLE, {0}, 0}, {OK, {RIGHT, RIGHT, RIGHT}, 0}},
     false,
     OK,
     "DDD",
     2,
     0,
     0,
     1},
    {"the connection broke: asked again, not sent again",
     {{OK, {0}, 0}, {UNAVAILABLE, {RIGHT}, 0}, {OK, {NOTHING, RIGHT, RIGHT}, 0}},
     false,
     OK,
     "DDD",
     1,
     2,
     0,
     2},
    {"the signer forgot it before any result: sent again",
     {{OK, {0}, 0}, {NOT_FOUND, {0}, 0}, {OK, {RIGHT, RIGHT, RIGHT}, 0}},
     false,
     OK,
     "DDD",
     2,
     1,
     0,
     0},
    {"the signer forgot it half-way: never sent again",
     {{OK, {RIGHT}, 0}, {NOT_FOUND, {0}, 0}},
     false,
     NOT_FOUND,
     "DWW",
     1,
     1,
     0,
     0},
    {"resumed: asked, not sent", {{OK, {RIGHT, RIGHT, RIGHT}, 0}}, true, OK, "DDD", 0, 1, 0, 0},
    {"resumed, and nobody knows it", {{NOT_FOUND, {0}, 0}}, true, NOT_FOUND, "WWW", 0, 1, 0, 0},
    {"sent, and nobody can tell what became of it",
     {{OK, {0}, 0}, {UNDECIDED, {0}, 0}},
     false,
     UNDECIDED,
     "WWW",
     1,
     1,
     0,
     0},
    {"the person refused",
     {{OK, {0}, SIGNER_CONFIRMING}, {CONFLICT, {0}, 0}},
     false,
     CONFLICT,
     "WWW",
     1,
     1,
     0,
     0},
};

struct watched {
    char references[64]; /* as they were told, each with a blank after it */
    size_t waits, stop_at, told;
    const struct signer_batch *batch;
};

static bool
count_wait(void *context, unsigned ms)
{
    struct watched *watched = context;
    (void)ms;
    return ++watched->waits != watched->stop_at;
}

static enum status
count_ended(void *context, size_t item, const struct signer_result *result, struct error *err)
{
    struct watched *watched = context;
    (void)err;
    assert_true(item < ITEMS && result->state != SIGNER_ITEM_WAITING);
    watched->told++;
    return OK;
}

static enum status
note_reference(void *context, const char *reference, struct error *err)
{
    struct watched *watched = context;
    size_t used = strlen(watched->references);
    (void)err;
    snprintf(watched->references + used, sizeof watched->references - used, "%s ", reference);
    return OK;
}

static char
letter(const struct signer_result *result)
{
    if (result->state == SIGNER_ITEM_FAILED)
        return result->error.status == UNTRUSTED ? 'U' : 'F';
    return result->state == SIGNER_ITEM_DONE ? 'D' : 'W';
}

struct world {
    struct script script;
    struct signer_item items[ITEMS];
    struct signer_order order;
};

static void
check_values(const struct world *world, const struct signer_batch *batch)
{
    const struct signer_result *results = signer_batch_results(batch);
    struct error err;

    for (size_t i = 0; i < ITEMS; i++) {
        struct span value = {(const char *)results[i].value.bytes, results[i].value.size};
        if (results[i].state == SIGNER_ITEM_DONE)
            assert_ok(public_key_verify(private_key_public(world->script.key),
                                        &world->items[i].digest, value, &err));
    }
}

static void
play_row(struct world *world, const struct row *row)
{
    world->script = (struct script){world->script.key, world->script.other, row->steps, 0, 0, 0, 0};
    struct signer_session *session = signer_session_new(&driver, &world->script);
    AUTO(signer_batch) *batch = NULL;
    struct watched watched = {0};
    struct signer_watch watch = {&watched, count_wait, count_ended, NULL, NULL};
    char states[ITEMS + 1] = {0};
    struct error err;

    assert_ok(signer_batch_new(session, &world->order, row->resumed, &batch, &err));
    enum status status = signer_batch_run(batch, &watch, &err);
    if (status != row->status)
        row_fail(row->about, "status %d", status);
    for (size_t i = 0; i < ITEMS; i++)
        states[i] = letter(&signer_batch_results(batch)[i]);
    if (strcmp(states, row->states) != 0)
        row_fail(row->about, "states %s", states);
    if (world->script.starts != row->starts || world->script.polls != row->polls)
        row_fail(row->about, "%zu starts, %zu polls", world->script.starts, world->script.polls);
    if (row->waits && watched.waits != row->waits)
        row_fail(row->about, "%zu waits", watched.waits);
    if (watched.told != ITEMS - strspn(states + strcspn(states, "W"), "W"))
        row_fail(row->about, "told of %zu", watched.told);
    check_values(world, batch);
    signer_session_free(session);
}

static void
test_rows(void **state)
{
    struct world *world = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        play_row(world, &rows[i]);
}

/* What the signer calls the batch is told before a result, when it changes, and not again; of a
 * batch that was resumed it is known. */
static void
test_references(void **state)
{
    static const struct step steps[] = {{.reference = "sending"},
                                        {.reference = "sending"},
                                        {.reference = "id:1"},
                                        {.acts = {RIGHT, RIGHT, RIGHT}, .reference = "id:1"}};
    struct world *world = *state;

    for (int resumed = 0; resumed < 2; resumed++) {
        struct signer_order order = world->order;
        order.reference = resumed ? "sending" : NULL;
        world->script = (struct script){world->script.key, world->script.other, steps, 0, 0, 0, 0};
        AUTO(signer_session) *session = signer_session_new(&driver, &world->script);
        AUTO(signer_batch) *batch = NULL;
        struct watched watched = {0};
        struct signer_watch watch = {&watched, count_wait, NULL, note_reference, NULL};
        struct error err;
        assert_ok(signer_batch_new(session, &order, resumed, &batch, &err));
        assert_ok(signer_batch_run(batch, &watch, &err));
        assert_string_equal(watched.references, resumed ? "id:1 " : "sending id:1 ");
        assert_string_equal(signer_batch_reference(batch), "id:1");
    }
}

/* A signer that never answers is given up after a bounded number of tries; the person may stop
 * earlier, and the batch is cancelled where it was sent. */
static void
test_patience(void **state)
{
    static const struct step never[SIGNER_TRIES_MAX + 1] = {
        {UNAVAILABLE, {0}, 0}, {UNAVAILABLE, {0}, 0},         {UNAVAILABLE, {0}, 0},
        {UNAVAILABLE, {0}, 0}, {UNAVAILABLE, {0}, 0},         {UNAVAILABLE, {0}, 0},
        {UNAVAILABLE, {0}, 0}, {UNAVAILABLE, {0}, 0},         {UNAVAILABLE, {0}, 0},
        {UNAVAILABLE, {0}, 0}, {OK, {RIGHT, RIGHT, RIGHT}, 0}};
    static const struct step slow[] = {{OK, {0}, 0}, {OK, {RIGHT}, 0}, {OK, {0}, 0}};
    struct world *world = *state;
    struct watched watched = {0};
    struct signer_watch watch = {&watched, count_wait, count_ended, NULL, NULL};
    struct error err;

    world->script.steps = never;
    world->script.at = world->script.cancels = 0;
    struct signer_session *session = signer_session_new(&driver, &world->script);
    struct signer_batch *batch;
    assert_ok(signer_batch_new(session, &world->order, false, &batch, &err));
    assert_int_equal(signer_batch_run(batch, &watch, &err), UNAVAILABLE);
    assert_int_equal(watched.waits, SIGNER_TRIES_MAX - 1);
    signer_batch_free(batch);

    world->script.steps = slow;
    world->script.at = 0;
    watched = (struct watched){.stop_at = 2};
    assert_ok(signer_batch_new(session, &world->order, false, &batch, &err));
    assert_int_equal(signer_batch_run(batch, &watch, &err), CONFLICT);
    assert_int_equal(world->script.cancels, 1);
    assert_int_equal(signer_batch_progress(batch)->done, 1);
    signer_batch_free(batch);
    signer_session_free(session);
}

static void
test_limits(void **state)
{
    struct world *world = *state;
    struct signer_session *session = signer_session_new(&driver, &world->script);
    struct signer_order order = world->order;
    struct signer_batch *batch = NULL;
    struct error err;

    order.count = ITEMS + 1;
    assert_int_equal(signer_batch_new(session, &order, false, &batch, &err), INVALID);
    order.count = 0;
    assert_int_equal(signer_batch_new(session, &order, false, &batch, &err), INVALID);
    order = world->order;
    order.certificate.bytes[0] ^= 1;
    assert_int_equal(signer_batch_new(session, &order, false, &batch, &err), NOT_FOUND);
    assert_null(batch);
    signer_session_free(session);
}

int
main(void)
{
    AUTO(test_pki) *pki = test_pki_new("signers", true);
    AUTO(private_key) *key = test_key(KEY_P256), *other = test_key(KEY_P256);
    AUTO(certificate) *certificate = certificate_of(pki, key);
    struct world world = {.script = {.key = key, .other = other}};

    the_certificate = certificate;
    for (size_t i = 0; i < ITEMS; i++)
        world.items[i] =
            (struct signer_item){sha256((struct span){(const char *)&i, sizeof i}), "học bạ"};
    world.order = (struct signer_order){.id = "lo-1",
                                        .certificate = certificate->sha256,
                                        .title = "thử",
                                        .items = world.items,
                                        .count = ITEMS};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_rows, &world),
        cmocka_unit_test_prestate(test_references, &world),
        cmocka_unit_test_prestate(test_patience, &world),
        cmocka_unit_test_prestate(test_limits, &world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
