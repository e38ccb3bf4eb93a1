/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/manifest_xml.h"

#include "base/encode.h"
#include "base/unicode.h"
#include "base/uuid.h"
#include "xml/canonical.h"
#include "xml/record_tags.h"

#define TAG_MANIFEST "BANG_KE_HOC_BA"
#define TAG_BODY     "DU_LIEU"
#define TAG_ROW      "HOC_SINH"

enum { TEXT_GRAPHEMES_MAX = 200 };

static const struct {
    const char *key, *word;
} absences[ABSENCE_COUNT] = {
    [ABSENCE_NONE] = {"", "đã phát hành"},
    [ABSENCE_REASSESSMENT] = {"CHO_DANH_GIA_BO_SUNG", "chờ đánh giá bổ sung"},
    [ABSENCE_LEFT] = {"DA_ROI_LOP", "đã rời lớp"},
    [ABSENCE_OTHER] = {"LY_DO_KHAC", "lý do khác"},
};

const char *
absence_key(enum absence absence)
{
    return absences[absence].key;
}

const char *
absence_word(enum absence absence)
{
    return absences[absence].word;
}

/* --- writing ------------------------------------------------------------------------------ */

static bool
is_writable(const char *text, size_t most)
{
    return text && *text && utf8_is_valid(span_of(text)) && unicode_is_nfc(span_of(text)) &&
           !text_has_control(text) && unicode_graphemes(span_of(text)) <= most;
}

static enum status
write_text(struct xml_writer *xml, const char *tag, const char *text, size_t most,
           struct error *err)
{
    if (!is_writable(text, most))
        return fail(err, INVALID, "Bảng kê học bạ của lớp: thiếu hoặc sai %s.", tag);
    xml_leaf(xml, XML_NONE, tag, text);
    return OK;
}

static enum status
write_row(struct xml_writer *xml, const struct manifest_row *row, struct error *err)
{
    char hex[2 * MANIFEST_HASH_SIZE + 1];

    xml_start(xml, XML_NONE, TAG_ROW);
    TRY(write_text(xml, "MA_HOC_SINH", row->pupil_code, TEXT_GRAPHEMES_MAX, err));
    TRY(write_text(xml, "HO_VA_TEN", row->name, TEXT_GRAPHEMES_MAX, err));
    if (row->absence == ABSENCE_NONE) {
        TRY(write_text(xml, "MA_TRA_CUU_UUID", row->record, UUID_TEXT_SIZE - 1, err));
        xml_leaf(xml, XML_NONE, "BAM_HOC_BA", hex_write(row->issued, sizeof row->issued, hex));
    } else {
        xml_leaf(xml, XML_NONE, "LY_DO", absence_key(row->absence));
    }
    if (row->absence == ABSENCE_OTHER)
        TRY(write_text(xml, "GHI_CHU", row->note, MANIFEST_NOTE_MAX, err));
    xml_end(xml);
    return OK;
}

static enum status
write_manifest(const struct manifest_data *data, struct buffer *out, struct error *err)
{
    struct xml_writer xml = xml_writer_to(out);
    char text[MOMENT_TEXT_SIZE];

    buffer_text(out, XML_DECLARATION);
    xml_start(&xml, XML_NONE, TAG_MANIFEST);
    xml_start(&xml, XML_NONE, TAG_BODY);
    xml_attribute(&xml, "Id", ID_DATA);
    TRY(write_text(&xml, "TEN_TRUONG", data->school_name, TEXT_GRAPHEMES_MAX, err));
    TRY(write_text(&xml, "MA_TRUONG", data->school_code, TEXT_GRAPHEMES_MAX, err));
    TRY(write_text(&xml, "TEN_NAM_HOC", data->year_name, TEXT_GRAPHEMES_MAX, err));
    TRY(write_text(&xml, "TEN_LOP", data->class_name, TEXT_GRAPHEMES_MAX, err));
    xml_leaf(&xml, XML_NONE, "NGAY_LAP", moment_write(data->made, text));
    if (data->supplements)
        xml_leaf(&xml, XML_NONE, "BO_SUNG_CHO", data->supplements);
    for (size_t i = 0; i < data->rows.count; i++)
        TRY(write_row(&xml, &data->rows.items[i], err));
    xml_end(&xml);
    xml_end(&xml);
    return OK;
}

enum status
manifest_xml_write(const struct manifest_data *data, struct buffer *out, struct error *err)
{
    AUTO(buffer) *bytes = buffer_new(MANIFEST_FILE_MAX);

    TRY(write_manifest(data, bytes, err));
    if (bytes->overflow || data->rows.count > MANIFEST_ROWS_MAX)
        return fail(err, INVALID, "Bảng kê học bạ có quá nhiều học sinh (tối đa %d).",
                    MANIFEST_ROWS_MAX);
    buffer_add(out, bytes->data, bytes->size);
    return OK;
}

