/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "base/json_read.h"
#include "crypto/cms_envelope.h"
#include "model/record.h"
#include "service/access.h"
#include "service/access_log.h"
#include "service/edit.h"
#include "service/identity_inside.h"

#define REQUEST_FORMAT "hocba-identity-request-v1"
#define ANSWER_FORMAT  "hocba-identity-answer-v1"

/* --- asking ----------------------------------------------------------------------------------- */

static enum status
read_recipient(struct app *app, struct span file, struct certificate **recipient, struct error *err)
{
    bool pem = memmem(file.data, file.size, "-----BEGIN ", 11) != NULL;

    TRY(pem ? certificate_parse_pem(file, recipient, err)
            : certificate_parse(file, recipient, err));
    if (app_now(app).seconds > (*recipient)->not_after)
        return fail(err, INVALID,
                    "Chứng thư của nơi nhận đã hết hạn; hãy xin chứng thư mới. Chưa gửi gì.");
    return OK;
}

static void
write_case(struct json *json, const struct identity_question *asked, const char *sex)
{
    char birth[DATE_TEXT_SIZE];

    json_open(json, '{');
    json_text_field(json, "case", asked->id);
    json_text_field(json, "name", asked->name);
    json_text_field(json, "birth_date",
                    date_is_none(asked->birth_date) ? NULL
                                                    : date_write_iso(asked->birth_date, birth));
    json_text_field(json, "sex", sex);
    json_text_field(json, "personal_number", asked->personal_number);
    json_close(json, '}');
}

/* The file's text, and the same as it is kept. */
void
identity_gather(struct app *app, const struct identity_view *view, bool all,
                struct identity_exchange *exchange, struct buffer *plain)
{
    struct json json = json_to(plain);

    json_open(&json, '{');
    json_text_field(&json, "format", REQUEST_FORMAT);
    json_text_field(&json, "basis", exchange->basis);
    json_open_list(&json, "cases");
    for (size_t i = 0; i < view->rows.count; i++) {
        const struct identity_row *row = &view->rows.items[i];
        if (row->state == IDENTITY_STATE_VERIFIED && !all)
            continue;
        struct identity_question *asked = list_add(app->arena, exchange->questions);
        *asked = (struct identity_question){.id = app_new_id(app),
                                            .pupil = row->stored.pupil,
                                            .personal_number = row->stored.personal_number,
                                            .name = row->stored.name,
                                            .birth_date = row->stored.birth_date};
        write_case(&json, asked, row->stored.sex);
    }
    json_close(&json, ']');
    json_close(&json, '}');
}

enum status
identity_check_basis(const char *basis, struct error *err)
{
    if (text_is_blank(basis))
        return fail(err, USAGE,
                    "Hãy ghi căn cứ pháp lý của việc gửi dữ liệu (--basis): số, ngày văn bản.");
    if (strlen(basis) > IDENTITY_BASIS_MAX)
        return fail(err, USAGE, "Căn cứ pháp lý dài quá %d byte.", IDENTITY_BASIS_MAX);
    return OK;
}

struct keeping {
    struct app *app;
    const struct identity_exchange *exchange;
};

static enum status
keep_exchange(struct store *store, void *context, struct error *err)
{
    const struct keeping *it = context;
    const struct identity_exchange *exchange = it->exchange;
    const struct stamp stamp = app_stamp(it->app, NULL);

    TRY(store_add_identity_exchange(store, exchange, &stamp, err));
    return access_log_add(it->app, ACCESS_IDENTITY, NULL, exchange->unit,
                          arena_printf(it->app->arena, "%zu học sinh; căn cứ: %s",
                                       exchange->questions.count, exchange->basis),
                          NULL, err);
}

enum status
identity_keep_exchange(struct app *app, const struct identity_exchange *exchange, struct error *err)
{
    struct keeping it = {app, exchange};

    return store_transact(app->store, keep_exchange, &it, err);
}

enum status
identity_export(struct app *app, const struct unit *school, const struct identity_request *request,
                struct buffer *out, size_t *cases, struct error *err)
{
    AUTO(certificate) *recipient = NULL;
    AUTO(buffer) *plain = buffer_new_wiped(IDENTITY_FILE_MAX);
    char hex[SHA256_HEX_SIZE];
    struct identity_view view;

