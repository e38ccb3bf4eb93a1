/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/scan.h"
#include "xml/scan_text.h"

#include "base/list.h"
#include "base/run.h"

enum {
    IDS_TABLE = 1024, /* a power of two, twice XML_IDS_MAX */
    /* Beside the bits of declared spaces: */
    IN_APEX = 1U << 7,
    OF_UNSIGNED_PROPERTIES = 1U << 6, /* its children are apexes */
    /* A first guess at how many there are, so that the lists seldom move. */
    BYTES_PER_ELEMENT = 56,
    BYTES_PER_ATTRIBUTE = 160,
};
_Static_assert(IDS_TABLE >= 2 * XML_IDS_MAX, "the table of Ids stays half empty");

/* Classes of ASCII characters; everything else is refused or is UTF-8. */
enum { NAME_START = 1, NAME_PART = 2, PLAIN_TEXT = 4, PLAIN_VALUE = 8 };

#define LETTERS  (NAME_START | NAME_PART | PLAIN_TEXT | PLAIN_VALUE)
#define DIGITS   (NAME_PART | PLAIN_TEXT | PLAIN_VALUE)
#define ANYWHERE (PLAIN_TEXT | PLAIN_VALUE)

static const uint8_t classes[256] = {
    ['\t'] = PLAIN_TEXT,
    ['\n'] = PLAIN_TEXT,
    [' ' ... '!'] = ANYWHERE,
    ['"'] = PLAIN_TEXT,
    ['#' ... '%'] = ANYWHERE,
    ['\'' ... ','] = ANYWHERE,
    ['-' ... '.'] = DIGITS,
    ['/'] = ANYWHERE,
    ['0' ... '9'] = DIGITS,
    [':' ... ';'] = ANYWHERE,
    ['='] = ANYWHERE,
    ['>'] = PLAIN_VALUE,
    ['?' ... '@'] = ANYWHERE,
    ['A' ... 'Z'] = LETTERS,
    ['[' ... '^'] = ANYWHERE,
    ['_'] = LETTERS,
    ['`'] = ANYWHERE,
    ['a' ... 'z'] = LETTERS,
    ['{' ... '\x7f'] = ANYWHERE,
};

struct scanner {
    const char *begin, *at, *end;
    struct arena *arena;
    LIST(struct xml_element) elements;
    LIST(struct xml_attribute) attributes;
    size_t elements_max;
    int32_t open;                      /* innermost open element */
    uint8_t spaces[XML_DEPTH_MAX + 1]; /* by depth: declared spaces since the apex, IN_APEX */
    size_t id_count;
    uint32_t ids[IDS_TABLE]; /* 1 + index of the attribute */
    struct error *err;
};

static enum status
refuse(struct scanner *scanner, const char *what)
{
    return fail(scanner->err, INVALID,
                "Tệp không đúng dạng học bạ số: %s (ở byte thứ %zu). Hãy dùng đúng tệp gốc đã "
                "phát hành, không mở ra lưu lại.",
                what, (size_t)(scanner->at - scanner->begin));
}

static inline uint8_t
byte_at(const char *at)
{
    return (uint8_t)*at;
}

/* Whether the bytes go on with this literal; steps over it. */
static inline bool
take(struct scanner *scanner, const char *literal, size_t size)
{
    if ((size_t)(scanner->end - scanner->at) < size || memcmp(scanner->at, literal, size) != 0)
        return false;
    scanner->at += size;
    return true;
}
#define TAKE(scanner, literal) take((scanner), (literal), sizeof(literal) - 1)

/* The size of the well-formed UTF-8 sequence of two to four bytes at `at` that XML allows; 0 when
 * it is none (Unicode table 3-7; XML 1.0 2.2 without U+FFFE and U+FFFF). */
static size_t
utf8_sequence(const char *at, const char *end)
{
    uint8_t lead = byte_at(at);
    size_t room = (size_t)(end - at);
    uint8_t second = room > 1 ? byte_at(at + 1) : 0;
    uint8_t third = room > 2 ? byte_at(at + 2) : 0;

    if (lead >= 0xC2 && lead <= 0xDF)
        return second >> 6 == 2 ? 2 : 0;
    if (second >> 6 != 2 || third >> 6 != 2)
        return 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F))
            return 0;
        return lead == 0xEF && second == 0xBF && third >= 0xBE ? 0 : 3;
    }
    if (lead < 0xF0 || lead > 0xF4 || room < 4 || byte_at(at + 3) >> 6 != 2)
        return 0;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
        return 0;
    return 4;
}

