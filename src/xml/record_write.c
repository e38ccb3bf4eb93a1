/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/record_xml.h"

#include "base/unicode.h"
#include "xml/record_tags.h"

struct writing {
    struct xml_writer xml;
    const struct record *record;
    const struct record_xml_options *options;
    struct arena *arena;
    struct error *err;
};

static bool
has_forbidden(const char *text)
{
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < ' ' && *at != '\n')
            return true;
    return strstr(text, "\xEF\xBF\xBE") || strstr(text, "\xEF\xBF\xBF");
}

/* A tag with its text; none when there is no value. */
static enum status
write_leaf(struct writing *writing, const char *tag, const char *text)
{
    if (!text || !*text)
        return OK;
    if (!utf8_is_valid(span_of(text)) || !unicode_is_nfc(span_of(text)) || has_forbidden(text))
        return fail(writing->err, INVALID,
                    "Trường %s có ký tự không hợp lệ (không phải Unicode dựng sẵn hoặc ký tự điều "
                    "khiển); hãy nhập lại trường này.",
                    tag);
    xml_leaf(&writing->xml, XML_NONE, tag, text);
    return OK;
}

static const char *
moment_text(struct writing *writing, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];

    if (moment.seconds == 0 && moment.offset_minutes == 0)
        return NULL;
    return arena_text(writing->arena, moment_write(moment, text));
}

/* The comments on qualities and competences, which stand in when the class teacher wrote none. */
static const char *
joined_comments(struct writing *writing)
{
    const struct record *record = writing->record;
    const char *parts[] = {record->comment_qualities, record->comment_general,
                           record->comment_specific};
    const char *all = NULL;

    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i] && *parts[i])
            all = all ? arena_printf(writing->arena, "%s %s", all, parts[i]) : parts[i];
    return all;
}

/* NHAN_XET_GVCN; in strict v1.0 with the comments of the subjects, one line each. */
static const char *
class_teacher_comment(struct writing *writing)
{
    const struct record *record = writing->record;
    const char *text = record->class_teacher_comment;

    if (!text || !*text)
        text = joined_comments(writing);
    for (size_t i = 0; writing->options->strict_v10 && i < record->subject_count; i++) {
        const struct subject_result *subject = &record->subjects[i];
        if (subject->comment && *subject->comment)
            text = arena_printf(writing->arena, "%s%s%s: %s", text ? text : "", text ? "\n" : "",
                                subject->name ? subject->name : subject->code, subject->comment);
    }
    return text;
}

static const char *
field_text(struct writing *writing, const struct field *field)
{
    const char *place = (const char *)writing->record + field->offset;

    if (field->offset == offsetof(struct record, version))
        return writing->options->strict_v10 ? RECORD_VERSION_STRICT : RECORD_VERSION_OURS;
    if (field->offset == offsetof(struct record, class_teacher_comment))
        return class_teacher_comment(writing);
    if (field->kind == FIELD_DATE) {
        struct date date = *(const struct date *)(const void *)place;
        return date_is_none(date) ? NULL : moment_text(writing, moment_of_date(date));
    }
    return record_get(writing->record, field, writing->arena);
}

/* MA_UUID_THAY_THE is ours. */
static bool
is_left_out(const struct writing *writing, const struct field *field)
{
    return writing->options->strict_v10 && field->offset == offsetof(struct record, replaces_uuid);
}

static enum status
write_group(struct writing *writing, enum field_group group)
{
    for (size_t i = 0; i < record_field_count; i++)
        if (record_fields[i].group == group && !is_left_out(writing, &record_fields[i]))
            TRY(write_leaf(writing, record_fields[i].tag, field_text(writing, &record_fields[i])));
    return OK;
}

static const char *
part_text(struct writing *writing, const struct part *part, const void *item)
{
    const char *place = (const char *)item + part->offset;

    switch (part->kind) {
    case PART_TEXT: return *(const char *const *)(const void *)place;
    case PART_LEVEL: return level_symbol(*(const enum level *)(const void *)place);
    case PART_MOMENT: return moment_text(writing, *(const struct moment *)(const void *)place);
    case PART_MARK: {
        int mark = *(const int *)(const void *)place;
        return mark == MARK_NONE ? NULL : arena_printf(writing->arena, "%d", mark);
    }
    }
    return NULL;
}

