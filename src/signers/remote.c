/* SPDX-License-Identifier: Apache-2.0
 *
 * The remote signer: the way of a batch, whatever the service's dialect.
 */
#include "signers/remote_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

/* What is kept with the batch before its digests leave, where the service has no name for it yet.
 */
#define SENDING "sending"
/* ... and once it has. */
#define NAMED "id:"

static const struct remote_dialect *const dialects[] = {&remote_sp769, &remote_csc1, &remote_csc2,
                                                        &remote_mysign};

/* --- transactions ----------------------------------------------------------------------------- */

static struct transaction *
find_transaction(const struct remote *remote, const char *id)
{
    struct transaction *one = remote->transactions;

    while (one && !text_equal(one->id, id))
        one = one->next;
    return one;
}

static struct transaction *
add_transaction(struct remote *remote, const char *id, enum remote_stage stage)
{
    struct transaction *made = arena_make(remote->arena, struct transaction);

    snprintf(made->id, sizeof made->id, "%s", id);
    made->stage = stage;
    made->next = remote->transactions;
    remote->transactions = made;
    return made;
}

const char *
remote_name(const struct remote_step *step)
{
    const char *reference = step->order->reference;

    return reference && text_starts(reference, NAMED) ? reference + strlen(NAMED) : NULL;
}

static const struct remote_key *
find_key(const struct remote *remote, const struct digest *certificate)
{
    for (size_t i = 0; i < remote->keys.count; i++)
        if (digest_equal(&remote->keys.items[i].certificate->sha256, certificate))
            return &remote->keys.items[i];
    return NULL;
}

/* --- the way of a batch ----------------------------------------------------------------------- */

/* It was sent, and nobody can tell us what became of it. */
static enum status
undecided(const struct remote *remote, struct error *err)
{
    return fail(
        err, UNDECIDED,
        "Đã gửi lượt ký tới %s nhưng mất câu trả lời, và dịch vụ này không cho hỏi lại theo "
        "mã của ta: không biết nó đã ký chưa. Không học bạ nào được gắn chữ ký của lượt "
        "này, và hocba không tự gửi lại. Nếu điện thoại còn hỏi thì hãy từ chối, rồi chạy "
        "lại lệnh để ký lượt mới.",
        remote->dialect->service);
}

/* What is left of it, at least a second as long as it is not over. */
static void
report_patience(const struct remote_step *step)
{
    int left = step->remote->settings.patience_s - step->transaction->waited_ms / 1000;

    signer_report_patience(step->reports, left > 1 ? (unsigned)left : 1);
}

static void
report_next(const struct remote_step *step)
{
    bool asks = step->transaction->stage != REMOTE_SIGN;

    signer_report_phase(step->reports, asks ? SIGNER_CONFIRMING : SIGNER_RUNNING, 0, 0);
    if (asks)
        report_patience(step);
}

enum status
remote_wait(struct remote_step *step, struct error *err)
{
    const struct remote_settings *settings = &step->remote->settings;
    struct transaction *transaction = step->transaction;

    if (transaction->waited_ms / 1000 >= settings->patience_s)
        return fail(err, CONFLICT,
                    "Đã chờ %d giây mà người ký chưa xác nhận trên điện thoại (%s); lượt này chưa "
                    "gắn chữ ký nào. Nếu điện thoại còn hỏi thì hãy từ chối, rồi chạy lại lệnh.",
                    settings->patience_s, step->remote->dialect->service);
    bool listens = step->remote->hook >= 0;
    transaction->quiet_ms = listens ? settings->poll_ms : 0;
    transaction->waited_ms += listens ? 0 : settings->poll_ms;
    signer_report_phase(step->reports, SIGNER_CONFIRMING, 0,
                        listens ? 0 : (unsigned)settings->poll_ms);
    report_patience(step);
    return OK;
}

enum status
remote_accepted(struct remote_step *step, const char *name, struct error *err)
{
    AUTO(arena) *arena = arena_new();

    if (name && (name[0] == '\0' || strlen(name) + strlen(NAMED) > SIGNER_REFERENCE_MAX))
        return undecided(step->remote, err);
    if (name)
        signer_report_reference(step->reports, arena_printf(arena, NAMED "%s", name));
    step->transaction->accepted = true;
    step->transaction->stage = REMOTE_STATUS;
    return remote_wait(step, err);
}

/* The digests, under the same id, to a service that had said that it does not know them. */
static enum status
count_sending(struct remote_step *step, struct error *err)
{
    if (step->transaction->stage != REMOTE_SIGN || !step->remote->dialect->ours ||
        step->transaction->sendings++ < REMOTE_SENDINGS_MAX)
        return OK;
    return fail(err, INVALID,
                "Đã gửi lượt ký %d lần mà %s vẫn nói không biết; chưa gắn chữ ký nào của lượt này. "
                "Hãy hỏi nhà cung cấp.",
                REMOTE_SENDINGS_MAX, step->remote->dialect->service);
}