    TRY(access_check(app, MAY_EXCHANGE_IDENTITY, school->id, err));
    TRY(identity_check_basis(request->basis, err));
    TRY(read_recipient(app, request->certificate, &recipient, err));
    TRY(identity_load(app, school, NULL, &view, err));
    struct identity_exchange exchange = {.id = app_new_id(app),
                                         .unit = school->id,
                                         .recipient = digest_hex(&recipient->sha256, hex),
                                         .basis = request->basis};
    identity_gather(app, &view, request->all, &exchange, plain);
    if (exchange.questions.count == 0)
        return fail(err, NOT_FOUND, "Không còn học sinh nào cần đối chiếu. Chưa gửi gì.");
    TRY(cms_encrypt((struct span){plain->data, plain->size}, recipient, out, err));
    *cases = exchange.questions.count;
    return identity_keep_exchange(app, &exchange, err);
}

/* --- answers ---------------------------------------------------------------------------------- */

struct importing {
    struct app *app;
    const struct json_value *cases;
    struct identity_counts *counts;
};

static enum status
refuse_case(const char *id, const char *what, struct error *err)
{
    return fail(err, INVALID, "Trường hợp “%.40s”: %s. Chưa nhận gì.", id ? id : "", what);
}

static enum status
read_values(const struct json_value *one, struct identity_answer *answer, struct error *err)
{
    const char *birth = json_find_text(one, "birth_date");
    enum sex sex;

    answer->name = json_find_text(one, "name");
    answer->sex = json_find_text(one, "sex");
    answer->personal_number = json_find_text(one, "personal_number");
    if (answer->name && (text_is_blank(answer->name) || strlen(answer->name) > IDENTITY_TEXT_MAX))
        return refuse_case(answer->question, "họ tên trống hoặc quá dài", err);
    if (birth && !date_parse_iso(span_of(birth), &answer->birth_date))
        return refuse_case(answer->question, "ngày sinh phải viết như 2014-12-10", err);
    if (answer->sex && !sex_parse(answer->sex, &sex))
        return refuse_case(answer->question, "giới tính phải là Nam hoặc Nữ", err);
    if (answer->personal_number && !text_is_digits(answer->personal_number, 12))
        return refuse_case(answer->question, "số định danh phải có 12 chữ số", err);
    return OK;
}

static enum status
read_case(const struct json_value *one, struct identity_answer *answer,
          struct identity_counts *counts, struct error *err)
{
    *answer = (struct identity_answer){.question = json_find_text(one, "case"),
                                       .result = json_find_text(one, "result")};
    if (!answer->question)
        return refuse_case(NULL, "không có mã (case)", err);
    TRY(read_values(one, answer, err));
    bool values =
        answer->name || answer->sex || answer->personal_number || !date_is_none(answer->birth_date);
    if (text_equal(answer->result, IDENTITY_MATCH))
        counts->match++;
    else if (text_equal(answer->result, IDENTITY_DIFFERS))
        counts->differs++;
    else if (text_equal(answer->result, IDENTITY_NOT_FOUND))
        counts->not_found++;
    else
        return refuse_case(answer->question, "kết quả phải là match, differs hoặc not_found", err);
    if (values != text_equal(answer->result, IDENTITY_DIFFERS))
        return refuse_case(answer->question,
                           "kết quả differs, và chỉ nó, phải ghi mục khác và giá trị đúng", err);
    return OK;
}

static enum status
keep_answers(struct store *store, void *context, struct error *err)
{
    struct importing *it = context;
    const struct stamp stamp = app_stamp(it->app, NULL);
    struct identity_answer answer;
    const char *pupil, *unit;

    *it->counts = (struct identity_counts){0};
    for (size_t i = 0; i < it->cases->items.count; i++) {
        TRY(read_case(&it->cases->items.items[i], &answer, it->counts, err));
        TRY(store_find_identity_question(store, answer.question, it->app->arena, &pupil, &unit,
                                         err));
        TRY(access_check(it->app, MAY_EXCHANGE_IDENTITY, unit, err));
        TRY(store_add_identity_answer(store, &answer, &stamp, err));
    }
    return OK;
}

