/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sign_right.h"

#include "model/curriculum.h"
#include "model/role.h"
#include "service/delegation.h"
#include "service/draft.h"
#include "store/key_closings.h"
#include "store/units.h"

/* --- the certificate -------------------------------------------------------------------------- */

/* Its key is closed in the ledger, which takes nothing more under it. */
static enum status
check_key_open(struct app *app, const struct certificate *certificate, const char *hex,
               struct error *err)
{
    struct key_closing closing;
    enum status status =
        store_find_closing_of_certificate(app->store, hex, app->arena, &closing, err);

    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    return fail(err, DENIED,
                "Khóa của chứng thư này (%s, %.8s) đã %s theo sổ cái, nên sổ không nhận gì ký bằng "
                "nó nữa. Chưa ký gì; hãy ký bằng con dấu có khóa mới đã được sở duyệt.",
                certificate->common_name, hex,
                text_equal(closing.action, CLOSING_COMPROMISE) ? "bị lộ" : "thôi dùng");
}

static enum status
check_certificate(struct app *app, const struct certificate *certificate,
                  struct stored_certificate *stored, struct error *err)
{
    char hex[SHA256_HEX_SIZE];
    int64_t now = app_now(app).seconds;

    digest_hex(&certificate->sha256, hex);
    enum status status = store_find_certificate_by_sha256(app->store, hex, app->arena, stored, err);
    if (status == NOT_FOUND)
        return fail(err, DENIED,
                    "Chứng thư của khóa này (%s, %.8s) chưa được đăng ký. Chưa ký gì; hãy đăng ký: "
                    "hocba certificate add.",
                    certificate->common_name, hex);
    TRY(status);
    TRY(check_key_open(app, certificate, hex, err));
    if (text_equal(stored->state, CERTIFICATE_WITHDRAWN) ||
        text_equal(stored->state, CERTIFICATE_REFUSED))
        return fail(err, DENIED,
                    "Chứng thư này (%s, %.8s) đã bị thu hồi hoặc từ chối; không ký được nữa.",
                    certificate->common_name, hex);
    if (now < certificate->not_before || now >= certificate->not_after)
        return fail(err, DENIED,
                    "Chứng thư này (%s, %.8s) chưa có hiệu lực hoặc đã hết hạn; không ký được.",
                    certificate->common_name, hex);
    return OK;
}

/* --- the school's seal ------------------------------------------------------------------------ */

/* Whoever keeps the seal for the clerk; nothing about the clerk, nor about who brings it to the
 * machine itself. */
static enum status
find_seal_delegation(struct app *app, const struct school_class *class, struct sign_right *right,
                     struct error *err)
{
    struct assignments held = {0};
    struct assignment_filter filter = {
        .unit = class->unit, .person = app->actor.person_id, .on = app_today(app)};
    bool own = false;

    if (!app->actor.person_id)
        return OK;
    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    for (size_t i = 0; i < held.list.count; i++) {
        const struct assignment *one = &held.list.items[i];
        if (!sign_right_given(one, SIGNER_SCHOOL, class))
            continue;
        own |= !one->delegation;
        right->delegation = own ? NULL : delegation_words(one, app->arena);
    }
    return OK;
}

static enum status
check_seal(struct app *app, const struct school_class *class, struct sign_right *right,
           struct error *err)
{
    struct unit unit;

    if (!right->certificate.unit)
        return fail(err, DENIED,
                    "Đây là chứng thư của một người (%s), không thay con dấu của nhà trường được. "
                    "Chưa ký gì.",
                    right->certificate.subject);
    TRY(store_find_unit(app->store, right->certificate.unit, app->arena, &unit, err));
    if (!text_equal(unit.id, class->unit))
        return fail(err, DENIED,
                    "Đây là con dấu của %s, không phải của trường có lớp này. Chưa ký gì.",
                    unit.name);
    if (!text_equal(right->certificate.state, CERTIFICATE_APPROVED))
        return fail(err, DENIED,
                    "Chứng thư của %s chưa được sở duyệt nên chưa dùng để phát hành được (CV2088 "
                    "III.1). Sở duyệt bằng: hocba certificate approve %.8s --by NGƯỜI_CỦA_SỞ.",
                    unit.name, right->certificate.sha256);
    right->signer = unit.code;
    right->name = unit.name;
    return find_seal_delegation(app, class, right, err);
}

