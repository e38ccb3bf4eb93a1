/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a signer by what the person named.  The table of kinds is in open.c: a driver adds its
 * row there and needs nothing else.
 */
#ifndef HOCBA_SIGNERS_OPEN_H
#define HOCBA_SIGNERS_OPEN_H

#include "signers/signer.h"

/* What a driver may need from outside; it takes what it knows. */
struct signer_source {
    const char *kind;         /* the name of hocba sign's option: "key", "token", "remote" ... */
    const char *place;        /* its value: a path, a URI, a name of the settings, an address */
    const char *certificates; /* PEM file with what the signer itself does not have; or NULL */
    const char *pass_file;    /* the file with the passphrase, PIN or password; or NULL */
    /* A key file whose passphrase somebody has given to this process: nobody is asked, at no
     * terminal and in no environment.  `passphrase` is wanted while the session is opened; NULL
     * afterwards, and a child that died is not started again. */
    bool given;
    const struct secret *passphrase;
    const char *home;    /* of the instance, where settings lie; or NULL */
    const char *program; /* the path of hocba-signer */
    const char *account; /* at a remote service, instead of the settings' "user"; or NULL */
    const char *service_password; /* of a remote service, from the environment; or NULL */
    /* For secrets that this process must send (a service's password): ask the person; may be NULL.
     * `what` names it in words. */
    enum status (*ask)(const struct signer_source *source, const char *what, struct secret **secret,
                       struct error *err);
    void *context; /* of whoever asks */
};

/* USAGE: no such kind; otherwise as the driver says. What `source` points to must outlive the
 * session. */
MUST_CHECK enum status signer_session_open(const struct signer_source *source,
                                           struct signer_session **session, struct error *err);

#endif
