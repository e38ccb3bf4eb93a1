/* SPDX-License-Identifier: Apache-2.0 */
#include "service/key_paper.h"

#include <inttypes.h>
#include <stddef.h>

#include "base/date.h"
#include "base/encode.h"
#include "crypto/key.h"
#include "crypto/path.h"
#include "ledger/checkpoint.h"

#define PAPER_HEAD "hocba-key-closing/1\n"
#define ISSUER     "issuer"

enum { SIGNATURE_MAX = 1024 };

/* The lines, in their order; what stands in each is a text. */
static const struct {
    const char *name;
    size_t offset;
} lines[] = {
    {"action", offsetof(struct key_paper, action)},
    {"key", offsetof(struct key_paper, key_id)},
    {"certificate", offsetof(struct key_paper, certificate)},
    {"number", offsetof(struct key_paper, number)},
    {"reason", offsetof(struct key_paper, reason)},
    {"by", offsetof(struct key_paper, by)},
    {"at", offsetof(struct key_paper, at)},
    {"signer", offsetof(struct key_paper, signer)},
    {"salt", offsetof(struct key_paper, salt)},
};

void
key_paper_write(const struct key_paper *paper, struct buffer *out)
{
    buffer_text(out, PAPER_HEAD);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        buffer_printf(out, "%s %s\n", lines[i].name,
                      *(const char *const *)((const char *)paper + lines[i].offset));
    buffer_printf(out, "from %" PRIu64 "\n", paper->from);
    for (size_t i = 0; i < paper->issuer_count; i++) {
        buffer_text(out, ISSUER " ");
        base64_add(out, paper->issuers[i].data, paper->issuers[i].size);
        buffer_char(out, '\n');
    }
}

void
key_paper_sign(struct span value, struct buffer *out)
{
    buffer_text(out, "signature ");
    base64_add(out, value.data, value.size);
    buffer_char(out, '\n');
}

static bool
read_lines(struct span *rest, struct arena *arena, struct key_paper *paper)
{
    struct span value;

    if (!span_next_line(rest, &value) || !span_is(value, "hocba-key-closing/1"))
        return false;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        if (!span_next_value(rest, lines[i].name, &value) || value.size == 0)
            return false;
        *(const char **)((char *)paper + lines[i].offset) =
            arena_copy(arena, value.data, value.size);
    }
    return span_next_value(rest, "from", &value) && ledger_parse_number(value, &paper->from);
}

/* As many as there are. */
static bool
read_issuers(struct span *rest, struct arena *arena, struct key_paper *paper)
{
    struct span text;

    while (span_next_value(rest, ISSUER, &text)) {
        uint8_t *der = arena_alloc(arena, text.size);
        size_t size = 0;
        if (paper->issuer_count == CHAIN_MAX || !base64_read(text, der, &size))
            return false;
        paper->issuers[paper->issuer_count++] = (struct span){(const char *)der, size};
    }
    return true;
}

enum status
key_paper_read(struct span bytes, const struct certificate *signer, struct arena *arena,
               struct key_paper *paper, struct error *err)
{
    uint8_t value[SIGNATURE_MAX];
    struct span rest = bytes, text;
    size_t size = 0;

    *paper = (struct key_paper){0};
    bool good = read_lines(&rest, arena, paper) && read_issuers(&rest, arena, paper);
    struct span body = {bytes.data, good ? (size_t)(rest.data - bytes.data) : 0};
    if (!good || !span_next_value(&rest, "signature", &text) || rest.size ||
        text.size / 4 * 3 > sizeof value || !base64_read(text, value, &size))
        return fail(err, INVALID, "Văn bản thôi dùng khóa không đúng dạng (docs/ledger.md).");
    const struct digest digest = sha256(body);
    return public_key_verify(signer->key, &digest, (struct span){(const char *)value, size}, err);
}

static enum status
parse_issuers(const struct key_paper *paper, struct certificate_chain *chain, struct error *err)
{
    for (size_t i = 0; i < paper->issuer_count; i++) {
        struct certificate *one;
        TRY(certificate_parse(paper->issuers[i], &one, err));
        if (!certificate_chain_add(chain, one)) {
            certificate_free(one);
            return fail(err, INVALID, "Văn bản thôi dùng khóa kèm quá nhiều chứng thư.");
        }
    }
    return OK;
}

enum status
key_paper_judge(const struct key_paper *paper, const struct certificate *signer,
                const struct anchors *anchors, struct error *err)
{
    AUTO(certificate_chain) *chain = certificate_chain_new();
    const struct certificate *others[CHAIN_MAX];
    struct path_result path;
    struct moment at;

    TRY(parse_issuers(paper, chain, err));
    if (!moment_parse(span_of(paper->at), &at))
        return fail(err, INVALID, "Văn bản thôi dùng khóa không ghi lúc ký.");
    for (size_t i = 0; i < chain->count; i++)
        others[i] = chain->items[i];
    path_check(signer, others, chain->count, anchors, at.seconds, &path);
    switch (path.verdict) {
    case PATH_TRUSTED: return OK;
    case PATH_INCOMPLETE: return fail(err, UNDECIDED, "%s", path.reason);
    default: return fail(err, UNTRUSTED, "%s", path.reason);
    }
}
