/* SPDX-License-Identifier: Apache-2.0
 *
 * Who may hand in to a ledger: a file with a line for each client,
 *
 *     <name> school|department <SHA-256 of its token> [<key id>...]
 *
 * that nobody but its owner can read (mode 0600), read anew for each request, so that a line taken
 * out counts at once.  A school's client enters keys of schools, records, manifests and frozen
 * years; a department's also decisions, changes of status, departments' keys, and keys of anybody
 * that are retired or compromised; a school's retires its own where its line names them.  Nobody
 * may more than append.  Where key ids stand (16 hexadecimal digits), nothing is taken but under
 * those (but that a department closes any key): keys, records and changes of a seal's, manifests
 * and frozen years of a principal's.
 */
#ifndef HOCBA_KEEPER_CLIENTS_H
#define HOCBA_KEEPER_CLIENTS_H

#include "writer/hand_in.h"

enum {
    CLIENTS_FILE_MAX = 1024 * 1024,
    CLIENT_NAME_MAX = 64,
    CLIENT_KEYS_MAX = 32,
    TOKEN_MAX = 256, /* bytes of a token as it comes */
};

struct client {
    char name[CLIENT_NAME_MAX + 1];
    bool department;
    uint8_t keys[CLIENT_KEYS_MAX][LEAF_KID_SIZE];
    size_t key_count; /* 0: any */
};

/* The whole file is good. INVALID: it is not (with its line), or others can read it. */
MUST_CHECK enum status clients_check(const char *path, struct error *err);
/* Whose token this is. DENIED: nobody's; UNAVAILABLE: the file is not good any more. */
MUST_CHECK enum status clients_find(const char *path, const char *token, struct client *client,
                                    struct error *err);
/* DENIED: this client may not hand in this entry. */
MUST_CHECK enum status client_may(const struct client *client, const struct leaf *leaf,
                                  struct error *err);

#endif
