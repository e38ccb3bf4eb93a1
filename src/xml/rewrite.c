/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/rewrite.h"

#include "xml/expat_reader.h"
#include "xml/scan.h"

enum { DECLARATIONS_MAX = 16 };

/* What each prefix of the profile means at some depth, and which spaces were written since the
 * last apex. */
struct level {
    enum xml_space unprefixed;
    unsigned bound; /* spaces whose prefix is bound to their namespace, as bits */
    unsigned written;
    bool holds_apexes; /* the element is xades:UnsignedSignatureProperties */
};

struct attribute {
    const char *name, *value;
};

static const struct {
    const char *prefix, *uri;
} known[] = {
    [XML_DS] = {"ds:", XML_DS_URI},
    [XML_XADES] = {"xades:", XML_XADES_URI},
    [XML_XADES141] = {"xades141:", XML_XADES141_URI},
};

/* The space whose prefix `text` begins with, to its colon; XML_NONE when there is none. */
static enum xml_space
space_of_prefix(const char *text, size_t size)
{
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (known[i].prefix && strlen(known[i].prefix) == size + 1 &&
            memcmp(known[i].prefix, text, size) == 0)
            return (enum xml_space)i;
    return XML_NONE;
}

struct rewriting {
    struct xml_reading reading; /* first: the handlers' context */
    struct buffer out;
    size_t depth; /* of open elements */
    struct level levels[XML_DEPTH_MAX + 1];
    struct attribute attributes[XML_ATTRIBUTES_MAX];
    size_t attribute_count;
};

static void
stop(struct rewriting *rewriting, enum xml_refusal refusal, const char *what)
{
    xml_reading_stop(&rewriting->reading, refusal, what);
}

/* A namespace declaration; `prefix` is "" for the default one. A prefix that the profile does not
 * have is nobody's: canonical XML writes it nowhere unless an element or attribute uses it, and
 * that is refused. */
static void
declare(struct rewriting *rewriting, struct level *level, const char *prefix, const char *uri)
{
    if (!*prefix) {
        if (*uri && strcmp(uri, XML_OURS_URI) != 0)
            stop(rewriting, XML_REFUSED_NAMESPACE, "không gian tên ngoài đặc tả");
        level->unprefixed = *uri ? XML_OURS : XML_NONE;
    } else if (!*uri || strncmp(prefix, "xml", 3) == 0 || strchr(prefix, ':')) {
        stop(rewriting, XML_REFUSED_NAMESPACE, "khai báo không gian tên sai");
    } else {
        enum xml_space space = space_of_prefix(prefix, strlen(prefix));
        level->bound &= ~(1U << space);
        if (space != XML_NONE && strcmp(uri, known[space].uri) == 0)
            level->bound |= 1U << space;
    }
}

/* Keep the attribute in the order of names. */
static void
keep(struct rewriting *rewriting, const char *name, const char *value)
{
    size_t at = rewriting->attribute_count;

    if (strchr(name, ':')) {
        stop(rewriting, XML_REFUSED_NAMESPACE, "thuộc tính ngoài đặc tả");
        return;
    }
    if (at == XML_ATTRIBUTES_MAX) {
        stop(rewriting, XML_REFUSED_LIMIT, "quá nhiều thuộc tính");
        return;
    }
    for (; at > 0 && strcmp(rewriting->attributes[at - 1].name, name) > 0; at--)
        rewriting->attributes[at] = rewriting->attributes[at - 1];
    rewriting->attributes[at] = (struct attribute){name, value};
    rewriting->attribute_count++;
}

static void
take_attributes(struct rewriting *rewriting, struct level *level, const XML_Char **pairs)
{
    size_t declarations = 0;

    rewriting->attribute_count = 0;
    for (; pairs[0] && !rewriting->reading.stopped; pairs += 2) {
        bool is_default = strcmp(pairs[0], "xmlns") == 0;
        if (!is_default && strncmp(pairs[0], "xmlns:", 6) != 0)
            keep(rewriting, pairs[0], pairs[1]);
        else if (++declarations > DECLARATIONS_MAX)
            stop(rewriting, XML_REFUSED_LIMIT, "quá nhiều khai báo không gian tên");
        else
            declare(rewriting, level, is_default ? "" : pairs[0] + 6, pairs[1]);
    }
}

/* The element's space by its prefix; `local` is what follows it. */
static enum xml_space
resolve(struct rewriting *rewriting, const struct level *level, const char *name,
        const char **local)
{
    const char *colon = strchr(name, ':');

    *local = colon ? colon + 1 : name;
    if (!colon)
        return level->unprefixed;
    enum xml_space space = space_of_prefix(name, (size_t)(colon - name));
    if (space != XML_NONE && level->bound & 1U << space)
        return space;
    stop(rewriting, XML_REFUSED_NAMESPACE, "tiền tố hoặc không gian tên ngoài đặc tả");
    return XML_NONE;
}

