/* SPDX-License-Identifier: Apache-2.0
 *
 * The queue of what is reported upwards (service/report_queue.h): each unit's peer, the packets
 * that were made for it, and one row per record in a packet.
 *
 * For figures: table report_record (unit, record, state) has for who sends (`unit`) and a record at
 * most one row of 'open' or 'accepted'; a record is reported when it has one of 'accepted'.
 * 'refused' ones wait for somebody's word; 'again' ones are refused ones that are to be sent again,
 * in another packet.
 */
#ifndef HOCBA_STORE_REPORTS_H
#define HOCBA_STORE_REPORTS_H

#include "store/store.h"

enum { REPORTS_SHOWN = 200000 }; /* at once: a province */

struct report_peer {
    const char *unit; /* id */
    const char *url, *user_name, *ca_file;
    const char *signer_kind, *signer_place, *signer_pass; /* of signers/open.h; the last a file */
    const char *unit_code, *unit_name;                    /* read only */
};
struct report_peers {
    LIST(struct report_peer) list;
};
MUST_CHECK enum status store_set_report_peer(struct store *store, const struct report_peer *peer,
                                             const struct stamp *stamp, struct error *err);
/* unit NULL: all. */
MUST_CHECK enum status store_list_report_peers(struct store *store, const char *unit,
                                               struct arena *arena, struct report_peers *peers,
                                               struct error *err);

/* What the unit has issued (or received) and not sent, by year. */
struct unreported {
    const char *uuid, *year;
    bool received; /* store/intake.h has it, else store/records.h */
};
struct unreported_list {
    LIST(struct unreported) list;
};
MUST_CHECK enum status store_list_unreported(struct store *store, const char *unit,
                                             struct arena *arena, struct unreported_list *list,
                                             struct error *err);

#define REPORT_WAITING_PHASE "waiting" /* not known to have arrived */
#define REPORT_SENT_PHASE    "sent"
#define REPORT_CONFLICT      "CONFLICT" /* the peer has other content under that id */
#define REPORT_UNWANTED      "UNWANTED" /* the peer does not take this packet, ever */

struct report_message {
    int64_t number;
    const char *id, *year, *phase;
    int64_t tries, next_at; /* by itself */
    int64_t not_before;     /* also when a person asks: what the peer said */
    const char *wish;       /* of transaction 5 (store/report_wishes.h); NULL: of records */
    int64_t unheard;        /* ... of which the peer has said nothing yet */
};
struct report_messages {
    LIST(struct report_message) list;
};
struct new_report {
    const char *id, *unit, *year;
    struct span content;
    struct moment made;
    const char *const *records; /* uuids */
    size_t count;
};
/* All or nothing. CONFLICT: one of the records is in another packet that was not refused. */
MUST_CHECK enum status store_add_report(struct store *store, const struct new_report *report,
                                        struct error *err);
/* Those that have not ended, in the order in which they were made. */
MUST_CHECK enum status store_list_open_reports(struct store *store, const char *unit,
                                               struct arena *arena,
                                               struct report_messages *messages, struct error *err);
/* -1: there is none with that id. */
MUST_CHECK enum status store_find_report_number(struct store *store, const char *id,
                                                int64_t *number, struct error *err);
MUST_CHECK enum status store_find_report_content(struct store *store, int64_t number,
                                                 struct arena *arena, const char **content,
                                                 struct error *err);
/* After a try: `error` is the sentence of one that failed, or "". */
MUST_CHECK enum status store_set_report_message(struct store *store,
                                                const struct report_message *message,
                                                const char *error, struct error *err);

struct report_result {
    const char *uuid;
    bool accepted;
    const char *error, *field, *description;
};
/* The message has ended: what became of each record; of one without a result, `code` and `sentence`
 * say why it is refused. Ending twice changes nothing. */
MUST_CHECK enum status store_end_report(struct store *store, int64_t number, struct moment at,
                                        const struct report_result *results, size_t count,
                                        const char *code, const char *sentence, struct error *err);
/* Every refused record of the unit is to be sent again. */
MUST_CHECK enum status store_again_reports(struct store *store, const char *unit, size_t *count,
                                           struct error *err);

struct report_row {
    const char *uuid, *unit_code, *unit_name, *year, *class_name, *pupil_code, *pupil_name;
    int word;            /* enum report_word of service/report_queue.h */
    const char *state;   /* NULL: in no packet yet */
    const char *message; /* its id */
    int64_t tries;       /* while it is open */
    const char *error, *field, *description;
    const char *trouble; /* why the packet has not arrived yet */
};
struct report_rows {
    LIST(struct report_row) list;
};
struct report_question {
    const char *unit;   /* who reports */
    const char *year;   /* NULL: of all */
    const char *school; /* code of the unit whose records they are; NULL: of all */
    int word;           /* enum report_word; -1: any; not of store_count_reports() */
    int64_t limit;      /* not of store_count_reports() */
};
/* The newest word about each record that the unit reports, by school, year, class and pupil. */
MUST_CHECK enum status store_list_reports(struct store *store, const struct report_question *asked,
                                          struct arena *arena, struct report_rows *rows,
                                          struct error *err);
/* How many there are of each word, by school (code), year and word. */
struct report_count {
    const char *unit_code, *unit_name, *year;
    int word;
    int64_t records;
};
struct report_counts {
    LIST(struct report_count) list;
};
MUST_CHECK enum status store_count_reports(struct store *store, const struct report_question *asked,
                                           struct arena *arena, struct report_counts *counts,
                                           struct error *err);
struct report_trouble {
    const char *error; /* a sentence; NULL: none */
    int64_t tries;
    struct moment next; /* by itself */
};
MUST_CHECK enum status store_find_report_trouble(struct store *store, const char *unit,
                                                 struct arena *arena,
                                                 struct report_trouble *trouble, struct error *err);

#endif
