/* SPDX-License-Identifier: Apache-2.0
 *
 * Authorities over HTTP.  Timestamps: several authorities side by side, a few
 * requests at each; a job that fails at one goes to the next; one that failed
 * three times in a row rests for this run. What is left at the end is tried
 * once more, one after the other with pauses.  OCSP and CRLs are few, since one
 * response serves every record that its certificate signed.
 */
#include <stdlib.h>

#include "base/file.h"
#include "crypto/random.h"
#include "net/http.h"
#include "service/instance.h"
#include "service/levels_source.h"
#include "sign/xades_unsigned.h"

enum {
    AT_ONCE_PER_AUTHORITY = 4,
    FAILURES_IN_A_ROW = 3,
    LAST_TRIES = 3,
    TIMEOUT_SECONDS = 10,
    TIMEOUT_SECONDS_MAX = 120,
    CONNECT_MS = 5000,
    REVOCATION_TRIES = 2,
};

struct authority {
    const char *url;
    unsigned failures; /* in a row */
    bool known;        /* its certificates came with a token: not asked for any more */
};

struct http_source {
    struct proof_source base;
    struct home_settings settings;
    struct http_client *client;
    struct authority authorities[SETTINGS_TSA_MAX];
    size_t authority_count, at_once;
};

/* One request on its way. */
struct asking {
    struct stamp_job *job; /* NULL: this place is free */
    struct authority *authority;
    struct timestamp_request request;
    struct buffer *body;
};

struct stamping {
    struct http_source *source;
    struct stamp_jobs *jobs;
    const struct stamp_taker *taker;
    struct asking places[HTTP_AT_ONCE_MAX];
    size_t running;
};

/* --- asking ----------------------------------------------------------------------------------- */

/* The job's next authority that does not rest; NULL when it asked all. */
static struct authority *
next_authority(struct http_source *source, struct stamp_job *job, size_t number)
{
    while (job->tries < source->authority_count) {
        struct authority *authority =
            &source->authorities[(number + job->tries++) % source->authority_count];
        if (authority->failures < FAILURES_IN_A_ROW)
            return authority;
    }
    return NULL;
}

static struct http_request
write_request(struct http_source *source, struct asking *asking)
{
    asking->request = (struct timestamp_request){.imprint = sha256(asking->job->stamped),
                                                 .certificates = !asking->authority->known};
    random_bytes(asking->request.nonce, sizeof asking->request.nonce);
    buffer_free(asking->body);
    asking->body = buffer_new(TIMESTAMP_REQUEST_MAX);
    timestamp_write_request(&asking->request, asking->body);
    return (struct http_request){
        .url = asking->authority->url,
        .content_type = "application/timestamp-query",
        .expects = "application/timestamp-reply",
        .body = buffer_span(asking->body),
        .answer_max = TIMESTAMP_REPLY_MAX,
        .connect_ms = CONNECT_MS,
        .total_ms = source->settings.tsa_timeout * 1000,
    };
}

/* The reply is for this request and proves the job. */
static enum status
read_reply(struct http_source *source, struct asking *asking, const struct http_answer *answer,
           struct timestamp *stamp, const struct certificate **by, struct error *err)
{
    if (answer->code != 200) {
        fail(err, UNAVAILABLE, "Nơi cấp dấu thời gian chưa nhận yêu cầu (mã %d).", answer->code);
        return err->status;
    }
    TRY(timestamp_read_reply(answer->body, &asking->request, stamp, err));
    return levels_check_token(&source->base, asking->job, stamp, by, err);
}

/* A failure of the store ends the run; anything else is the job's reason for
 * now. */
static enum status
take_reply(struct stamping *stamping, struct asking *asking, enum status status,
           const struct http_answer *answer, struct error *err)
{
    struct http_source *source = stamping->source;
    const struct certificate *by = NULL;
    struct timestamp stamp;

    if (status == OK)
        status = read_reply(source, asking, answer, &stamp, &by, err);
    if (status != OK) {
        asking->authority->failures++;
        asking->job->reason = arena_text(source->base.app->arena, err->message);
        return OK;
    }
    asking->authority->failures = 0;
    asking->authority->known = true;
    asking->job->done = true;
    return stamping->taker->take(stamping->taker->context, asking->job, &stamp, by, err);
}

/* --- side by side ----------------------------------------------------------------------------- */

static struct asking *
free_place(struct stamping *stamping)
{
    for (size_t i = 0; i < stamping->source->at_once; i++)
        if (!stamping->places[i].job)
            return &stamping->places[i];
    return NULL;
}

