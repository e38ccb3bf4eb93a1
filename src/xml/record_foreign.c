/* SPDX-License-Identifier: Apache-2.0
 *
 * The slow path: records that other suppliers wrote, in whatever layout.
 */
#include <expat.h>
#include <stdio.h>

#include "base/utf8.h"
#include "xml/record_tags.h"
#include "xml/record_xml.h"

enum { NODES_MAX = 16 * 1024, ROOT = -1 };

struct node {
    const char *name, *text; /* text of a leaf, trimmed by record_set() */
    int parent;
    bool has_children, used;
};

struct foreign {
    LIST(struct node) nodes; /* in document order */
    int open;
    size_t depth;
    struct buffer text; /* of the open leaf */
    XML_Parser parser;
    const char *stopped; /* why, when we stopped it */
    struct arena *arena;
    struct record *record;
    struct foreign_elements *unknown;
    struct problems *unreadable; /* NULL: the first value that cannot be read ends it */
    struct error *err;
};

static void
stop(struct foreign *foreign, const char *why)
{
    foreign->stopped = why;
    XML_StopParser(foreign->parser, XML_FALSE);
}

static void XMLCALL
on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct foreign *foreign = context;

    (void)attributes;
    if (foreign->nodes.count == NODES_MAX || ++foreign->depth > XML_DEPTH_MAX) {
        stop(foreign, "quá nhiều thẻ hoặc lồng quá sâu");
        return;
    }
    if (foreign->open != ROOT)
        foreign->nodes.items[foreign->open].has_children = true;
    struct node *node = list_add(foreign->arena, foreign->nodes);
    node->name = arena_text(foreign->arena, name);
    node->parent = foreign->open;
    foreign->open = (int)foreign->nodes.count - 1;
    foreign->text.size = 0;
}

static void XMLCALL
on_end(void *context, const XML_Char *name)
{
    struct foreign *foreign = context;
    struct node *node = &foreign->nodes.items[foreign->open];

    (void)name;
    if (!node->has_children)
        node->text = arena_copy(foreign->arena, foreign->text.data ? foreign->text.data : "",
                                foreign->text.size);
    foreign->text.size = 0;
    foreign->open = node->parent;
    foreign->depth--;
}

static void XMLCALL
on_text(void *context, const XML_Char *text, int size)
{
    struct foreign *foreign = context;

    buffer_add(&foreign->text, text, (size_t)size);
}

static void XMLCALL
on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public_id,
           int internal)
{
    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    stop(context, "có DTD");
}

static enum status
parse(struct foreign *foreign, struct span document)
{
    if (document.size == 0 || document.size > XML_DOCUMENT_MAX)
        return fail(foreign->err, INVALID, "Tệp rỗng hoặc lớn hơn mức cho phép (%d KB).",
                    XML_DOCUMENT_MAX / 1024);
    foreign->parser = XML_ParserCreate(NULL);
    if (!foreign->parser)
        return fail(foreign->err, UNAVAILABLE, "Không đọc được tệp XML; hãy thử lại.");
    XML_SetUserData(foreign->parser, foreign);
    XML_SetElementHandler(foreign->parser, on_start, on_end);
    XML_SetCharacterDataHandler(foreign->parser, on_text);
    XML_SetStartDoctypeDeclHandler(foreign->parser, on_doctype);
    bool good = XML_Parse(foreign->parser, document.data, (int)document.size, 1) == XML_STATUS_OK;
    XML_ParserFree(foreign->parser);
    buffer_clear(&foreign->text);
    if (!good)
        return fail(foreign->err, INVALID, "Tệp không phải XML dùng được: %s.",
                    foreign->stopped ? foreign->stopped : "sai cú pháp");
    return OK;
}

static bool
is_named(const struct foreign *foreign, int node, const char *name)
{
    return node != ROOT && text_equal(foreign->nodes.items[node].name, name);
}

/* Whether `node` stands below an element of that name. */
static bool
is_below(const struct foreign *foreign, int node, const char *name)
{
    while (node != ROOT && !is_named(foreign, node, name))
        node = foreign->nodes.items[node].parent;
    return node != ROOT;
}

