/* SPDX-License-Identifier: Apache-2.0 */
#include "service/paper_sign.h"

#include "base/encode.h"
#include "base/json.h"
#include "base/json_read.h"
#include "crypto/random.h"
#include "service/sign_bring.h"

#define PAPER_FORMAT "hocba-signing-1"

const struct paper_kind paper_manifest = {"manifest", PAPER_MANIFEST, OFFICE_NONE},
                        paper_freeze = {"freeze", PAPER_FREEZE, OFFICE_NONE},
                        paper_minutes_head = {"minutes-head", PAPER_COUNT, OFFICE_INSPECTOR},
                        paper_minutes_principal = {"minutes", PAPER_COUNT, OFFICE_INSPECTED};

/* --- who -------------------------------------------------------------------------------------- */

static enum status
find_right(struct app *app, const struct paper *paper, const struct xades_identity *identity,
           struct sign_right *right, struct error *err)
{
    if (paper->right)
        return paper->right(paper->context, xades_identity_certificate(identity), right, err);
    const struct sign_order as = {.of = {.class_id = paper->class->id}, .role = SIGNER_PRINCIPAL};
    TRY(sign_right_find(app, &as, paper->class, xades_identity_certificate(identity), right, err));
    if (!app->actor.person_id || text_equal(app->actor.person_id, right->certificate.person))
        return OK;
    return fail(err, DENIED, "Khóa này là của %s, không phải của người đang làm. Chưa ký gì.",
                right->name);
}

static enum status
begin_signature(struct app *app, const struct paper *paper, struct span plain,
                const struct xades_identity *identity, struct xades_pending *pending,
                struct error *err)
{
    uint8_t salt[XADES_SALT_SIZE];

    random_bytes(salt, sizeof salt);
    if (paper->kind->office)
        return xades_prepare_pair(plain, paper->kind->office, paper->made, salt, identity,
                                  app->arena, pending, err);
    return xades_prepare_paper(plain, paper->kind->paper, paper->made, salt, identity, app->arena,
                               pending, err);
}

/* --- with a signer at hand -------------------------------------------------------------------- */

static enum status
ask_session(struct app *app, const struct paper *paper, const struct paper_way *way,
            const struct digest *certificate, const struct digest *digest,
            struct signature_value *value, struct error *err)
{
    if (!paper->class)
        return sign_one(app, way->session, paper->title, certificate, digest, value, err);
    const struct sign_about about = {.title = paper->title,
                                     .role = signer_role_key(SIGNER_PRINCIPAL),
                                     .school = paper->school,
                                     .class = paper->class->name ? paper->class->name : "cả trường",
                                     .year = paper->class->year};
    return sign_one_about(app, way->session, &about, certificate, digest, value, err);
}

static enum status
sign_now(struct app *app, const struct paper *paper, struct span plain, const struct paper_way *way,
         struct sign_right *right, struct buffer *out, struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    const struct certificate_chain *chain;
    struct signature_value value;
    struct xades_pending pending;

    TRY(sign_choose_chain(way->session, way->certificate, &chain, err));
    TRY(xades_identity_make(chain, &identity, err));
    TRY(find_right(app, paper, identity, right, err));
    TRY(begin_signature(app, paper, plain, identity, &pending, err));
    TRY(ask_session(app, paper, way, &chain->items[0]->sha256, &pending.to_be_signed, &value, err));
    return xades_attach(plain, &pending, (struct span){(const char *)value.bytes, value.size}, out,
                        err);
}

/* --- to be signed elsewhere ------------------------------------------------------------------- */

static void
write_file(struct app *app, const struct paper *paper, const struct xades_pending *pending,
           const struct sign_right *right, struct span state, struct buffer *file)
{
    const struct certificate *certificate = xades_identity_certificate(pending->identity);
    char made[MOMENT_TEXT_SIZE];
    struct json json = json_to(file);

    json_open(&json, '{');
    json_text_field(&json, "format", PAPER_FORMAT);
    json_text_field(&json, "paper", paper->kind->name);
    json_text_field(&json, "title", paper->title);
    json_text_field(&json, "signer", right->name);
    json_text_field(&json, "made", moment_write(paper->made, made));
    json_text_field(&json, "reasons",
                    base64_write(app->arena, paper->reasons.data, paper->reasons.size));
    json_text_field(&json, "certificate", right->certificate.sha256);
    json_open_list(&json, "items");
    json_open(&json, '{');
    json_text_field(&json, "algorithm", key_algorithm_name(public_key_kind(certificate->key)));
    json_text_field(&json, "digest",
                    base64_write(app->arena, pending->to_be_signed.bytes, SHA256_SIZE));
    json_text_field(&json, "state", base64_write(app->arena, state.data, state.size));
    json_close(&json, '}');
    json_close(&json, ']');
    json_close(&json, '}');
}

static enum status
prepare(struct app *app, const struct paper *paper, struct span plain, const struct paper_way *way,
        struct sign_right *right, struct error *err)
{
    AUTO(certificate_chain) *chain = NULL;
    AUTO(xades_identity) *identity = NULL;
    AUTO(buffer) *state = buffer_new(XADES_STATE_MAX);
    struct xades_pending pending;

    if (way->chain) {
        TRY(xades_identity_make(way->chain, &identity, err));
    } else if (way->der.data) {
        TRY(sign_identity_of(app, way->der, &identity, err));
    } else {
        TRY(certificate_chain_parse_pem(way->pem, &chain, err));
        TRY(xades_identity_make(chain, &identity, err));
    }
    TRY(find_right(app, paper, identity, right, err));
    TRY(begin_signature(app, paper, plain, identity, &pending, err));
    xades_pending_write(&pending, state);
    write_file(app, paper, &pending, right, buffer_span(state), way->file);
    return way->file->overflow ? fail(err, INVALID, "Tệp chuẩn bị ký quá lớn.") : OK;
}