/* --- reading ------------------------------------------------------------------------------ */

/* A walk over the leaves of one element; the first that does not fit ends it. */
struct walk {
    const struct xml_document *xml;
    struct arena *arena;
    int32_t next;
    bool bad;
};

static bool
is_next(const struct walk *walk, const char *tag)
{
    return !walk->bad && xml_is(walk->xml, walk->next, XML_NONE, tag);
}

static const char *
take(struct walk *walk, const char *tag, size_t most)
{
    if (!is_next(walk, tag) || walk->xml->elements[walk->next].after != walk->next + 1 ||
        walk->xml->elements[walk->next].attribute_count != 0) {
        walk->bad = true;
        return "";
    }
    const char *text = xml_plain_text(walk->xml, walk->next, walk->arena);
    walk->next = xml_next_sibling(walk->xml, walk->next);
    walk->bad |= !is_writable(text, most);
    return text;
}

static void
take_hash(struct walk *walk, const char *tag, uint8_t hash[MANIFEST_HASH_SIZE])
{
    if (!hex_read(span_of(take(walk, tag, TEXT_GRAPHEMES_MAX)), hash, MANIFEST_HASH_SIZE))
        walk->bad = true;
}

static enum absence
take_absence(struct walk *walk)
{
    const char *key = take(walk, "LY_DO", TEXT_GRAPHEMES_MAX);

    for (int i = ABSENCE_REASSESSMENT; i < ABSENCE_COUNT; i++)
        if (text_equal(key, absences[i].key))
            return (enum absence)i;
    walk->bad = true;
    return ABSENCE_OTHER;
}

static void
read_row(struct walk *walk, struct manifest_row *row)
{
    row->pupil_code = take(walk, "MA_HOC_SINH", TEXT_GRAPHEMES_MAX);
    row->name = take(walk, "HO_VA_TEN", TEXT_GRAPHEMES_MAX);
    if (is_next(walk, "MA_TRA_CUU_UUID")) {
        row->record = take(walk, "MA_TRA_CUU_UUID", UUID_TEXT_SIZE - 1);
        walk->bad |= !uuid_is_valid(span_of(row->record));
        take_hash(walk, "BAM_HOC_BA", row->issued);
        return;
    }
    row->absence = take_absence(walk);
    if (row->absence == ABSENCE_OTHER)
        row->note = take(walk, "GHI_CHU", MANIFEST_NOTE_MAX);
}

static void
read_head(struct walk *walk, struct manifest_data *data)
{
    uint8_t before[MANIFEST_HASH_SIZE];

    data->school_name = take(walk, "TEN_TRUONG", TEXT_GRAPHEMES_MAX);
    data->school_code = take(walk, "MA_TRUONG", TEXT_GRAPHEMES_MAX);
    data->year_name = take(walk, "TEN_NAM_HOC", TEXT_GRAPHEMES_MAX);
    data->class_name = take(walk, "TEN_LOP", TEXT_GRAPHEMES_MAX);
    if (!moment_parse(span_of(take(walk, "NGAY_LAP", TEXT_GRAPHEMES_MAX)), &data->made))
        walk->bad = true;
    if (!is_next(walk, "BO_SUNG_CHO"))
        return;
    data->supplements = take(walk, "BO_SUNG_CHO", TEXT_GRAPHEMES_MAX);
    walk->bad |= !hex_read(span_of(data->supplements), before, sizeof before);
}

enum status
manifest_xml_read(const struct xml_document *document, struct arena *arena,
                  struct manifest_data *data, struct error *err)
{
    struct manifest_data read = {0};
    int32_t body = xml_first_child(document, 0);

    if (!xml_is(document, 0, XML_NONE, TAG_MANIFEST) || !xml_is(document, body, XML_NONE, TAG_BODY))
        return fail(err, INVALID, "Tệp không phải bảng kê học bạ của lớp.");
    struct walk walk = {.xml = document, .arena = arena, .next = xml_first_child(document, body)};
    read_head(&walk, &read);
    while (is_next(&walk, TAG_ROW) && read.rows.count < MANIFEST_ROWS_MAX) {
        struct walk inner = {
            .xml = document, .arena = arena, .next = xml_first_child(document, walk.next)};
        struct manifest_row *row = list_add(arena, read.rows);
        *row = (struct manifest_row){0};
        inner.bad = document->elements[walk.next].attribute_count != 0;
        read_row(&inner, row);
        walk.bad |= inner.bad || inner.next != XML_NO_ELEMENT;
        walk.next = xml_next_sibling(document, walk.next);
    }
    if (walk.bad || walk.next != XML_NO_ELEMENT)
        return fail(err, INVALID, "Bảng kê học bạ của lớp không đúng cấu trúc (docs/format.md).");
    *data = read;
    return OK;
}