static enum status
write_parts(struct writing *writing, const struct part *parts, size_t count, const void *item)
{
    for (size_t i = 0; i < count; i++)
        if (!parts[i].ours || !writing->options->strict_v10)
            TRY(write_leaf(writing, parts[i].tag, part_text(writing, &parts[i], item)));
    return OK;
}

static enum status
write_history(struct writing *writing)
{
    const struct record *record = writing->record;

    xml_start(&writing->xml, XML_NONE, TAG_HISTORY);
    for (size_t i = 0; i < record->past_count; i++) {
        xml_start(&writing->xml, XML_NONE, TAG_PAST_YEAR);
        TRY(write_parts(writing, past_year_parts, past_year_part_count, &record->past[i]));
        xml_end(&writing->xml);
    }
    xml_end(&writing->xml);
    return OK;
}

static enum status
write_subject(struct writing *writing, const struct subject_result *subject)
{
    if (!subject_code_is_valid(subject->code))
        return fail(writing->err, INVALID, "Mã môn học “%.50s” không hợp lệ.",
                    subject->code ? subject->code : "");
    xml_start(&writing->xml, XML_NONE, TAG_SUBJECT);
    if (writing->options->subject_teachers_sign)
        xml_attribute(&writing->xml, "Id",
                      arena_printf(writing->arena, ID_SUBJECT_PREFIX "%s", subject->code));
    TRY(write_parts(writing, subject_parts, subject_part_count, subject));
    xml_end(&writing->xml);
    return OK;
}

static enum status
write_summary(struct writing *writing)
{
    const struct record *record = writing->record;

    xml_start(&writing->xml, XML_NONE, TAG_SUMMARY);
    TRY(write_group(writing, GROUP_SUMMARY));
    xml_start(&writing->xml, XML_NONE, TAG_MARKS);
    for (size_t i = 0; i < record->subject_count; i++)
        TRY(write_subject(writing, &record->subjects[i]));
    xml_end(&writing->xml);
    xml_start(&writing->xml, XML_NONE, TAG_TRAITS);
    TRY(write_group(writing, GROUP_TRAITS));
    xml_end(&writing->xml);
    xml_end(&writing->xml);
    return OK;
}

static enum status
write_data(struct writing *writing)
{
    xml_start(&writing->xml, XML_NONE, TAG_DATA);
    xml_attribute(&writing->xml, "Id", ID_DATA);
    xml_start(&writing->xml, XML_NONE, TAG_GENERAL);
    if (writing->options->subject_teachers_sign)
        xml_attribute(&writing->xml, "Id", ID_GENERAL);
    TRY(write_group(writing, GROUP_GENERAL));
    xml_end(&writing->xml);
    TRY(write_history(writing));
    TRY(write_summary(writing));
    xml_end(&writing->xml);
    return OK;
}

static enum status
write_document(struct writing *writing)
{
    buffer_text(writing->xml.out, XML_DECLARATION);
    xml_start(&writing->xml, XML_NONE, TAG_RECORD);
    TRY(write_data(writing));
    xml_start(&writing->xml, XML_NONE, TAG_SIGNERS);
    xml_end(&writing->xml);
    xml_end(&writing->xml);
    return OK;
}

enum status
record_xml_write(const struct record *record, const struct record_xml_options *options,
                 struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *bytes = buffer_new(XML_DOCUMENT_MAX);
    struct writing writing = {xml_writer_to(bytes), record, options, arena, err};

    TRY(write_document(&writing));
    if (bytes->overflow)
        return fail(err, INVALID, "Học bạ lớn hơn %d KB; hãy rút ngắn các nhận xét.",
                    XML_DOCUMENT_MAX / 1024);
    buffer_add(out, bytes->data, bytes->size);
    return OK;
}
