/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys that seal no more: retired (the key was changed) or compromised (somebody else may have
 * sealed with it).  A paper with the decision's number and the reason is signed, kept, and its
 * digest goes into the ledger; whoever replays the ledger takes nothing more under that key, and
 * of a compromised one nothing from an entry on (ledger/status.h, R2 and R7).  What witnesses had
 * seen before it was compromised stands.
 */
#ifndef HOCBA_SERVICE_LEDGER_KEYS_H
#define HOCBA_SERVICE_LEDGER_KEYS_H

#include "service/ledger.h"

struct signer_session;

struct key_closing_order {
    const char *which; /* a certificate of the key: its id, or the beginning of its SHA-256 */
    bool compromised;
    const char *number, *reason;
    bool has_from;
    uint64_t from;               /* compromised: from this entry on, or ... */
    const struct moment *since;  /* ... from the first that nobody had seen before; NULL */
    const struct digest *signer; /* certificate of who signs; NULL: the session's only one */
};

struct key_closed {
    const char *sha256, *subject;
    uint64_t from;
    bool witnessed;   /* `from` is what witnesses had seen by then, not only the ledger's clock */
    size_t records;   /* issued here, that are revoked by it */
    int64_t received; /* received through the gateway, that are */
    struct ledger_entering entering;
    const char *waiting; /* why the ledger could not be asked afterwards; NULL: it answered */
};

/* Everything due is entered first, then this.  DENIED: retiring is for who may withdraw the
 * certificate, compromise for who decides about issued records, and the signer must be a registered
 * certificate in use, of that person or of the seal of its unit or its department; CONFLICT: the
 * key is closed already (a retired one may still turn out compromised, a compromised one from an
 * earlier entry on), it never came into the ledger, or something issued under it waits to be
 * entered. USAGE: `from` is beyond the ledger's end. */
MUST_CHECK enum status ledger_close_key(struct app *app, struct signer_session *session,
                                        const struct key_closing_order *order,
                                        struct key_closed *closed, struct error *err);

/* CONFLICT: the key of the seal on this record is closed: the ledger would refuse it. */
MUST_CHECK enum status ledger_check_seal(struct app *app, const char *record, struct error *err);

/* Write down in the ledger which policy counts from now on (a tlog-policy; `file` NULL: the one
 * that `hocba ledger policy` prints), by its SHA-256.  `already`: it is the newest one written
 * down. */
struct rule_written {
    const char *sha256;
    uint64_t index;
    bool already, final;
};
MUST_CHECK enum status ledger_write_rule(struct app *app, const char *file,
                                         struct rule_written *written, struct error *err);

#endif