static enum status
start(struct stamping *stamping, size_t number, bool *started, struct error *err)
{
    struct stamp_job *job = &stamping->jobs->list.items[number];
    struct asking *place = free_place(stamping);
    struct authority *authority = next_authority(stamping->source, job, number);

    *started = authority != NULL;
    if (!authority)
        return OK;
    place->job = job;
    place->authority = authority;
    struct http_request request = write_request(stamping->source, place);
    TRY(http_start(stamping->source->client, &request, place, err));
    stamping->running++;
    return OK;
}

/* Wait for one; a job that did not get its timestamp asks its next authority at
 * once. */
static enum status
take_one(struct stamping *stamping, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct http_answer answer;
    void *tag;
    bool again;

    enum status status = http_next(stamping->source->client, arena, &tag, &answer, err);
    struct asking *place = tag;
    if (!place)
        return status;
    stamping->running--;
    struct stamp_job *job = place->job;
    status = take_reply(stamping, place, status, &answer, err);
    place->job = NULL;
    if (status != OK || job->done)
        return status;
    return start(stamping, (size_t)(job - stamping->jobs->list.items), &again, err);
}

static enum status
stamp_side_by_side(struct stamping *stamping, struct error *err)
{
    bool started;

    for (size_t i = 0; i < stamping->jobs->list.count; i++) {
        TRY(start(stamping, i, &started, err));
        while (stamping->running == stamping->source->at_once)
            TRY(take_one(stamping, err));
    }
    while (stamping->running > 0)
        TRY(take_one(stamping, err));
    return OK;
}

/* --- what is left ----------------------------------------------------------------------------- */

/* With pauses between the tries; *dead when the authority does not answer even
 * so. */
static enum status
ask_patiently(struct stamping *stamping, struct stamp_job *job, struct authority *authority,
              struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct http_source *source = stamping->source;
    struct asking asking = {.job = job, .authority = authority};
    struct http_request request = write_request(source, &asking);
    struct http_answer answer;

    request.tries = LAST_TRIES;
    enum status status = http_send(source->client, &request, arena, &answer, err);
    status = take_reply(stamping, &asking, status, &answer, err);
    buffer_free(asking.body);
    return status;
}

/* Until nobody answers any more: then the rest waits for the next run. */
static enum status
stamp_patiently(struct stamping *stamping, struct error *err)
{
    struct http_source *source = stamping->source;
    bool asked[SETTINGS_TSA_MAX] = {false};

    for (size_t i = 0; i < stamping->jobs->list.count; i++) {
        struct stamp_job *job = &stamping->jobs->list.items[i];
        for (size_t a = 0; a < source->authority_count && !job->done; a++) {
            struct authority *authority = &source->authorities[(i + a) % source->authority_count];
            size_t number = (size_t)(authority - source->authorities);
            if (asked[number] && authority->failures > 0)
                continue;
            asked[number] = true;
            TRY(ask_patiently(stamping, job, authority, err));
        }
    }
    return OK;
}

static enum status
stamp(struct proof_source *base, struct stamp_jobs *jobs, const struct stamp_taker *taker,
      struct error *err)
{
    struct http_source *source = (struct http_source *)base;
    struct stamping *stamping = arena_make(base->app->arena, struct stamping);

    *stamping = (struct stamping){.source = source, .jobs = jobs, .taker = taker};
    enum status status = stamp_side_by_side(stamping, err);
    http_cancel(source->client);
    for (size_t i = 0; i < COUNT_OF(stamping->places); i++)
        buffer_free(stamping->places[i].body);
    TRY(status);
    return stamp_patiently(stamping, err);
}

/* --- revocation ------------------------------------------------------------------------------- */

static enum status
fetch(struct http_source *source, struct http_request *request, struct arena *arena,
      struct span *body, struct error *err)
{
    struct http_answer answer;

    request->connect_ms = CONNECT_MS;
    request->total_ms = source->settings.tsa_timeout * 1000;
    request->tries = REVOCATION_TRIES;
    TRY(http_send(source->client, request, arena, &answer, err));
    if (answer.code != 200)
        return fail(err, UNAVAILABLE, "Nơi trả lời về thu hồi chứng thư chưa phục vụ (mã %d).",
                    answer.code);
    *body = answer.body;
    return OK;
}

static enum status
ask_ocsp(struct http_source *source, const struct revocation_question *question, const char *url,
         struct arena *arena, struct proof *proof, struct revocation_answer *answer,
         struct error *err)
{
    AUTO(buffer) *body = buffer_new(OCSP_REQUEST_MAX);
    uint8_t nonce[OCSP_NONCE_SIZE];