/* Printable ASCII that stands in text as it is. */
static inline run_mask
plain_ascii(run_bytes byte)
{
    run_mask other = (run_mask)(((byte | 2) == '>') | (byte == '&') | (byte == 0x7F)); /* < and > */

    return run_printable(byte) & ~other;
}

/* Which bytes, with the two before each, go on with plain Vietnamese text (scan_text.h): sequences
 * of two bytes from C3..CB, of three from E1 B8..BB, and of one. */
static inline run_mask
plain_vietnamese(const char *at)
{
    run_bytes byte = run_load(at), before = run_load(at - 1), before_2 = run_load(at - 2);
    run_mask follows = (run_mask)(byte - 0x80 < 0x40);
    run_mask leads = (run_mask)((byte - 0xC3 < 9) | (byte == 0xE1));
    run_mask second = (run_mask)(before == 0xE1);
    run_mask due = (run_mask)(before - 0xC3 < 9) | second | (run_mask)(before_2 == 0xE1);

    return (plain_ascii(byte) | follows | leads) & ~(follows ^ due) &
           (~second | (run_mask)(byte - 0xB8 < 4));
}

/* Both step over text sixteen bytes at a time, and may stop early. */
static inline const char *
skip_plain_ascii(const char *at, const char *end)
{
    for (size_t count = RUN_WIDTH; count == RUN_WIDTH && end - at >= RUN_WIDTH; at += count)
        count = run_count(plain_ascii(run_load(at)));
    return at;
}

/* Stops before a sequence that is not whole. */
static inline const char *
skip_plain_vietnamese(const char *at, const char *end)
{
    const char *from = at;

    for (size_t count = RUN_WIDTH; count == RUN_WIDTH && end - at >= RUN_WIDTH; at += count)
        count = run_count(plain_vietnamese(at));
    if (at > from && byte_at(at - 1) >= 0xC3)
        return at - 1;
    return at - from > 1 && byte_at(at - 2) == 0xE1 ? at - 2 : at;
}

/* The same for an attribute's value. */
static inline const char *
skip_plain_value(const char *at, const char *end)
{
    while (end - at >= RUN_WIDTH) {
        run_bytes bytes = run_load(at);
        size_t count = run_count(run_printable(bytes) &
                                 (run_mask)((bytes != '<') & (bytes != '"') & (bytes != '&')));
        at += count;
        if (count < RUN_WIDTH)
            break;
    }
    while (at < end && classes[byte_at(at)] & PLAIN_VALUE)
        at++;
    return at;
}

static inline const char *
skip_name(const char *at, const char *end)
{
    if (at == end || !(classes[byte_at(at)] & NAME_START))
        return at;
    while (end - at >= RUN_WIDTH) {
        size_t count = run_count(run_name_parts(run_load(at)));
        at += count;
        if (count < RUN_WIDTH)
            return at;
    }
    while (at < end && classes[byte_at(at)] & NAME_PART)
        at++;
    return at;
}

static const char *
skip_reference(const char *at, const char *end)
{
    static const struct span known[] = {SPAN("&amp;"), SPAN("&lt;"), SPAN("&gt;"), SPAN("&#xD;")};

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if ((size_t)(end - at) >= known[i].size && memcmp(at, known[i].data, known[i].size) == 0)
            return at + known[i].size;
    return NULL;
}

/* One character or reference; NULL when it may not stand in text. */
static const char *
skip_character(const char *at, const char *end, uint8_t *with)
{
    uint8_t first = byte_at(at);

    if (first == '&') {
        const char *next = skip_reference(at, end);
        *with |=
            TEXT_WITH_REFERENCES | (next && next[-2] == 'D' ? TEXT_WITH_OTHERS : 0); /* &#xD; */
        return next;
    }
    if (first < 0x80) {
        if (first == '\t' || first == 0x7F)
            *with |= TEXT_WITH_OTHERS;
        return classes[first] & PLAIN_TEXT ? at + 1 : NULL;
    }
    size_t size = utf8_sequence(at, end);
    if (size == 0)
        return NULL;
    if (first < 0xC3 || (first > 0xCB && first != 0xE1) ||
        (first == 0xE1 && (byte_at(at + 1) < 0xB8 || byte_at(at + 1) > 0xBB)))
        *with |= TEXT_WITH_OTHERS;
    return at + size;
}

