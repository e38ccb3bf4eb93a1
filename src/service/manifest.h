/* SPDX-License-Identifier: Apache-2.0
 *
 * The manifest of a class: every enrolled pupil with the digest of the issued record, or the reason
 * why there is none, signed by the principal and entered in the ledger.  From then on a record that
 * disappears leaves a gap that the audit sees.  A class that is closed is closed once more, by a
 * supplement that stands for the whole class, when a pupil who waited for reassessment has a
 * record.
 */
#ifndef HOCBA_SERVICE_MANIFEST_H
#define HOCBA_SERVICE_MANIFEST_H

#include "service/app.h"
#include "signers/signer.h"
#include "store/classes.h"
#include "store/manifests.h"
#include "xml/manifest_xml.h"

/* The word for a pupil who waits, in a file of reasons. */
#define MANIFEST_WAITING "chờ đánh giá bổ sung"

struct manifest_order {
    const char *class_id;
    /* Lines "MÃ_HỌC_SINH<TAB>reason" for pupils without a record; data NULL: none. Who left the
     * class, or whose result is "chưa hoàn thành", needs no line. */
    struct span reasons;
    const struct digest *certificate; /* NULL: the only one that the signer has */
};

/* Whoever signs elsewhere, one of: PEM with the issuers; the certificate alone (DER), whose issuers
 * are those of the settings. */
enum { PAPER_FILE_MAX = 512 * 1024 };
struct paper_signer {
    struct span pem, der;
    const struct certificate_chain *chain; /* NULL: one of both */
};

struct manifest_made {
    const char *sha256;           /* hex, of its issued form: the H of its leaf */
    size_t counts[ABSENCE_COUNT]; /* pupils, by why they have no record */
    bool supplement, already; /* already: the newest manifest says the same; nothing is signed */
};

/* Collect, have it signed, keep it. DENIED: the key is not that of a principal of this school;
 * INVALID: a pupil has neither record nor reason, or a line of the reasons is none; CONFLICT:
 * somebody else closed the class meanwhile. */
MUST_CHECK enum status manifest_close(struct app *app, struct signer_session *session,
                                      const struct manifest_order *order,
                                      struct manifest_made *made, struct error *err);
/* The same in two halves, when the key is elsewhere: `file` gets what is to be signed, as JSON like
 * that of sign_prepare() with one item; whoever signs adds "value" to it; what comes back is held
 * against the class as it is then. `made->already`: there is nothing to sign. CONFLICT: the class
 * has changed since it was prepared. */
MUST_CHECK enum status manifest_prepare(struct app *app, const struct manifest_order *order,
                                        const struct paper_signer *signer, struct buffer *file,
                                        struct manifest_made *made, struct error *err);
MUST_CHECK enum status manifest_attach(struct app *app, const char *class_id, struct span json,
                                       struct manifest_made *made, struct error *err);
/* How a class stands before it is closed: what its manifest would say, and what the newest one is.
 * MAY_SEE there. */
struct manifest_look {
    size_t counts[ABSENCE_COUNT];
    LIST(struct manifest_row) asked; /* without a record: code, name, the newest one's reason */
    size_t unexplained;              /* of them, those without a reason */
    bool closed, current;            /* there is one; it says the same */
    struct manifest newest;          /* closed */
};
MUST_CHECK enum status manifest_look(struct app *app, const char *class_id,
                                     struct manifest_look *look, struct error *err);
/* What manifest_close() refuses before anything is signed: before a key is opened for it. */
MUST_CHECK enum status manifest_check(struct app *app, const struct manifest_order *order,
                                      struct error *err);
/* The newest manifest of a class, read. NOT_FOUND: the class is not closed. */
MUST_CHECK enum status manifest_newest(struct app *app, const struct school_class *class,
                                       struct manifest *manifest, struct manifest_data *data,
                                       struct error *err);

#endif
