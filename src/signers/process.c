/* SPDX-License-Identifier: Apache-2.0
 *
 * The driver: questions and answers of wire.h, over a connection that process_connect.c makes.
 */
#include "signers/process.h"

#include <stdlib.h>
#include <unistd.h>

#include "signers/process_connect.h"
#include "signers/wire.h"

enum { ANSWER_MS = 30000 };

struct process {
    const struct signer_source *source;
    connect_signer *connect;
    struct connection connection;
    struct buffer *message;
    /* What was taken so far of the batch that is being polled. */
    char id[SIGNER_ID_MAX + 1];
    uint32_t from;
};

static void
process_free(void *state)
{
    struct process *process = state;

    connection_close(&process->connection);
    buffer_free(process->message);
    free(process);
}

/* ---- one question, one answer ---- */

static enum status
malformed(struct process *process, struct error *err)
{
    connection_close(&process->connection);
    return fail(err, UNAVAILABLE, "Tiến trình giữ khóa (hocba-signer) trả lời sai dạng.");
}

/* Send process->message and read the answer into it. */
static enum status
exchange(struct process *process, int patience_ms, enum wire_kind wanted,
         struct wire_reader *answer, struct error *err)
{
    int fd = process->connection.fd;
    enum status status = wire_send(fd, process->message, err);

    if (status == OK)
        status = wire_receive(fd, patience_ms, process->message, err);
    if (status != OK) {
        connection_close(&process->connection);
        return status == NOT_FOUND
                   ? fail(err, UNAVAILABLE, "Tiến trình giữ khóa (hocba-signer) đã dừng.")
                   : status;
    }
    enum wire_kind kind = wire_open(answer, buffer_span(process->message));
    if (kind == WIRE_FAILED) {
        wire_error(answer, err);
        return wire_at_end(answer) ? status_is(err->status) : malformed(process, err);
    }
    return kind == wanted ? OK : malformed(process, err);
}

/* A connection that has said hello. A child says it when it has its key, and takes as long as the
 * person who types the passphrase, where one is asked. */
static enum status
be_connected(struct process *process, struct error *err)
{
    struct wire_reader answer;

    if (process->connection.fd >= 0)
        return OK;
    TRY(process->connect(process->source, &process->connection, err));
    wire_begin(process->message, WIRE_HELLO);
    wire_add_number(process->message, WIRE_VERSION);
    bool asks = process->connection.child && !process->source->given;
    enum status status = exchange(process, asks ? -1 : ANSWER_MS, WIRE_HELLO, &answer, err);
    if (status != OK) {
        connection_close(&process->connection);
        return status;
    }
    if (wire_number(&answer) != WIRE_VERSION || !wire_at_end(&answer)) {
        connection_close(&process->connection);
        return fail(err, INVALID, "hocba-signer không cùng phiên bản với hocba.");
    }
    return OK;
}

static enum status
ask(struct process *process, const struct buffer *question, enum wire_kind wanted,
    struct wire_reader *answer, struct error *err)
{
    TRY(be_connected(process, err));
    buffer_clear(process->message);
    buffer_add(process->message, question->data, question->size);
    process->message->overflow |= question->overflow;
    return exchange(process, ANSWER_MS, wanted, answer, err);
}

/* ---- the driver ---- */

static enum status
read_key(struct wire_reader *answer, struct signer_offers *offers, struct error *err)
{
    AUTO(certificate_chain) *chain = certificate_chain_new();
    char place[WIRE_PLACE_MAX + 1] = "";
    struct signer_limits limits = {
        .batch_max = wire_number(answer),
        .per_minute = wire_number(answer),
    };

    limits.pin_each = wire_number(answer);
    struct span text = wire_bytes(answer, WIRE_PLACE_MAX);
    if (text.size)
        memcpy(place, text.data, text.size);
    for (uint32_t left = wire_number(answer); left > 0 && !answer->bad; left--) {
        struct certificate *certificate;
        TRY(certificate_parse(wire_bytes(answer, CERTIFICATE_DER_MAX), &certificate, err));
        if (!certificate_chain_add(chain, certificate)) {
            certificate_free(certificate);
            answer->bad = true;
        }
    }
    if (answer->bad || chain->count == 0 || limits.batch_max == 0)
        return fail(err, INVALID, "hocba-signer kể về khóa của nó sai dạng.");
    signer_offer(offers, chain, &limits, place);
    chain = NULL;
    return OK;
}

static enum status
process_list(void *state, struct signer_offers *offers, struct error *err)
{
    AUTO(buffer) *question = buffer_new(WIRE_MESSAGE_MAX);
    struct process *process = state;
    struct wire_reader answer;

    wire_begin(question, WIRE_LIST);
    TRY(ask(process, question, WIRE_KEYS, &answer, err));
    for (uint32_t left = wire_number(&answer); left > 0; left--)
        TRY(read_key(&answer, offers, err));
    return wire_at_end(&answer) ? OK : malformed(process, err);
}