/* --- people ----------------------------------------------------------------------------------- */

bool
sign_right_given(const struct assignment *held, enum signer_role role,
                 const struct school_class *class)
{
    enum role parsed;

    if (!role_parse(held->role, &parsed) || !(roles_that_sign(role) & ROLE_BIT(parsed)))
        return false;
    if (held->year && !text_equal(held->year, class->year))
        return false;
    return held->class_id ? text_equal(held->class_id, class->id) : !role_table[parsed].of_class;
}

/* Does a deputy sign for the principal there without a delegation? */
static enum status
deputy_signs(struct app *app, const struct assignment *deputy, const struct school_class *class,
             bool *signs, struct error *err)
{
    struct assignment_filter filter = {
        .unit = class->unit, .role = role_key(ROLE_PRINCIPAL), .on = app_today(app)};
    struct assignments principals = {0};
    struct decisions decisions = {0};

    if (class->id)
        TRY(store_list_class_decisions(app->store, class->id, app->arena, &decisions, err));
    const char *chosen = class->id ? chosen_signer(&decisions, class->id, "cbql") : NULL;
    *signs = text_equal(chosen, deputy->person_login);
    if (chosen)
        return OK;
    TRY(store_list_assignments(app->store, &filter, app->arena, &principals, err));
    *signs = principals.list.count != 1;
    return OK;
}

enum status
sign_right_list(struct app *app, const struct assignments *held, const struct school_class *class,
                struct assignments *signing, struct error *err)
{
    *signing = (struct assignments){0};
    for (size_t i = 0; i < held->list.count; i++) {
        const struct assignment *one = &held->list.items[i];
        bool signs = true;
        if (!one->delegation && text_equal(one->role, role_key(ROLE_DEPUTY_PRINCIPAL)))
            TRY(deputy_signs(app, one, class, &signs, err));
        if (signs)
            *list_add(app->arena, signing->list) = *one;
    }
    return OK;
}

/* How many people teach the subject in the class that day. */
static enum status
count_teachers(struct app *app, const struct school_class *class, const char *subject,
               size_t *count, struct error *err)
{
    struct assignment_filter filter = {.unit = class->unit,
                                       .role = role_key(ROLE_SUBJECT_TEACHER),
                                       .year = class->year,
                                       .class_id = class->id,
                                       .on = app_today(app)};
    struct assignments held = {0};

    TRY(store_list_assignments(app->store, &filter, app->arena, &held, err));
    *count = 0;
    for (size_t i = 0; i < held.list.count; i++) {
        const struct assignment *one = &held.list.items[i];
        bool counted = one->subject && !text_equal(one->subject, subject);
        for (size_t j = 0; j < i && !counted; j++)
            counted = text_equal(held.list.items[j].person, one->person) &&
                      text_equal(held.list.items[j].subject, one->subject);
        *count += !counted;
    }
    return OK;
}

/* A subject that several teach: one of them signs, and who decided so is kept. */
static enum status
check_subject_choice(struct app *app, const struct school_class *class, const char *subject,
                     const struct person *person, struct error *err)
{
    struct decisions decisions = {0};
    size_t count;

    TRY(store_list_class_decisions(app->store, class->id, app->arena, &decisions, err));
    const char *key = arena_printf(app->arena, "gvbm %s", subject);
    const char *chosen = chosen_signer(&decisions, class->id, key);
    if (chosen && !text_equal(chosen, person->login))
        return fail(err, DENIED, "Môn %s của lớp %s: đã có quyết định người ký là “%s”.", subject,
                    class->name, chosen);
    TRY(count_teachers(app, class, subject, &count, err));
    if (!chosen && count > 1)
        return fail(err, CONFLICT,
                    "Môn %s của lớp %s có %zu giáo viên; hãy ghi quyết định ai ký: hocba decide "
                    "signer_choice \"gvbm %s=TÊN\" --class %s --year %s.",
                    subject, class->name, count, subject, class->name, class->year);
    return OK;
}

