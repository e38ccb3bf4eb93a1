/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/decision_xml.h"

#include "base/encode.h"
#include "base/uuid.h"
#include "xml/canonical.h"
#include "xml/leaf_walk.h"
#include "xml/record_tags.h"

#define DOCUMENT         "Quyết định về học bạ"
#define TAG_DECISION     "QUYET_DINH_HOC_BA"
#define TAG_BODY         "DU_LIEU"
#define TAG_ROW          "HOC_BA"
#define TAG_AFTER_FREEZE "SAU_KHI_CHOT"
#define YES              "1"

static const struct {
    const char *key, *word;
} rulings[RULING_COUNT] = {
    [RULING_REPLACE] = {"DONG_Y_THAY_THE", "đồng ý thu hồi để thay thế"},
    [RULING_REVOKE] = {"DONG_Y_THU_HOI", "đồng ý thu hồi, không thay thế"},
    [RULING_REFUSE] = {"TU_CHOI", "từ chối thu hồi"},
    [RULING_GIVE_UP] = {"THOI_THAY_THE", "thôi thay thế"},
};

const char *
ruling_key(enum ruling ruling)
{
    return rulings[ruling].key;
}

const char *
ruling_word(enum ruling ruling)
{
    return rulings[ruling].word;
}

/* A record has one ruling in a decision, or nobody could say which one holds. */
static bool
has_twice(const struct decision_data *data)
{
    for (size_t i = 0; i < data->rows.count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(data->rows.items[i].record, data->rows.items[j].record))
                return true;
    return false;
}

/* --- writing ------------------------------------------------------------------------------ */

static enum status
write_uuid(struct xml_writer *xml, const char *tag, const char *uuid, struct error *err)
{
    if (!uuid || !uuid_is_valid(span_of(uuid)))
        return fail(err, INVALID, "Quyết định về học bạ: thiếu hoặc sai %s.", tag);
    xml_leaf(xml, XML_NONE, tag, uuid);
    return OK;
}

static enum status
write_row(struct xml_writer *xml, const struct decision_row *row, struct error *err)
{
    char hex[2 * DECISION_HASH_SIZE + 1];

    xml_start(xml, XML_NONE, TAG_ROW);
    TRY(write_uuid(xml, "MA_TRA_CUU_UUID", row->record, err));
    xml_leaf(xml, XML_NONE, "BAM_HOC_BA", hex_write(row->issued, sizeof row->issued, hex));
    xml_leaf(xml, XML_NONE, "KET_LUAN", ruling_key(row->ruling));
    TRY(leaf_text_write(xml, "LY_DO", row->reason, DECISION_REASON_MAX, DOCUMENT, err));
    if (row->evidence)
        TRY(leaf_text_write(xml, "CAN_CU", row->evidence, DECISION_REASON_MAX, DOCUMENT, err));
    xml_end(xml);
    return OK;
}

