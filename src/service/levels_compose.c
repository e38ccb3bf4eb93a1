/* SPDX-License-Identifier: Apache-2.0
 *
 * An issued record with its proofs put in.  The issued document comes out of
 * the store as it is; only whole xades:UnsignedProperties are inserted.
 */
#include "service/levels.h"
#include "sign/xades_levels.h"
#include "sign/xades_names.h"
#include "store/records.h"

struct composing {
    struct app *app;
    struct arena *arena;
    LIST(struct span) seen; /* values about authorities stand once in a file */
};

static bool
is_new(struct composing *composing, struct span bytes)
{
    for (size_t i = 0; i < composing->seen.count; i++)
        if (span_equal(composing->seen.items[i], bytes))
            return false;
    *list_add(composing->arena, composing->seen) = bytes;
    return true;
}

/* Values by kind, as xades_levels wants them. */
struct sorted {
    LIST(struct span) certificates, crls, ocsps;
};

static struct xades_values
values_of(const struct sorted *sorted)
{
    return (struct xades_values){sorted->certificates.items, sorted->crls.items,
                                 sorted->ocsps.items,        sorted->certificates.count,
                                 sorted->crls.count,         sorted->ocsps.count};
}

static void
sort_proof(struct composing *composing, const struct proof *proof, struct sorted *into)
{
    if (text_equal(proof->kind, PROOF_CERTIFICATE))
        *list_add(composing->arena, into->certificates) = proof->bytes;
    else if (text_equal(proof->kind, PROOF_OCSP))
        *list_add(composing->arena, into->ocsps) = proof->bytes;
    else
        *list_add(composing->arena, into->crls) = proof->bytes;
}

static enum status
add_signature(struct composing *composing, const struct stamped_signature *stamped, bool proofs,
              struct xades_evidence *evidence, struct error *err)
{
    struct span *token = arena_make(composing->arena, struct span);
    struct sorted signer = {0}, authority = {0};
    struct proofs kept = {0};

    *token = stamped->token;
    if (is_new(composing, stamped->authority))
        *list_add(composing->arena, authority.certificates) = stamped->authority;
    if (proofs && stamped->proof_set)
        TRY(store_list_proofs(composing->app->store, stamped->proof_set, composing->arena, &kept,
                              err));
    for (size_t i = 0; i < kept.list.count; i++) {
        const struct proof *proof = &kept.list.items[i];
        if (!proof->of_authority)
            sort_proof(composing, proof, &signer);
        else if (is_new(composing, proof->bytes))
            sort_proof(composing, proof, &authority);
    }
    *evidence = (struct xades_evidence){.key = stamped->signature,
                                        .timestamps = token,
                                        .timestamp_count = 1,
                                        .signer = values_of(&signer),
                                        .authority = values_of(&authority)};
    return OK;
}

static bool
is_of(const struct stamped_signature *stamped, const struct xades_signature *signature)
{
    char key[XADES_KEY_MAX];

    return text_equal(stamped->signature, xades_key(&signature->place, key));
}

/* The signature that stands first in the file carries what all share. */
static void
sort_by_place(struct stamped_signatures *stamped, const struct xades_levels *levels,
              struct arena *arena)
{
    struct stamped_signatures sorted = {0};

    for (size_t i = 0; i < levels->count; i++)
        for (size_t s = 0; s < stamped->list.count; s++)
            if (is_of(&stamped->list.items[s], &levels->signatures[i]))
                *list_add(arena, sorted.list) = stamped->list.items[s];
    *stamped = sorted;
}

static enum status
compose(struct composing *composing, const struct issued_document *issued, const char *uuid,
        bool proofs, struct buffer *out, struct error *err)
{
    struct xades_evidence evidence[SIGNATURES_MAX];
    struct stamped_signatures stamped = {0};
    struct xades_levels levels;

    TRY(xades_levels_list(issued->bytes, composing->arena, &levels, err));
    TRY(store_list_timestamps(composing->app->store, uuid, composing->arena, &stamped, err));
    sort_by_place(&stamped, &levels, composing->arena);
    for (size_t i = 0; i < stamped.list.count; i++)
        TRY(add_signature(composing, &stamped.list.items[i], proofs, &evidence[i], err));
    return xades_levels_insert(issued->bytes, evidence, stamped.list.count, out, err);
}

enum status
levels_compose(struct app *app, const char *uuid, const char *most, struct buffer *out,
               const char **level, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct composing composing = {.app = app, .arena = arena};
    struct issued_document issued;
    struct level_row row;

    TRY(store_find_issued(app->store, uuid, arena, &issued, err));
    TRY(store_find_level(app->store, uuid, arena, &row, err));
    bool proofs = text_equal(row.reached, LEVEL_B_LT) && (!most || text_equal(most, LEVEL_B_LT));
    *level = proofs ? LEVEL_B_LT : LEVEL_B_T;
    if (text_equal(row.reached, LEVEL_B_B) || (most && text_equal(most, LEVEL_B_B))) {
        *level = LEVEL_B_B;
        buffer_add(out, issued.bytes.data, issued.bytes.size);
        return OK;
    }
    return compose(&composing, &issued, uuid, proofs, out, err);
}
