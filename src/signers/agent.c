/* SPDX-License-Identifier: Apache-2.0 */
#include "signers/agent.h"

#include <stdlib.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"
#include "base/json_read.h"
#include "net/http.h"

enum {
    ADDRESS_MAX = 64,
    ANSWER_MAX = 2 * 1024 * 1024,
    REQUEST_MAX = 2 * 1024 * 1024,
    POLL_MS = 500,
};

struct agent {
    struct http_client *client;
    char address[ADDRESS_MAX];
    struct certificate_chain *certificates; /* from the person's file; may be NULL */
};

static void
agent_free(void *state)
{
    struct agent *agent = state;

    http_client_free(agent->client);
    certificate_chain_free(agent->certificates);
    free(agent);
}

/* ---- requests ---- */

/* The agent's sentence and a status for its HTTP code. */
static enum status
refused(int code, const struct json_value *answer, struct error *err)
{
    const char *message = json_find_text(answer, "message");
    enum status status = code == 404   ? NOT_FOUND
                         : code == 403 ? DENIED
                         : code == 409 ? CONFLICT
                         : code >= 500 ? UNAVAILABLE
                                       : INVALID;

    return fail(err, status, "%s", message ? message : "hocba agent không nhận yêu cầu này.");
}

static enum status
ask(struct agent *agent, const char *method, const char *path, struct span body,
    struct arena *arena, struct json_value *answer, struct error *err)
{
    struct http_request request = {
        .url = arena_printf(arena, "%s%s", agent->address, path),
        .method = method,
        .content_type = body.data ? "application/json" : NULL,
        .body = body,
        .headers = {{"Origin", "hocba"}},
        .expects = "application/json",
        .answer_max = ANSWER_MAX,
    };
    struct http_answer got;

    if (http_send(agent->client, &request, arena, &got, err) != OK)
        return fail_within(err, "hocba agent ở %s", agent->address);
    TRY(json_read(got.body, arena, answer, err));
    return got.code == 200 ? OK : refused(got.code, answer, err);
}

/* ---- certificates ---- */

/* The certificates at hand, and where the agent lists each (NULL: from the person's file). */
struct pool {
    struct certificate *items[SIGNER_CERTIFICATES_MAX + CHAIN_MAX];
    const struct json_value *from[SIGNER_CERTIFICATES_MAX + CHAIN_MAX];
    size_t count;
};

/* A certificate as the agent lists it; NULL when it is none that we take. */
static struct certificate *
read_certificate(const struct json_value *one, struct arena *arena)
{
    const char *text = json_find_text(one, "certificate");
    struct certificate *certificate;
    struct error ignored;
    size_t size = 0;

    if (!text)
        return NULL;
    uint8_t *der = arena_alloc(arena, strlen(text) + 1);
    if (!base64_read(span_of(text), der, &size) ||
        certificate_parse((struct span){(char *)der, size}, &certificate, &ignored) != OK)
        return NULL;
    return certificate;
}

static struct certificate *
copy_of(const struct certificate *certificate)
{
    struct certificate *copy;
    struct error ignored;

    return certificate_parse(certificate->der, &copy, &ignored) == OK ? copy : NULL;
}

/* A copy of `certificate`'s issuer, unless it is a root or not there. */
static struct certificate *
find_issuer(const struct pool *pool, const struct certificate *certificate)
{
    for (size_t i = 0; i < pool->count; i++) {
        const struct certificate *one = pool->items[i];

        if (one->is_ca && !one->is_self_issued && text_equal(one->subject, certificate->issuer))
            return copy_of(one);
    }
    return NULL;
}

static struct certificate_chain *
chain_of(const struct pool *pool, const struct certificate *certificate)
{
    struct certificate_chain *chain = certificate_chain_new();
    struct certificate *next = copy_of(certificate);

    while (next && certificate_chain_add(chain, next))
        next = find_issuer(pool, next);
    certificate_free(next);
    return chain;
}

/* Everything the agent lists, in its order, then what the person's file has. */
static void
fill_pool(struct pool *pool, const struct agent *agent, const struct json_value *all,
          struct arena *arena)
{
    const struct certificate_chain *more = agent->certificates;

