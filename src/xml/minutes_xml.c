/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/minutes_xml.h"

#include <stdio.h>

#include "base/encode.h"
#include "base/uuid.h"
#include "xml/canonical.h"
#include "xml/leaf_walk.h"
#include "xml/record_tags.h"

#define DOCUMENT      "Biên bản kiểm tra"
#define TAG_MINUTES   "BIEN_BAN_KIEM_TRA"
#define TAG_BODY      "DU_LIEU"
#define TAG_CONDITION "DIEU_KIEN"
#define TAG_FOUND     "PHAT_HIEN"
#define TAG_FILE      "TEP"

/* What stands in the file for our keys. */
struct word {
    const char *key, *word;
};
static const struct word answers[] = {
    {"yes", "DAT"}, {"partly", "DAT_MOT_PHAN"}, {"no", "CHUA_DAT"}, {NULL, NULL}};
static const struct word severities[] = {
    {"minor", "NHE"}, {"major", "NANG"}, {"critical", "NGHIEM_TRONG"}, {NULL, NULL}};

static const char *
word_of(const struct word *words, const char *key)
{
    for (; words->key; words++)
        if (text_equal(words->key, key))
            return words->word;
    return NULL;
}

static const char *
key_of(const struct word *words, const char *word)
{
    for (; words->key; words++)
        if (text_equal(words->word, word))
            return words->key;
    return NULL;
}

/* --- writing ---------------------------------------------------------------------------------- */

static enum status
write_text(struct xml_writer *xml, const char *tag, const char *text, struct error *err)
{
    return leaf_text_write(xml, tag, text, MINUTES_TEXT_MAX, DOCUMENT, err);
}

static enum status
write_optional(struct xml_writer *xml, const char *tag, const char *text, struct error *err)
{
    return text ? write_text(xml, tag, text, err) : OK;
}

static void
write_moment(struct xml_writer *xml, const char *tag, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];

    xml_leaf(xml, XML_NONE, tag, moment_write(moment, text));
}

static enum status
write_condition(struct xml_writer *xml, const struct minutes_condition *row, struct error *err)
{
    xml_start(xml, XML_NONE, TAG_CONDITION);
    TRY(write_text(xml, "MUC", row->item, err));
    TRY(write_text(xml, "KET_QUA", word_of(answers, row->answer), err));
    TRY(write_optional(xml, "NHAN_XET", row->remark, err));
    xml_end(xml);
    return OK;
}

static enum status
write_file(struct xml_writer *xml, const struct minutes_evidence *file, struct error *err)
{
    char hex[2 * MINUTES_HASH_SIZE + 1];

    xml_start(xml, XML_NONE, TAG_FILE);
    TRY(write_text(xml, "TEN_TEP", file->name, err));
    xml_leaf(xml, XML_NONE, "BAM_TEP", hex_write(file->sha256, sizeof file->sha256, hex));
    xml_end(xml);
    return OK;
}

static enum status
write_finding(struct xml_writer *xml, const struct minutes_finding *row, struct error *err)
{
    char number[24], day[DATE_TEXT_SIZE];

    snprintf(number, sizeof number, "%lld", (long long)row->number);
    xml_start(xml, XML_NONE, TAG_FOUND);
    xml_leaf(xml, XML_NONE, "SO", number);
    TRY(write_text(xml, "MUC_DO", word_of(severities, row->severity), err));
    TRY(write_text(xml, "CAN_CU", row->article, err));
    TRY(write_text(xml, "NOI_DUNG", row->finding, err));
    TRY(write_optional(xml, "BANG_CHUNG", row->evidence, err));
    xml_leaf(xml, XML_NONE, "HAN_KHAC_PHUC", date_write_iso(row->deadline, day));
    for (size_t i = 0; i < row->files.count; i++)
        TRY(write_file(xml, &row->files.items[i], err));
    xml_end(xml);
    return OK;
}

