/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/xades_names.h"
#include "sign/xades_parts.h"
#include "xml/registry_xml.h"

#include <stdio.h>

static enum status
refuse(struct error *err, enum status status, const char *why)
{
    return fail(err, status, "Không ký được: %s. Tệp chưa bị thay đổi.", why);
}

static enum status
write_key(enum signer_role role, struct span subject_code, char *out, struct error *err)
{
    int size = role == SIGNER_SUBJECT_TEACHER
                   ? snprintf(out, XADES_KEY_SIZE, "%s-%.*s", signer_role_key(role),
                              (int)subject_code.size, subject_code.data)
                   : snprintf(out, XADES_KEY_SIZE, "%s", signer_role_key(role));
    if (size < 0 || size >= XADES_KEY_SIZE)
        return refuse(err, INVALID, "mã môn học quá dài");
    return OK;
}

/* --- order ---------------------------------------------------------------------------------- */

static enum status
check_turn(const struct xades_places *places, const struct xades_request *request,
           struct error *err)
{
    enum signer_role role = request->role;
    if (places->count == SIGNATURES_MAX)
        return refuse(err, CONFLICT, "học bạ đã có đủ số chữ ký tối đa");
    for (size_t i = 0; i < places->count; i++) {
        const struct xades_place *other = &places->items[i];
        if (other->role > role)
            return fail(err, CONFLICT,
                        "Không ký được: %s đã ký sau bước của %s. Thứ tự là giáo viên bộ môn, giáo "
                        "viên chủ nhiệm, cán bộ quản lý, ký phát hành. Tệp chưa bị thay đổi.",
                        signer_role_word(other->role), signer_role_word(role));
        if (other->role == role &&
            (role != SIGNER_SUBJECT_TEACHER || span_is(other->subject_code, request->subject_code)))
            return fail(err, CONFLICT, "Không ký được: %s đã ký rồi. Tệp chưa bị thay đổi.",
                        signer_role_word(role));
    }
    return OK;
}

/* --- what is signed -------------------------------------------------------------------------- */

static void
add_target(struct xades_plan *plan, const struct xml_document *document, int32_t element,
           const char *name, const char *uri)
{
    struct xades_target *target = &plan->targets[plan->target_count++];
    target->name = name;
    snprintf(target->uri, sizeof target->uri, "%s", uri);
    target->bytes = xml_element_bytes(document, element);
    target->digest = sha256(target->bytes);
}

static int32_t
find_subject(const struct xml_document *document, const char *id)
{
    for (size_t i = 0; i < document->element_count; i++)
        if (xml_is(document, (int32_t)i, XML_NONE, "MON_HOC") &&
            span_is(xml_find_attribute(document, (int32_t)i, "Id"), id))
            return (int32_t)i;
    return XML_NO_ELEMENT;
}

static enum status
plan_subject_targets(const struct xml_document *document, const struct xades_places *places,
                     const char *code, struct xades_plan *plan, struct error *err)
{
    char id[XADES_KEY_SIZE];
    int size = snprintf(id, sizeof id, "mon-%s", code ? code : "");
    if (code == NULL || size < 0 || (size_t)size >= sizeof id)
        return refuse(err, INVALID, "thiếu mã môn học hoặc mã quá dài");
    if (!places->subject_teachers_sign)
        return refuse(err, CONFLICT, "học bạ này không yêu cầu giáo viên bộ môn ký");
    int32_t subject = find_subject(document, id);
    if (subject == XML_NO_ELEMENT)
        return refuse(err, NOT_FOUND, "học bạ không có môn học này");
    add_target(plan, document, places->general, "general", "thongtinchung");
    add_target(plan, document, subject, "data", id);
    return OK;
}

/* Everybody who signed before, except that subject teachers sign side by side. */
static enum status
plan_earlier(const struct xml_document *document, const struct xades_places *places,
             struct xades_plan *plan, struct error *err)
{
    for (size_t i = 0; i < places->count; i++) {
        const struct xades_place *place = &places->items[i];
        struct xades_earlier *earlier = &plan->earlier[plan->earlier_count++];
        int32_t value = xml_find_child(document, place->signature, XML_DS, "SignatureValue");
        if (value == XML_NO_ELEMENT)
            return refuse(err, INVALID, "một chữ ký trước đó không đúng cấu trúc");
        TRY(write_key(place->role, place->subject_code, earlier->key, err));
        earlier->digest = sha256(xml_element_bytes(document, value));
    }
    return OK;
}

/* --- where it goes --------------------------------------------------------------------------- */

static void
plan_place(const struct xml_document *document, const struct xades_places *places,
           enum signer_role role, struct arena *arena, struct xades_plan *plan)
{
    const struct xml_element *list = &document->elements[places->signers];
    const char *open = arena_printf(arena, "<%s>", plan->role);
    const char *close = arena_printf(arena, "</%s>", plan->role);
    if (role == SIGNER_SUBJECT_TEACHER) {
        int32_t teachers = xml_find_child(document, places->signers, XML_NONE, "DANH_SACH_GVBM");
        bool first = teachers == XML_NO_ELEMENT;
        if (!first)
            list = &document->elements[teachers];
        open = arena_printf(arena, "%s<%s Id=\"%s\">", first ? "<DANH_SACH_GVBM>" : "", plan->role,
                            plan->key);
        close = arena_printf(arena, "</%s>%s", plan->role, first ? "</DANH_SACH_GVBM>" : "");
    }
    plan->place = list->content_end;
    plan->open = span_of(open);
    plan->close = span_of(close);
    plan->copies_time = true;
    plan->copies_number = role != SIGNER_SCHOOL;
}

