/* SPDX-License-Identifier: Apache-2.0
 *
 * The minutes (biên bản) of an inspection in one drawn school: made from the checklist, the drawn
 * records and the findings as they are, signed by the head of the inspection, then by the school's
 * principal over that signature (docs/format.md section 5.4).  Making them anew before the second
 * signature begins again; afterwards nothing is added about the school.  Where there are none, a
 * reason is written.
 */
#ifndef HOCBA_SERVICE_MINUTES_H
#define HOCBA_SERVICE_MINUTES_H

#include "service/inspection.h"
#include "service/manifest.h"
#include "signers/signer.h"
#include "store/minutes.h"
#include "verify/minutes.h"

enum { MINUTES_PDF_MAX = 16 * 1024 * 1024 };

struct minutes_order {
    const char *head; /* login of the head of the inspection; NULL: who makes them */
    const char *place;
    struct moment from, to;
    const char *team, *looked_at; /* NULL: as the round has them */
    const char *host;             /* who took part for the school */
    const char *opinion;          /* the school's */
};

/* "2024-05-31 08:00", "2024-05-31T08:00" or with seconds and zone. */
bool minutes_parse_time(const char *text, struct moment *moment);

/* CONFLICT: both have signed, or an item of the checklist has no answer. */
MUST_CHECK enum status minutes_make(struct app *app, const char *code, const char *school,
                                    const struct minutes_order *order, struct error *err);

struct minutes_view {
    struct minutes row;
    struct minutes_data data;
    struct pair_signer head, principal; /* as far as they signed: row.stage */
    const char *sha256;                 /* of the file; hex */
};
/* The newest of a drawn school, its signatures verified. NOT_FOUND: none were made; DENIED. */
MUST_CHECK enum status minutes_find(struct app *app, const char *code, const char *school,
                                    struct minutes_view *view, struct error *err);

/* By whose turn it is: the head, then the principal. `seen`: view.sha256 that the person saw; NULL:
 * the newest, whatever it says. DENIED: the key is not theirs; CONFLICT: something changed since.
 */
MUST_CHECK enum status minutes_sign(struct app *app, struct signer_session *session,
                                    const char *code, const char *school, const char *seen,
                                    const struct digest *certificate, struct minutes_view *view,
                                    struct error *err);
/* The same in two halves, as in manifest.h: `file` gets what whoever's turn it is signs; the value
 * is attached against the minutes as they are then. */
MUST_CHECK enum status minutes_prepare(struct app *app, const char *code, const char *school,
                                       const char *seen, const struct paper_signer *signer,
                                       struct buffer *file, struct error *err);
MUST_CHECK enum status minutes_attach(struct app *app, const char *code, const char *school,
                                      struct span json, struct minutes_view *view,
                                      struct error *err);
/* What minutes_sign() would ask before any key. */
MUST_CHECK enum status minutes_check(struct app *app, const char *code, const char *school,
                                     const char *seen, struct error *err);

/* Append the rendition: "BẢN XEM TRƯỚC" until both have signed. */
MUST_CHECK enum status minutes_print(struct app *app, const struct minutes_view *view,
                                     struct buffer *pdf, struct error *err);

/* Once for a school. */
MUST_CHECK enum status minutes_excuse(struct app *app, const char *code, const char *school,
                                      const char *reason, struct error *err);
/* How far each drawn school's minutes are, for the round that the actor may see; without bytes. */
MUST_CHECK enum status minutes_list(struct app *app, const struct inspection_view *view,
                                    struct minutes_list *minutes, struct minutes_excuses *excuses,
                                    struct error *err);

#endif
