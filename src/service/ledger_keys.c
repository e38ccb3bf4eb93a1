/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_keys.h"

#include "base/encode.h"
#include "crypto/random.h"
#include "service/access.h"
#include "service/certificate_inside.h"
#include "service/department.h"
#include "service/key_effect.h"
#include "service/key_paper.h"
#include "service/ledger_documents.h"
#include "service/ledger_inside.h"
#include "service/signing.h"
#include "store/key_closings.h"

enum { SALT_SIZE = 16 };

struct closing {
    struct app *app;
    const struct key_closing_order *order;
    struct stored_certificate target;
    struct digest key_id;
    struct key_certificates certificates;
    struct key_paper paper;
    struct key_closing kept;
    struct key_closed *closed;
};

/* --- which key, and who may ------------------------------------------------------------------- */

static enum status
find_target(struct closing *work, struct error *err)
{
    struct app *app = work->app;

    TRY(certificate_find(app, work->order->which, &work->target, err));
    TRY(access_check(app,
                     work->order->compromised ? MAY_DECIDE_REVOCATION : MAY_REGISTER_CERTIFICATE,
                     work->target.place, err));
    TRY(ledger_key_id(app, work->target.sha256, &work->key_id, err));
    work->closed->subject = work->target.subject;
    return OK;
}

/* A retired key may turn out to have been compromised, a compromised one since an earlier entry. */
static enum status
check_not_closed(struct closing *work, struct error *err)
{
    struct key_closings before = {0};
    struct app *app = work->app;

    TRY(store_list_key_closings(app->store, digest_text(&work->key_id, app->arena), false,
                                STORE_ROWS_MAX, app->arena, &before, err));
    for (size_t i = 0; i < before.list.count; i++) {
        const struct key_closing *one = &before.list.items[i];
        bool compromised = text_equal(one->action, CLOSING_COMPROMISE);
        if (!work->order->compromised)
            return fail(err, CONFLICT, "Khóa này đã thôi dùng từ trước. Chưa ghi gì.");
        if (compromised && work->closed->from >= (uint64_t)one->since)
            return fail(err, CONFLICT,
                        "Khóa này đã được ghi là bị lộ từ mục %lld. Chỉ ghi thêm được khi bị lộ từ "
                        "một mục sớm hơn. Chưa ghi gì.",
                        (long long)one->since);
    }
    return OK;
}

/* --- from where on ---------------------------------------------------------------------------- */

static enum status
find_from(struct closing *work, const struct ledger *ledger, struct error *err)
{
    const struct key_closing_order *order = work->order;
    struct ledger_facts facts = {0};

    if (!order->compromised)
        return OK;
    if (order->has_from == (order->since != NULL))
        return fail(err, USAGE,
                    "Hãy ghi khóa bị lộ từ lúc nào (--since) hoặc từ mục nào (--from).");
    work->closed->from = order->from;
    if (ledger->remote && order->since)
        return fail(err, USAGE,
                    "Sổ cái này do dịch vụ ở nơi khác giữ: hãy ghi từ mục nào (--from), theo điểm "
                    "chốt mà nhân chứng đã ký nhận trước lúc lộ.");
    if (order->since)
        return writer_seen_before(ledger->writer, order->since->seconds, &work->closed->from,
                                  &work->closed->witnessed, err);
    if (ledger->remote)
        TRY(ledger_facts(work->app, &facts, err));
    uint64_t size = ledger->remote ? facts.leaves : writer_size(ledger->writer);
    return order->from <= size
               ? OK
               : fail(err, USAGE, "Sổ cái mới có %llu mục.", (unsigned long long)size);
}

static enum status
look_at_ledger(struct closing *work, struct error *err)
{
    AUTO(ledger) *ledger = NULL;
    uint8_t kid[LEAF_KID_SIZE];

    TRY(ledger_open(work->app, &ledger, err));
    leaf_kid_of(&work->key_id, kid);
    if (ledger->writer && !writer_knows_key(ledger->writer, kid))
        return fail(
            err, CONFLICT,
            "Sổ cái chưa có học bạ hay quyết định nào của khóa này, nên không có gì để ghi. "
            "Thôi dùng chứng thư: hocba certificate withdraw.");
    return find_from(work, ledger, err);
}

/* --- the paper -------------------------------------------------------------------------------- */

/* Of the person who acts, or a seal: of the key's unit or of its department; never by the very key
 * that others have. */
