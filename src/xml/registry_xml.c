/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/registry_xml.h"

#include "base/encode.h"
#include "base/unicode.h"
#include "xml/record_tags.h"

#define TAG_REGISTRY "SO_DANG_KY_CHUNG_THU"
#define TAG_BODY     "DU_LIEU"
#define TAG_ROW      "CHUNG_THU"

enum { TEXT_GRAPHEMES_MAX = 200 };

/* The leaves of a row in their order. */
enum leaf_kind { LEAF_SHA256, LEAF_ROLE, LEAF_TEXT, LEAF_MOMENT };

static const struct {
    const char *tag;
    enum leaf_kind kind;
    bool required;
    size_t offset;
} leaves[] = {
    {"DAU_VAN_TAY", LEAF_SHA256, true, offsetof(struct registry_row, certificate_sha256)},
    {"VAI_TRO", LEAF_ROLE, true, offsetof(struct registry_row, role)},
    {"MA_TRUONG", LEAF_TEXT, true, offsetof(struct registry_row, school_code)},
    {"TEN_NAM_HOC", LEAF_TEXT, false, offsetof(struct registry_row, year_name)},
    {"TEN_LOP", LEAF_TEXT, false, offsetof(struct registry_row, class_name)},
    {"MA_MON_HOC", LEAF_TEXT, false, offsetof(struct registry_row, subject_code)},
    {"TU_NGAY", LEAF_MOMENT, true, offsetof(struct registry_row, from)},
    {"DEN_NGAY", LEAF_MOMENT, false, offsetof(struct registry_row, to)},
    {"NGAY_THU_HOI", LEAF_MOMENT, false, offsetof(struct registry_row, revoked)},
};

/* --- writing ------------------------------------------------------------------------------ */

static bool
is_writable(const char *text)
{
    return text && *text && utf8_is_valid(span_of(text)) && unicode_is_nfc(span_of(text)) &&
           !text_has_control(text);
}

static const char *
write_moment(const void *place, char *text)
{
    const struct moment *moment = place;

    return moment->seconds == 0 ? NULL : moment_write(*moment, text);
}

/* The text of a leaf in `text`, or NULL when the row has none. */
static const char *
leaf_text(const struct registry_row *row, size_t leaf, char *text)
{
    const void *place = (const char *)row + leaves[leaf].offset;

    switch (leaves[leaf].kind) {
    case LEAF_SHA256: return hex_write(place, sizeof row->certificate_sha256, text);
    case LEAF_ROLE: return signer_role_tag(row->role);
    case LEAF_TEXT: return *(const char *const *)place;
    case LEAF_MOMENT: return write_moment(place, text);
    }
    return NULL;
}

static enum status
write_row(struct xml_writer *xml, const struct registry_row *row, struct error *err)
{
    xml_start(xml, XML_NONE, TAG_ROW);
    for (size_t i = 0; i < COUNT_OF(leaves); i++) {
        char room[2 * sizeof row->certificate_sha256 + 1];
        const char *text = leaf_text(row, i, room);
        if (text ? !is_writable(text) : leaves[i].required)
            return fail(err, INVALID, "Sổ đăng ký chứng thư: một dòng thiếu hoặc sai %s.",
                        leaves[i].tag);
        xml_leaf(xml, XML_NONE, leaves[i].tag, text);
    }
    xml_end(xml);
    return OK;
}

static enum status
write_registry(const struct registry_data *data, struct buffer *out, struct error *err)
{
    struct xml_writer xml = xml_writer_to(out);
    char text[MOMENT_TEXT_SIZE];

    if (!is_writable(data->department_name) || !is_writable(data->department_code))
        return fail(err, INVALID, "Sổ đăng ký chứng thư thiếu tên hoặc mã cơ quan quản lý.");
    buffer_text(out, XML_DECLARATION);
    xml_start(&xml, XML_NONE, TAG_REGISTRY);
    xml_start(&xml, XML_NONE, TAG_BODY);
    xml_attribute(&xml, "Id", ID_DATA);
    xml_leaf(&xml, XML_NONE, "TEN_CO_QUAN", data->department_name);
    xml_leaf(&xml, XML_NONE, "MA_SO_GIAO_DUC", data->department_code);
    xml_leaf(&xml, XML_NONE, "NGAY_LAP", moment_write(data->made, text));
    for (size_t i = 0; i < data->rows.count; i++)
        TRY(write_row(&xml, &data->rows.items[i], err));
    xml_end(&xml);
    xml_end(&xml);
    return OK;
}

