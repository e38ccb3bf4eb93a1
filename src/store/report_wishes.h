/* SPDX-License-Identifier: Apache-2.0
 *
 * What is asked upwards about reported records (CV2088 II.2.6): a school's requests before anything
 * is decided, a department's own decisions so that the repository above does the same.  A packet of
 * these is a message of the queue (store/reports.h) with one row here per record.
 *
 * 'open' and 'waiting' ones have no answer yet, 'agreed' and 'refused' ones have it; 'again' ones
 * are refused ones that are to be told again, in another packet.
 */
#ifndef HOCBA_STORE_REPORT_WISHES_H
#define HOCBA_STORE_REPORT_WISHES_H

#include "store/reports.h"

#define WISH_STATE_OPEN    "open"
#define WISH_STATE_WAITING "waiting"
#define WISH_STATE_AGREED  "agreed"
#define WISH_STATE_REFUSED "refused"

/* What the unit has to ask and has not, by request and wish. */
struct unsent_wish {
    const char *request, *record, *wish, *reason, *evidence;
    const char *year, *school_code;
    bool received; /* store/intake.h has the record, else store/records.h */
};
struct unsent_wishes {
    LIST(struct unsent_wish) list;
};
MUST_CHECK enum status store_list_unsent_wishes(struct store *store, const char *unit,
                                                struct arena *arena, struct unsent_wishes *list,
                                                struct error *err);
/* One packet, of one request and wish; of `report` the records are not looked at. All or nothing.
 * CONFLICT: one of them is in another packet that was not refused. */
MUST_CHECK enum status store_add_wishes(struct store *store, const struct new_report *report,
                                        const struct unsent_wish *wishes, size_t count,
                                        struct error *err);

struct report_wish {
    int64_t message; /* number */
    const char *unit, *request, *record, *wish, *state;
    const char *error, *field, *description; /* of a refused one; "" */
};
struct report_wishes {
    LIST(struct report_wish) list;
};
/* In the packet's order. */
MUST_CHECK enum status store_list_message_wishes(struct store *store, int64_t message,
                                                 struct arena *arena, struct report_wishes *wishes,
                                                 struct error *err);
/* The newest word of each unit about each record of the request; the asking school's first. */
MUST_CHECK enum status store_list_request_wishes(struct store *store, const char *request,
                                                 struct arena *arena, struct report_wishes *wishes,
                                                 struct error *err);
/* Of `wish` message, record, state, error, field and description. *changed false: it has its answer
 * already. */
MUST_CHECK enum status store_set_wish(struct store *store, const struct report_wish *wish,
                                      bool *changed, struct error *err);
/* Every refused wish of a department is to be told again. */
MUST_CHECK enum status store_again_wishes(struct store *store, const char *unit, size_t *count,
                                          struct error *err);

#endif
