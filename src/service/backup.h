/* SPDX-License-Identifier: Apache-2.0
 *
 * Backup, restore, doctor.
 *
 * A backup is one file: the logical dump of the whole store (read in one consistent transaction
 * while it is in use), then the ledger, account.key and what reporting needs
 * (service/home_files.h), zstd, sealed to a recipient's public key (crypto/seal_box.h).  After
 * writing it is read back from the disk: with the private key at hand it is opened and the dump's
 * own hash and form checked; without, its bytes are compared with those that were written.
 */
#ifndef HOCBA_SERVICE_BACKUP_H
#define HOCBA_SERVICE_BACKUP_H

#include "service/instance.h"

struct backup_plan {
    const char *place;     /* a new file, or a folder to put one into */
    const char *recipient; /* public key as text; NULL: the instance's */
    const char *key_file;  /* private key, to open it again; NULL: DIR/backup.key when it fits */
};

struct backup_done {
    const char *file;
    int64_t rows, tables, plain_bytes, file_bytes;
    int64_t files; /* of the home: the ledger's, account.key */
    bool opened;   /* checked by opening it, not only by its hash */
};

/* CONFLICT: the file exists. */
MUST_CHECK enum status backup_write(struct app *app, const struct backup_plan *plan,
                                    struct backup_done *done, struct error *err);

struct restore_done {
    int64_t rows, tables;
    size_t documents; /* issued */
    size_t verified;  /* of them: unchanged, every signature right */
    size_t failed;
    const char *first_failure; /* a sentence, or NULL */
    bool has_ledger;           /* the backup brought one */
    const char *ledger_waits; /* why it signs nothing yet (service/ledger_adopt.h); NULL: it does */
};

/* Onto the new folder options->home and the empty store of the plan. `anchors_pem` (may be empty):
 * with it the chains count too. The app stays open for the caller. */
MUST_CHECK enum status backup_restore(const struct app_options *options,
                                      const struct instance_plan *plan, const char *file,
                                      const char *key_file, struct span anchors_pem,
                                      struct app **app, struct restore_done *done,
                                      struct error *err);

/* --- doctor ----------------------------------------------------------------------------------- */

enum finding_kind { FINDING_FINE, FINDING_WARNING, FINDING_BAD };

struct finding {
    const char *id; /* "database" "space" "clock" "backup" ... */
    enum finding_kind kind;
    const char *sentence;
};

struct findings {
    LIST(struct finding) list;
};

MUST_CHECK enum status doctor_run(struct app *app, struct findings *findings, struct error *err);
/* Every issued document: unchanged and its signatures right; with anchors also its chains. */
MUST_CHECK enum status issued_verify(struct app *app, struct span anchors_pem,
                                     struct restore_done *done, struct error *err);

#endif
