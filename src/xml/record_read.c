/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/record_xml.h"

#include "base/unicode.h"
#include "xml/record_tags.h"
#include "xml/scan_text.h"

struct reading {
    const struct xml_document *xml;
    struct arena *arena;
    char *texts; /* the document up to the signatures, copied: each text read is ended there by a
                    NUL */
    struct record *record;
    struct error *err;
};

static enum status
refuse(struct reading *reading, int32_t element, const char *what)
{
    struct span name = xml_element_name(reading->xml, element);

    return fail(reading->err, INVALID, "Học bạ không đúng cấu trúc: thẻ %.*s %s.", (int)name.size,
                name.data, what);
}

static bool
is_trimmed(const char *text, size_t size)
{
    char first = text[0], last = text[size - 1];

    return first != ' ' && first != '\n' && last != ' ' && last != '\n';
}

/* The text that is meant, where it stands in the copy. */
static struct span
take_text(struct reading *reading, const struct xml_element *element)
{
    char *text = reading->texts + element->content;
    size_t size = element->content_end - element->content;

    if (element->text_with & TEXT_WITH_REFERENCES)
        size = xml_resolve(text, size);
    text[size] = '\0';
    return (struct span){text, size};
}

/* The text of a leaf, exactly as we would write it: not empty, NFC, trimmed, within its ceiling. */
static enum status
leaf_text(struct reading *reading, int32_t element, unsigned graphemes_max, const char **text)
{
    const struct xml_element *at = &reading->xml->elements[element];

    if (at->after != element + 1)
        return refuse(reading, element, "chứa thẻ con không có trong đặc tả");
    if (at->attribute_count > 0 || at->space != XML_NONE)
        return refuse(reading, element, "có thuộc tính không có trong đặc tả");
    struct span plain = take_text(reading, at);
    if (plain.size == 0)
        return refuse(reading, element, "để trống (không có giá trị thì không được có thẻ)");
    /* Vietnamese text nearly always is plain, and skips the slow check. */
    if (plain.size > graphemes_max || at->text_with & TEXT_WITH_OTHERS ||
        !is_trimmed(plain.data, plain.size)) {
        const char *clean;
        struct error why;
        if (text_clean(plain.data, "", graphemes_max, reading->arena, &clean, &why) != OK)
            return refuse(reading, element, "có nội dung quá dài hoặc ký tự không hợp lệ");
        if (!text_equal(clean, plain.data))
            return refuse(reading, element,
                          "có nội dung chưa chuẩn hóa (khoảng trắng thừa hoặc Unicode tổ hợp)");
    }
    *text = plain.data;
    return OK;
}

/* The exact symbols that we write, without the search through accepted spellings. False leaves
 * the value to record_take(). */
static bool
set_symbol(const struct field *field, const char *text, void *place)
{
    switch (field->kind) {
    case FIELD_TEXT: *(const char **)place = text; return true;
    case FIELD_RATING:
        for (int i = RATING_T; i <= RATING_C; i++)
            if (text_equal(text, rating_symbol((enum rating)i))) {
                *(enum rating *)place = (enum rating)i;
                return true;
            }
        return false;
    case FIELD_RESULT:
        for (int i = RESULT_EXCELLENT; i <= RESULT_NOT_COMPLETED; i++)
            if (text_equal(text, result_word((enum result)i))) {
                *(enum result *)place = (enum result)i;
                return true;
            }
        return false;
    case FIELD_ANSWER:
        if (!text_equal(text, "0") && !text_equal(text, "1"))
            return false;
        *(enum answer *)place = *text == '1' ? ANSWER_YES : ANSWER_NO;
        return true;
    case FIELD_MOMENT: return moment_parse(span_of(text), place);
    default: return false;
    }
}

static enum status
set_field(struct reading *reading, int32_t element, const struct field *field)
{
    const char *text;

    TRY(leaf_text(reading, element, field->graphemes_max, &text));
    if (!set_symbol(field, text, (char *)reading->record + field->offset) &&
        !record_take(reading->record, field, text, reading->arena))
        return refuse(reading, element, "có giá trị không hiểu được");
    return OK;
}

