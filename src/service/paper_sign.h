/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside closing classes, freezing years and signing minutes: one signature under a paper, with a
 * signer at hand or in two halves when the key is elsewhere.  A file that was prepared says what is
 * signed, for which reasons and when; the paper itself is made again from the books before the
 * value is attached, so that neither an edited file nor an old one signs anything that is not so
 * now. Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_PAPER_SIGN_H
#define HOCBA_SERVICE_PAPER_SIGN_H

#include "service/sign_right.h"
#include "sign/xades_write.h"
#include "signers/signer.h"

/* What was prepared is signed within so many days. */
enum { PAPER_DAYS_MAX = 7 };

/* A prepared file, read: nothing in it is believed. */
struct paper_file {
    struct moment made;
    struct span reasons, state, value;
};

/* The way of one signature: exactly one of session, pem, der, chain and values is set. */
struct paper_way {
    struct signer_session *session;
    const struct digest *certificate; /* of the session; NULL: the only one that it has */
    struct span pem;                  /* to prepare: the signer's certificate with its issuers */
    struct span der; /* the same from a page: the issuers are those of the settings */
    const struct certificate_chain *chain; /* the same as a service gave it */
    struct buffer *file;                   /* prepared: gets what is to be signed, as JSON */
    const struct paper_file *values;       /* to attach */
};

struct paper_kind {
    const char *name; /* in the prepared file */
    enum xades_paper paper;
    enum xades_office office; /* where there is one `paper` does not count */
};
extern const struct paper_kind paper_manifest, paper_freeze, paper_minutes_head,
    paper_minutes_principal;

/* May the holder of that certificate sign it?  Fills the right's certificate, signer and name. */
typedef enum status paper_right(void *context, const struct certificate *certificate,
                                struct sign_right *right, struct error *err);

struct paper {
    const struct paper_kind *kind;
    const char *title, *school;       /* for who holds the key: "Chốt lớp 4A1", its name */
    const struct school_class *class; /* of a year: its unit and year alone; NULL: of neither */
    struct moment made;
    struct span reasons;
    paper_right *right; /* NULL: a principal of the class's school, and who is signed in */
    void *context;      /* of `right` */
};

/* `out` gets the signed paper; nothing, when it was prepared. DENIED: the certificate is not that
 * of a principal of this school, or not that of who is signed in; CONFLICT: the books have changed
 * since it was prepared. */
MUST_CHECK enum status paper_sign(struct app *app, const struct paper *paper, struct span plain,
                                  const struct paper_way *way, struct sign_right *right,
                                  struct buffer *out, struct error *err);
/* Of a prepared file, as it was written: what is signed, and for people. */
MUST_CHECK enum status paper_file_look(struct app *app, struct span json, struct digest *digest,
                                       const char **title, const char **signer, struct error *err);
/* The same file with the value that came. */
MUST_CHECK enum status paper_file_add_value(struct app *app, struct span json, struct span value,
                                            struct buffer *out, struct error *err);
/* INVALID: not a file that was prepared for this kind of paper, without value, or too old. */
MUST_CHECK enum status paper_file_read(struct app *app, struct span json,
                                       const struct paper_kind *kind, struct paper_file *file,
                                       struct error *err);

#endif