enum status
xades_plan_record(struct span document, const struct xades_request *request, struct arena *arena,
                  struct xades_plan *plan, struct error *err)
{
    struct xml_document scanned;
    struct xades_places places;
    TRY(xml_scan(document, XML_DOCUMENT_MAX, arena, &scanned, err));
    TRY(xades_find_places(&scanned, &places, err));
    if (places.signers == XML_NO_ELEMENT)
        return refuse(err, INVALID, "học bạ không có chỗ cho chữ ký (DANH_SACH_THONG_TIN_KY)");
    TRY(check_turn(&places, request, err));

    *plan = (struct xades_plan){.role = signer_role_tag(request->role)};
    TRY(write_key(request->role, span_of(request->subject_code), plan->key, err));
    if (request->role == SIGNER_SUBJECT_TEACHER)
        TRY(plan_subject_targets(&scanned, &places, request->subject_code, plan, err));
    else {
        add_target(plan, &scanned, places.data, "data", "data");
        TRY(plan_earlier(&scanned, &places, plan, err));
    }
    plan_place(&scanned, &places, request->role, arena, plan);
    return OK;
}

/* A file of one data element and one signature. */
struct sole {
    const char *root, *key, *role, *what;
};

static enum status
plan_sole(struct span document, const struct sole *sole, struct arena *arena,
          struct xades_plan *plan, struct error *err)
{
    struct xml_document scanned;
    TRY(xml_scan(document, REGISTRY_FILE_MAX, arena, &scanned, err));
    int32_t data = xml_first_child(&scanned, 0);
    if (!xml_is(&scanned, 0, XML_NONE, sole->root) || data == XML_NO_ELEMENT ||
        !xml_is(&scanned, data, XML_NONE, "DU_LIEU"))
        return refuse(err, INVALID, arena_printf(arena, "đây không phải %s", sole->what));
    if (xml_next_sibling(&scanned, data) != XML_NO_ELEMENT)
        return refuse(err, CONFLICT, arena_printf(arena, "%s đã có chữ ký", sole->what));
    *plan = (struct xades_plan){.role = sole->role};
    snprintf(plan->key, sizeof plan->key, "%s", sole->key);
    add_target(plan, &scanned, data, "data", "data");
    plan->place = scanned.elements[0].content_end;
    return OK;
}

enum status
xades_plan_registry(struct span document, struct arena *arena, struct xades_plan *plan,
                    struct error *err)
{
    const struct sole registry = {"SO_DANG_KY_CHUNG_THU", xades_office_keys[OFFICE_DEPARTMENT],
                                  xades_office_roles[OFFICE_DEPARTMENT], "sổ đăng ký chứng thư"};
    return plan_sole(document, &registry, arena, plan, err);
}

enum status
xades_plan_paper(struct span document, enum xades_paper paper, struct arena *arena,
                 struct xades_plan *plan, struct error *err)
{
    const struct sole sole = {xades_papers[paper].root, signer_role_key(SIGNER_PRINCIPAL),
                              signer_role_tag(SIGNER_PRINCIPAL), xades_papers[paper].what};
    return plan_sole(document, &sole, arena, plan, err);
}

/* Who signs second confirms the first signature, as a later signer of a record the earlier. */
static enum status
plan_second(const struct xml_document *scanned, enum xades_pair pair, struct arena *arena,
            struct xades_plan *plan, struct error *err)
{
    const struct xades_pair_names *names = &xades_pairs[pair];
    struct xades_earlier *earlier = &plan->earlier[plan->earlier_count++];
    struct xades_place places[PAIR_SIGNATURES];
    size_t count;

    TRY(xades_find_pair_places(scanned, pair, places, &count, err));
    if (count == PAIR_SIGNATURES)
        return refuse(err, CONFLICT, arena_printf(arena, "%s đã có đủ hai chữ ký", names->what));
    int32_t value = xml_find_child(scanned, places[0].signature, XML_DS, "SignatureValue");
    if (value == XML_NO_ELEMENT)
        return refuse(err, INVALID,
                      arena_printf(arena, "chữ ký của %s không đúng cấu trúc", names->first));
    snprintf(earlier->key, sizeof earlier->key, "%s", xades_office_keys[names->offices[0]]);
    earlier->digest = sha256(xml_element_bytes(scanned, value));
    add_target(plan, scanned, places[0].data, "data", "data");
    plan->place = scanned->elements[0].content_end;
    return OK;
}

static enum xades_pair
pair_of(enum xades_office office)
{
    return office == OFFICE_INSPECTOR || office == OFFICE_INSPECTED ? PAIR_MINUTES : PAIR_DECISION;
}

enum status
xades_plan_pair(struct span document, enum xades_office office, struct arena *arena,
                struct xades_plan *plan, struct error *err)
{
    enum xades_pair pair = pair_of(office);
    const struct xades_pair_names *names = &xades_pairs[pair];
    const struct sole sole = {names->root, xades_office_keys[office], xades_office_roles[office],
                              names->what};
    struct xml_document scanned;

    if (office == names->offices[0])
        return plan_sole(document, &sole, arena, plan, err);
    TRY(xml_scan(document, XML_DOCUMENT_MAX, arena, &scanned, err));
    *plan = (struct xades_plan){.role = sole.role};
    snprintf(plan->key, sizeof plan->key, "%s", sole.key);
    return plan_second(&scanned, pair, arena, plan, err);
}