static enum status
check_signer(const struct closing *work, const struct certificate *signer, struct error *err)
{
    struct stored_certificate stored;
    struct app *app = work->app;
    struct unit department;
    struct digest id = certificate_key_id(signer);

    if (work->order->compromised && digest_equal(&id, &work->key_id))
        return fail(err, DENIED, "Khóa đã lộ không ký được văn bản này. Chưa ký gì.");
    enum status status = store_find_certificate_by_sha256(
        app->store, digest_text(&signer->sha256, app->arena), app->arena, &stored, err);
    if (status == NOT_FOUND)
        return fail(err, DENIED, "Khóa này chưa đăng ký ở đây. Chưa ký gì.");
    TRY(status);
    TRY(department_check_usable(app, &stored, signer, err));
    TRY(department_above(app, work->target.place, &department, err));
    bool own = text_equal(stored.place, work->target.place) ||
               (department.id && text_equal(stored.place, department.id));
    bool another = stored.person && !text_equal(stored.person, app->actor.person_id);
    return own && !another ? OK
                           : fail(err, DENIED,
                                  "Khóa ký (%s) không phải của người thực hiện, của đơn vị có khóa "
                                  "ấy hay của sở quản lý. Chưa ký gì.",
                                  stored.subject);
}

static enum status
compose(struct closing *work, const struct certificate *signer, struct error *err)
{
    const struct key_closing_order *order = work->order;
    struct key_paper *paper = &work->paper;
    struct app *app = work->app;
    uint8_t salt[SALT_SIZE];
    char *hex = arena_alloc(app->arena, 2 * SALT_SIZE + 1);

    if (text_is_blank(order->number) || text_is_blank(order->reason))
        return fail(err, USAGE, "Phải ghi số quyết định (--number) và lý do (--reason).");
    random_bytes(salt, sizeof salt);
    *paper = (struct key_paper){
        .action = order->compromised ? CLOSING_COMPROMISE : CLOSING_RETIRE,
        .key_id = digest_text(&work->key_id, app->arena),
        .certificate = work->target.sha256,
        .from = work->closed->from,
        .by = app_stamp(app, NULL).by,
        .at = app_now_text(app),
        .signer = digest_text(&signer->sha256, app->arena),
        .salt = hex_write(salt, sizeof salt, hex),
    };
    TRY(text_clean(order->number, "Số quyết định", KEY_PAPER_TEXT_MAX, app->arena, &paper->number,
                   err));
    return text_clean(order->reason, "Lý do", KEY_PAPER_TEXT_MAX, app->arena, &paper->reason, err);
}

static enum status
sign_paper(struct closing *work, struct signer_session *session, struct error *err)
{
    AUTO(buffer) *file = buffer_new(KEY_PAPER_MAX);
    const struct certificate_chain *chain;
    struct app *app = work->app;
    struct signature_value value;
    struct key_paper again;

    TRY(sign_choose_chain(session, work->order->signer, &chain, err));
    const struct certificate *signer = chain->items[0];
    TRY(check_signer(work, signer, err));
    TRY(compose(work, signer, err));
    for (size_t i = 1; i < chain->count; i++)
        work->paper.issuers[work->paper.issuer_count++] = chain->items[i]->der;
    key_paper_write(&work->paper, file);
    const struct digest digest = sha256(buffer_span(file));
    TRY(sign_one(app, session, "Văn bản thôi dùng một khóa", &signer->sha256, &digest, &value,
                 err));
    key_paper_sign((struct span){(const char *)value.bytes, value.size}, file);
    if (file->overflow)
        return fail(err, INVALID, "Số quyết định hoặc lý do quá dài.");
    struct span bytes = {arena_copy(app->arena, file->data, file->size), file->size};
    TRY(key_paper_read(bytes, signer, app->arena, &again, err));
    struct digest hash = sha256(bytes);
    work->closed->sha256 = digest_text(&hash, app->arena);
    work->kept = (struct key_closing){.sha256 = work->closed->sha256,
                                      .key_id = work->paper.key_id,
                                      .action = work->paper.action,
                                      .since = (int64_t)work->paper.from,
                                      .signer = work->paper.signer,
                                      .made = app_now(app),
                                      .by = work->paper.by,
                                      .bytes = bytes};
    return OK;
}

/* --- its effect ------------------------------------------------------------------------------- */

/* The ledger takes nothing under the key after its closing, so what was issued must stand there. */
static enum status
check_all_entered(const struct closing *work, struct error *err)
{
    for (size_t i = 0; i < work->certificates.list.count; i++) {
        int64_t waiting;
        TRY(store_count_unentered_of(work->app->store, work->certificates.list.items[i], &waiting,
                                     err));
        if (waiting)
            return fail(err, CONFLICT,
                        "%lld học bạ vừa phát hành bằng khóa này chưa vào sổ cái. Chưa ghi gì; hãy "
                        "ghi sổ (hocba ledger enter) rồi làm lại.",
                        (long long)waiting);
    }
    return OK;
}

