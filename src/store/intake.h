/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gateway took in (service/intake.h): suppliers' clients and tokens, messages as they
 * came, one result per record, and the accepted records, append-only and compressed as issued ones.
 */
#ifndef HOCBA_STORE_INTAKE_H
#define HOCBA_STORE_INTAKE_H

#include "store/ledger_entries.h"

/* --- clients and tokens ----------------------------------------------------------------------- */

/* One of each unit that a client may send for. */
struct gateway_client {
    const char *user_name, *unit_code;
    struct moment made;
    bool closed;
};
struct gateway_clients {
    LIST(struct gateway_client) list;
};
struct new_client {
    const char *user_name, *secret; /* secret: SHA-256 (hex) of what it sends as its password */
    LIST(const char *) units;       /* ids */
};
/* CONFLICT: the name is taken. */
MUST_CHECK enum status store_add_client(struct store *store, const struct new_client *client,
                                        const struct stamp *stamp, struct error *err);
/* NOT_FOUND: no open client of that name. */
MUST_CHECK enum status store_close_client(struct store *store, const char *user_name,
                                          const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_list_clients(struct store *store, struct arena *arena,
                                          struct gateway_clients *clients, struct error *err);
/* The unit's id when the open client may send for it (and `secret` is its own, unless NULL); else
 * NULL. */
MUST_CHECK enum status store_find_client_unit(struct store *store, const char *user_name,
                                              const char *unit_code, const char *secret,
                                              struct arena *arena, const char **unit,
                                              struct error *err);
/* digest: SHA-256 (hex) of the token. */
MUST_CHECK enum status store_add_token(struct store *store, const char *digest,
                                       const char *user_name, int64_t expires, struct error *err);
/* Those that have not ended. */
MUST_CHECK enum status store_count_tokens(struct store *store, const char *user_name, int64_t now,
                                          int64_t *count, struct error *err);
/* The open client of a token that has not ended; NULL: none. */
MUST_CHECK enum status store_find_token(struct store *store, const char *digest, int64_t now,
                                        struct arena *arena, const char **user_name,
                                        struct error *err);

/* --- messages --------------------------------------------------------------------------------- */

#define MESSAGE_RECORDS     "records"
#define MESSAGE_CERTIFICATE "certificate"

struct gateway_message {
    int64_t number;
    const char *client, *id;
    const char *kind;                  /* MESSAGE_..., or a WISH_ of store/revocations.h */
    const char *unit;                  /* id */
    const char *unit_code, *unit_name; /* read only */
    const char *year, *digest;
    struct moment received;
    struct span content; /* written only: store_find_content() reads it */
    /* Read only. */
    bool ended;
    const char *error, *description; /* of an ended one: why the whole was refused, or "" */
    int64_t done, accepted;          /* results */
};
struct gateway_messages {
    LIST(struct gateway_message) list;
};
/* Of a client, not ended yet. */
MUST_CHECK enum status store_count_waiting(struct store *store, const char *client, int64_t *count,
                                           struct error *err);
/* *added false: the client sent that id before. */
MUST_CHECK enum status store_add_message(struct store *store, const struct gateway_message *message,
                                         bool *added, struct error *err);
/* NOT_FOUND. */
MUST_CHECK enum status store_find_message(struct store *store, const char *client, const char *id,
                                          struct arena *arena, struct gateway_message *message,
                                          struct error *err);
MUST_CHECK enum status store_get_message(struct store *store, int64_t number, struct arena *arena,
                                         struct gateway_message *message, struct error *err);
/* The first that has not ended; NOT_FOUND: none. */
MUST_CHECK enum status store_next_message(struct store *store, struct arena *arena,
                                          struct gateway_message *message, struct error *err);
/* unit NULL: of all. The newest first. */
MUST_CHECK enum status store_list_messages(struct store *store, const char *unit, int64_t limit,
                                           struct arena *arena, struct gateway_messages *messages,
                                           struct error *err);
/* As it came over the wire; empty once the packet is kept otherwise (store/packets.h). */
MUST_CHECK enum status store_find_content(struct store *store, int64_t number, struct arena *arena,
                                          struct span *content, struct error *err);
/* Ending twice changes nothing. */
MUST_CHECK enum status store_end_message(struct store *store, int64_t number, struct moment at,
                                         const char *error, const char *description,
                                         struct error *err);

/* --- results and records ---------------------------------------------------------------------- */

struct gateway_result {
    int64_t place; /* in the packet, from 0 */
    const char *uuid, *pupil_code, *name, *number;
    bool accepted;
    const char *error, *field, *description;
    /* Read only. */
    bool entered;       /* its leaf stands in the ledger */
    const char *status; /* of an accepted one: record_status_key() of ledger/status.h */
    int ruling;         /* of a request: enum exchange_ruling; not kept here */
};
struct gateway_results {
    LIST(struct gateway_result) list;
};
/* CONFLICT: another process has done this one. */
MUST_CHECK enum status store_add_result(struct store *store, int64_t message,
                                        const struct gateway_result *result, struct error *err);
/* `used`: a pupil of another code has this personal number, by a received record of the year or as
 * who is in a class here. */
MUST_CHECK enum status store_find_number_sharer(struct store *store, const char *number,
                                                const char *pupil_code, const char *year,
                                                bool *used, struct error *err);
/* Everybody who has a number that several pupils' codes have, one of them by a received record of
 * the year: by number, then code. */
struct shared_number {
    const char *number, *pupil_code, *name;
    const char *unit, *unit_code, *school; /* id, code, name */
    const char *uuid;                      /* of a received record; NULL: in a class here */
    struct moment received;
};
struct shared_numbers {
    LIST(struct shared_number) list;
};
MUST_CHECK enum status store_list_shared_numbers(struct store *store, const char *year,
                                                 struct arena *arena,
                                                 struct shared_numbers *numbers, struct error *err);
MUST_CHECK enum status store_list_results(struct store *store, int64_t message, struct arena *arena,
                                          struct gateway_results *results, struct error *err);

struct received_record {
    const char *uuid;
    int64_t message, place;
    const char *unit, *year, *pupil_code;
    int grade;
    const char *seal; /* SHA-256 (hex) of the certificate of the school's signature */
    struct moment received;
    const char *replaces; /* uuid of the one whose place it takes; NULL */
    struct span bytes;    /* <HOC_BA>...</HOC_BA> as it stood in the packet */
};
/* Within a transaction. CONFLICT: the UUID, or the pupil's year, is taken. */
MUST_CHECK enum status store_add_received(struct store *store, const struct received_record *record,
                                          struct error *err);
/* Of received ones the unit's id, of those issued here "issued"; NULL: nobody has the UUID. */
MUST_CHECK enum status store_find_uuid_holder(struct store *store, const char *uuid,
                                              struct arena *arena, const char **holder,
                                              struct error *err);
/* The record of a pupil and a year that counts, received or issued here; NULL: none. */
MUST_CHECK enum status store_find_slot_holder(struct store *store, const char *pupil_code,
                                              const char *year, struct arena *arena,
                                              const char **uuid, struct error *err);
/* The exact bytes; CORRUPT when they no longer give the hash. */
MUST_CHECK enum status store_find_received(struct store *store, const char *uuid,
                                           struct arena *arena, struct span *bytes,
                                           struct error *err);

/* --- in the ledger ---------------------------------------------------------------------------- */

MUST_CHECK enum status store_list_unentered_received(struct store *store, int64_t limit,
                                                     struct arena *arena,
                                                     struct unentered_list *unentered,
                                                     struct error *err);
/* Adding what is there already changes nothing. */
MUST_CHECK enum status store_add_received_entry(struct store *store, const char *uuid,
                                                int64_t position, struct moment entered,
                                                struct error *err);
struct received_entry {
    const char *uuid;
    int64_t position;
};
struct received_entries {
    LIST(struct received_entry) list;
};
MUST_CHECK enum status store_list_received_entries(struct store *store, int64_t from, int64_t limit,
                                                   struct arena *arena,
                                                   struct received_entries *entries,
                                                   struct error *err);

#endif
