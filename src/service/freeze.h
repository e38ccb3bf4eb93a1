/* SPDX-License-Identifier: Apache-2.0
 *
 * The freeze (chốt) of a school's year as a signed document: the principal signs which manifest
 * each class has, or why it has none, and it is entered in the ledger.  With it nothing is entered
 * in the year any more (year_freeze()).  When classes were closed anew, after the summer or after a
 * record was replaced, the year is frozen once more; the later freeze supersedes the one before.
 */
#ifndef HOCBA_SERVICE_FREEZE_H
#define HOCBA_SERVICE_FREEZE_H

#include "service/manifest.h"
#include "store/freezes.h"
#include "xml/freeze_xml.h"

struct freeze_order {
    const char *unit, *year; /* the school's id, "2023-2024" */
    /* Lines "TÊN_LỚP<TAB>reason" for classes that are not closed; data NULL: none. A class without
     * pupils needs no line. */
    struct span reasons;
    const struct digest *certificate; /* NULL: the only one that the signer has */
};

struct freeze_made {
    const char *sha256; /* hex, of its issued form: the H of its leaf */
    size_t closed, excused;
    bool later, already; /* already: the newest one says the same; nothing is signed */
};

/* Collect, have it signed, keep it and freeze the year, all or nothing. DENIED: the key is not that
 * of a principal of this school; INVALID: a class is not closed, or was not since its records
 * changed, and no reason is given; CONFLICT: somebody else froze the year meanwhile. */
MUST_CHECK enum status freeze_sign(struct app *app, struct signer_session *session,
                                   const struct freeze_order *order, struct freeze_made *made,
                                   struct error *err);
/* The same in two halves, as in manifest.h. */
MUST_CHECK enum status freeze_prepare(struct app *app, const struct freeze_order *order,
                                      const struct paper_signer *signer, struct buffer *file,
                                      struct freeze_made *made, struct error *err);
MUST_CHECK enum status freeze_attach(struct app *app, const char *unit, const char *year,
                                     struct span json, struct freeze_made *made, struct error *err);
/* How a year stands before it is frozen: the checklist. MAY_MANAGE_YEARS. */
struct freeze_look_row {
    struct school_class class;
    bool empty;                    /* nobody is enrolled there: needs no manifest and no reason */
    struct manifest_look manifest; /* not empty; its `current`: the class is closed */
    const char *reason;            /* the newest freeze's, while the class is not closed; or NULL */
};
struct freeze_look {
    bool frozen, signed_, current; /* current: the newest freeze says what there is */
    struct year_freeze newest;     /* signed_ */
    LIST(struct freeze_look_row) rows;
    size_t closed, empty, open;
    const char *waiting; /* who waits for the summer's reassessment after the first freeze, by name,
                          * at most five; NULL: nobody.  The next freeze is not signed before. */
};
MUST_CHECK enum status freeze_look(struct app *app, const char *unit, const char *year,
                                   struct freeze_look *look, struct error *err);
/* What freeze_sign() refuses before anything is signed: before a key is opened for it. */
MUST_CHECK enum status freeze_check(struct app *app, const struct freeze_order *order,
                                    struct error *err);
/* The newest of a year, read. NOT_FOUND: it was never signed for. MAY_SEE there. */
MUST_CHECK enum status freeze_newest(struct app *app, const char *unit, const char *year,
                                     struct year_freeze *freeze, struct freeze_data *data,
                                     struct error *err);

#endif