    random_bytes(nonce, sizeof nonce);
    ocsp_write_request(question->subject, question->issuer, nonce, body);
    struct http_request request = {.url = url,
                                   .content_type = "application/ocsp-request",
                                   .expects = "application/ocsp-response",
                                   .body = buffer_span(body),
                                   .answer_max = OCSP_RESPONSE_MAX};
    proof->kind = PROOF_OCSP;
    TRY(fetch(source, &request, arena, &proof->bytes, err));
    ocsp_check(proof->bytes, question, NULL, nonce, answer);
    return OK;
}

static enum status
fetch_crl(struct http_source *source, const struct revocation_question *question, const char *url,
          struct arena *arena, struct proof *proof, struct revocation_answer *answer,
          struct error *err)
{
    struct http_request request = {.url = url, .answer_max = XADES_REVOCATION_MAX};

    proof->kind = PROOF_CRL;
    TRY(fetch(source, &request, arena, &proof->bytes, err));
    crl_check(proof->bytes, question, answer);
    return OK;
}

/* OCSP where there is an address, else the CRL; the CRL also when OCSP does not
 * settle it. */
static enum status
revocation(struct proof_source *base, const struct revocation_question *question,
           struct arena *arena, struct proof *proof, struct revocation_answer *answer,
           struct error *err)
{
    struct http_source *source = (struct http_source *)base;
    const char *ocsp =
        source->settings.ocsp_url ? source->settings.ocsp_url : question->subject->ocsp_url;
    const char *crl =
        source->settings.crl_url ? source->settings.crl_url : question->subject->crl_url;
    enum status status = UNAVAILABLE;

    if (ocsp)
        status = ask_ocsp(source, question, ocsp, arena, proof, answer, err);
    bool settled = status == OK &&
                   (answer->verdict == REVOCATION_GOOD || answer->verdict == REVOCATION_REVOKED);
    if (crl && !settled)
        status = fetch_crl(source, question, crl, arena, proof, answer, err);
    if (!ocsp && !crl)
        return fail(err, UNAVAILABLE,
                    "Chứng thư \"%s\" không ghi nơi hỏi về thu hồi (OCSP, CRL); có "
                    "thể đặt ocsp.url "
                    "hoặc crl.url trong tệp settings.",
                    question->subject->common_name);
    return status;
}

/* --- the source ------------------------------------------------------------------------------- */

static void
free_source(struct proof_source *base)
{
    struct http_source *source = (struct http_source *)base;

    http_client_free(source->client);
    levels_source_clear(base);
    free(source);
}

static enum status
read_anchors(struct http_source *source, struct error *err)
{
    struct app *app = source->base.app;
    struct span pem;

    if (source->settings.tsa_count == 0)
        return fail(err, USAGE,
                    "Chưa đặt nơi cấp dấu thời gian: thêm dòng tsa.url=http://... "
                    "vào tệp settings "
                    "của hệ thống.");
    if (!source->settings.anchors)
        return fail(err, USAGE,
                    "Chưa đặt các chứng thư gốc tin cậy cho dấu thời gian: thêm dòng "
                    "tsa.anchors=TỆP.pem vào tệp settings của hệ thống.");
    TRY(file_read(app->arena, source->settings.anchors, ANCHORS_PEM_MAX, &pem, err));
    return anchors_parse(pem, &source->base.anchors, err);
}

enum status
levels_http_source(struct app *app, struct proof_source **source, struct error *err)
{
    struct http_source *made = heap_alloc(sizeof *made);
    AUTO(proof_source) *own = &made->base;
    struct home_settings *settings = &made->settings;

    made->base = (struct proof_source){
        .stamp = stamp, .revocation = revocation, .free = free_source, .app = app};
    TRY(home_settings_read(app->home, app->arena, settings, err));
    TRY(read_anchors(made, err));
    if (settings->tsa_timeout < 1 || settings->tsa_timeout > TIMEOUT_SECONDS_MAX)
        settings->tsa_timeout = TIMEOUT_SECONDS;
    for (size_t i = 0; i < settings->tsa_count; i++)
        made->authorities[made->authority_count++].url = settings->tsa_urls[i];
    made->at_once = AT_ONCE_PER_AUTHORITY * made->authority_count;
    made->client = http_client_new(
        &(struct http_options){.at_once = made->at_once, .ca_file = settings->tsa_ca_file});
    *source = own;
    own = NULL;
    return OK;
}