enum status
registry_xml_write(const struct registry_data *data, struct buffer *out, struct error *err)
{
    AUTO(buffer) *bytes = buffer_new(REGISTRY_FILE_MAX);

    TRY(write_registry(data, bytes, err));
    if (bytes->overflow || data->rows.count > REGISTRY_ROWS_MAX)
        return fail(err, INVALID, "Sổ đăng ký chứng thư có quá nhiều dòng (tối đa %d).",
                    REGISTRY_ROWS_MAX);
    buffer_add(out, bytes->data, bytes->size);
    return OK;
}

/* --- reading ------------------------------------------------------------------------------ */

static enum status
refuse(const struct xml_document *xml, int32_t element, struct error *err)
{
    struct span name = element == XML_NO_ELEMENT ? SPAN(TAG_BODY) : xml_element_name(xml, element);

    return fail(err, INVALID, "Sổ đăng ký chứng thư không đúng cấu trúc ở thẻ %.*s.",
                (int)name.size, name.data);
}

static bool
read_leaf(const struct xml_document *xml, int32_t element, size_t leaf, struct arena *arena,
          struct registry_row *row)
{
    void *place = (char *)row + leaves[leaf].offset;
    const char *text = xml_plain_text(xml, element, arena);

    switch (leaves[leaf].kind) {
    case LEAF_SHA256: return hex_read(span_of(text), place, sizeof row->certificate_sha256);
    case LEAF_MOMENT: return moment_parse(span_of(text), place);
    case LEAF_TEXT:
        *(const char **)place = text;
        return *text && unicode_graphemes(span_of(text)) <= TEXT_GRAPHEMES_MAX;
    case LEAF_ROLE:
        for (int role = 0; role < SIGNER_ROLE_COUNT; role++)
            if (text_equal(text, signer_role_tag((enum signer_role)role))) {
                row->role = (enum signer_role)role;
                return true;
            }
        return false;
    }
    return false;
}

static bool
is_plain_leaf(const struct xml_document *xml, int32_t element)
{
    return xml->elements[element].after == element + 1 &&
           xml->elements[element].attribute_count == 0;
}

static enum status
read_row(const struct xml_document *xml, int32_t element, struct arena *arena,
         struct registry_row *row, struct error *err)
{
    int32_t child = xml_first_child(xml, element);

    if (!xml_is(xml, element, XML_NONE, TAG_ROW) || xml->elements[element].attribute_count != 0)
        return refuse(xml, element, err);
    for (size_t i = 0; i < COUNT_OF(leaves); i++) {
        bool present = xml_is(xml, child, XML_NONE, leaves[i].tag);
        if (!present && leaves[i].required)
            return refuse(xml, element, err);
        if (!present)
            continue;
        if (!is_plain_leaf(xml, child) || !read_leaf(xml, child, i, arena, row))
            return refuse(xml, child, err);
        child = xml_next_sibling(xml, child);
    }
    return child == XML_NO_ELEMENT ? OK : refuse(xml, child, err);
}

static enum status
take_head(const struct xml_document *xml, int32_t *child, const char *tag, struct arena *arena,
          const char **text, struct error *err)
{
    if (!xml_is(xml, *child, XML_NONE, tag) || !is_plain_leaf(xml, *child))
        return refuse(xml, *child, err);
    *text = xml_plain_text(xml, *child, arena);
    *child = xml_next_sibling(xml, *child);
    return OK;
}

enum status
registry_xml_read(const struct xml_document *document, struct arena *arena,
                  struct registry_data *data, struct error *err)
{
    struct registry_data read = {0};
    const char *made;
    int32_t body = xml_first_child(document, 0);

    if (!xml_is(document, 0, XML_NONE, TAG_REGISTRY) || !xml_is(document, body, XML_NONE, TAG_BODY))
        return fail(err, INVALID, "Tệp không phải sổ đăng ký chứng thư số.");
    int32_t child = xml_first_child(document, body);
    TRY(take_head(document, &child, "TEN_CO_QUAN", arena, &read.department_name, err));
    TRY(take_head(document, &child, "MA_SO_GIAO_DUC", arena, &read.department_code, err));
    TRY(take_head(document, &child, "NGAY_LAP", arena, &made, err));
    if (!moment_parse(span_of(made), &read.made))
        return refuse(document, body, err);
    for (; child != XML_NO_ELEMENT; child = xml_next_sibling(document, child)) {
        if (read.rows.count == REGISTRY_ROWS_MAX)
            return refuse(document, child, err);
        TRY(read_row(document, child, arena, list_add(arena, read.rows), err));
    }
    *data = read;
    return OK;
}
