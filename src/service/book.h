/* SPDX-License-Identifier: Apache-2.0
 *
 * A pupil's book from issued records: each verified anew before it is printed, as at the moment of
 * its issue; with the years that are kept on paper.  And one record that another program made, as
 * at the moment when the gateway took it.  Who may have it is the caller's question.
 */
#ifndef HOCBA_SERVICE_BOOK_H
#define HOCBA_SERVICE_BOOK_H

#include "print/record_print.h"
#include "service/self_check.h"
#include "store/received.h"

/* CONFLICT: it was not issued; UNTRUSTED: it does not pass the verifier. */
MUST_CHECK enum status book_read_issued(struct app *app, struct self_check *check,
                                        const struct record_row *row, struct print_record *record,
                                        struct error *err);
/* Of a received record; by the trust store of DIR/settings. UNTRUSTED: it does not pass, or there
 * is no trust store. *training: made by a demo or training instance. */
MUST_CHECK enum status book_read_received(struct app *app, const struct received_state *state,
                                          struct print_record *record, bool *training,
                                          struct error *err);
/* Where the paper books are of the years before. */
MUST_CHECK enum status book_add_paper(struct app *app, const char *pupil, struct print_book *book,
                                      struct error *err);
/* Was it issued, so that there is something to print? */
bool book_holds(const struct record_row *row);
/* Where records are verified, as DIR/settings says; NULL: not said. */
const char *book_address(struct app *app);
/* Append the book of all years that count now. NOT_FOUND: no record was issued yet. */
MUST_CHECK enum status book_print(struct app *app, const char *pupil, enum print_style style,
                                  struct buffer *pdf, struct error *err);

#endif