bool
scan_skip_text(const char **at, const char *end, uint8_t *with)
{
    for (;;) {
        const char *from = skip_plain_ascii(*at, end);
        if (from < end && *from != '<')
            from = skip_plain_vietnamese(from, end);
        *at = from;
        if (from == end || *from == '<')
            return true;
        const char *next = skip_character(from, end, with);
        if (!next)
            return false;
        *at = next;
    }
}

/* Text up to the next '<', as C14N would write it. */
static enum status
scan_text(struct scanner *scanner)
{
    uint8_t *with = &scanner->elements.items[scanner->open].text_with;

    if (!scan_skip_text(&scanner->at, scanner->end, with))
        return refuse(scanner, byte_at(scanner->at) >= 0x80
                                   ? "có ký tự không phải UTF-8"
                                   : "có ký tự không được phép trong văn bản");
    return scanner->at < scanner->end ? OK : refuse(scanner, "tệp bị cắt ngang");
}

static enum status
scan_name(struct scanner *scanner, struct span *name)
{
    const char *from = scanner->at;

    scanner->at = skip_name(from, scanner->end);
    *name = (struct span){from, (size_t)(scanner->at - from)};
    if (name->size == 0 || name->size > XML_NAME_MAX)
        return refuse(scanner, "tên thẻ hoặc thuộc tính sai");
    return OK;
}

/* An attribute's value up to its closing quote. */
static enum status
scan_value(struct scanner *scanner)
{
    const char *at = scanner->at, *end = scanner->end;

    for (;;) {
        at = skip_plain_value(at, end);
        scanner->at = at;
        if (at == end)
            return refuse(scanner, "tệp bị cắt ngang");
        if (*at == '"')
            return OK;
        if (byte_at(at) >= 0x80) {
            size_t size = utf8_sequence(at, end);
            if (size == 0)
                return refuse(scanner, "có ký tự không phải UTF-8");
            at += size;
        } else if (TAKE(scanner, "&amp;") || TAKE(scanner, "&lt;") || TAKE(scanner, "&quot;") ||
                   TAKE(scanner, "&#x9;") || TAKE(scanner, "&#xA;") || TAKE(scanner, "&#xD;")) {
            at = scanner->at;
        } else {
            return refuse(scanner, "có ký tự không được phép trong thuộc tính");
        }
    }
}

static bool
is_id_value(struct span value)
{
    if (value.size == 0 || value.size > XML_NAME_MAX ||
        !(classes[byte_at(value.data)] & NAME_START))
        return false;
    for (size_t i = 1; i < value.size; i++)
        if (!(classes[byte_at(value.data + i)] & NAME_PART))
            return false;
    return true;
}

/* Enter the newest attribute, an Id; a value seen before refuses the document. */
static enum status
enter_id(struct scanner *scanner, struct span value)
{
    uint32_t hash = 2166136261U;

    if (!is_id_value(value))
        return refuse(scanner, "giá trị Id sai");
    if (++scanner->id_count > XML_IDS_MAX)
        return refuse(scanner, "quá nhiều Id");
    for (size_t i = 0; i < value.size; i++)
        hash = (hash ^ byte_at(value.data + i)) * 16777619U;
    for (uint32_t slot = hash % IDS_TABLE;; slot = (slot + 1) % IDS_TABLE) {
        if (scanner->ids[slot] == 0) {
            scanner->ids[slot] = (uint32_t)scanner->attributes.count;
            return OK;
        }
        const struct xml_attribute *other = &scanner->attributes.items[scanner->ids[slot] - 1];
        if (span_equal(value, (struct span){scanner->begin + other->value, other->value_size}))
            return refuse(scanner, "một Id xuất hiện hai lần");
    }
}