static enum status
send_question(struct remote_step *step, struct error *err)
{
    struct remote *remote = step->remote;
    struct transaction *transaction = step->transaction;
    AUTO(arena) *arena = arena_new();
    const char *path = remote->dialect->stages[transaction->stage].path;
    const char *mark = strstr(path, "%s");

    if (mark)
        path = arena_printf(arena, "%.*s%s%s", (int)(mark - path), path, transaction->id, mark + 2);
    TRY(count_sending(step, err));
    remote_give_up(remote); /* another batch's: its answer is lost to us, as after any failure */
    remote->question = buffer_new_wiped(REMOTE_QUESTION_MAX);
    struct json json = json_to(remote->question);
    json_open(&json, '{');
    TRY(remote->dialect->stages[transaction->stage].write(step, &json, err));
    json_close(&json, '}');
    if (remote->question->overflow)
        return fail(err, INVALID, "Lượt ký quá dài để gửi đi; hãy giảm “batch_max”.");
    remote->asking = transaction;
    enum status status = remote_send(remote, path, err);
    if (status != OK)
        remote_give_up(remote);
    return status;
}

/* A batch that the service finds by its own id only: when may it have been signed? */
static enum status
judge_unknown(const struct remote_step *step, enum status status, struct error *err)
{
    bool sending = step->transaction->stage == REMOTE_SIGN;

    if ((sending && status == UNAVAILABLE) ||
        (step->transaction->stage == REMOTE_STATUS && status == NOT_FOUND))
        return undecided(step->remote, err);
    if (sending && status == NOT_FOUND) /* of the key or the address: nothing was taken */
        err->status = status = INVALID;
    return status;
}

/* What a failure means where it happened; OK: go on all the same. */
static enum status
judge_failure(struct remote_step *step, enum status status, struct error *err)
{
    const struct remote_dialect *dialect = step->remote->dialect;
    struct transaction *transaction = step->transaction;

    if (dialect->login && !step->remote->token && transaction->logins++ < REMOTE_LOGINS_MAX) {
        report_next(step); /* the token had expired: the question was not even read */
        return OK;
    }
    if (!dialect->ours)
        return judge_unknown(step, status, err);
    if (status == UNAVAILABLE && transaction->stage == REMOTE_SIGN) {
        transaction->stage = REMOTE_STATUS; /* perhaps it has it, perhaps not: ask */
    } else if (status == NOT_FOUND && !transaction->accepted && !transaction->resumed) {
        transaction->stage = REMOTE_SIGN;
        report_next(step);
        return OK;
    }
    return status;
}

/* Before the digests leave, what is needed to tell afterwards that they did is kept. */
static bool
note_first(struct remote_step *step)
{
    struct transaction *transaction = step->transaction;

    if (transaction->stage != REMOTE_SIGN || transaction->noted || step->remote->dialect->ours)
        return false;
    transaction->noted = true;
    signer_report_reference(step->reports, SENDING);
    report_next(step);
    return true;
}

/* With a webhook the service calls us; ask only now and then. */
static bool
listen_first(struct remote_step *step)
{
    struct transaction *transaction = step->transaction;
    int ms = transaction->quiet_ms < REMOTE_STEP_MS ? transaction->quiet_ms : REMOTE_STEP_MS;
    bool news = false;

    if (transaction->stage != REMOTE_STATUS || ms <= 0)
        return false;
    remote_hook_wait(step, ms, &news);
    transaction->quiet_ms = news ? 0 : transaction->quiet_ms - ms;
    transaction->waited_ms += news ? 0 : ms;
    report_next(step);
    return true;
}

static enum status
go_on(struct remote_step *step, struct error *err)
{
    struct remote *remote = step->remote;
    AUTO(arena) *arena = arena_new_wiped();
    struct json_value answer;

    if (remote->asking != step->transaction) {
        TRY(remote_log_in(remote, err));
        if (note_first(step) || listen_first(step))
            return OK;
        TRY(send_question(step, err));
    }
    if (!http_wait(remote->client, REMOTE_STEP_MS)) {
        report_next(step);
        return OK;
    }
    enum remote_stage stage = step->transaction->stage;
    enum status status = remote_take(remote, arena, &answer, err);
    if (status == OK)
        status = remote->dialect->stages[stage].take(step, &answer, err);
    return status == OK ? OK : judge_failure(step, status, err);
}

/* --- the driver ------------------------------------------------------------------------------- */

static enum status
remote_list(void *state, struct signer_offers *offers, struct error *err)
{
    struct remote *remote = state;

    return remote->dialect->list(remote, offers, err);
}

/* Nothing is sent here: a batch goes its way in remote_poll(). */
static enum status
remote_start(void *state, const struct signer_order *order, struct signer_reports *reports,
             struct error *err)
{
    struct remote *remote = state;
    struct transaction *transaction = find_transaction(remote, order->id);
    bool authorizes = remote->dialect->stages[REMOTE_AUTHORIZE].path != NULL;

    if (transaction && transaction->noted)
        return undecided(remote, err);
    if (!transaction)
        transaction = add_transaction(remote, order->id, REMOTE_SIGN);
    transaction->stage = authorizes ? REMOTE_AUTHORIZE : REMOTE_SIGN;
    transaction->accepted = false;
    signer_report_phase(reports, SIGNER_RUNNING, 0, 0);
    return OK;
}

