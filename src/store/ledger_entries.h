/* SPDX-License-Identifier: Apache-2.0
 *
 * Where what was issued and decided stands in the ledger: the instance's own note, append-only.  An
 * issued document without an entry is what is still to be entered; it needs no other queue, since
 * it came with its step in one transaction.
 */
#ifndef HOCBA_STORE_LEDGER_ENTRIES_H
#define HOCBA_STORE_LEDGER_ENTRIES_H

#include "store/store.h"

#define ENTRY_RECORD   "record"
#define ENTRY_STATUS   "status"   /* a decision about a record */
#define ENTRY_DOCUMENT "document" /* a class's manifest, a frozen year, a school's key */

struct ledger_entry {
    int64_t position;      /* the leaf's index */
    const char *kind;      /* ENTRY_... */
    const char *sha256;    /* hex: the H of the leaf; NULL: of a received record */
    const char *record;    /* uuid; of ENTRY_RECORD, else NULL */
    struct moment entered; /* by the ledger's clock */
};

struct ledger_entries {
    LIST(struct ledger_entry) list;
};

/* Adding what is there already changes nothing. */
MUST_CHECK enum status store_add_ledger_entry(struct store *store, const struct ledger_entry *entry,
                                              struct error *err);
/* Of a record issued here or received. NOT_FOUND: it has not been entered. */
MUST_CHECK enum status store_find_ledger_entry(struct store *store, const char *record,
                                               struct arena *arena, struct ledger_entry *entry,
                                               struct error *err);
/* At most `limit` entries from a position on, in their order. */
MUST_CHECK enum status store_list_ledger_entries(struct store *store, int64_t from, int64_t limit,
                                                 struct arena *arena,
                                                 struct ledger_entries *entries, struct error *err);

/* When the first entry from a position on was entered, of what was issued here or received; 0:
 * none. */
MUST_CHECK enum status store_find_entered_from(struct store *store, int64_t from,
                                               struct moment *entered, struct error *err);

/* A record, issued here or received, that is still to be entered. */
struct unentered {
    const char *record; /* uuid */
    struct moment issued;
    const char *pupil_code; /* MA_HOC_SINH, or our own id where it is not known */
    int grade;
    const char *year, *unit; /* unit: id */
    const char *seal;        /* SHA-256 (hex) of the certificate of the school's signature */
    /* Number of the event with which it was issued; 0: there is none. Of a received one that of the
     * newest change of status before it. */
    int64_t step;
    bool replaces; /* it was made in the place of another */
    bool received;
};

struct unentered_list {
    LIST(struct unentered) list;
};

/* The first to be issued first, at most `limit`. */
MUST_CHECK enum status store_list_unentered(struct store *store, int64_t limit, struct arena *arena,
                                            struct unentered_list *unentered, struct error *err);

/* Every issued document that has no entry, at most `limit`, also one that no record beside it
 * explains, as somebody who owns the database may have put it there. */
struct record_ids {
    LIST(const char *) list;
};
MUST_CHECK enum status store_list_without_entry(struct store *store, int64_t limit,
                                                struct arena *arena, struct record_ids *records,
                                                struct error *err);

struct ledger_counts {
    int64_t entered, unentered; /* entries of every kind; records */
    int64_t changes;            /* decisions, changes of status, manifests, freezes not entered */
};
MUST_CHECK enum status store_count_ledger(struct store *store, struct ledger_counts *counts,
                                          struct error *err);

#endif