    for (size_t i = 0; i < all->items.count && pool->count < SIGNER_CERTIFICATES_MAX; i++) {
        pool->from[pool->count] = &all->items.items[i];
        pool->items[pool->count] = read_certificate(&all->items.items[i], arena);
        pool->count += pool->items[pool->count] != NULL;
    }
    for (size_t i = 0; more && i < more->count; i++) {
        pool->from[pool->count] = NULL;
        pool->items[pool->count] = copy_of(more->items[i]);
        pool->count += pool->items[pool->count] != NULL;
    }
}

static void
offer_all(const struct pool *pool, struct arena *arena, struct signer_offers *offers)
{
    const struct signer_limits limits = {.batch_max = SIGNER_AGENT_BATCH_MAX, .confirms = true};

    for (size_t i = 0; i < pool->count; i++) {
        const struct json_value *from = pool->from[i];

        if (!from || pool->items[i]->is_ca)
            continue;
        const char *token = json_find_text(from, "token"), *serial = json_find_text(from, "serial");
        signer_offer(
            offers, chain_of(pool, pool->items[i]), &limits,
            arena_printf(arena, "thẻ “%s” (%s)", token ? token : "", serial ? serial : ""));
    }
}

static enum status
agent_list(void *state, struct signer_offers *offers, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct json_value answer;

    TRY(ask(state, NULL, "/v1/certificates", (struct span){0}, arena, &answer, err));
    const struct json_value *all = json_find(&answer, "certificates");
    if (!all || all->kind != JSON_ARRAY)
        return fail(err, UNAVAILABLE,
                    "hocba agent trả lời không đúng; hãy xem lại phiên bản của nó.");
    struct pool pool = {.count = 0};
    fill_pool(&pool, state, all, arena);
    offer_all(&pool, arena, offers);
    for (size_t i = 0; i < pool.count; i++)
        certificate_free(pool.items[i]);
    return OK;
}

/* ---- batches ---- */

/* What ended a batch before its end; values that came with it are reported already. */
static enum status
ended_early(const char *state, const struct json_value *answer, struct error *err)
{
    const char *message = json_find_text(answer, "message"), *code = json_find_text(answer, "code");

    if (text_equal(state, "cancelled"))
        return fail(err, CONFLICT, "Lượt ký đã được dừng ở hocba agent.");
    return fail(err, code && text_starts(code, "pin-") ? DENIED : CONFLICT, "%s",
                message ? message : "hocba agent không ký lượt này.");
}

/* Report the values of one answer; *next is the item after them. */
static enum status
take_values(const struct json_value *answer, const struct signer_order *order,
            struct signer_reports *reports, size_t *next, struct error *err)
{
    const struct json_value *from = json_find(answer, "from"),
                            *values = json_find(answer, "values");

    if (!from || from->kind != JSON_NUMBER || from->number < 0 || !values ||
        values->kind != JSON_ARRAY || values->items.count > order->count ||
        (size_t)from->number > order->count - values->items.count)
        return fail(err, UNAVAILABLE,
                    "hocba agent trả lời không đúng; hãy xem lại phiên bản của nó.");
    for (size_t i = 0; i < values->items.count; i++) {
        const char *text = values->items.items[i].text;
        uint8_t value[SIGNATURE_VALUE_MAX];
        size_t size = 0;

        if (!text || strlen(text) > base64_size(sizeof value - 3) + 4 ||
            !base64_read(span_of(text), value, &size))
            return fail(err, UNAVAILABLE, "hocba agent trả về chữ ký không đọc được.");
        signer_report_value(reports, (size_t)from->number + i,
                            (struct span){(const char *)value, size});
    }
    *next = (size_t)from->number + values->items.count;
    return OK;
}

static enum status
take(const struct json_value *answer, const struct signer_order *order,
     struct signer_reports *reports, bool *more, struct error *err)
{
    const struct json_value *have = json_find(answer, "signed");
    const char *state = json_find_text(answer, "state");
    size_t next;

    TRY(take_values(answer, order, reports, &next, err));
    *more = have && have->kind == JSON_NUMBER && (int64_t)next < have->number;
    if (*more)
        return OK;
    if (text_equal(state, "done"))
        signer_report_phase(reports, SIGNER_FINISHED, 0, 0);
    else if (text_equal(state, "asking"))
        signer_report_phase(reports, SIGNER_CONFIRMING, 0, POLL_MS);
    else if (text_equal(state, "signing"))
        signer_report_phase(reports, SIGNER_RUNNING, 0, POLL_MS);
    else
        return ended_early(state, answer, err);
    return OK;
}