/* A batch of an earlier run. */
static enum status
take_up(struct remote_step *step, struct error *err)
{
    struct remote *remote = step->remote;

    if (!remote->dialect->ours && !step->order->reference)
        return fail(err, NOT_FOUND, "Lượt ký này chưa từng được gửi tới %s.",
                    remote->dialect->service);
    if (!remote->dialect->ours &&
        (!remote_name(step) || !remote->dialect->stages[REMOTE_STATUS].path))
        return undecided(remote, err);
    step->transaction = add_transaction(remote, step->order->id, REMOTE_STATUS);
    step->transaction->noted = true;
    step->transaction->resumed = true;
    return OK;
}

static enum status
remote_poll(void *state, const struct signer_order *order, struct signer_reports *reports,
            struct error *err)
{
    struct remote *remote = state;
    struct remote_step step = {.remote = remote,
                               .transaction = find_transaction(remote, order->id),
                               .order = order,
                               .key = find_key(remote, &order->certificate),
                               .reports = reports};

    if (!step.key)
        return fail(err, NOT_FOUND, "Dịch vụ ký %s không có chứng thư ấy.",
                    remote->dialect->service);
    if (!step.transaction)
        TRY(take_up(&step, err));
    return go_on(&step, err);
}

/* No dialect has a way to withdraw what the person's telephone shows. */
static enum status
remote_cancel(void *state, const struct signer_order *order, struct error *err)
{
    struct remote *remote = state;
    struct transaction *transaction = find_transaction(remote, order->id);

    if (transaction && remote->asking == transaction)
        remote_give_up(remote);
    if (transaction && transaction->stage == REMOTE_AUTHORIZE)
        return OK;
    return fail(err, CONFLICT,
                "Dịch vụ ký %s không có lệnh dừng: hãy từ chối yêu cầu ấy trên điện thoại.",
                remote->dialect->service);
}

static void
remote_free(void *state)
{
    struct remote *remote = state;

    if (remote->client)
        remote_give_up(remote);
    http_client_free(remote->client);
    for (struct transaction *one = remote->transactions; one; one = one->next)
        secret_free(one->sad);
    for (size_t i = 0; i < remote->keys.count; i++)
        certificate_free(remote->keys.items[i].certificate);
    secret_free(remote->password);
    secret_free(remote->pin);
    secret_free(remote->token);
    certificate_chain_free(remote->issuers);
    if (remote->hook >= 0)
        close(remote->hook);
    arena_free(remote->arena);
    free(remote);
}

static const struct signer_driver driver = {
    .name = "dịch vụ ký từ xa",
    .list = remote_list,
    .start = remote_start,
    .poll = remote_poll,
    .cancel = remote_cancel,
    .free = remote_free,
};

/* --- opening ---------------------------------------------------------------------------------- */

static enum status
choose_dialect(struct remote *remote, struct error *err)
{
    const struct remote_settings *settings = &remote->settings;

    for (size_t i = 0; i < COUNT_OF(dialects); i++)
        if (text_equal(dialects[i]->name, settings->dialect))
            remote->dialect = dialects[i];
    if (!remote->dialect)
        return fail(err, INVALID,
                    "Trong thiết lập ký từ xa, “dialect” là sp769, csc1, csc2 hoặc mysign.");
    if ((settings->asks_pin || settings->asks_otp) && !remote->dialect->stages[0].path)
        return fail(err, INVALID, "Dịch vụ kiểu %s không nhận PIN hay OTP: hãy bỏ mục “ask”.",
                    settings->dialect);
    if (settings->webhook && remote->dialect != &remote_sp769)
        return fail(err, INVALID, "Dịch vụ kiểu %s không gọi lại: hãy bỏ mục “webhook”.",
                    settings->dialect);
    return OK;
}

static enum status
open_all(struct remote *remote, struct error *err)
{
    struct span pem;

    TRY(remote_read_settings(remote, err));
    TRY(choose_dialect(remote, err));
    if (remote->source->certificates) {
        TRY(file_read(remote->arena, remote->source->certificates, CERTIFICATE_PEM_MAX, &pem, err));
        TRY(certificate_chain_parse_pem(pem, &remote->issuers, err));
    }
    remote->client = http_client_new(&(struct http_options){.ca_file = remote->settings.ca_file,
                                                            .proxy = remote->settings.proxy});
    /* One address serves one session: where many sign, they ask. */
    return remote->settings.webhook && !remote->source->account ? remote_hook_open(remote, err)
                                                                : OK;
}

enum status
signer_open_remote(const struct signer_source *source, struct signer_session **session,
                   struct error *err)
{
    struct remote *remote = heap_alloc(sizeof *remote);

    *remote = (struct remote){.arena = arena_new(), .source = source, .hook = -1};
    enum status status = open_all(remote, err);
    if (status != OK) {
        remote_free(remote);
        return status;
    }
    *session = signer_session_new(&driver, remote);
    return OK;
}