static enum status
write_head(struct xml_writer *xml, const struct minutes_data *data, struct error *err)
{
    TRY(write_text(xml, "TEN_CO_QUAN", data->department_name, err));
    TRY(write_text(xml, "MA_CO_QUAN", data->department_code, err));
    TRY(write_text(xml, "MA_DOT", data->round, err));
    TRY(write_text(xml, "SO_QUYET_DINH", data->decision, err));
    TRY(write_text(xml, "TEN_TRUONG", data->school_name, err));
    TRY(write_text(xml, "MA_TRUONG", data->school_code, err));
    TRY(write_text(xml, "TEN_NAM_HOC", data->year_name, err));
    TRY(write_text(xml, "DIA_DIEM", data->place, err));
    write_moment(xml, "BAT_DAU", data->from);
    write_moment(xml, "KET_THUC", data->to);
    TRY(write_text(xml, "TRUONG_DOAN", data->head, err));
    TRY(write_text(xml, "THANH_PHAN_DOAN", data->team, err));
    TRY(write_text(xml, "THANH_PHAN_TRUONG", data->host, err));
    TRY(write_text(xml, "NOI_DUNG_KIEM_TRA", data->looked_at, err));
    write_moment(xml, "NGAY_LAP", data->made);
    return OK;
}

static enum status
write_minutes(const struct minutes_data *data, struct buffer *out, struct error *err)
{
    struct xml_writer xml = xml_writer_to(out);

    buffer_text(out, XML_DECLARATION);
    xml_start(&xml, XML_NONE, TAG_MINUTES);
    xml_start(&xml, XML_NONE, TAG_BODY);
    xml_attribute(&xml, "Id", ID_DATA);
    TRY(write_head(&xml, data, err));
    for (size_t i = 0; i < data->conditions.count; i++)
        TRY(write_condition(&xml, &data->conditions.items[i], err));
    for (size_t i = 0; i < data->records.count; i++)
        xml_leaf(&xml, XML_NONE, "MA_TRA_CUU_UUID", data->records.items[i]);
    for (size_t i = 0; i < data->findings.count; i++)
        TRY(write_finding(&xml, &data->findings.items[i], err));
    TRY(write_text(&xml, "Y_KIEN_TRUONG", data->opinion, err));
    xml_end(&xml);
    xml_end(&xml);
    return OK;
}

