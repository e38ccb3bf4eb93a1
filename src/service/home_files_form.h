/* SPDX-License-Identifier: Apache-2.0
 *
 * The signs and names of home_files.h, between its writing and its reading side.
 */
#ifndef HOCBA_SERVICE_HOME_FILES_FORM_H
#define HOCBA_SERVICE_HOME_FILES_FORM_H

#include "base/text.h"

#define HOME_FILES_MAGIC    "HOCBAFIL"
#define HOME_FILES_ACCOUNT  "account.key"
#define HOME_FILES_LEDGER   "ledger"
#define HOME_FILES_REPORT   "report" /* passwords at the gateways above */
#define HOME_FILES_DATABASE "ledger/ledger.db"
#define HOME_FILES_PLACE    "ledger/place"  /* the address of the second place; no file of a home */
#define HOME_FILES_URL      "ledger/url"    /* the same of the service that keeps it */
#define HOME_FILES_POLICY   "ledger/policy" /* a copy of ledger.policy, wherever that lies */

enum {
    HOME_FILES_FORM = 1,
    HOME_FILES_FILE = 'f',
    HOME_FILES_END = 'e',
    HOME_FILE_NAME_MAX = 200,
};

/* A name that a backup may bring into a home: account.key, or ledger/... or report/... without a
 * step up. */
bool home_file_is_ours(struct span name);

#endif
