/* SPDX-License-Identifier: Apache-2.0 */
#include "service/audit_keys.h"

#include "base/encode.h"
#include "service/key_effect.h"
#include "service/key_paper.h"
#include "store/certificates.h"
#include "store/key_closings.h"

static void
find(struct key_audit *work, int64_t leaf, const char *sentence)
{
    audit_find(work->audit, AUDIT_KEY, leaf < 0 ? UINT64_MAX : (uint64_t)leaf, sentence);
}

bool
audit_is_void(const struct audit_closing *closings, size_t count, const struct audit_known *known,
              uint64_t place)
{
    for (size_t i = 0; i < count; i++) {
        const struct leaf *leaf = &closings[i].leaf;
        if (leaf->action == KEY_COMPROMISE && place >= leaf->from && place < closings[i].index &&
            memcmp(known[place].kid, leaf->kid, LEAF_KID_SIZE) == 0)
            return true;
    }
    return false;
}

/* The paper as it was signed, by the certificate that the store has; with anchors also by somebody
 * whom they know. */
static enum status
read_paper(struct key_audit *work, const struct key_closing *closing, struct key_paper *paper,
           struct error *err)
{
    AUTO(certificate) *signer = NULL;
    struct arena *arena = work->app->arena;
    struct stored_certificate stored;

    TRY(store_find_certificate_by_sha256(work->app->store, closing->signer, arena, &stored, err));
    TRY(certificate_parse(stored.der, &signer, err));
    TRY(key_paper_read(closing->bytes, signer, arena, paper, err));
    return work->anchors ? key_paper_judge(paper, signer, work->anchors, err) : OK;
}

static bool
says_so(const struct key_closing *closing, const struct key_paper *paper)
{
    struct digest digest = sha256(closing->bytes);
    char hex[SHA256_HEX_SIZE];

    return text_equal(digest_hex(&digest, hex), closing->sha256) &&
           text_equal(paper->action, closing->action) &&
           text_equal(paper->key_id, closing->key_id) &&
           text_equal(paper->signer, closing->signer) && (int64_t)paper->from == closing->since;
}

/* The entry at its place is of this paper. */
static bool
has_leaf(struct key_audit *work, const struct key_closing *closing)
{
    bool compromised = text_equal(closing->action, CLOSING_COMPROMISE);
    char kid[2 * LEAF_KID_SIZE + 1];
    struct digest hash;

    if (!digest_parse_hex(span_of(closing->sha256), &hash))
        return false;
    for (size_t i = 0; i < work->closing_count; i++) {
        struct audit_closing *one = &work->closings[i];
        if ((int64_t)one->index != closing->position || !digest_equal(&one->leaf.hash, &hash) ||
            !text_starts(closing->key_id, hex_write(one->leaf.kid, LEAF_KID_SIZE, kid)) ||
            (one->leaf.action == KEY_COMPROMISE) != compromised ||
            (int64_t)one->leaf.from != closing->since)
            continue;
        one->found = true;
        return true;
    }
    return false;
}

static void
check_paper(struct key_audit *work, const struct key_closing *closing)
{
    struct arena *arena = work->app->arena;
    struct key_paper paper;
    struct error why;

    work->papers++;
    if (read_paper(work, closing, &paper, &why) != OK)
        find(work, closing->position,
             arena_printf(arena,
                          "Văn bản thôi dùng khóa %.16s không phải do người ký đáng tin ký: %s",
                          closing->key_id, why.message));
    else if (!says_so(closing, &paper))
        find(work, closing->position,
             arena_printf(arena, "Văn bản thôi dùng khóa %.16s trong kho đã bị sửa.",
                          closing->key_id));
}

static bool
has(const struct closed_certificates *certificates, const char *sha256)
{
    for (size_t i = 0; i < certificates->list.count; i++)
        if (text_equal(certificates->list.items[i], sha256))
            return true;
    return false;
}

/* Closed with it are all certificates of its key that are registered here, and no others: by them
 * the store tells which seals are void. */
static enum status
check_certificates(struct key_audit *work, const struct key_closing *closing, struct error *err)
{
    struct arena *arena = work->app->arena;
    struct closed_certificates closed = {0};
    struct key_certificates own = {0};

    TRY(store_list_certificates_of_closing(work->app->store, closing->sha256, arena, &closed, err));
    TRY(key_certificates_find(work->app, closing->key_id, &own, err));
    bool same = closed.list.count == own.list.count;
    for (size_t i = 0; i < own.list.count; i++)
        same &= has(&closed, own.list.items[i]);
    if (!same)
        find(work, closing->position,
             arena_printf(
                 arena,
                 "Kho không ghi đúng những chứng thư của khóa %.16s đã thôi dùng (%zu, phải "
                 "là %zu).",
                 closing->key_id, closed.list.count, own.list.count));
    return OK;
}

/* What was learned from a shared ledger has no paper here. */
static void
check_closing(struct key_audit *work, const struct key_closing *closing)
{
    struct arena *arena = work->app->arena;

    if (closing->signer)
        check_paper(work, closing);
    if (closing->position < 0)
        find(work, -1,
             arena_printf(arena,
                          "Khóa %.16s đã thôi dùng theo văn bản trong kho mà chưa ghi vào sổ cái.",
                          closing->key_id));
    else if (!has_leaf(work, closing))
        find(work, closing->position,
             arena_printf(arena,
                          "Việc thôi dùng khóa %.16s trong kho KHÁC với mục %lld của sổ cái.",
                          closing->key_id, (long long)closing->position));
}

enum status
audit_keys(struct key_audit *work, struct error *err)
{
    struct arena *arena = work->app->arena;
    struct key_closings all = {0};

    TRY(store_list_key_closings(work->app->store, NULL, false, STORE_ROWS_MAX, arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        check_closing(work, &all.list.items[i]);
        TRY(check_certificates(work, &all.list.items[i], err));
    }
    for (size_t i = 0; i < work->closing_count; i++) {
        const struct audit_closing *one = &work->closings[i];
        if (!one->found && work->known[one->index].is_closing)
            find(
                work, (int64_t)one->index,
                arena_printf(arena,
                             "Sổ cái thôi dùng một khóa ở mục %llu mà kho không có văn bản nào nói "
                             "như vậy.",
                             (unsigned long long)one->index));
    }
    return OK;
}