enum status
minutes_xml_write(const struct minutes_data *data, struct buffer *out, struct error *err)
{
    AUTO(buffer) *bytes = buffer_new(MINUTES_FILE_MAX);

    for (size_t i = 0; i < data->records.count; i++)
        if (!uuid_is_valid(span_of(data->records.items[i])))
            return fail(err, INVALID, DOCUMENT ": mã tra cứu học bạ không đúng.");
    TRY(write_minutes(data, bytes, err));
    if (bytes->overflow || data->conditions.count > MINUTES_ROWS_MAX ||
        data->records.count > MINUTES_ROWS_MAX || data->findings.count > MINUTES_ROWS_MAX)
        return fail(err, INVALID, DOCUMENT " dài quá: nhiều nhất %d phát hiện, %d học bạ và %d KB.",
                    MINUTES_ROWS_MAX, MINUTES_ROWS_MAX, MINUTES_FILE_MAX / 1024);
    buffer_add(out, bytes->data, bytes->size);
    return OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

static const char *
take_text(struct leaf_walk *walk, const char *tag)
{
    return leaf_walk_take(walk, tag, MINUTES_TEXT_MAX);
}

static const char *
take_optional(struct leaf_walk *walk, const char *tag)
{
    return leaf_walk_is_next(walk, tag) ? take_text(walk, tag) : NULL;
}

static const char *
take_key(struct leaf_walk *walk, const char *tag, const struct word *words)
{
    const char *key = key_of(words, take_text(walk, tag));

    walk->bad |= key == NULL;
    return key;
}

static void
read_condition(struct leaf_walk *walk, struct minutes_condition *row)
{
    row->item = take_text(walk, "MUC");
    row->answer = take_key(walk, "KET_QUA", answers);
    row->remark = take_optional(walk, "NHAN_XET");
}

static void
read_file(struct leaf_walk *walk, struct minutes_evidence *file)
{
    file->name = take_text(walk, "TEN_TEP");
    leaf_walk_take_hex(walk, "BAM_TEP", file->sha256, sizeof file->sha256);
}

static void
read_finding(struct leaf_walk *walk, struct minutes_finding *row)
{
    int number = 0;

    const char *text = take_text(walk, "SO");
    walk->bad |= !text_to_int(text, 1, INT32_MAX, &number) || *text == '0';
    row->number = number;
    row->severity = take_key(walk, "MUC_DO", severities);
    row->article = take_text(walk, "CAN_CU");
    row->finding = take_text(walk, "NOI_DUNG");
    row->evidence = take_optional(walk, "BANG_CHUNG");
    walk->bad |= !date_parse_iso(span_of(take_text(walk, "HAN_KHAC_PHUC")), &row->deadline);
    while (leaf_walk_is_next(walk, TAG_FILE) && row->files.count < MINUTES_FILES_MAX) {
        struct leaf_walk inner = leaf_walk_enter(walk);
        struct minutes_evidence *file = list_add(walk->arena, row->files);
        *file = (struct minutes_evidence){0};
        read_file(&inner, file);
        leaf_walk_leave(walk, &inner);
    }
}

static void
read_head(struct leaf_walk *walk, struct minutes_data *data)
{
    data->department_name = take_text(walk, "TEN_CO_QUAN");
    data->department_code = take_text(walk, "MA_CO_QUAN");
    data->round = take_text(walk, "MA_DOT");
    data->decision = take_text(walk, "SO_QUYET_DINH");
    data->school_name = take_text(walk, "TEN_TRUONG");
    data->school_code = take_text(walk, "MA_TRUONG");
    data->year_name = take_text(walk, "TEN_NAM_HOC");
    data->place = take_text(walk, "DIA_DIEM");
    data->from = leaf_walk_take_moment(walk, "BAT_DAU");
    data->to = leaf_walk_take_moment(walk, "KET_THUC");
    data->head = take_text(walk, "TRUONG_DOAN");
    data->team = take_text(walk, "THANH_PHAN_DOAN");
    data->host = take_text(walk, "THANH_PHAN_TRUONG");
    data->looked_at = take_text(walk, "NOI_DUNG_KIEM_TRA");
    data->made = leaf_walk_take_moment(walk, "NGAY_LAP");
}

static void
read_rows(struct leaf_walk *walk, struct minutes_data *data)
{
    struct arena *arena = walk->arena;

    while (leaf_walk_is_next(walk, TAG_CONDITION) && data->conditions.count < MINUTES_ROWS_MAX) {
        struct leaf_walk inner = leaf_walk_enter(walk);
        struct minutes_condition *row = list_add(arena, data->conditions);
        *row = (struct minutes_condition){0};
        read_condition(&inner, row);
        leaf_walk_leave(walk, &inner);
    }
    while (leaf_walk_is_next(walk, "MA_TRA_CUU_UUID") && data->records.count < MINUTES_ROWS_MAX)
        *list_add(arena, data->records) = leaf_walk_take_uuid(walk, "MA_TRA_CUU_UUID");
    while (leaf_walk_is_next(walk, TAG_FOUND) && data->findings.count < MINUTES_ROWS_MAX) {
        struct leaf_walk inner = leaf_walk_enter(walk);
        struct minutes_finding *row = list_add(arena, data->findings);
        *row = (struct minutes_finding){0};
        read_finding(&inner, row);
        leaf_walk_leave(walk, &inner);
    }
    data->opinion = take_text(walk, "Y_KIEN_TRUONG");
}

enum status
minutes_xml_read(const struct xml_document *document, struct arena *arena,
                 struct minutes_data *data, struct error *err)
{
    struct minutes_data read = {0};
    int32_t body = xml_first_child(document, 0);

    if (!xml_is(document, 0, XML_NONE, TAG_MINUTES) || !xml_is(document, body, XML_NONE, TAG_BODY))
        return fail(err, INVALID, "Tệp không phải biên bản kiểm tra.");
    struct leaf_walk walk = leaf_walk_into(document, body, arena);
    read_head(&walk, &read);
    read_rows(&walk, &read);
    if (!leaf_walk_is_over(&walk))
        return fail(err, INVALID, DOCUMENT " không đúng cấu trúc (docs/format.md).");
    *data = read;
    return OK;
}