/* The field of `group` that has this tag, at or after index *next. */
static const struct field *
next_field(struct reading *reading, int32_t element, enum field_group group, size_t *next)
{
    struct span tag = xml_element_name(reading->xml, element);

    for (size_t i = *next; i < record_field_count && record_fields[i].group == group; i++)
        if (span_is(tag, record_fields[i].tag)) {
            *next = i + 1;
            return &record_fields[i];
        }
    /* The other spelling of a misspelt name. */
    const struct field *field = field_by_tag(group, tag);
    if (!field || (size_t)(field - record_fields) < *next)
        return NULL;
    *next = (size_t)(field - record_fields) + 1;
    return field;
}

static size_t
first_field(enum field_group group)
{
    size_t first = 0;

    while (record_fields[first].group != group)
        first++;
    return first;
}

/* The leaves of a group from *child on; stops at the container `until` (NULL: none). */
static enum status
read_group(struct reading *reading, enum field_group group, int32_t *child, const char *until)
{
    size_t next = first_field(group);

    while (*child != XML_NO_ELEMENT && !(until && xml_is(reading->xml, *child, XML_NONE, until))) {
        const struct field *field = next_field(reading, *child, group, &next);
        if (!field)
            return refuse(reading, *child, "không có trong đặc tả, lặp lại hoặc sai chỗ");
        TRY(set_field(reading, *child, field));
        *child = xml_next_sibling(reading->xml, *child);
    }
    return OK;
}

static bool
set_level(const char *text, enum level *level)
{
    for (int i = LEVEL_T; i <= LEVEL_C; i++)
        if (text_equal(text, level_symbol((enum level)i))) {
            *level = (enum level)i;
            return true;
        }
    return level_parse(text, level);
}

static bool
set_part(struct reading *reading, const struct part *part, void *item, const char *text)
{
    void *place = (char *)item + part->offset;

    switch (part->kind) {
    case PART_TEXT: *(const char **)place = text; return true;
    case PART_LEVEL: return set_level(text, place);
    case PART_MARK: return text_to_int(text, 0, 10, place);
    case PART_MOMENT: return moment_parse(span_of(text), place);
    }
    (void)reading;
    return false;
}

static enum status
read_parts(struct reading *reading, int32_t element, const struct part *parts, size_t count,
           void *item)
{
    size_t next = 0;

    for (int32_t child = xml_first_child(reading->xml, element); child != XML_NO_ELEMENT;
         child = xml_next_sibling(reading->xml, child)) {
        const char *text;
        while (next < count && !xml_is(reading->xml, child, XML_NONE, parts[next].tag))
            next++;
        if (next == count)
            return refuse(reading, child, "không có trong đặc tả, lặp lại hoặc sai chỗ");
        TRY(leaf_text(reading, child, parts[next].graphemes_max, &text));
        if (!set_part(reading, &parts[next], item, text))
            return refuse(reading, child, "có giá trị không hiểu được");
        next++;
    }
    return OK;
}

static enum status
read_history(struct reading *reading, int32_t element)
{
    struct record *record = reading->record;

    for (int32_t child = xml_first_child(reading->xml, element); child != XML_NO_ELEMENT;
         child = xml_next_sibling(reading->xml, child)) {
        if (!xml_is(reading->xml, child, XML_NONE, TAG_PAST_YEAR) ||
            reading->xml->elements[child].attribute_count > 0)
            return refuse(reading, child, "không có trong đặc tả");
        if (record->past_count == PAST_YEARS_MAX)
            return refuse(reading, child, "lặp lại quá nhiều lần");
        TRY(read_parts(reading, child, past_year_parts, past_year_part_count,
                       &record->past[record->past_count++]));
    }
    return OK;
}