/* The leaf child of `node` with this tag, marked as used; NULL when there is none. */
static const char *
take_child(struct foreign *foreign, int node, const char *tag)
{
    for (size_t i = (size_t)node + 1; i < foreign->nodes.count; i++) {
        struct node *child = &foreign->nodes.items[i];
        if (child->parent != node || child->has_children || !text_equal(child->name, tag))
            continue;
        child->used = true;
        return text_is_blank(child->text) ? NULL : child->text;
    }
    return NULL;
}

static enum status
refuse(struct foreign *foreign, const char *tag)
{
    return fail(foreign->err, INVALID, "Học bạ có thẻ %s lặp lại hoặc có giá trị không hiểu được.",
                tag);
}

/* What a part holds, for people. */
static const char *
accepted_form(enum part_kind kind)
{
    switch (kind) {
    case PART_TEXT: return "chữ";
    case PART_LEVEL: return "T (Hoàn thành tốt), H (Hoàn thành) hoặc C (Chưa hoàn thành)";
    case PART_MARK: return "số nguyên từ 0 đến 10";
    case PART_MOMENT: return "thời điểm dạng 2022-09-05T00:00:00+07:00";
    }
    return "giá trị hợp lệ";
}

/* A value that cannot be read is left out where somebody collects them. */
static enum status
leave_out(struct foreign *foreign, const char *key)
{
    if (!foreign->unreadable || foreign->err->status != INVALID)
        return foreign->err->status;
    rules_add_unreadable(key, foreign->err->message, foreign->arena, foreign->unreadable);
    return OK;
}

static enum status
set_part(struct foreign *foreign, const struct part *part, const char *text, void *item)
{
    void *place = (char *)item + part->offset;
    bool good = true;

    switch (part->kind) {
    case PART_TEXT:
        return text_clean(text, part->tag, part->graphemes_max, foreign->arena, place,
                          foreign->err);
    case PART_LEVEL: good = level_parse(text, place); break;
    case PART_MARK: good = text_to_int(text, 0, 10, place); break;
    case PART_MOMENT: good = moment_parse(span_of(text), place); break;
    }
    return good ? OK
                : fail(foreign->err, INVALID, "Thẻ %s có giá trị “%s” không hiểu được, phải là %s.",
                       part->tag, utf8_excerpt(foreign->arena, text), accepted_form(part->kind));
}

/* The code stands first among a subject's parts. */
static enum status
leave_part_out(struct foreign *foreign, const struct part *part, const void *item)
{
    const struct subject_result *subject = item;

    if (!part->key)
        return leave_out(foreign, "qua_trinh_hoc_tap");
    const char *code = subject->code ? subject->code : "";
    (void)fail_within(foreign->err, "Môn %s", code);
    return leave_out(foreign, arena_printf(foreign->arena, "mon.%s.%s", code, part->key));
}

static enum status
take_parts(struct foreign *foreign, int node, const struct part *parts, size_t count, void *item)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = take_child(foreign, node, parts[i].tag);
        if (text && set_part(foreign, &parts[i], text, item) != OK)
            TRY(leave_part_out(foreign, &parts[i], item));
    }
    return OK;
}

/* Repeated containers, whatever they are called: a subject has a MA_MON_HOC, a past year stands in
 * QUA_TRINH_HOC_TAP. */
static enum status
take_container(struct foreign *foreign, int node)
{
    struct record *record = foreign->record;

    if (is_below(foreign, foreign->nodes.items[node].parent, TAG_HISTORY)) {
        if (record->past_count == PAST_YEARS_MAX)
            return refuse(foreign, TAG_HISTORY);
        return take_parts(foreign, node, past_year_parts, past_year_part_count,
                          &record->past[record->past_count++]);
    }
    if (!is_below(foreign, node, TAG_SUMMARY) || !take_child(foreign, node, subject_parts[0].tag))
        return OK;
    if (record->subject_count == SUBJECTS_MAX)
        return refuse(foreign, TAG_SUBJECT);
    return take_parts(foreign, node, subject_parts, subject_part_count,
                      &record->subjects[record->subject_count++]);
}