static void
write_declaration(struct rewriting *rewriting, struct level *level, enum xml_space space)
{
    static const struct span declarations[] = {
        [XML_NONE] = {"", 0},
        [XML_DS] = SPAN(" xmlns:ds=\"" XML_DS_URI "\""),
        [XML_XADES] = SPAN(" xmlns:xades=\"" XML_XADES_URI "\""),
        [XML_OURS] = SPAN(" xmlns=\"" XML_OURS_URI "\""),
        [XML_XADES141] = SPAN(" xmlns:xades141=\"" XML_XADES141_URI "\""),
    };

    if (level->written & 1U << space)
        return;
    buffer_add(&rewriting->out, declarations[space].data, declarations[space].size);
    if (space != XML_OURS) /* on a leaf: nothing below it could know */
        level->written |= 1U << space;
}

static void XMLCALL
on_start(void *context, const XML_Char *name, const XML_Char **pairs)
{
    struct rewriting *rewriting = context;
    const char *local;

    if (rewriting->depth == XML_DEPTH_MAX || rewriting->out.overflow) {
        stop(rewriting, XML_REFUSED_LIMIT, "quá nhiều thẻ hoặc lồng quá sâu");
        return;
    }
    struct level *level = &rewriting->levels[rewriting->depth + 1];
    *level = rewriting->levels[rewriting->depth++];
    take_attributes(rewriting, level, pairs);
    enum xml_space space = resolve(rewriting, level, name, &local);
    if (xml_is_apex(space, span_of(local)) || level->holds_apexes)
        level->written = 0;
    level->holds_apexes = space == XML_XADES && strcmp(local, XML_UNSIGNED_PROPERTIES) == 0;
    buffer_char(&rewriting->out, '<');
    buffer_text(&rewriting->out, name);
    write_declaration(rewriting, level, space);
    for (size_t i = 0; i < rewriting->attribute_count; i++) {
        buffer_char(&rewriting->out, ' ');
        buffer_text(&rewriting->out, rewriting->attributes[i].name);
        buffer_add(&rewriting->out, "=\"", 2);
        xml_escape_attribute(&rewriting->out, span_of(rewriting->attributes[i].value));
        buffer_char(&rewriting->out, '"');
    }
    buffer_char(&rewriting->out, '>');
}

static void XMLCALL
on_end(void *context, const XML_Char *name)
{
    struct rewriting *rewriting = context;

    buffer_add(&rewriting->out, "</", 2);
    buffer_text(&rewriting->out, name);
    buffer_char(&rewriting->out, '>');
    rewriting->depth--;
}

static void XMLCALL
on_text(void *context, const XML_Char *text, int size)
{
    struct rewriting *rewriting = context;

    xml_escape_text(&rewriting->out, (struct span){text, (size_t)size});
}

static void XMLCALL
on_comment(void *context, const XML_Char *text)
{
    (void)text;
    stop(context, XML_REFUSED_MARKUP, "có chú thích (comment)");
}

static void XMLCALL
on_instruction(void *context, const XML_Char *target, const XML_Char *data)
{
    (void)target;
    (void)data;
    stop(context, XML_REFUSED_MARKUP, "có chỉ thị xử lý (processing instruction)");
}

static void XMLCALL
on_cdata(void *context)
{
    stop(context, XML_REFUSED_MARKUP, "có đoạn CDATA");
}

enum status
xml_rewrite(struct span bytes, size_t ceiling, struct arena *arena, struct span *written,
            struct error *err)
{
    struct rewriting *rewriting = arena_make(arena, struct rewriting);

    rewriting->reading.utf8_only = true;
    TRY(xml_reading_open(&rewriting->reading, err));
    XML_SetElementHandler(rewriting->reading.parser, on_start, on_end);
    XML_SetCharacterDataHandler(rewriting->reading.parser, on_text);
    XML_SetCommentHandler(rewriting->reading.parser, on_comment);
    XML_SetProcessingInstructionHandler(rewriting->reading.parser, on_instruction);
    XML_SetCdataSectionHandler(rewriting->reading.parser, on_cdata, NULL);
    buffer_init(&rewriting->out, ceiling);
    buffer_text(&rewriting->out, XML_DECLARATION);
    enum status status = xml_reading_run(&rewriting->reading, bytes, ceiling, err);
    if (status == OK && rewriting->out.overflow) {
        status = fail(err, INVALID, "Tệp lớn hơn mức cho phép (%zu KB).", ceiling / 1024);
        fail_detail(err, "%s", xml_refusal_key(XML_REFUSED_SIZE));
    }
    if (status == OK)
        *written = (struct span){arena_copy(arena, rewriting->out.data, rewriting->out.size),
                                 rewriting->out.size};
    buffer_clear(&rewriting->out);
    return status;
}
