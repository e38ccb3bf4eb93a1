/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/packet_wish.h"

#include "xml/packet.h"
#include "xml/writer.h"

static const struct wish_field {
    const char *name;
    size_t at;
} fields[] = {
#define AT(member) offsetof(struct packet_wish, member)
    {"MA_TRA_CUU_UUID", AT(uuid)},  {"HO_VA_TEN", AT(pupil)},  {"SO_CCCD", AT(number)},
    {"MA_TRUONG", AT(school_code)}, {"TEN_NAM_HOC", AT(year)}, {"LY_DO", AT(reason)},
    {"CAN_CU", AT(evidence)},
#undef AT
};

static enum status
take_child(const struct xml_tree *tree, int32_t child, struct arena *arena,
           struct packet_wish *wish, struct error *err)
{
    struct span text;

    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const char **place = (const char **)((char *)wish + fields[i].at);
        if (!xml_tree_is(tree, child, "", fields[i].name))
            continue;
        if (**place || !xml_tree_text(tree, child, &text))
            return fail(err, INVALID, "Thẻ %s đứng hai lần, hoặc không chỉ có chữ.",
                        fields[i].name);
        *place = text_squeeze(arena, arena_copy(arena, text.data ? text.data : "", text.size));
    }
    return OK;
}

enum status
packet_wish_read(struct span element, struct arena *arena, struct packet_wish *wish,
                 struct error *err)
{
    const struct xml_tree *tree;

    *wish = (struct packet_wish){"", "", "", "", "", "", ""};
    TRY(xml_tree_read(element, &packet_tree_limits, arena, &tree, err));
    int32_t root = xml_tree_root(tree);
    if (!xml_tree_is(tree, root, "", PACKET_RECORD))
        return fail(err, INVALID, "Không phải thẻ " PACKET_RECORD ".");
    for (int32_t child = xml_tree_first(tree, root); child != XML_NO_NODE;
         child = xml_tree_next(tree, child))
        TRY(take_child(tree, child, arena, wish, err));
    return OK;
}

void
packet_wish_write(const struct packet_wish *wish, struct buffer *out)
{
    buffer_text(out, "<" PACKET_RECORD ">");
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const char *text = *(const char *const *)((const char *)wish + fields[i].at);
        if (!text || *text == '\0')
            continue;
        buffer_printf(out, "<%s>", fields[i].name);
        xml_escape_text(out, span_of(text));
        buffer_printf(out, "</%s>", fields[i].name);
    }
    buffer_text(out, "</" PACKET_RECORD ">");
}
