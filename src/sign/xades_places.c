/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/xades_names.h"

#include <assert.h>

#include "xml/record_tags.h"

const char *const xades_office_keys[] = {
    [OFFICE_DEPARTMENT] = "department",
    [OFFICE_OFFICER] = "officer",
    [OFFICE_INSPECTOR] = "inspector",
    [OFFICE_INSPECTED] = "inspected",
};
const char *const xades_office_roles[] = {
    [OFFICE_DEPARTMENT] = "CO_QUAN_QUAN_LY",
    [OFFICE_OFFICER] = "NGUOI_QUYET_DINH",
    [OFFICE_INSPECTOR] = "TRUONG_DOAN_KIEM_TRA",
    [OFFICE_INSPECTED] = "DAI_DIEN_TRUONG",
};
const struct xades_paper_names xades_papers[PAPER_COUNT] = {
    [PAPER_MANIFEST] = {"BANG_KE_HOC_BA", "bảng kê học bạ của lớp"},
    [PAPER_FREEZE] = {"CHOT_NAM_HOC", "văn bản chốt năm học"},
};
const struct xades_pair_names xades_pairs[PAIR_COUNT] = {
    [PAIR_DECISION] = {"QUYET_DINH_HOC_BA",
                       "quyết định về học bạ",
                       "người quyết định",
                       {OFFICE_OFFICER, OFFICE_DEPARTMENT}},
    [PAIR_MINUTES] = {"BIEN_BAN_KIEM_TRA",
                      "biên bản kiểm tra",
                      "trưởng đoàn kiểm tra",
                      {OFFICE_INSPECTOR, OFFICE_INSPECTED}},
};

const char *
xades_key(const struct xades_place *place, char *out)
{
    bool of_subject = !place->office && place->role == SIGNER_SUBJECT_TEACHER;
    struct span code = of_subject ? place->subject_code : (struct span){0};
    const char *key = place->office ? xades_office_keys[place->office]
                      : of_subject  ? "gvbm-"
                                    : signer_role_key(place->role);
    size_t size = strlen(key);

    assert(size + code.size < XADES_KEY_MAX);
    memcpy(out, key, size);
    if (code.size)
        memcpy(out + size, code.data, code.size);
    out[size + code.size] = '\0';
    return out;
}

static enum status
refuse(struct error *err, const char *what)
{
    return fail(err, INVALID, "Danh sách chữ ký của học bạ không đúng cấu trúc: %s.", what);
}

/* The MON_HOC whose Id is mon-<code>. */
static int32_t
find_subject(const struct xml_document *xml, int32_t data, struct span code)
{
    int32_t summary = xml_find_child(xml, data, XML_NONE, TAG_SUMMARY);
    int32_t marks = summary == XML_NO_ELEMENT ? XML_NO_ELEMENT
                                              : xml_find_child(xml, summary, XML_NONE, TAG_MARKS);
    size_t prefix = strlen(ID_SUBJECT_PREFIX);

    for (int32_t child = marks == XML_NO_ELEMENT ? marks : xml_first_child(xml, marks);
         child != XML_NO_ELEMENT; child = xml_next_sibling(xml, child)) {
        struct span id = xml_find_attribute(xml, child, "Id");
        if (xml_is(xml, child, XML_NONE, TAG_SUBJECT) && id.size == prefix + code.size &&
            memcmp(id.data, ID_SUBJECT_PREFIX, prefix) == 0 &&
            memcmp(id.data + prefix, code.data, code.size) == 0)
            return child;
    }
    return XML_NO_ELEMENT;
}

/* A copy beside the signature: a leaf without attributes. */
static bool
take_copy(const struct xml_document *xml, int32_t *child, const char *tag, struct span *text)
{
    if (!xml_is(xml, *child, XML_NONE, tag) || xml->elements[*child].attribute_count != 0 ||
        xml->elements[*child].after != *child + 1)
        return false;
    *text = xml_raw_text(xml, *child);
    *child = xml_next_sibling(xml, *child);
    return true;
}

/* NGAY_KY, SO_CCCD (of people) and the Signature; nothing else. */
static enum status
read_signer(const struct xml_document *xml, int32_t element, struct xades_place *place,
            struct error *err)
{
    int32_t child = xml_first_child(xml, element);

