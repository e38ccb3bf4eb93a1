/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/signing_work.h"

#include <stdio.h>

#include "agent/ask.h"
#include "agent/certificate_name.h"
#include "agent/signing.h"
#include "agent/system.h"
#include "agent/words.h"
#include "base/encode.h"

/* One run: what is opened on the way and closed at its end, the PIN wiped first. */
struct run {
    struct work *work;
    struct batch *batch;
    struct arena *arena;
    struct pkcs11 *module;
    const struct token_certificate *with;
    struct token_session *session;
    struct pin pin;
    const char *trouble; /* a word for programs, when a step fails */
};

static const char title[] = "hocba: yêu cầu ký số";

static void
set_state(struct run *run, enum batch_state state)
{
    system_lock_take(run->work->lock);
    run->batch->state = state;
    system_lock_leave(run->work->lock);
}

static bool
is_cancelled(struct run *run)
{
    system_lock_take(run->work->lock);
    bool cancelled = run->batch->cancel;
    system_lock_leave(run->work->lock);
    return cancelled;
}

static const char *
trouble_word(enum token_trouble trouble)
{
    switch (trouble) {
    case TOKEN_PIN_WRONG: return "pin-wrong";
    case TOKEN_PIN_LOCKED: return "pin-locked";
    case TOKEN_PIN_NEEDED: return "pin-each";
    case TOKEN_REFUSED: return "refused";
    case TOKEN_REMOVED: return "token-removed";
    case TOKEN_NO_KEY: return "key-missing";
    case TOKEN_FINE:
    case TOKEN_BROKEN: break;
    }
    return "token";
}

/* ---- the steps ---- */

static const struct token_certificate *
find_certificate(const struct token_certificates *found, const char *wanted)
{
    for (size_t i = 0; i < found->list.count; i++) {
        uint8_t digest[AGENT_DIGEST_SIZE];
        char hex[AGENT_DIGEST_HEX];

        agent_sha256(found->list.items[i].der, digest);
        if (strcmp(hex_write(digest, sizeof digest, hex), wanted) == 0)
            return &found->list.items[i];
    }
    return NULL;
}

/* The token that holds the certificate which the page named; no other one will do. */
static enum status
find_token(struct run *run, struct error *err)
{
    struct token_certificates found;

    run->trouble = "module";
    TRY(pkcs11_open(run->work->settings->module, &run->module, err));
    TRY(pkcs11_list(run->module, run->arena, &found, err));
    run->trouble = "token-missing";
    run->with = find_certificate(&found, run->batch->certificate);
    if (!run->with)
        return fail(
            err, NOT_FOUND,
            "Không thấy thẻ có chứng thư của người ký; chưa ký gì thêm. Hãy cắm đúng thẻ rồi "
            "ký lại.");
    run->trouble = "pin-locked";
    if (run->with->pin_locked)
        return fail(
            err, DENIED,
            "Mã PIN của thẻ đã bị khóa; chưa ký gì thêm. Hãy liên hệ nhà cung cấp chữ ký số "
            "để mở khóa.");
    run->trouble = "token-removed";
    return token_open(run->module, run->with, &run->session, err);
}

static enum status
ask_person(struct run *run, struct error *err)
{
    AUTO(buffer) *question = buffer_new(WORDS_TEXT_MAX);
    bool yes = false;

    words_question(run->batch, run->with, certificate_holder(run->with->der, run->arena), question);
    run->trouble = "ask";
    if (question->overflow)
        return fail(err, INVALID, "Danh sách quá dài để hiện cho người ký; chưa ký gì.");
    TRY(ask_yes(run->work->settings->ask, title, question->data, &yes, err));
    run->trouble = "refused";
    return yes ? OK : fail(err, CONFLICT, "Người ký đã từ chối; chưa ký gì thêm.");
}

/* Ask for the PIN and log in; a wrong one is asked for again. */
static enum status
log_in(struct run *run, const char *again, struct error *err)
{
    AUTO(buffer) *question = buffer_new(WORDS_TEXT_MAX);
    bool given = false;

    if (run->with->asks_pin_itself) {
        enum status status = token_login(run->session, NULL, 0, err);
        run->trouble = trouble_word(token_trouble(run->session));
        return status;
    }
    words_pin(run->batch, run->with, again, question);
    run->trouble = "ask";
    TRY(ask_pin(run->work->settings->ask, title, question->data, &run->pin, &given, err));
    run->trouble = "refused";
    if (!given)
        return fail(err, CONFLICT, "Người ký không nhập mã PIN; chưa ký gì thêm.");
    enum status status = token_login(run->session, run->pin.text, run->pin.size, err);
    run->trouble = trouble_word(token_trouble(run->session));
    return status;
}

