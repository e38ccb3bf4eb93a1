/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/manifest_xml.h"

#include "base/encode.h"
#include "base/uuid.h"
#include "xml/canonical.h"
#include "xml/leaf_walk.h"
#include "xml/record_tags.h"

#define DOCUMENT     "Bảng kê học bạ của lớp"
#define TAG_MANIFEST "BANG_KE_HOC_BA"
#define TAG_BODY     "DU_LIEU"
#define TAG_ROW      "HOC_SINH"

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

static enum status
write_row(struct xml_writer *xml, const struct manifest_row *row, struct error *err)
{
    char hex[2 * MANIFEST_HASH_SIZE + 1];

    xml_start(xml, XML_NONE, TAG_ROW);
    TRY(leaf_text_write(xml, "MA_HOC_SINH", row->pupil_code, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(xml, "HO_VA_TEN", row->name, LEAF_TEXT_MAX, DOCUMENT, err));
    if (row->absence == ABSENCE_NONE) {
        TRY(leaf_text_write(xml, "MA_TRA_CUU_UUID", row->record, UUID_TEXT_SIZE - 1, DOCUMENT,
                            err));
        xml_leaf(xml, XML_NONE, "BAM_HOC_BA", hex_write(row->issued, sizeof row->issued, hex));
    } else {
        xml_leaf(xml, XML_NONE, "LY_DO", absence_key(row->absence));
    }
    if (row->absence == ABSENCE_OTHER)
        TRY(leaf_text_write(xml, "GHI_CHU", row->note, MANIFEST_NOTE_MAX, DOCUMENT, err));
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
    TRY(leaf_text_write(&xml, "TEN_TRUONG", data->school_name, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(&xml, "MA_TRUONG", data->school_code, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(&xml, "TEN_NAM_HOC", data->year_name, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(&xml, "TEN_LOP", data->class_name, LEAF_TEXT_MAX, DOCUMENT, err));
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

static enum absence
take_absence(struct leaf_walk *walk)
{
    const char *key = leaf_walk_take(walk, "LY_DO", LEAF_TEXT_MAX);

    for (int i = ABSENCE_REASSESSMENT; i < ABSENCE_COUNT; i++)
        if (text_equal(key, absences[i].key))
            return (enum absence)i;
    walk->bad = true;
    return ABSENCE_OTHER;
}

static void
read_row(struct leaf_walk *walk, struct manifest_row *row)
{
    row->pupil_code = leaf_walk_take(walk, "MA_HOC_SINH", LEAF_TEXT_MAX);
    row->name = leaf_walk_take(walk, "HO_VA_TEN", LEAF_TEXT_MAX);
    if (leaf_walk_is_next(walk, "MA_TRA_CUU_UUID")) {
        row->record = leaf_walk_take_uuid(walk, "MA_TRA_CUU_UUID");
        leaf_walk_take_hex(walk, "BAM_HOC_BA", row->issued, sizeof row->issued);
        return;
    }
    row->absence = take_absence(walk);
    if (row->absence == ABSENCE_OTHER)
        row->note = leaf_walk_take(walk, "GHI_CHU", MANIFEST_NOTE_MAX);
}

static void
read_head(struct leaf_walk *walk, struct manifest_data *data)
{
    uint8_t before[MANIFEST_HASH_SIZE];

    data->school_name = leaf_walk_take(walk, "TEN_TRUONG", LEAF_TEXT_MAX);
    data->school_code = leaf_walk_take(walk, "MA_TRUONG", LEAF_TEXT_MAX);
    data->year_name = leaf_walk_take(walk, "TEN_NAM_HOC", LEAF_TEXT_MAX);
    data->class_name = leaf_walk_take(walk, "TEN_LOP", LEAF_TEXT_MAX);
    data->made = leaf_walk_take_moment(walk, "NGAY_LAP");
    if (!leaf_walk_is_next(walk, "BO_SUNG_CHO"))
        return;
    data->supplements = leaf_walk_take(walk, "BO_SUNG_CHO", LEAF_TEXT_MAX);
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
    struct leaf_walk walk = leaf_walk_into(document, body, arena);
    read_head(&walk, &read);
    while (leaf_walk_is_next(&walk, TAG_ROW) && read.rows.count < MANIFEST_ROWS_MAX) {
        struct leaf_walk inner = leaf_walk_enter(&walk);
        struct manifest_row *row = list_add(arena, read.rows);
        *row = (struct manifest_row){0};
        read_row(&inner, row);
        leaf_walk_leave(&walk, &inner);
    }
    if (!leaf_walk_is_over(&walk))
        return fail(err, INVALID, "Bảng kê học bạ của lớp không đúng cấu trúc (docs/format.md).");
    *data = read;
    return OK;
}
