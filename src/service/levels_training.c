/* SPDX-License-Identifier: Apache-2.0
 *
 * A training instance is its own timestamp authority and answers for its own
 * certificates, on its own clock: DIR/pki/tsa.p12 and tsa.pin, DIR/pki/ocsp.p12
 * and ocsp.pin, under DIR/pki/root.pem. What it says is worth what its root is
 * worth: nothing outside.
 */
#include <stdlib.h>

#include "base/file.h"
#include "crypto/issue_timestamp.h"
#include "crypto/pkcs12.h"
#include "service/levels_source.h"

enum { VALID_SECONDS = 24 * 3600, FILE_MAX = CERTIFICATE_PEM_MAX };

struct holder {
    struct private_key *key;
    struct certificate_chain *chain;
};

struct training_source {
    struct proof_source base;
    struct holder tsa, responder; /* under the issuing authority */
    struct holder root_responder; /* under the root: answers for the authority */
};

static const char *
pki_path(struct app *app, const char *name)
{
    return arena_printf(app->arena, "%s/pki/%s", app->home, name);
}

bool
levels_has_training_source(struct app *app)
{
    return app->kind == INSTANCE_TRAINING && file_exists(pki_path(app, "tsa.p12"));
}

static enum status
open_holder(struct app *app, const char *name, struct holder *holder, struct error *err)
{
    AUTO(secret) *pin = NULL;
    struct span file;

    TRY(file_read(app->arena, pki_path(app, arena_printf(app->arena, "%s.p12", name)), PKCS12_MAX,
                  &file, err));
    TRY(secret_read_line(pki_path(app, arena_printf(app->arena, "%s.pin", name)), &pin, err));
    return pkcs12_parse(file, pin, &holder->key, &holder->chain, err);
}

static void
clear_holder(struct holder *holder)
{
    private_key_free(holder->key);
    certificate_chain_free(holder->chain);
}

static void
free_source(struct proof_source *base)
{
    struct training_source *source = (struct training_source *)base;

    clear_holder(&source->tsa);
    clear_holder(&source->responder);
    clear_holder(&source->root_responder);
    levels_source_clear(base);
    free(source);
}

static enum status
stamp_one(struct training_source *source, struct stamp_job *job, const struct stamp_taker *taker,
          struct error *err)
{
    AUTO(buffer) *token = buffer_new(TIMESTAMP_TOKEN_MAX);
    struct certificate_issuer tsa = {source->tsa.chain->items[0], source->tsa.key};
    struct timestamp_order order = {.imprint = sha256(job->stamped),
                                    .time = app_now(source->base.app).seconds,
                                    .certificate = source->base.known_count < 2};
    const struct certificate *authority;
    struct timestamp stamp;

    TRY(timestamp_issue(&order, &tsa, token, err));
    TRY(timestamp_parse(buffer_span(token), &stamp, err));
    TRY(levels_check_token(&source->base, job, &stamp, &authority, err));
    job->done = true;
    return taker->take(taker->context, job, &stamp, authority, err);
}

/* In one transaction: there is no peer to lose. */
struct stamping_all {
    struct training_source *source;
    struct stamp_jobs *jobs;
    const struct stamp_taker *taker;
};

static enum status
stamp_all(struct store *store, void *context, struct error *err)
{
    struct stamping_all *all = context;

    (void)store;
    for (size_t i = 0; i < all->jobs->list.count; i++)
        TRY(stamp_one(all->source, &all->jobs->list.items[i], all->taker, err));
    return OK;
}

static enum status
stamp(struct proof_source *base, struct stamp_jobs *jobs, const struct stamp_taker *taker,
      struct error *err)
{
    struct stamping_all all = {(struct training_source *)base, jobs, taker};

    return store_transact(base->app->store, stamp_all, &all, err);
}

/* Nobody withdraws a demo's certificate at its authority: every answer is
 * "good". */
static enum status
revocation(struct proof_source *base, const struct revocation_question *question,
           struct arena *arena, struct proof *proof, struct revocation_answer *answer,
           struct error *err)
{
    AUTO(buffer) *out = buffer_new(OCSP_RESPONSE_MAX);
    struct training_source *source = (struct training_source *)base;
    const struct holder *by =
        text_equal(question->subject->issuer, source->responder.chain->items[0]->issuer)
            ? &source->responder
            : &source->root_responder;
    struct certificate_issuer responder = {by->chain->items[0], by->key};
    struct ocsp_order order = {.subject = question->subject,
                               .issuer = question->issuer,
                               .made_at = app_now(base->app).seconds,
                               .valid_to = app_now(base->app).seconds + VALID_SECONDS};

    TRY(ocsp_issue(&order, &responder, out, err));
    proof->kind = PROOF_OCSP;
    proof->bytes = (struct span){arena_copy(arena, out->data, out->size), out->size};
    ocsp_check(proof->bytes, question, NULL, NULL, answer);
    return OK;
}

enum status
levels_training_source(struct app *app, struct proof_source **source, struct error *err)
{
    struct training_source *made = heap_alloc(sizeof *made);
    AUTO(proof_source) *own = &made->base;
    struct span pem;

    made->base = (struct proof_source){
        .stamp = stamp, .revocation = revocation, .free = free_source, .app = app};
    TRY(open_holder(app, "tsa", &made->tsa, err));
    TRY(open_holder(app, "ocsp", &made->responder, err));
    TRY(open_holder(app, "ocsp-root", &made->root_responder, err));
    TRY(file_read(app->arena, pki_path(app, "root.pem"), ANCHORS_PEM_MAX, &pem, err));
    TRY(anchors_parse(pem, &made->base.anchors, err));
    /* The authority's issuer, which tokens do not carry. */
    for (size_t i = 1; i < made->tsa.chain->count; i++) {
        struct certificate *copy;
        TRY(certificate_parse(made->tsa.chain->items[i]->der, &copy, err));
        made->base.known[made->base.known_count++] = copy;
    }
    *source = own;
    own = NULL;
    return OK;
}
