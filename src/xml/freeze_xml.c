/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/freeze_xml.h"

#include "base/encode.h"
#include "xml/canonical.h"
#include "xml/leaf_walk.h"
#include "xml/record_tags.h"

#define DOCUMENT   "Văn bản chốt năm học"
#define TAG_FREEZE "CHOT_NAM_HOC"
#define TAG_BODY   "DU_LIEU"
#define TAG_ROW    "LOP"

/* --- writing ------------------------------------------------------------------------------ */

static enum status
write_row(struct xml_writer *xml, const struct freeze_row *row, struct error *err)
{
    char hex[2 * FREEZE_HASH_SIZE + 1];

    xml_start(xml, XML_NONE, TAG_ROW);
    TRY(leaf_text_write(xml, "TEN_LOP", row->class_name, LEAF_TEXT_MAX, DOCUMENT, err));
    if (row->reason)
        TRY(leaf_text_write(xml, "LY_DO", row->reason, FREEZE_REASON_MAX, DOCUMENT, err));
    else
        xml_leaf(xml, XML_NONE, "BAM_BANG_KE", hex_write(row->manifest, sizeof row->manifest, hex));
    xml_end(xml);
    return OK;
}

static enum status
write_freeze(const struct freeze_data *data, struct buffer *out, struct error *err)
{
    struct xml_writer xml = xml_writer_to(out);
    char text[MOMENT_TEXT_SIZE];

    buffer_text(out, XML_DECLARATION);
    xml_start(&xml, XML_NONE, TAG_FREEZE);
    xml_start(&xml, XML_NONE, TAG_BODY);
    xml_attribute(&xml, "Id", ID_DATA);
    TRY(leaf_text_write(&xml, "TEN_TRUONG", data->school_name, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(&xml, "MA_TRUONG", data->school_code, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(&xml, "TEN_NAM_HOC", data->year_name, LEAF_TEXT_MAX, DOCUMENT, err));
    xml_leaf(&xml, XML_NONE, "NGAY_LAP", moment_write(data->made, text));
    if (data->supersedes)
        xml_leaf(&xml, XML_NONE, "THAY_CHO", data->supersedes);
    for (size_t i = 0; i < data->rows.count; i++)
        TRY(write_row(&xml, &data->rows.items[i], err));
    xml_end(&xml);
    xml_end(&xml);
    return OK;
}

enum status
freeze_xml_write(const struct freeze_data *data, struct buffer *out, struct error *err)
{
    AUTO(buffer) *bytes = buffer_new(FREEZE_FILE_MAX);

    TRY(write_freeze(data, bytes, err));
    if (bytes->overflow || data->rows.count == 0 || data->rows.count > FREEZE_ROWS_MAX)
        return fail(err, INVALID, "Văn bản chốt năm học phải có từ 1 đến %d lớp.", FREEZE_ROWS_MAX);
    buffer_add(out, bytes->data, bytes->size);
    return OK;
}

/* --- reading ------------------------------------------------------------------------------ */

static void
read_row(struct leaf_walk *walk, struct freeze_row *row)
{
    row->class_name = leaf_walk_take(walk, "TEN_LOP", LEAF_TEXT_MAX);
    if (leaf_walk_is_next(walk, "LY_DO"))
        row->reason = leaf_walk_take(walk, "LY_DO", FREEZE_REASON_MAX);
    else
        leaf_walk_take_hex(walk, "BAM_BANG_KE", row->manifest, sizeof row->manifest);
}

static void
read_head(struct leaf_walk *walk, struct freeze_data *data)
{
    uint8_t before[FREEZE_HASH_SIZE];

    data->school_name = leaf_walk_take(walk, "TEN_TRUONG", LEAF_TEXT_MAX);
    data->school_code = leaf_walk_take(walk, "MA_TRUONG", LEAF_TEXT_MAX);
    data->year_name = leaf_walk_take(walk, "TEN_NAM_HOC", LEAF_TEXT_MAX);
    data->made = leaf_walk_take_moment(walk, "NGAY_LAP");
    if (!leaf_walk_is_next(walk, "THAY_CHO"))
        return;
    data->supersedes = leaf_walk_take(walk, "THAY_CHO", LEAF_TEXT_MAX);
    walk->bad |= !hex_read(span_of(data->supersedes), before, sizeof before);
}

static bool
is_named_twice(const struct freeze_data *data)
{
    for (size_t i = 0; i < data->rows.count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(data->rows.items[i].class_name, data->rows.items[j].class_name))
                return true;
    return false;
}

enum status
freeze_xml_read(const struct xml_document *document, struct arena *arena, struct freeze_data *data,
                struct error *err)
{
    struct freeze_data read = {0};
    int32_t body = xml_first_child(document, 0);

    if (!xml_is(document, 0, XML_NONE, TAG_FREEZE) || !xml_is(document, body, XML_NONE, TAG_BODY))
        return fail(err, INVALID, "Tệp không phải văn bản chốt năm học.");
    struct leaf_walk walk = leaf_walk_into(document, body, arena);
    read_head(&walk, &read);
    while (leaf_walk_is_next(&walk, TAG_ROW) && read.rows.count < FREEZE_ROWS_MAX) {
        struct leaf_walk inner = leaf_walk_enter(&walk);
        struct freeze_row *row = list_add(arena, read.rows);
        *row = (struct freeze_row){0};
        read_row(&inner, row);
        leaf_walk_leave(&walk, &inner);
    }
    if (!leaf_walk_is_over(&walk) || read.rows.count == 0 || is_named_twice(&read))
        return fail(err, INVALID, "Văn bản chốt năm học không đúng cấu trúc (docs/format.md).");
    *data = read;
    return OK;
}
