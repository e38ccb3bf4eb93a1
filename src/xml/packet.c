/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/packet.h"

#include "xml/expat_reader.h"
#include "xml/scan.h"

enum {
    ROOT_TAG_MAX = 1024
}; /* where a root's start tag is looked at for what expat calls syntax */

const struct xml_tree_limits packet_tree_limits = {
    .bytes = CONTENT_MAX,
    .nodes = CONTENT_MAX / (XML_ELEMENT_BYTES_MIN / 2),
    .depth = XML_DEPTH_MAX,
    .attributes = XML_ATTRIBUTES_MAX,
    .declarations = 16,
    .prefixes = 256,
    .utf8_only = true,
    .ids_repeat = true,
};

struct splitter {
    struct xml_reading reading; /* first: the handlers' context */
    struct span bytes;
    struct arena *arena;
    struct packet *packet;
    size_t depth;    /* of open elements */
    bool in_record;  /* below <HOC_BA> */
    size_t start_at; /* where the open record begins */
};

static void
stop(struct splitter *splitter, enum xml_refusal refusal, const char *what)
{
    xml_reading_stop(&splitter->reading, refusal, what);
}

static void
take_root(struct splitter *splitter, const XML_Char *name, const XML_Char **pairs)
{
    if (strcmp(name, PACKET_ROOT) != 0)
        stop(splitter, XML_REFUSED_PROFILE, "thẻ gốc không phải " PACKET_ROOT);
    for (; pairs[0]; pairs += 2)
        if (strcmp(pairs[0], "xmlns") == 0 && pairs[1][0] != '\0')
            stop(splitter, XML_REFUSED_PROFILE, "thẻ gốc có không gian tên riêng");
}

static bool
is_signature(const XML_Char *name)
{
    const char *colon = strchr(name, ':');

    return strcmp(colon ? colon + 1 : name, "Signature") == 0;
}

static void XMLCALL
on_start(void *context, const XML_Char *name, const XML_Char **pairs)
{
    struct splitter *splitter = context;

    splitter->depth++;
    if (splitter->depth > XML_DEPTH_MAX)
        stop(splitter, XML_REFUSED_LIMIT, "thẻ lồng quá sâu");
    else if (splitter->depth == 1)
        take_root(splitter, name, pairs);
    else if (splitter->depth == 2 && strcmp(name, PACKET_RECORD) == 0) {
        splitter->in_record = true;
        splitter->start_at = (size_t)XML_GetCurrentByteIndex(splitter->reading.parser);
    } else if (splitter->depth == 2 && !is_signature(name)) {
        stop(splitter, XML_REFUSED_PROFILE, "trong danh sách có thẻ không phải HOC_BA");
    }
}

static void XMLCALL
on_end(void *context, const XML_Char *name)
{
    struct splitter *splitter = context;

    (void)name;
    if (--splitter->depth != 1 || !splitter->in_record)
        return;
    splitter->in_record = false;
    size_t end = (size_t)XML_GetCurrentByteIndex(splitter->reading.parser) +
                 (size_t)XML_GetCurrentByteCount(splitter->reading.parser);
    if (splitter->packet->records.count == PACKET_RECORDS_MAX) {
        stop(splitter, XML_REFUSED_LIMIT, "quá 5000 học bạ trong một gói");
        return;
    }
    *list_add(splitter->arena, splitter->packet->records) =
        (struct span){splitter->bytes.data + splitter->start_at, end - splitter->start_at};
}

static void XMLCALL
on_text(void *context, const XML_Char *text, int size)
{
    struct splitter *splitter = context;

    for (int i = 0; i < size && splitter->depth == 1; i++)
        if (!strchr(" \t\r\n", text[i]))
            stop(splitter, XML_REFUSED_PROFILE, "trong danh sách có chữ nằm ngoài học bạ");
}

/* <DANH_SACH_HOC_BA id=\"...\">: "escape quote" taken for a step of its own, before packing. */
static bool
has_escaped_quotes(struct span bytes)
{
    static const struct span root = SPAN("<" PACKET_ROOT), escaped = SPAN("=\\\"");
    size_t size = bytes.size < ROOT_TAG_MAX ? bytes.size : ROOT_TAG_MAX;
    const char *at = size ? memmem(bytes.data, size, root.data, root.size) : NULL;
    const char *end = at ? memchr(at, '>', size - (size_t)(at - bytes.data)) : NULL;

    return end && memmem(at, (size_t)(end - at), escaped.data, escaped.size);
}

enum status
packet_split(struct span bytes, struct arena *arena, struct packet *packet, struct error *err)
{
    struct splitter splitter = {.bytes = bytes, .arena = arena, .packet = packet};

    *packet = (struct packet){0};
    if (has_escaped_quotes(bytes)) {
        fail(err, INVALID,
             "Dấu nháy trong XML có dấu \\ phía trước. Hãy nén nguyên văn XML; chỉ chuỗi JSON bên "
             "ngoài mới cần thêm \\.");
        return fail_detail(err, "escaped");
    }
    splitter.reading.utf8_only = true;
    TRY(xml_reading_open(&splitter.reading, err));
    XML_SetElementHandler(splitter.reading.parser, on_start, on_end);
    XML_SetCharacterDataHandler(splitter.reading.parser, on_text);
    return xml_reading_run(&splitter.reading, bytes, CONTENT_MAX, err);
}
