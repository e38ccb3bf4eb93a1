/* SPDX-License-Identifier: Apache-2.0
 *
 * The instance: keys and values about this installation itself.
 */
#ifndef HOCBA_STORE_INSTANCE_H
#define HOCBA_STORE_INSTANCE_H

#include "store/store.h"

/* Keys in use; others may be added without a migration. */
#define INSTANCE_KIND            "kind" /* "real" or "training" */
#define INSTANCE_CREATED         "created"
#define INSTANCE_PROGRAM_VERSION "program_version"
#define INSTANCE_CLOCK           "clock"      /* a demo's own moment; absent: real time */
#define INSTANCE_BACKUP_KEY      "backup_key" /* public key of the recipient */
#define INSTANCE_LAST_BACKUP     "last_backup"
#define INSTANCE_LEDGER_SINCE    "ledger_since" /* records issued before it are entered as such */
#define INSTANCE_LEDGER_READ                                                                       \
    "ledger_read" /* so many entries of a service's were read for closed keys */

/* The value of a key; NULL (and OK) when it was never set. */
MUST_CHECK enum status store_get_instance(struct store *store, const char *key, struct arena *arena,
                                          const char **value, struct error *err);
/* Set or replace; NULL removes. */
MUST_CHECK enum status store_set_instance(struct store *store, const char *key, const char *value,
                                          struct error *err);

struct instance_value {
    const char *key, *value;
};

struct instance_values {
    LIST(struct instance_value) list;
};
MUST_CHECK enum status store_list_instance(struct store *store, struct arena *arena,
                                           struct instance_values *values, struct error *err);

#endif
