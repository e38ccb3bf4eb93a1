/* SPDX-License-Identifier: Apache-2.0
 *
 * Decisions: what each kind is about, and what it may say.
 */
#include "service/access.h"
#include "service/edit.h"
#include "service/editing.h"
#include "service/summer.h"

static bool
text_is_answer(const char *text)
{
    enum answer answer;

    return answer_parse(text, &answer) && answer != ANSWER_NONE;
}

static bool
text_is_reassessment(const char *text)
{
    return text_equal(text, "listed") || text_equal(text, "decided");
}

static bool
text_is_choice(const char *text)
{
    return strchr(text, '=') != NULL;
}

static bool
text_is_said(const char *text)
{
    return !text_is_blank(text);
}

/* "all", or keys as `hocba show` lists them; a subject's own, "mon.T", means all its parts. */
static bool
text_is_exemption(const char *text)
{
    static const char gaps[] = " ,\n";
    bool any = false;

    if (text_equal(text, "all"))
        return true;
    for (const char *p = text + strspn(text, gaps); *p; p += strspn(p, gaps)) {
        const struct subject *subject;
        enum subject_part part;
        enum period period;
        char key[64];
        size_t size = strcspn(p, gaps);
        if (size >= sizeof key)
            return false;
        memcpy(key, p, size);
        key[size] = '\0';
        bool whole = text_starts(key, "mon.") && curriculum_subject(key + strlen("mon."));
        if (!whole && !subject_key_parse(key, &subject, &part, &period) &&
            !field_key_parse(key, &period))
            return false;
        p += size;
        any = true;
    }
    return any;
}

static const struct decision_kind {
    const char *kind, *entity;
    bool (*fits)(const char *text);
    const char *expected;
} decision_kinds[] = {
    {DECISION_PROMOTION, ENTITY_ENROLMENT, text_is_answer, "1 (được lên lớp) hoặc 0 (chưa được)"},
    {DECISION_EXEMPLARY, ENTITY_ENROLMENT, text_is_answer, "1 (Học sinh Tiêu biểu) hoặc 0"},
    {DECISION_EXEMPTION, ENTITY_ENROLMENT, text_is_exemption,
     "all, hoặc các mục như “hocba show --pupil MÃ” liệt kê (mon.T: cả môn)"},
    {DECISION_REASSESSMENT, ENTITY_ENROLMENT, text_is_reassessment,
     "listed (vào danh sách đánh giá bổ sung) hoặc decided (đã quyết định)"},
    {DECISION_NO_NUMBER_REASON, ENTITY_PUPIL, text_is_said, "lý do chưa có số định danh"},
    {DECISION_NO_MOTHER_REASON, ENTITY_PUPIL, text_is_said, "lý do không có họ tên mẹ"},
    {DECISION_SIGNER_CHOICE, "class", text_is_choice, "gvcn=TÊN_ĐĂNG_NHẬP, cbql=..., gvbm TV=..."},
};

static const struct decision_kind *
decision_kind_find(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(decision_kinds); i++) {
        if (text_equal(decision_kinds[i].kind, kind))
            return &decision_kinds[i];
    }
    return NULL;
}

struct deciding {
    struct app *app;
    struct decision decision;
    const struct enrolled *enrolled; /* whose draft changes by it; NULL: of a class */
    struct stamp stamp;
};

/* About a pupil's year only while it is open. */
static enum status
check_decidable(const struct deciding *work, struct error *err)
{
    struct app *app = work->app;
    struct year_rules rules;

    if (!text_equal(work->decision.entity, ENTITY_ENROLMENT))
        return OK;
    TRY(year_rules_load(app, work->enrolled->unit, work->enrolled->year, &rules, err));
    return pupil_check_open(app, &rules, work->enrolled->enrolment.id, NULL, err);
}

static enum status
write_decision(struct store *store, void *context, struct error *err)
{
    struct deciding *work = context;

    if (work->enrolled)
        TRY(check_decidable(work, err));
    if (work->enrolled)
        TRY(draft_reopen(work->app, work->enrolled->enrolment.id, &work->stamp, err));
    return store_add_decision(store, &work->decision, &work->stamp, err);
}

enum status
decision_add(struct app *app, const char *kind, const char *text, const struct enrolled *enrolled,
             const struct school_class *class, const char *reference, struct error *err)
{
    const struct decision_kind *row = decision_kind_find(kind);
    struct deciding work = {.app = app, .enrolled = enrolled, .stamp = app_stamp(app, "decide")};

    if (!row)
        return fail(err, USAGE, "Không có loại quyết định “%s”. “hocba decide --help” liệt kê.",
                    kind);
    bool of_class = text_equal(row->entity, "class");
    if (of_class ? !class : !enrolled)
        return fail(err, USAGE, "Quyết định “%s” là về một %s.", kind,
                    of_class ? "lớp (--class)" : "học sinh (--pupil)");
    if (!row->fits(text))
        return fail(err, USAGE, "Quyết định “%s” ghi là %s, không phải “%s”.", kind, row->expected,
                    text);
    if (of_class)
        TRY(access_check_class(app, MAY_DECIDE, class->unit, class->year, class->id, err));
    else
        TRY(access_check_class(app, MAY_DECIDE, enrolled->unit, enrolled->year,
                               enrolled->enrolment.class_id, err));
    if (text_equal(kind, DECISION_SIGNER_CHOICE)) {
        struct person chosen;
        TRY(person_find(app, strchr(text, '=') + 1, &chosen, err));
    }
    const char *subject = of_class                                ? class->id
                          : text_equal(row->entity, ENTITY_PUPIL) ? enrolled->pupil.id
                                                                  : enrolled->enrolment.id;
    work.decision = (struct decision){.id = app_new_id(app),
                                      .kind = kind,
                                      .entity = row->entity,
                                      .subject = subject,
                                      .text = text,
                                      .reference = reference};
    return store_transact(app->store, write_decision, &work, err);
}