/* A subject carries its Id where THONG_TIN_CHUNG does, and nowhere else. */
static enum status
check_subject_id(struct reading *reading, int32_t element, const char *code, bool expected)
{
    struct span id = xml_find_attribute(reading->xml, element, "Id");

    if (reading->xml->elements[element].attribute_count != (expected ? 1 : 0))
        return refuse(reading, element, "có Id không đúng chỗ");
    if (!subject_code_is_valid(code))
        return refuse(reading, element, "không có mã môn học hợp lệ");
    if (expected && !span_is(id, arena_printf(reading->arena, ID_SUBJECT_PREFIX "%s", code)))
        return refuse(reading, element, "có Id không khớp mã môn học");
    return OK;
}

static enum status
read_marks(struct reading *reading, int32_t element, bool with_ids)
{
    struct record *record = reading->record;

    for (int32_t child = xml_first_child(reading->xml, element); child != XML_NO_ELEMENT;
         child = xml_next_sibling(reading->xml, child)) {
        struct subject_result *subject = &record->subjects[record->subject_count];
        if (!xml_is(reading->xml, child, XML_NONE, TAG_SUBJECT))
            return refuse(reading, child, "không có trong đặc tả");
        if (record->subject_count == SUBJECTS_MAX)
            return refuse(reading, child, "lặp lại quá nhiều lần");
        TRY(read_parts(reading, child, subject_parts, subject_part_count, subject));
        TRY(check_subject_id(reading, child, subject->code, with_ids));
        if (record_subject_const(record, subject->code))
            return refuse(reading, child, "lặp lại một môn học");
        record->subject_count++;
    }
    return OK;
}

/* A container that must be the next child; *child steps to the one behind it. */
static enum status
take_container(struct reading *reading, int32_t parent, int32_t *child, const char *tag,
               int32_t *container)
{
    if (!xml_is(reading->xml, *child, XML_NONE, tag))
        return fail(reading->err, INVALID,
                    "Học bạ không đúng cấu trúc: trong thẻ %.*s thiếu thẻ %s hoặc thẻ này sai chỗ.",
                    (int)xml_element_name(reading->xml, parent).size,
                    xml_element_name(reading->xml, parent).data, tag);
    *container = *child;
    *child = xml_next_sibling(reading->xml, *child);
    return OK;
}

static enum status
check_no_attributes(struct reading *reading, int32_t element)
{
    if (reading->xml->elements[element].attribute_count > 0)
        return refuse(reading, element, "có thuộc tính không có trong đặc tả");
    return OK;
}

static enum status
read_summary(struct reading *reading, int32_t summary, bool with_ids)
{
    int32_t child = xml_first_child(reading->xml, summary), marks, traits;

    TRY(check_no_attributes(reading, summary));
    TRY(read_group(reading, GROUP_SUMMARY, &child, TAG_MARKS));
    TRY(take_container(reading, summary, &child, TAG_MARKS, &marks));
    TRY(take_container(reading, summary, &child, TAG_TRAITS, &traits));
    if (child != XML_NO_ELEMENT)
        return refuse(reading, child, "không có trong đặc tả");
    TRY(check_no_attributes(reading, marks));
    TRY(check_no_attributes(reading, traits));
    TRY(read_marks(reading, marks, with_ids));
    child = xml_first_child(reading->xml, traits);
    return read_group(reading, GROUP_TRAITS, &child, NULL);
}

static enum status
check_version(struct reading *reading, struct record_xml_options *options)
{
    const struct record *record = reading->record;

    options->strict_v10 = text_equal(record->version, RECORD_VERSION_STRICT);
    if (!options->strict_v10 && !text_equal(record->version, RECORD_VERSION_OURS))
        return fail(reading->err, INVALID, "Phiên bản học bạ (PHIEN_BAN) không được hỗ trợ.");
    if (options->strict_v10 && record->replaces_uuid)
        return fail(reading->err, INVALID, "Học bạ phiên bản 1.0 không có thẻ MA_UUID_THAY_THE.");
    for (size_t i = 0; options->strict_v10 && i < record->subject_count; i++)
        if (record->subjects[i].comment)
            return fail(reading->err, INVALID,
                        "Học bạ phiên bản 1.0 không có thẻ NHAN_XET trong từng môn học.");
    return OK;
}

