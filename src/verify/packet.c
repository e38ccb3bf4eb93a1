/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/packet.h"

#include "xml/writer.h"

static void
blame(struct packet_report *report, const char *rule, const char *reason)
{
    report->right = false;
    report->rule = rule;
    report->reason = reason;
}

/* Only a child of the list: those of the records stand deeper. */
static size_t
find_signature(const struct xml_tree *tree, int32_t root, int32_t *element)
{
    size_t count = 0;

    for (int32_t child = xml_tree_first(tree, root); child != XML_NO_NODE;
         child = xml_tree_next(tree, child)) {
        if (!xml_tree_is(tree, child, XML_DS_URI, "Signature"))
            continue;
        *element = child;
        count++;
    }
    return count;
}

static bool
covers(const struct foreign_signature_report *signature, int32_t root)
{
    for (size_t i = 0; i < signature->reference_count; i++)
        if (signature->references[i].element == root && signature->references[i].enveloped &&
            signature->references[i].digest_matches)
            return true;
    return false;
}

static void
judge(const struct xml_tree *tree, const struct foreign_settings *settings, struct arena *arena,
      struct packet_report *report)
{
    int32_t root = xml_tree_root(tree), element = XML_NO_NODE;
    size_t count = find_signature(tree, root, &element);

    if (!xml_tree_is(tree, root, "", PACKET_ROOT)) {
        blame(report, "not-profile", "Thẻ gốc của gói tin không phải " PACKET_ROOT ".");
        return;
    }
    if (count != 1) {
        blame(report, count ? "several-signatures" : "no-signature",
              count ? "Gói tin có nhiều chữ ký số; chỉ được có một chữ ký của đơn vị gửi."
                    : "Gói tin không có chữ ký số của đơn vị gửi.");
        return;
    }
    verify_foreign_one(tree, element, settings, PACKET_OCTETS_MAX, arena, &report->signature);
    if (!report->signature.cryptographically_valid)
        blame(report, report->signature.rule, report->signature.reason);
    else if (!covers(&report->signature, root))
        blame(report, "coverage",
              "Chữ ký số của gói tin không bao trùm toàn bộ danh sách học bạ. Chưa nhận học bạ "
              "nào; hãy ký cả thẻ " PACKET_ROOT " rồi gửi lại.");
    else
        report->right = true;
}

static void
judge_whole(struct span bytes, const struct foreign_settings *settings, struct arena *arena,
            struct packet_report *report)
{
    const struct xml_tree *tree;
    struct error err;

    *report = (struct packet_report){0};
    if (xml_tree_read(bytes, &packet_tree_limits, arena, &tree, &err) == OK)
        judge(tree, settings, arena, report);
    else
        blame(report, arena_text(arena, err.detail), arena_text(arena, err.message));
}

/* What is not right by a frame may be so by what a frame does not know: the whole decides. */
void
verify_split_packet(const struct packet *packet, const struct foreign_settings *settings,
                    struct arena *arena, struct packet_report *report)
{
    *report = (struct packet_report){0};
    if (settings->cache)
        cache_prepare(settings->cache);
    judge(packet->tree, settings, arena, report);
    if (!report->right && packet->tree->octets.data)
        judge_whole(packet->bytes, settings, arena, report);
}

void
verify_packet(struct span bytes, const struct foreign_settings *settings, struct arena *arena,
              struct packet_report *report)
{
    struct packet packet;
    struct error ignored;

    if (packet_split(bytes, arena, &packet, &ignored) == OK) {
        verify_split_packet(&packet, settings, arena, report);
        return;
    }
    if (settings->cache)
        cache_prepare(settings->cache);
    judge_whole(bytes, settings, arena, report);
}