static const struct field *
field_of(const struct foreign *foreign, int node)
{
    struct span tag = span_of(foreign->nodes.items[node].name);
    const struct field *field;

    if (is_below(foreign, node, TAG_GENERAL))
        return field_by_tag(GROUP_GENERAL, tag);
    if (!is_below(foreign, node, TAG_SUMMARY))
        return NULL;
    field = field_by_tag(GROUP_SUMMARY, tag);
    return field ? field : field_by_tag(GROUP_TRAITS, tag);
}

/* "TONG_KET/GHI_CHU": from below DU_LIEU_HOC_BA. */
static const char *
path_of(const struct foreign *foreign, int node)
{
    const char *path = foreign->nodes.items[node].name;

    for (int up = foreign->nodes.items[node].parent; up != ROOT && !is_named(foreign, up, TAG_DATA);
         up = foreign->nodes.items[up].parent)
        path = arena_printf(foreign->arena, "%s/%s", foreign->nodes.items[up].name, path);
    return path;
}

static enum status
keep_unknown(struct foreign *foreign, int node)
{
    if (foreign->unknown->list.count == FOREIGN_ELEMENTS_MAX)
        return fail(foreign->err, INVALID, "Học bạ có hơn %d thẻ ngoài đặc tả.",
                    FOREIGN_ELEMENTS_MAX);
    *list_add(foreign->arena, foreign->unknown->list) =
        (struct foreign_element){path_of(foreign, node), foreign->nodes.items[node].text};
    return OK;
}

/* One leaf: a field, once; otherwise unknown. */
static enum status
take_leaf(struct foreign *foreign, int node, uint8_t *seen)
{
    const struct field *field = field_of(foreign, node);

    if (!field)
        return keep_unknown(foreign, node);
    if (seen[field - record_fields]++)
        return refuse(foreign, field->tag);
    if (record_set(foreign->record, field, foreign->nodes.items[node].text, foreign->arena,
                   foreign->err) == OK)
        return OK;
    return leave_out(foreign, field->key);
}

static enum status
take_all(struct foreign *foreign)
{
    uint8_t *seen = arena_alloc(foreign->arena, record_field_count);

    for (int i = 0; i < (int)foreign->nodes.count; i++)
        if (foreign->nodes.items[i].has_children && is_below(foreign, i, TAG_DATA))
            TRY(take_container(foreign, i));
    for (int i = 0; i < (int)foreign->nodes.count; i++) {
        const struct node *node = &foreign->nodes.items[i];
        if (!node->has_children && !node->used && is_below(foreign, node->parent, TAG_DATA) &&
            !(text_is_blank(node->text) && !field_of(foreign, i)))
            TRY(take_leaf(foreign, i, seen));
    }
    return OK;
}

static enum status
read_as(struct span document, struct arena *arena, struct record *record,
        struct foreign_elements *foreign_elements, struct problems *unreadable, struct error *err)
{
    struct record *read = arena_make(arena, struct record);
    struct foreign_elements unknown = {0};
    struct foreign foreign = {.open = ROOT,
                              .arena = arena,
                              .record = read,
                              .unknown = &unknown,
                              .unreadable = unreadable,
                              .err = err};

    record_init(read);
    buffer_init(&foreign.text, XML_DOCUMENT_MAX);
    TRY(parse(&foreign, document));
    if (!is_named(&foreign, 0, TAG_RECORD))
        return fail(err, INVALID, "Tệp không phải học bạ số: thẻ gốc không phải HOC_BA.");
    TRY(take_all(&foreign));
    *record = *read;
    *foreign_elements = unknown;
    return OK;
}

enum status
record_xml_read_foreign(struct span document, struct arena *arena, struct record *record,
                        struct foreign_elements *foreign_elements, struct error *err)
{
    return read_as(document, arena, record, foreign_elements, NULL, err);
}

enum status
record_xml_read_claims(struct span document, struct arena *arena, struct record *record,
                       struct problems *unreadable, struct error *err)
{
    struct foreign_elements unknown;

    return read_as(document, arena, record, &unknown, unreadable, err);
}