static enum status
process_start(void *state, const struct signer_order *order, struct signer_reports *reports,
              struct error *err)
{
    AUTO(buffer) *question = buffer_new(WIRE_MESSAGE_MAX);
    struct process *process = state;
    struct wire_reader answer;

    wire_begin(question, WIRE_START);
    wire_add_bytes(question, span_of(order->id));
    wire_add_bytes(question, (struct span){(const char *)order->certificate.bytes, SHA256_SIZE});
    wire_add_number(question, (uint32_t)order->count);
    for (size_t i = 0; i < order->count; i++)
        buffer_add(question, order->items[i].digest.bytes, SHA256_SIZE);
    TRY(ask(process, question, WIRE_TAKEN, &answer, err));
    if (!wire_at_end(&answer))
        return malformed(process, err);
    process->id[0] = '\0'; /* its results are counted from the first again */
    signer_report_phase(reports, SIGNER_RUNNING, 0, 0);
    return OK;
}

static void
read_result(struct wire_reader *answer, struct signer_reports *reports)
{
    struct error failure = {0};
    uint32_t item = wire_number(answer);

    if (wire_number(answer) == OK) {
        struct span value = wire_bytes(answer, SIGNATURE_VALUE_MAX);
        if (!answer->bad)
            signer_report_value(reports, item, value);
        return;
    }
    wire_error(answer, &failure);
    if (!answer->bad)
        signer_report_failure(reports, item, &failure);
}

/* The peer waits until there is something new, so the next poll may follow at once. */
static enum status
process_poll(void *state, const struct signer_order *order, struct signer_reports *reports,
             struct error *err)
{
    AUTO(buffer) *question = buffer_new(WIRE_MESSAGE_MAX);
    struct process *process = state;
    struct wire_reader answer;

    if (strcmp(process->id, order->id) != 0) {
        memcpy(process->id, order->id, strlen(order->id) + 1);
        process->from = 0;
    }
    wire_begin(question, WIRE_POLL);
    wire_add_bytes(question, span_of(order->id));
    wire_add_number(question, process->from);
    TRY(ask(process, question, WIRE_RESULTS, &answer, err));
    enum signer_phase phase = wire_number(&answer);
    uint32_t count = wire_number(&answer);
    for (uint32_t i = 0; i < count && !answer.bad; i++)
        read_result(&answer, reports);
    if (!wire_at_end(&answer) || (phase != SIGNER_RUNNING && phase != SIGNER_FINISHED))
        return malformed(process, err);
    process->from += count;
    signer_report_phase(reports, phase, 0, 0);
    return OK;
}

static enum status
process_cancel(void *state, const struct signer_order *order, struct error *err)
{
    AUTO(buffer) *question = buffer_new(WIRE_MESSAGE_MAX);
    struct process *process = state;
    struct wire_reader answer;

    wire_begin(question, WIRE_CANCEL);
    wire_add_bytes(question, span_of(order->id));
    return ask(process, question, WIRE_TAKEN, &answer, err);
}

static const struct signer_driver key_driver = {"tệp khóa",   process_list,   process_start,
                                                process_poll, process_cancel, process_free};
static const struct signer_driver token_driver = {"thẻ ký",     process_list,   process_start,
                                                  process_poll, process_cancel, process_free};
static const struct signer_driver socket_driver = {"máy ký",     process_list,   process_start,
                                                   process_poll, process_cancel, process_free};

/* Opened when it has answered, so that a wrong passphrase is said at once. */
static enum status
open_process(const struct signer_source *source, connect_signer *connect,
             const struct signer_driver *driver, struct signer_session **session, struct error *err)
{
    struct process *process = heap_alloc(sizeof *process);

    *process = (struct process){.source = source,
                                .connect = connect,
                                .connection = {.fd = -1},
                                .message = buffer_new(WIRE_MESSAGE_MAX)};
    enum status status = be_connected(process, err);
    if (status != OK) {
        process_free(process);
        return status;
    }
    *session = signer_session_new(driver, process);
    return OK;
}

enum status
process_open_key(const struct signer_source *source, struct signer_session **session,
                 struct error *err)
{
    return open_process(source, connect_key, &key_driver, session, err);
}

enum status
process_open_token(const struct signer_source *source, struct signer_session **session,
                   struct error *err)
{
    return open_process(source, connect_token, &token_driver, session, err);
}

enum status
process_open_socket(const struct signer_source *source, struct signer_session **session,
                    struct error *err)
{
    return open_process(source, connect_socket, &socket_driver, session, err);
}