enum status
identity_import(struct app *app, struct span json, struct identity_counts *counts,
                struct error *err)
{
    struct json_value file;

    TRY(json_read(json, app->arena, &file, err));
    const struct json_value *cases = json_find(&file, "cases");
    if (!text_equal(json_find_text(&file, "format"), ANSWER_FORMAT) || !cases ||
        cases->kind != JSON_ARRAY)
        return fail(err, INVALID,
                    "Không phải tệp trả lời đối chiếu (%s). Tệp còn mã hóa thì giải mã trước: "
                    "openssl cms -decrypt.",
                    ANSWER_FORMAT);
    if (cases->items.count > IDENTITY_CASES_MAX)
        return fail(err, INVALID, "Tệp có quá %d trường hợp.", IDENTITY_CASES_MAX);
    struct importing it = {app, cases, counts};
    return store_transact(app->store, keep_answers, &it, err);
}

/* --- the registrar's decision ----------------------------------------------------------------- */

struct ruling {
    struct app *app;
    const char *question;
    bool accept;
    const char *reason;
};

static enum status
take_over(struct app *app, const struct identity_stored *it, struct error *err)
{
    const struct identity_answer *answer = &it->answer;
    struct enrolled enrolled;
    struct edit edits[4];
    char birth[DATE_TEXT_SIZE];
    size_t count = 0;

    if (answer->name)
        edits[count++] = (struct edit){.key = "ho_va_ten", .value = answer->name};
    if (!date_is_none(answer->birth_date))
        edits[count++] =
            (struct edit){.key = "ngay_sinh", .value = date_write_iso(answer->birth_date, birth)};
    if (answer->sex)
        edits[count++] = (struct edit){.key = "gioi_tinh", .value = answer->sex};
    if (answer->personal_number)
        edits[count++] = (struct edit){.key = "so_cccd", .value = answer->personal_number};
    if (count == 0)
        return fail(err, CONFLICT,
                    "Kết quả không tìm thấy thì không có gì để nhận; hãy giữ như đã nhập và ghi lý "
                    "do.");
    edits[0].source = "identity";
    TRY(store_find_enrolment(app->store, it->enrolment, app->arena, &enrolled, err));
    return draft_edit(app, &enrolled, edits, count, err);
}

/* The pupil of a question whose newest answer waits for a decision. */
static enum status
find_open(struct app *app, const char *question, struct identity_stored *found, struct error *err)
{
    const char *pupil, *unit_id;
    struct identity_view view;
    struct unit unit;

    TRY(store_find_identity_question(app->store, question, app->arena, &pupil, &unit_id, err));
    TRY(access_check(app, MAY_EXCHANGE_IDENTITY, unit_id, err));
    TRY(store_find_unit(app->store, unit_id, app->arena, &unit, err));
    TRY(identity_load(app, &unit, NULL, &view, err));
    for (size_t i = 0; i < view.rows.count; i++) {
        const struct identity_row *row = &view.rows.items[i];
        if (text_equal(row->stored.answer.question, question) && row->differs) {
            *found = row->stored;
            return OK;
        }
    }
    return fail(err, CONFLICT,
                "Trường hợp này không còn chờ quyết định: đã quyết định, hoặc dữ liệu của học sinh "
                "đã đổi sau khi hỏi.");
}

/* What is open is asked in the transaction that closes it: the pupil may change meanwhile. */
static enum status
rule(struct store *store, void *context, struct error *err)
{
    const struct ruling *it = context;
    const struct stamp stamp = app_stamp(it->app, it->reason);
    struct identity_stored open;

    TRY(find_open(it->app, it->question, &open, err));
    if (it->accept)
        TRY(take_over(it->app, &open, err));
    return store_add_identity_ruling(store, open.answer.number, it->accept, &stamp, err);
}

enum status
identity_rule(struct app *app, const char *question, bool accept, const char *reason,
              struct error *err)
{
    struct ruling it = {app, question, accept, reason};

    if (!accept && text_is_blank(reason))
        return fail(err, USAGE, "Giữ như đã nhập thì phải ghi lý do.");
    return store_transact(app->store, rule, &it, err);
}