static enum status
write_head(struct xml_writer *xml, const struct decision_data *data, struct error *err)
{
    char text[MOMENT_TEXT_SIZE];

    TRY(leaf_text_write(xml, "TEN_CO_QUAN", data->department_name, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(xml, "MA_SO_GIAO_DUC", data->department_code, LEAF_TEXT_MAX, DOCUMENT,
                        err));
    TRY(leaf_text_write(xml, "SO_QUYET_DINH", data->number, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(xml, "TEN_TRUONG", data->school_name, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(xml, "MA_TRUONG", data->school_code, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(leaf_text_write(xml, "TEN_NAM_HOC", data->year_name, LEAF_TEXT_MAX, DOCUMENT, err));
    TRY(write_uuid(xml, "MA_YEU_CAU", data->request, err));
    xml_leaf(xml, XML_NONE, "NGAY_LAP", moment_write(data->made, text));
    if (data->after_freeze)
        xml_leaf(xml, XML_NONE, TAG_AFTER_FREEZE, YES);
    return OK;
}

static enum status
write_decision(const struct decision_data *data, struct buffer *out, struct error *err)
{
    struct xml_writer xml = xml_writer_to(out);

    buffer_text(out, XML_DECLARATION);
    xml_start(&xml, XML_NONE, TAG_DECISION);
    xml_start(&xml, XML_NONE, TAG_BODY);
    xml_attribute(&xml, "Id", ID_DATA);
    TRY(write_head(&xml, data, err));
    for (size_t i = 0; i < data->rows.count; i++)
        TRY(write_row(&xml, &data->rows.items[i], err));
    xml_end(&xml);
    xml_end(&xml);
    return OK;
}

enum status
decision_xml_write(const struct decision_data *data, struct buffer *out, struct error *err)
{
    AUTO(buffer) *bytes = buffer_new(DECISION_FILE_MAX);

    if (data->rows.count == 0 || data->rows.count > DECISION_ROWS_MAX)
        return fail(err, INVALID, "Quyết định về học bạ cần từ 1 đến %d học bạ.",
                    DECISION_ROWS_MAX);
    if (has_twice(data))
        return fail(err, INVALID, "Quyết định về học bạ nêu một học bạ hai lần.");
    TRY(write_decision(data, bytes, err));
    if (bytes->overflow)
        return fail(err, INVALID, "Quyết định về học bạ quá dài; hãy chia thành nhiều quyết định.");
    buffer_add(out, bytes->data, bytes->size);
    return OK;
}

/* --- reading ------------------------------------------------------------------------------ */

static enum ruling
take_ruling(struct leaf_walk *walk)
{
    const char *key = leaf_walk_take(walk, "KET_LUAN", LEAF_TEXT_MAX);

    for (int i = 0; i < RULING_COUNT; i++)
        if (text_equal(key, rulings[i].key))
            return (enum ruling)i;
    walk->bad = true;
    return RULING_REFUSE;
}

static void
read_row(struct leaf_walk *walk, struct decision_row *row)
{
    row->record = leaf_walk_take_uuid(walk, "MA_TRA_CUU_UUID");
    leaf_walk_take_hex(walk, "BAM_HOC_BA", row->issued, sizeof row->issued);
    row->ruling = take_ruling(walk);
    row->reason = leaf_walk_take(walk, "LY_DO", DECISION_REASON_MAX);
    if (leaf_walk_is_next(walk, "CAN_CU"))
        row->evidence = leaf_walk_take(walk, "CAN_CU", DECISION_REASON_MAX);
}

static void
read_head(struct leaf_walk *walk, struct decision_data *data)
{
    data->department_name = leaf_walk_take(walk, "TEN_CO_QUAN", LEAF_TEXT_MAX);
    data->department_code = leaf_walk_take(walk, "MA_SO_GIAO_DUC", LEAF_TEXT_MAX);
    data->number = leaf_walk_take(walk, "SO_QUYET_DINH", LEAF_TEXT_MAX);
    data->school_name = leaf_walk_take(walk, "TEN_TRUONG", LEAF_TEXT_MAX);
    data->school_code = leaf_walk_take(walk, "MA_TRUONG", LEAF_TEXT_MAX);
    data->year_name = leaf_walk_take(walk, "TEN_NAM_HOC", LEAF_TEXT_MAX);
    data->request = leaf_walk_take_uuid(walk, "MA_YEU_CAU");
    data->made = leaf_walk_take_moment(walk, "NGAY_LAP");
    if (!leaf_walk_is_next(walk, TAG_AFTER_FREEZE))
        return;
    walk->bad |= !text_equal(leaf_walk_take(walk, TAG_AFTER_FREEZE, LEAF_TEXT_MAX), YES);
    data->after_freeze = true;
}

static void
read_rows(struct leaf_walk *walk, struct decision_data *data)
{
    while (leaf_walk_is_next(walk, TAG_ROW) && data->rows.count < DECISION_ROWS_MAX) {
        struct leaf_walk inner = leaf_walk_enter(walk);
        struct decision_row *row = list_add(walk->arena, data->rows);

        *row = (struct decision_row){0};
        read_row(&inner, row);
        leaf_walk_leave(walk, &inner);
    }
}

enum status
decision_xml_read(const struct xml_document *document, struct arena *arena,
                  struct decision_data *data, struct error *err)
{
    struct decision_data read = {0};
    int32_t body = xml_first_child(document, 0);

    if (!xml_is(document, 0, XML_NONE, TAG_DECISION) || !xml_is(document, body, XML_NONE, TAG_BODY))
        return fail(err, INVALID, "Tệp không phải quyết định về học bạ.");
    struct leaf_walk walk = leaf_walk_into(document, body, arena);
    read_head(&walk, &read);
    read_rows(&walk, &read);
    if (!leaf_walk_is_over(&walk) || read.rows.count == 0 || has_twice(&read))
        return fail(err, INVALID, "Quyết định về học bạ không đúng cấu trúc (docs/format.md).");
    *data = read;
    return OK;
}