/* Whether Id stands on THONG_TIN_CHUNG: then subject teachers sign. */
static enum status
check_general_id(struct reading *reading, int32_t general, bool *with_ids)
{
    struct span id = xml_find_attribute(reading->xml, general, "Id");

    *with_ids = id.data != NULL;
    if (reading->xml->elements[general].attribute_count != (*with_ids ? 1 : 0) ||
        (*with_ids && !span_is(id, ID_GENERAL)))
        return refuse(reading, general, "có thuộc tính không có trong đặc tả");
    return OK;
}

static enum status
read_data(struct reading *reading, int32_t data, struct record_xml_options *options)
{
    int32_t child = xml_first_child(reading->xml, data), general, history, summary;

    if (reading->xml->elements[data].attribute_count != 1 ||
        !span_is(xml_find_attribute(reading->xml, data, "Id"), ID_DATA))
        return refuse(reading, data, "phải có đúng một thuộc tính Id=\"data\"");
    TRY(take_container(reading, data, &child, TAG_GENERAL, &general));
    TRY(take_container(reading, data, &child, TAG_HISTORY, &history));
    TRY(take_container(reading, data, &child, TAG_SUMMARY, &summary));
    if (child != XML_NO_ELEMENT)
        return refuse(reading, child, "không có trong đặc tả");
    TRY(check_general_id(reading, general, &options->subject_teachers_sign));
    TRY(check_no_attributes(reading, history));
    child = xml_first_child(reading->xml, general);
    TRY(read_group(reading, GROUP_GENERAL, &child, NULL));
    TRY(read_history(reading, history));
    TRY(read_summary(reading, summary, options->subject_teachers_sign));
    return check_version(reading, options);
}

enum status
record_xml_read_scanned(const struct xml_document *document, struct arena *arena,
                        struct record *record, struct record_xml_options *options,
                        struct error *err)
{
    struct record *read = arena_make(arena, struct record);
    struct reading reading = {.xml = document, .arena = arena, .record = read, .err = err};
    struct record_xml_options found = {0};
    int32_t child, data, signers;

    record_init(read);
    if (!xml_is(document, 0, XML_NONE, TAG_RECORD))
        return fail(err, INVALID, "Tệp không phải học bạ số: thẻ gốc không phải HOC_BA.");
    child = xml_first_child(document, 0);
    TRY(check_no_attributes(&reading, 0));
    TRY(take_container(&reading, 0, &child, TAG_DATA, &data));
    TRY(take_container(&reading, 0, &child, TAG_SIGNERS, &signers));
    if (child != XML_NO_ELEMENT)
        return refuse(&reading, child, "không có trong đặc tả");
    TRY(check_no_attributes(&reading, signers));
    reading.texts = arena_copy(arena, document->bytes.data, document->elements[data].end);
    TRY(read_data(&reading, data, &found));
    *record = *read;
    *options = found;
    return OK;
}

enum status
record_xml_read(struct span document, struct arena *arena, struct record *record, struct error *err)
{
    struct xml_document scanned;
    struct record_xml_options options;

    TRY(xml_scan(document, XML_DOCUMENT_MAX, arena, &scanned, err));
    return record_xml_read_scanned(&scanned, arena, record, &options, err);
}

enum status
record_xml_span(struct span file, struct span *issued, struct error *err)
{
    size_t head = sizeof(XML_DECLARATION) - 1;
    struct span inside = file;

    if (file.size > head && memcmp(file.data, XML_DECLARATION, head) == 0)
        inside = (struct span){file.data + head, file.size - head};
    static const char start[] = "<" TAG_RECORD ">", end[] = "</" TAG_RECORD ">";
    if (inside.size < sizeof start + sizeof end - 2 ||
        memcmp(inside.data, start, sizeof start - 1) != 0 ||
        memcmp(inside.data + inside.size - sizeof end + 1, end, sizeof end - 1) != 0)
        return fail(err, INVALID,
                    "Tệp không phải học bạ số: không bắt đầu và kết thúc bằng HOC_BA.");
    *issued = inside;
    return OK;
}