static void
add_subject(struct app *app, struct sign_right *right, const char *code)
{
    for (size_t i = 0; i < right->subjects.count; i++) {
        if (text_equal(right->subjects.items[i], code))
            return;
    }
    *list_add(app->arena, right->subjects) = code;
}

/* The subjects that the person teaches there; one assigned without a subject teaches all. */
static void
list_subjects(struct app *app, const struct sign_order *order, const struct assignment *held,
              struct sign_right *right)
{
    for (size_t row = 0; row < TEMPLATE_ROWS; row++) {
        const char *code = curriculum_subject_at(row)->code;
        bool taught = !held->subject || text_equal(held->subject, code);
        if (taught && (!order->subject || text_equal(order->subject, code)))
            add_subject(app, right, code);
    }
}

static enum status
refuse_person(const struct sign_order *order, const struct person *person,
              const struct school_class *class, struct error *err)
{
    return fail(err, DENIED,
                "%s không được phân công ký với vai trò %s%s%s ở lớp %s vào hôm nay. Chưa ký gì; "
                "quyền ký chỉ có từ phân công của nhà trường.",
                person->name, signer_role_word(order->role), order->subject ? " môn " : "",
                order->subject ? order->subject : "", class->name);
}

static enum status
check_person(struct app *app, const struct sign_order *order, const struct school_class *class,
             struct sign_right *right, struct error *err)
{
    struct assignments all = {0}, assignments = {0};
    struct person person;
    bool may = false, own = false;

    if (!right->certificate.person)
        return fail(err, DENIED,
                    "Đây là con dấu của một đơn vị; %s phải ký bằng chứng thư của chính mình.",
                    signer_role_word(order->role));
    TRY(store_find_person(app->store, right->certificate.person, app->arena, &person, err));
    struct assignment_filter filter = {
        .unit = class->unit, .person = person.id, .on = app_today(app)};
    TRY(store_list_assignments(app->store, &filter, app->arena, &all, err));
    TRY(sign_right_list(app, &all, class, &assignments, err));
    for (size_t i = 0; i < assignments.list.count; i++) {
        const struct assignment *held = &assignments.list.items[i];
        if (!sign_right_given(held, order->role, class))
            continue;
        own |= !held->delegation;
        right->delegation = own ? NULL : delegation_words(held, app->arena);
        if (order->role == SIGNER_SUBJECT_TEACHER)
            list_subjects(app, order, held, right);
        may = order->role != SIGNER_SUBJECT_TEACHER || right->subjects.count > 0;
    }
    if (!may)
        return refuse_person(order, &person, class, err);
    for (size_t i = 0; i < right->subjects.count; i++)
        TRY(check_subject_choice(app, class, right->subjects.items[i], &person, err));
    right->signer = person.login;
    right->name = person.name;
    right->number = person.personal_number;
    return OK;
}

enum status
sign_right_find(struct app *app, const struct sign_order *order, const struct school_class *class,
                const struct certificate *certificate, struct sign_right *right, struct error *err)
{
    struct sign_right found = {0};

    if (order->subject && order->role != SIGNER_SUBJECT_TEACHER)
        return fail(err, USAGE, "Chỉ giáo viên bộ môn ký theo môn (--subject).");
    if (order->subject && !curriculum_subject(order->subject))
        return fail(err, USAGE, "Không có môn “%s”.", order->subject);
    TRY(check_certificate(app, certificate, &found.certificate, err));
    if (order->role == SIGNER_SCHOOL)
        TRY(check_seal(app, class, &found, err));
    else
        TRY(check_person(app, order, class, &found, err));
    *right = found;
    return OK;
}
