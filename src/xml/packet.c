/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/packet.h"

#include "xml/expat_reader.h"
#include "xml/packet_frame.h"
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
    .parts = true,
    .ids_repeat = true,
};

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

static enum status
refuse(struct error *err, enum xml_refusal refusal, const char *what)
{
    fail(err, INVALID, "Tệp không phải gói tin dùng được: %s.", what);
    return fail_detail(err, "%s", xml_refusal_key(refusal));
}

static bool
is_blank(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!strchr(" \t\r\n", text.data[i]))
            return false;
    return true;
}

/* Nothing but white space beside the records and the signature. */
static enum status
check_between(const struct xml_tree *tree, int32_t root, struct error *err)
{
    for (int32_t i = root + 1; i < tree->nodes[root].after; i = tree->nodes[i].after)
        if (tree->nodes[i].kind == XML_TEXT && !is_blank(tree->nodes[i].text))
            return refuse(err, XML_REFUSED_PROFILE, "trong danh sách có chữ nằm ngoài học bạ");
    return OK;
}

static enum status
take_child(const struct xml_tree *tree, int32_t child, struct span part, struct arena *arena,
           struct packet *packet, struct error *err)
{
    const struct xml_node *node = &tree->nodes[child];

    if (node->prefix != XML_STRING_NONE || !span_is(node->name, PACKET_RECORD))
        return span_is(node->name, "Signature")
                   ? OK
                   : refuse(err, XML_REFUSED_PROFILE, "trong danh sách có thẻ không phải HOC_BA");
    if (packet->records.count == PACKET_RECORDS_MAX)
        return refuse(err, XML_REFUSED_LIMIT, "quá 5000 học bạ trong một gói");
    *list_add(arena, packet->records) = part;
    return OK;
}

enum status
packet_split(struct span bytes, struct arena *arena, struct packet *packet, struct error *err)
{
    const struct xml_tree *tree;
    size_t place = 0;

    *packet = (struct packet){.bytes = bytes};
    if (has_escaped_quotes(bytes)) {
        fail(err, INVALID,
             "Dấu nháy trong XML có dấu \\ phía trước. Hãy nén nguyên văn XML; chỉ chuỗi JSON bên "
             "ngoài mới cần thêm \\.");
        return fail_detail(err, "escaped");
    }
    if (packet_frame_read(bytes, arena, packet))
        return OK;
    *packet = (struct packet){.bytes = bytes};
    TRY(xml_tree_read(bytes, &packet_tree_limits, arena, &tree, err));
    int32_t root = xml_tree_root(tree);
    if (!xml_tree_is(tree, root, "", PACKET_ROOT))
        return refuse(err, XML_REFUSED_PROFILE,
                      "thẻ gốc không phải " PACKET_ROOT ", hoặc có không gian tên riêng");
    TRY(check_between(tree, root, err));
    for (int32_t child = xml_tree_first(tree, root); child != XML_NO_NODE;
         child = xml_tree_next(tree, child))
        TRY(take_child(tree, child, tree->parts[place++], arena, packet, err));
    packet->tree = tree;
    return OK;
}
