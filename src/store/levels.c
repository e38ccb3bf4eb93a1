/* SPDX-License-Identifier: Apache-2.0 */
#include "store/levels.h"

#include "crypto/hash.h"
#include "store/ask.h"

#define ABOUT_SIGNER    "signer"
#define ABOUT_AUTHORITY "authority"

static void
read_level(struct row *row, void *into)
{
    struct level_row *level = into;
    level->record = row_text(row);
    level->reached = row_text(row);
    level->tries = (int)row_int(row);
    level->next_try = row_moment(row);
    level->reason = row_text(row);
    level->pupil_code = row_text(row);
    level->pupil_name = row_text(row);
    level->class_name = row_text(row);
    level->year = row_text(row);
}

enum status
store_list_pending_levels(struct store *store, struct moment due, const char *class_id,
                          int64_t limit, struct arena *arena, struct level_rows *rows,
                          struct error *err)
{
    return ask_list(
        ASK(store, SQL_list_pending_levels, v_moment(due), v_text(class_id), v_int(limit)),
        read_level, arena, rows->list, err);
}

enum status
store_find_level(struct store *store, const char *record, struct arena *arena,
                 struct level_row *row, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_level, v_text(record)), read_level, arena, row, &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Học bạ này chưa được phát hành.");
}

enum status
store_set_level(struct store *store, const struct level_row *row, struct error *err)
{
    return ask(ASK(store, SQL_set_level, v_text(row->record), v_text(row->reached),
                   v_int(row->tries), v_moment(row->next_try), v_text(row->reason)),
               err);
}

static void
read_counts(struct row *row, void *into)
{
    struct level_counts *counts = into;
    counts->b = row_int(row);
    counts->t = row_int(row);
    counts->lt = row_int(row);
}

enum status
store_count_levels(struct store *store, struct level_counts *counts, struct error *err)
{
    bool found;
    return ask_one(ASK(store, SQL_count_levels), read_counts, NULL, counts, &found, err);
}

/* --- adding ---------------------------------------------------------------------------------- */

/* Keep the value once; its SHA-256 in hex. */
static enum status
add_proof(struct store *store, const char *kind, struct span bytes, struct moment fetched,
          char *hex, struct error *err)
{
    struct digest digest = sha256(bytes);
    return ask(ASK(store, SQL_add_proof, v_text(digest_hex(&digest, hex)), v_text(kind),
                   v_bytes(bytes), v_moment(fetched)),
               err);
}

struct adding {
    const char *record, *signature;
    const struct stamped_signature *stamped;
    const struct proofs *proofs;
    struct moment now;
};

static enum status
add_timestamp(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    char authority[SHA256_HEX_SIZE];
    TRY(add_proof(store, PROOF_CERTIFICATE, it->stamped->authority, it->now, authority, err));
    return ask(ASK(store, SQL_add_timestamp, v_text(it->record), v_text(it->stamped->signature),
                   v_moment(it->stamped->at), v_text(authority), v_bytes(it->stamped->token)),
               err);
}

enum status
store_add_timestamp(struct store *store, const char *record,
                    const struct stamped_signature *stamped, struct moment now, struct error *err)
{
    struct adding it = {.record = record, .stamped = stamped, .now = now};
    return store_transact(store, add_timestamp, &it, err);
}

static const char *
about(const struct proof *proof)
{
    return proof->of_authority ? ABOUT_AUTHORITY : ABOUT_SIGNER;
}

/* The name of exactly these proofs in this order. */
static void
name_set(const struct proofs *proofs, char *hex)
{
    AUTO(sha256_stream) *hash = sha256_stream_new();
    for (size_t i = 0; i < proofs->list.count; i++) {
        struct digest digest = sha256(proofs->list.items[i].bytes);
        sha256_stream_add(hash, about(&proofs->list.items[i]), 1);
        sha256_stream_add(hash, digest.bytes, sizeof digest.bytes);
    }
    struct digest digest = sha256_stream_finish(hash);
    digest_hex(&digest, hex);
}

static enum status
add_members(struct store *store, const char *set, const struct proofs *proofs, struct error *err)
{
    for (size_t i = 0; i < proofs->list.count; i++) {
        const struct proof *proof = &proofs->list.items[i];
        char hex[SHA256_HEX_SIZE];
        TRY(add_proof(store, proof->kind, proof->bytes, proof->fetched, hex, err));
        TRY(ask(ASK(store, SQL_add_proof_set_member, v_text(set), v_int((int64_t)i),
                    v_text(about(proof)), v_text(hex)),
                err));
    }
    return OK;
}

static enum status
add_proofs(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    char set[SHA256_HEX_SIZE];
    bool is_new;
    name_set(it->proofs, set);
    TRY(ask_hit(ASK(store, SQL_add_proof_set, v_text(set), v_moment(it->now)), &is_new, err));
    if (is_new)
        TRY(add_members(store, set, it->proofs, err));
    return ask(
        ASK(store, SQL_add_signature_proof, v_text(it->record), v_text(it->signature), v_text(set)),
        err);
}

enum status
store_add_proofs(struct store *store, const char *record, const char *signature,
                 const struct proofs *proofs, struct moment now, struct error *err)
{
    struct adding it = {.record = record, .signature = signature, .proofs = proofs, .now = now};
    return store_transact(store, add_proofs, &it, err);
}

/* --- giving back ----------------------------------------------------------------------------- */

static void
read_timestamp(struct row *row, void *into)
{
    struct stamped_signature *stamped = into;
    stamped->signature = row_text(row);
    stamped->at = row_moment(row);
    stamped->token = row_bytes(row);
    stamped->authority = row_bytes(row);
    stamped->proof_set = row_text(row);
}

enum status
store_list_timestamps(struct store *store, const char *record, struct arena *arena,
                      struct stamped_signatures *stamped, struct error *err)
{
    return ask_list(ASK(store, SQL_list_timestamps, v_text(record)), read_timestamp, arena,
                    stamped->list, err);
}

static void
read_proof(struct row *row, void *into)
{
    struct proof *proof = into;
    proof->of_authority = text_equal(row_text(row), ABOUT_AUTHORITY);
    proof->kind = row_text(row);
    proof->bytes = row_bytes(row);
    proof->fetched = row_moment(row);
}

enum status
store_list_proofs(struct store *store, const char *proof_set, struct arena *arena,
                  struct proofs *proofs, struct error *err)
{
    return ask_list(ASK(store, SQL_list_proofs, v_text(proof_set)), read_proof, arena, proofs->list,
                    err);
}
