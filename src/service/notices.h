/* SPDX-License-Identifier: Apache-2.0
 *
 * Notices: a record that somebody sends back reaches everybody who had signed it and the class's
 * teacher; a class that goes back reaches who teaches there and who took a step before; a class
 * that is opened for one person reaches that person; a batch that was signed reaches whoever signs
 * next, once, with its first signature; an answered obstacle reaches who reported it
 * (service/obstacle.h); a seal's key that is closed reaches who leads, keeps the records and the
 * seal in its unit, and the teachers of classes whose records it revokes.  Never whoever did it.
 */
#ifndef HOCBA_SERVICE_NOTICES_H
#define HOCBA_SERVICE_NOTICES_H

#include "service/flow.h"
#include "store/notices.h"
#include "store/pupils.h"
#include "store/records.h"

enum { NOTICE_DAYS = 60 }; /* so long they are shown */

/* The actor's own, newest first; with what signers noted on a returned record. */
MUST_CHECK enum status notices_list(struct app *app, struct notice_rows *rows, struct error *err);
/* Those that were listed are no news any more. */
MUST_CHECK enum status notices_see(struct app *app, const struct notice_rows *rows,
                                   struct error *err);
/* With answers to obstacles. */
MUST_CHECK enum status notices_count_unseen(struct app *app, int64_t *count, struct error *err);

/* Inside service/, in the transaction of the event. */
MUST_CHECK enum status notices_add_return(struct app *app, const struct record_row *row,
                                          const struct stamp *stamp, struct error *err);
MUST_CHECK enum status notices_add_step(struct app *app, const struct flow *flow,
                                        const struct flow_order *order, struct error *err);
/* Whoever enters that comment hears of suggestions for the class, once until they look; and who
 * suggested one, that it was declined. */
struct comment_edit;
MUST_CHECK enum status notices_add_edit(struct app *app, const struct enrolled *enrolled,
                                        const char *key, struct error *err);
MUST_CHECK enum status notices_add_declined(struct app *app, const struct enrolled *enrolled,
                                            const struct comment_edit *edit, const char *answer,
                                            struct error *err);
struct notice_classes {
    LIST(const char *) list; /* ids */
};
struct closed_key_news {
    const char *unit;    /* id: whose seal it was */
    const char *closing; /* SHA-256 of the paper */
    const char *words;
    const struct stamp *stamp;
};
MUST_CHECK enum status notices_add_closed_key(struct app *app, const struct closed_key_news *news,
                                              const struct notice_classes *classes,
                                              struct error *err);
struct signing;
MUST_CHECK enum status notices_add_batch(const struct signing *signing, const char *batch,
                                         struct error *err);

#endif