/* --- what came back --------------------------------------------------------------------------- */

static enum status
read_state(struct app *app, const struct paper *paper, struct span plain, struct span state,
           struct xades_identity **identity, struct xades_pending *pending, struct error *err)
{
    if (paper->kind->office)
        return xades_pending_read_pair(state, plain, paper->kind->office, app->arena, identity,
                                       pending, err);
    return xades_pending_read_paper(state, plain, paper->kind->paper, app->arena, identity, pending,
                                    err);
}

static enum status
attach(struct app *app, const struct paper *paper, struct span plain, const struct paper_way *way,
       struct sign_right *right, struct buffer *out, struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    struct span value = way->values->value;
    struct xades_pending pending;

    TRY(read_state(app, paper, plain, way->values->state, &identity, &pending, err));
    if (pending.request.time.seconds != paper->made.seconds)
        return fail(err, INVALID, "Thời điểm ký trong tệp không phải của văn bản này.");
    TRY(find_right(app, paper, identity, right, err));
    TRY(sign_plain_value(app, identity, &value, err));
    return xades_attach(plain, &pending, value, out, err);
}

/* The only one. */
static const struct json_value *
item_of(const struct json_value *whole)
{
    const struct json_value *items = json_find(whole, "items");

    return items && items->kind == JSON_ARRAY && items->items.count == 1 ? &items->items.items[0]
                                                                         : NULL;
}

enum status
paper_file_look(struct app *app, struct span json, struct digest *digest, const char **title,
                const char **signer, struct error *err)
{
    struct json_value whole;
    size_t size;

    TRY(json_read(json, app->arena, &whole, err));
    const struct json_value *item = item_of(&whole);
    const char *text = item ? json_find_text(item, "digest") : NULL;
    uint8_t *room = arena_alloc(app->arena, (text ? strlen(text) : 0) + 1);
    *title = json_find_text(&whole, "title");
    *signer = json_find_text(&whole, "signer");
    if (!text || !*title || !*signer || !base64_read(span_of(text), room, &size) ||
        size != SHA256_SIZE)
        return fail(err, CORRUPT, "Văn bản đã chuẩn bị không đọc được; hãy chuẩn bị lại.");
    memcpy(digest->bytes, room, SHA256_SIZE);
    return OK;
}

static void
copy_texts(struct json *json, const struct json_value *from)
{
    for (size_t i = 0; i < from->keys.count; i++)
        if (from->items.items[i].kind == JSON_STRING)
            json_text_field(json, from->keys.items[i], from->items.items[i].text);
}

enum status
paper_file_add_value(struct app *app, struct span text, struct span value, struct buffer *out,
                     struct error *err)
{
    struct json json = json_to(out);
    struct json_value whole;

    TRY(json_read(text, app->arena, &whole, err));
    if (!item_of(&whole))
        return fail(err, CORRUPT, "Văn bản đã chuẩn bị không đọc được; hãy chuẩn bị lại.");
    json_open(&json, '{');
    copy_texts(&json, &whole);
    json_open_list(&json, "items");
    json_open(&json, '{');
    copy_texts(&json, item_of(&whole));
    json_text_field(&json, "value", base64_write(app->arena, value.data, value.size));
    json_close(&json, '}');
    json_close(&json, ']');
    json_close(&json, '}');
    return OK;
}

static enum status
file_bytes(struct app *app, const struct json_value *from, const char *key, struct span *bytes,
           struct error *err)
{
    const char *text = from ? json_find_text(from, key) : NULL;
    size_t size = text ? strlen(text) : 0;
    uint8_t *room = arena_alloc(app->arena, size + 1);

    if (!text || !base64_read(span_of(text), room, &size))
        return fail(err, INVALID, "Tệp đã ký thiếu mục “%s”, hoặc mục ấy không phải base64.", key);
    *bytes = (struct span){(const char *)room, size};
    return OK;
}

enum status
paper_file_read(struct app *app, struct span json, const struct paper_kind *kind,
                struct paper_file *file, struct error *err)
{
    struct json_value whole;
    struct moment now = app_now(app);

    TRY(json_read(json, app->arena, &whole, err));
    const struct json_value *item = item_of(&whole);
    const char *made = json_find_text(&whole, "made");
    if (!text_equal(json_find_text(&whole, "format"), PAPER_FORMAT) ||
        !text_equal(json_find_text(&whole, "paper"), kind->name) || !item || !made ||
        !moment_parse(span_of(made), &file->made))
        return fail(err, INVALID, "Đây không phải tệp mà --prepare của lệnh này viết ra.");
    const int64_t age = now.seconds - file->made.seconds;
    if (age < 0 || age > (int64_t)PAPER_DAYS_MAX * 24 * 60 * 60)
        return fail(err, INVALID,
                    "Tệp này được chuẩn bị quá %d ngày trước, hoặc sau bây giờ; hãy chuẩn bị lại.",
                    PAPER_DAYS_MAX);
    TRY(file_bytes(app, &whole, "reasons", &file->reasons, err));
    TRY(file_bytes(app, item, "state", &file->state, err));
    return file_bytes(app, item, "value", &file->value, err);
}

enum status
paper_sign(struct app *app, const struct paper *paper, struct span plain,
           const struct paper_way *way, struct sign_right *right, struct buffer *out,
           struct error *err)
{
    if (way->session)
        return sign_now(app, paper, plain, way, right, out, err);
    return way->values ? attach(app, paper, plain, way, right, out, err)
                       : prepare(app, paper, plain, way, right, err);
}