/* One attribute after its blank; `last` is the name before it, for the order. */
static enum status
scan_attribute(struct scanner *scanner, struct span *last)
{
    struct span name;

    TRY(scan_name(scanner, &name));
    size_t common = name.size < last->size ? name.size : last->size;
    int order = common ? memcmp(last->data, name.data, common) : -1;
    if (last->size && (order > 0 || (order == 0 && last->size >= name.size)))
        return refuse(scanner, "thuộc tính không theo thứ tự hoặc lặp lại");
    if ((name.size >= 3 && memcmp(name.data, "xml", 3) == 0) || !TAKE(scanner, "=\""))
        return refuse(scanner, "thuộc tính ngoài đặc tả");
    struct span value = {scanner->at, 0};
    TRY(scan_value(scanner));
    value.size = (size_t)(scanner->at++ - value.data);
    *list_add(scanner->arena, scanner->attributes) = (struct xml_attribute){
        .name = (uint32_t)(name.data - scanner->begin),
        .name_size = (uint8_t)name.size,
        .value = (uint32_t)(value.data - scanner->begin),
        .value_size = (uint32_t)value.size,
    };
    *last = name;
    return xml_is_id_name(name) ? enter_id(scanner, value) : OK;
}

static enum status
scan_attributes(struct scanner *scanner, struct xml_element *element)
{
    struct span last = {0};

    element->first_attribute = (uint32_t)scanner->attributes.count;
    while (TAKE(scanner, " ")) {
        if (++element->attribute_count > XML_ATTRIBUTES_MAX)
            return refuse(scanner, "quá nhiều thuộc tính");
        TRY(scan_attribute(scanner, &last));
    }
    return TAKE(scanner, ">") ? OK : refuse(scanner, "thẻ mở viết sai");
}

/* The namespace that a prefix stands for; steps over it. */
static inline enum xml_space
take_prefix(struct scanner *scanner)
{
    if (TAKE(scanner, "ds:"))
        return XML_DS;
    if (!TAKE(scanner, "xades"))
        return XML_NONE;
    if (TAKE(scanner, ":"))
        return XML_XADES;
    if (TAKE(scanner, "141:"))
        return XML_XADES141;
    scanner->at -= sizeof "xades" - 1; /* a name that only begins so */
    return XML_NONE;
}

static bool
take_declaration(struct scanner *scanner, enum xml_space space)
{
    switch (space) {
    case XML_DS: return TAKE(scanner, " xmlns:ds=\"" XML_DS_URI "\"");
    case XML_XADES: return TAKE(scanner, " xmlns:xades=\"" XML_XADES_URI "\"");
    case XML_XADES141: return TAKE(scanner, " xmlns:xades141=\"" XML_XADES141_URI "\"");
    default: return false;
    }
}

/* The prefix and, where exclusive C14N would write one, the declaration of its namespace. A
 * declaration that C14N would not write is left standing and refused as an attribute. `spaces` are
 * the bits of this element, at first those of its parent. */
static enum status
scan_space(struct scanner *scanner, struct xml_element *element, struct span *name, uint8_t *spaces)
{
    bool in_unsigned_properties = *spaces & OF_UNSIGNED_PROPERTIES;

    element->space = take_prefix(scanner);
    TRY(scan_name(scanner, name));
    *spaces &= (uint8_t)~OF_UNSIGNED_PROPERTIES;
    if (in_unsigned_properties || xml_is_apex(element->space, *name)) {
        if (*spaces & IN_APEX)
            return refuse(scanner, "phần ký lồng trong phần ký");
        *spaces = IN_APEX;
    }
    if (element->space == XML_NONE) {
        if (TAKE(scanner, " xmlns=\"" XML_OURS_URI "\""))
            element->space = XML_OURS;
        return OK;
    }
    if (element->space == XML_XADES && span_is(*name, XML_UNSIGNED_PROPERTIES))
        *spaces |= OF_UNSIGNED_PROPERTIES;
    if (*spaces & 1U << element->space)
        return OK;
    *spaces |= (uint8_t)(1U << element->space);
    if (!take_declaration(scanner, element->space))
        return refuse(scanner, "thiếu khai báo không gian tên");
    return OK;
}