static enum status
log_in_patiently(struct run *run, struct error *err)
{
    enum status status = log_in(run, NULL, err);

    for (int i = 1; i < PIN_TRIES_MAX && status != OK && strcmp(run->trouble, "pin-wrong") == 0;
         i++) {
        char again[sizeof err->message];

        snprintf(again, sizeof again, "%s", err->message);
        status = log_in(run, again, err);
    }
    return status;
}

/* A key that wants its PIN for each signature is used with the one PIN only if the person says so
 * with open eyes. */
static enum status
ask_about_pin_each(struct run *run, struct error *err)
{
    size_t left = run->batch->count - run->batch->signed_count;
    char question[512];
    bool yes = false;

    if (!token_pin_per_signature(run->session) || run->with->asks_pin_itself || left < 2)
        return OK;
    snprintf(
        question, sizeof question,
        "Thẻ này đòi mã PIN cho từng chữ ký. Agent có thể dùng mã PIN vừa nhập cho cả %u chữ ký "
        "của lượt này, rồi quên đi. Dùng như vậy?\n",
        (unsigned)left);
    run->trouble = "ask";
    TRY(ask_yes(run->work->settings->ask, title, question, &yes, err));
    run->trouble = "pin-each";
    return yes ? OK
               : fail(err, CONFLICT,
                      "Thẻ đòi mã PIN cho từng chữ ký và người ký không cho dùng một PIN cho cả "
                      "lượt; chưa ký gì thêm. Hãy ký từng học bạ.");
}

static enum status
sign_items(struct run *run, struct error *err)
{
    struct batch *batch = run->batch;

    set_state(run, BATCH_SIGNING);
    for (size_t i = batch->signed_count; i < batch->count; i++) {
        struct batch_item *item = &batch->items[i];

        run->trouble = "cancelled";
        if (is_cancelled(run))
            return fail(err, CONFLICT, "Trang yêu cầu đã dừng lượt ký.");
        enum status status = token_check(run->session, err);
        if (status == OK)
            status = token_sign(run->session, item->digest, run->pin.text, run->pin.size,
                                item->value, &item->value_size, err);
        run->trouble = trouble_word(token_trouble(run->session));
        TRY(status);
        system_lock_take(run->work->lock);
        batch->signed_count = i + 1;
        system_lock_leave(run->work->lock);
    }
    return OK;
}

static enum status
sign_batch(struct run *run, struct error *err)
{
    TRY(find_token(run, err));
    TRY(ask_person(run, err));
    TRY(log_in_patiently(run, err));
    TRY(ask_about_pin_each(run, err));
    return sign_items(run, err);
}

/* ---- the end ---- */

static enum batch_state
state_after(const struct run *run, enum status status)
{
    if (status == OK)
        return BATCH_DONE;
    if (strcmp(run->trouble, "refused") == 0)
        return BATCH_REFUSED;
    return strcmp(run->trouble, "cancelled") == 0 ? BATCH_CANCELLED : BATCH_FAILED;
}

void
work_run(void *state)
{
    struct work *work = state;
    struct run run = {.work = work, .batch = work->batch, .arena = arena_new()};
    struct error err = {0};
    enum status status = sign_batch(&run, &err);

    pin_wipe(&run.pin);
    token_session_free(run.session);
    pkcs11_free(run.module);
    arena_free(run.arena);
    printf("Lượt ký %s: %u/%u. %s\n", run.batch->id, (unsigned)run.batch->signed_count,
           (unsigned)run.batch->count, status == OK ? "Đã ký xong." : err.message);
    fflush(stdout);
    system_lock_take(work->lock);
    snprintf(run.batch->problem, sizeof run.batch->problem, "%s", err.message);
    run.batch->trouble = run.trouble;
    run.batch->state = state_after(&run, status);
    system_lock_leave(work->lock);
}