static enum status
take_effect(struct store *store, void *context, struct error *err)
{
    struct closing *work = context;
    struct stamp stamp = app_stamp(
        work->app,
        arena_printf(work->app->arena, "Quyết định %s: khóa của con dấu %s; %s", work->paper.number,
                     work->order->compromised ? "bị lộ" : "thôi dùng", work->paper.reason));

    struct key_effect effect = {.closing = work->kept.sha256,
                                .compromised = work->order->compromised,
                                .since = work->kept.since,
                                .certificates = &work->certificates,
                                .stamp = stamp};

    /* A PIN, or a telephone, took its time: somebody may have closed it meanwhile, or issued. */
    TRY(check_not_closed(work, err));
    TRY(check_all_entered(work, err));
    TRY(store_add_key_closing(store, &work->kept, err));
    for (size_t i = 0; i < work->certificates.list.count; i++)
        TRY(store_add_closed_certificate(store, work->kept.sha256, work->certificates.list.items[i],
                                         err));
    TRY(key_effect_apply(work->app, &effect, err));
    work->closed->records = effect.records;
    work->closed->received = effect.received;
    return OK;
}

enum status
ledger_close_key(struct app *app, struct signer_session *session,
                 const struct key_closing_order *order, struct key_closed *closed,
                 struct error *err)
{
    struct closing work = {.app = app, .order = order, .closed = closed};

    *closed = (struct key_closed){0};
    TRY(find_target(&work, err));
    /* What was issued under the key until now has its place first: the ledger takes nothing more.
     */
    TRY(ledger_enter(app, &closed->entering, err));
    TRY(look_at_ledger(&work, err));
    TRY(check_not_closed(&work, err));
    TRY(key_certificates_find(app, digest_text(&work.key_id, app->arena), &work.certificates, err));
    TRY(sign_paper(&work, session, err));
    TRY(store_transact(app->store, take_effect, &work, err));
    /* It holds from here on; a ledger that does not answer has its leaf with the next entries. */
    struct error why;
    if (ledger_enter(app, &closed->entering, &why) != OK)
        closed->waiting = arena_text(app->arena, why.message);
    return OK;
}

enum status
ledger_check_seal(struct app *app, const char *record, struct error *err)
{
    struct key_closing closing;
    enum status status =
        store_find_closing_of_record(app->store, record, app->arena, &closing, err);

    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    return fail(err, CONFLICT,
                "Khóa của con dấu trên học bạ này đã %s; sổ cái không nhận. Chưa phát hành. Hãy "
                "lập lại học bạ (hocba create --remake) rồi ký bằng con dấu mới.",
                text_equal(closing.action, CLOSING_COMPROMISE) ? "bị lộ" : "thôi dùng");
}

/* --- into the ledger -------------------------------------------------------------------------- */

static enum status
enter_closing(struct ledger *ledger, const struct key_closing *closing,
              struct ledger_entering *report, struct error *err)
{
    struct handed item = {.leaf = {.kind = LEAF_KEY,
                                   .action = text_equal(closing->action, CLOSING_COMPROMISE)
                                                 ? KEY_COMPROMISE
                                                 : KEY_RETIRE,
                                   .from = (uint64_t)closing->since}};
    struct written written;
    struct digest key_id;

    if (!digest_parse_hex(span_of(closing->key_id), &key_id) ||
        !digest_parse_hex(span_of(closing->sha256), &item.leaf.hash))
        return fail(err, CORRUPT, "Văn bản thôi dùng khóa %s trong kho không đọc được.",
                    closing->sha256);
    leaf_kid_of(&key_id, item.leaf.kid);
    enum status status = ledger_hand_in(ledger, &item, 1, &written, err);
    if (status == DENIED) /* its keeper's answer to this alone: the others go on */
        written = (struct written){.status = DENIED,
                                   .reason = arena_text(ledger->app->arena, err->message)};
    else
        TRY(status);
    if (written.status != OK) {
        report->refused++;
        if (!report->refusal)
            report->refusal = written.reason;
        return OK;
    }
    report->documents++;
    return ledger_note_document(ledger->app, closing->sha256, &written, err);
}

enum status
ledger_enter_closings(struct ledger *ledger, struct ledger_entering *report, struct error *err)
{
    struct key_closings due = {0};

    TRY(store_list_key_closings(ledger->app->store, NULL, true, STORE_ROWS_MAX, ledger->app->arena,
                                &due, err));
    for (size_t i = 0; i < due.list.count; i++)
        TRY(enter_closing(ledger, &due.list.items[i], report, err));
    return OK;
}