/* A start tag; scanner->at is behind its '<'. */
static enum status
scan_start(struct scanner *scanner)
{
    struct xml_element *element = list_add(scanner->arena, scanner->elements);
    int32_t open = scanner->open;
    struct span name;

    element->start = (uint32_t)(scanner->at - scanner->begin - 1);
    element->parent = open;
    if (open != XML_NO_ELEMENT) {
        const struct xml_element *parent = &scanner->elements.items[open];
        element->depth = (uint8_t)(parent->depth + 1);
        if (parent->space == XML_OURS)
            return refuse(scanner, "thẻ con ở chỗ chỉ có văn bản");
    }
    if (element->depth >= XML_DEPTH_MAX || scanner->elements.count > scanner->elements_max)
        return refuse(scanner, "quá nhiều thẻ hoặc lồng quá sâu");
    uint8_t spaces = element->depth ? scanner->spaces[element->depth - 1] : 0;
    TRY(scan_space(scanner, element, &name, &spaces));
    scanner->spaces[element->depth] = spaces;
    element->name = (uint32_t)(name.data - scanner->begin);
    element->name_size = (uint8_t)name.size;
    TRY(scan_attributes(scanner, element));
    element->content = (uint32_t)(scanner->at - scanner->begin);
    scanner->open = (int32_t)scanner->elements.count - 1;
    return OK;
}

/* An end tag; scanner->at is behind its "</". */
static enum status
scan_end(struct scanner *scanner)
{
    struct xml_element *element = &scanner->elements.items[scanner->open];
    const char *qualified = scanner->begin + element->start + 1;
    size_t size = element->name + element->name_size - element->start - 1;

    element->content_end = (uint32_t)(scanner->at - scanner->begin - 2);
    if (!take(scanner, qualified, size) || !TAKE(scanner, ">"))
        return refuse(scanner, "thẻ đóng không khớp");
    element->end = (uint32_t)(scanner->at - scanner->begin);
    element->after = (int32_t)scanner->elements.count;
    scanner->open = element->parent;
    return OK;
}

static enum status
scan_elements(struct scanner *scanner)
{
    if (!TAKE(scanner, "<"))
        return refuse(scanner, "không bắt đầu bằng thẻ gốc");
    TRY(scan_start(scanner));
    bool leaf = true; /* nothing since the start tag but text */
    while (scanner->open != XML_NO_ELEMENT) {
        const char *before = scanner->at;
        if (leaf)
            TRY(scan_text(scanner));
        if (TAKE(scanner, "</")) {
            TRY(scan_end(scanner));
            leaf = false;
        } else if (scanner->at == before && TAKE(scanner, "<")) {
            TRY(scan_start(scanner));
            leaf = true;
        } else {
            return refuse(scanner, "văn bản nằm lẫn giữa các thẻ hoặc thẻ viết sai");
        }
    }
    return scanner->at == scanner->end ? OK : refuse(scanner, "còn dữ liệu sau thẻ gốc");
}

enum status
xml_scan(struct span bytes, size_t ceiling, struct arena *arena, struct xml_document *document,
         struct error *err)
{
    if (bytes.size == 0 || bytes.size > ceiling)
        return fail(err, INVALID, "Tệp rỗng hoặc lớn hơn mức cho phép (%zu KB).", ceiling / 1024);
    /* Some 5 KB: fits the stack. */
    struct scanner scanner = {
        .begin = bytes.data,
        .at = bytes.data,
        .end = bytes.data + bytes.size,
        .arena = arena,
        .elements_max = ceiling / XML_ELEMENT_BYTES_MIN,
        .open = XML_NO_ELEMENT,
        .err = err,
    };
    list_reserve(arena, scanner.elements, bytes.size / BYTES_PER_ELEMENT);
    list_reserve(arena, scanner.attributes, bytes.size / BYTES_PER_ATTRIBUTE);
    if (bytes.size > 1 && bytes.data[1] == '?' && !TAKE(&scanner, XML_DECLARATION))
        return refuse(&scanner, "dòng khai báo XML sai");
    TRY(scan_elements(&scanner));
    *document = (struct xml_document){
        .bytes = bytes,
        .elements = scanner.elements.items,
        .element_count = scanner.elements.count,
        .attributes = scanner.attributes.items,
        .attribute_count = scanner.attributes.count,
    };
    return OK;
}