/* At most as much of it as the agent shows, ended on a whole character. */
static const char *
shown_label(const char *label, struct arena *arena)
{
    size_t size = strlen(label);

    if (size <= SIGNER_AGENT_LABEL_MAX)
        return label;
    size = SIGNER_AGENT_LABEL_MAX;
    while (size > 0 && ((unsigned char)label[size] & 0xC0) == 0x80)
        size--;
    return arena_copy(arena, label, size);
}

static void
write_order(const struct signer_order *order, struct arena *arena, struct buffer *out)
{
    char hex[SHA256_HEX_SIZE];
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "id", order->id);
    json_text_field(&json, "certificate", digest_hex(&order->certificate, hex));
    json_text_field(&json, "role", order->role);
    json_text_field(&json, "school", order->school);
    json_text_field(&json, "class", order->class);
    json_text_field(&json, "year", order->year);
    json_open_list(&json, "items");
    for (size_t i = 0; i < order->count; i++) {
        const struct signer_item *item = &order->items[i];
        json_open(&json, '{');
        json_text_field(&json, "label", shown_label(item->label, arena));
        json_text_field(&json, "digest",
                        base64_write(arena, item->digest.bytes, sizeof item->digest.bytes));
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
}

static enum status
agent_start(void *state, const struct signer_order *order, struct signer_reports *reports,
            struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *body = buffer_new(REQUEST_MAX);
    struct json_value answer;
    bool more;

    write_order(order, arena, body);
    if (body->overflow)
        return fail(err, INVALID, "Danh sách quá dài cho một lượt ký.");
    TRY(ask(state, "POST", "/v1/batches", buffer_span(body), arena, &answer, err));
    return take(&answer, order, reports, &more, err);
}

/* The agent signs in order, so what is missing begins at the first item that was not reported. */
static enum status
agent_poll(void *state, const struct signer_order *order, struct signer_reports *reports,
           struct error *err)
{
    AUTO(arena) *arena = arena_new();
    size_t from = 0;

    for (bool more = true; more;) {
        struct json_value answer;

        while (from < order->count && signer_reported(reports, from))
            from++;
        if (from == order->count)
            break;
        const char *path = arena_printf(arena, "/v1/batches/%s?from=%zu", order->id, from);
        TRY(ask(state, NULL, path, (struct span){0}, arena, &answer, err));
        TRY(take(&answer, order, reports, &more, err));
        if (more && !signer_reported(reports, from))
            return fail(err, UNAVAILABLE,
                        "hocba agent trả lời không đúng; hãy xem lại phiên bản của nó.");
    }
    return OK;
}

static enum status
agent_cancel(void *state, const struct signer_order *order, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct json_value answer;

    return ask(state, "DELETE", arena_printf(arena, "/v1/batches/%s", order->id), (struct span){0},
               arena, &answer, err);
}

/* ---- opening ---- */

static const struct signer_driver driver = {
    .name = "hocba agent",
    .list = agent_list,
    .start = agent_start,
    .poll = agent_poll,
    .cancel = agent_cancel,
    .free = agent_free,
};

static bool
is_agent_address(const char *address)
{
    static const char *const heads[] = {"http://127.0.0.1:", "http://localhost:"};
    int port;

    for (size_t i = 0; i < COUNT_OF(heads); i++)
        if (text_starts(address, heads[i]))
            return text_to_int(address + strlen(heads[i]), 1, 65535, &port);
    return false;
}

static enum status
read_issuers(const char *path, struct certificate_chain **issuers, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span pem;

    if (!path)
        return OK;
    TRY(file_read(arena, path, CERTIFICATE_PEM_MAX, &pem, err));
    return certificate_chain_parse_pem(pem, issuers, err);
}

enum status
signer_open_agent(const char *address, const char *certificates, struct signer_session **session,
                  struct error *err)
{
    struct certificate_chain *issuers = NULL;

    if (!is_agent_address(address))
        return fail(
            err, USAGE,
            "hocba agent chỉ ở máy này: địa chỉ như http://127.0.0.1:9870, không phải “%s”.",
            address);
    TRY(read_issuers(certificates, &issuers, err));
    struct agent *agent = heap_alloc(sizeof *agent);
    *agent = (struct agent){.client = http_client_new(&(struct http_options){0}),
                            .certificates = issuers};
    memcpy(agent->address, address, strlen(address) + 1);
    *session = signer_session_new(&driver, agent);
    return OK;
}