    if (!take_copy(xml, &child, TAG_SIGNED_ON, &place->signed_copy))
        return refuse(err, "thiếu NGAY_KY");
    if (place->role != SIGNER_SCHOOL && !take_copy(xml, &child, TAG_NUMBER, &place->number_copy))
        return refuse(err, "thiếu SO_CCCD");
    if (!xml_is(xml, child, XML_DS, "Signature") || xml_next_sibling(xml, child) != XML_NO_ELEMENT)
        return refuse(err, "phải có đúng một Signature cho mỗi người ký");
    place->signature = child;
    return OK;
}

static enum status
add_place(const struct xml_document *xml, int32_t element, struct xades_place place,
          struct xades_places *places, struct error *err)
{
    if (places->count == SIGNATURES_MAX)
        return refuse(err, "quá nhiều chữ ký");
    TRY(read_signer(xml, element, &place, err));
    places->items[places->count++] = place;
    return OK;
}

static enum status
add_subject_teacher(const struct xml_document *xml, int32_t element, struct xades_places *places,
                    struct error *err)
{
    static const char prefix[] = "gvbm-";
    struct span id = xml_find_attribute(xml, element, "Id");
    struct xades_place place = {.role = SIGNER_SUBJECT_TEACHER, .general = places->general};

    if (!xml_is(xml, element, XML_NONE, "GVBM") || xml->elements[element].attribute_count != 1 ||
        id.size < sizeof prefix || id.size >= sizeof prefix + SUBJECT_CODE_MAX ||
        memcmp(id.data, prefix, sizeof prefix - 1) != 0)
        return refuse(err, "thẻ GVBM sai");
    place.subject_code = (struct span){id.data + sizeof prefix - 1, id.size - sizeof prefix + 1};
    place.data = find_subject(xml, places->data, place.subject_code);
    if (!places->subject_teachers_sign || place.data == XML_NO_ELEMENT)
        return refuse(err, "giáo viên bộ môn ký một môn không có trong học bạ");
    return add_place(xml, element, place, places, err);
}

static enum status
add_subject_teachers(const struct xml_document *xml, int32_t list, struct xades_places *places,
                     struct error *err)
{
    int32_t child = xml_first_child(xml, list);

    if (xml->elements[list].attribute_count != 0 || child == XML_NO_ELEMENT)
        return refuse(err, "DANH_SACH_GVBM trống");
    for (; child != XML_NO_ELEMENT; child = xml_next_sibling(xml, child))
        TRY(add_subject_teacher(xml, child, places, err));
    return OK;
}

static enum status
add_signers(const struct xml_document *xml, int32_t child, struct xades_places *places,
            struct error *err)
{
    if (xml_is(xml, child, XML_NONE, TAG_TEACHERS)) {
        TRY(add_subject_teachers(xml, child, places, err));
        child = xml_next_sibling(xml, child);
    }
    for (int role = SIGNER_CLASS_TEACHER; role <= SIGNER_SCHOOL; role++) {
        if (!xml_is(xml, child, XML_NONE, signer_role_tag((enum signer_role)role)))
            continue;
        if (xml->elements[child].attribute_count != 0)
            return refuse(err, "thẻ người ký có thuộc tính");
        struct xades_place place = {
            .role = (enum signer_role)role, .data = places->data, .general = XML_NO_ELEMENT};
        TRY(add_place(xml, child, place, places, err));
        child = xml_next_sibling(xml, child);
    }
    return child == XML_NO_ELEMENT
               ? OK
               : refuse(err, "có thẻ lạ, lặp lại hoặc các chữ ký không theo thứ tự quy định");
}

static bool
has_only_id(const struct xml_document *xml, int32_t element, const char *id)
{
    return xml->elements[element].attribute_count == 1 &&
           span_is(xml_find_attribute(xml, element, "Id"), id);
}

enum status
xades_find_places(const struct xml_document *document, struct xades_places *places,
                  struct error *err)
{
    struct xades_places found = {.data = xml_first_child(document, 0)};

    if (!xml_is(document, 0, XML_NONE, TAG_RECORD) || document->elements[0].attribute_count != 0 ||
        !xml_is(document, found.data, XML_NONE, TAG_DATA) ||
        !has_only_id(document, found.data, ID_DATA))
        return fail(err, INVALID,
                    "Tệp không phải học bạ số: không có DU_LIEU_HOC_BA ở đầu HOC_BA.");
    found.general = xml_first_child(document, found.data);
    found.signers = xml_next_sibling(document, found.data);
    if (!xml_is(document, found.general, XML_NONE, TAG_GENERAL))
        return fail(err, INVALID, "Học bạ không có THONG_TIN_CHUNG ở đầu phần dữ liệu.");
    found.subject_teachers_sign = has_only_id(document, found.general, ID_GENERAL);
    if (!xml_is(document, found.signers, XML_NONE, TAG_SIGNERS) ||
        document->elements[found.signers].attribute_count != 0 ||
        xml_next_sibling(document, found.signers) != XML_NO_ELEMENT)
        return refuse(err, "thiếu DANH_SACH_THONG_TIN_KY hoặc còn thẻ lạ sau nó");
    TRY(add_signers(document, xml_first_child(document, found.signers), &found, err));
    *places = found;
    return OK;
}

/* DU_LIEU, the first element of a file that is no record. */
static enum status
find_data(const struct xml_document *document, const char *root, const char *what, int32_t *data,
          struct error *err)
{
    *data = xml_first_child(document, 0);
    if (!xml_is(document, 0, XML_NONE, root) || document->elements[0].attribute_count != 0 ||
        !xml_is(document, *data, XML_NONE, "DU_LIEU") || !has_only_id(document, *data, ID_DATA))
        return fail(err, INVALID, "Tệp không phải %s.", what);
    return OK;
}

/* The one signature behind the one data element of a file. */
static enum status
find_sole_place(const struct xml_document *document, const char *root, const char *what,
                struct xades_place *place, struct error *err)
{
    TRY(find_data(document, root, what, &place->data, err));
    place->signature = xml_next_sibling(document, place->data);
    if (!xml_is(document, place->signature, XML_DS, "Signature") ||
        xml_next_sibling(document, place->signature) != XML_NO_ELEMENT)
        return fail(err, INVALID, "Tệp (%s) chưa được ký.", what);
    return OK;
}

enum status
xades_find_registry_place(const struct xml_document *document, struct xades_place *place,
                          struct error *err)
{
    struct xades_place found = {.office = OFFICE_DEPARTMENT, .general = XML_NO_ELEMENT};

    TRY(find_sole_place(document, "SO_DANG_KY_CHUNG_THU", "sổ đăng ký chứng thư số", &found, err));
    *place = found;
    return OK;
}

enum status
xades_find_paper_place(const struct xml_document *document, enum xades_paper paper,
                       struct xades_place *place, struct error *err)
{
    struct xades_place found = {.role = SIGNER_PRINCIPAL, .general = XML_NO_ELEMENT};

    TRY(find_sole_place(document, xades_papers[paper].root, xades_papers[paper].what, &found, err));
    *place = found;
    return OK;
}

enum status
xades_find_pair_places(const struct xml_document *document, enum xades_pair pair,
                       struct xades_place places[PAIR_SIGNATURES], size_t *count, struct error *err)
{
    const struct xades_pair_names *names = &xades_pairs[pair];
    int32_t data, next;

    TRY(find_data(document, names->root, names->what, &data, err));
    next = xml_next_sibling(document, data);
    for (*count = 0; *count < PAIR_SIGNATURES && next != XML_NO_ELEMENT; ++*count) {
        if (!xml_is(document, next, XML_DS, "Signature"))
            break;
        places[*count] = (struct xades_place){.office = names->offices[*count],
                                              .signature = next,
                                              .data = data,
                                              .general = XML_NO_ELEMENT};
        next = xml_next_sibling(document, next);
    }
    if (*count == 0 || next != XML_NO_ELEMENT)
        return fail(err, INVALID, "Chữ ký của %s thiếu hoặc thừa.", names->what);
    return OK;
}
