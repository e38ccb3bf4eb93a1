/* SPDX-License-Identifier: Apache-2.0
 *
 * The two lists of codes of transaction 3 (data/signature-kinds.tsv, data/signature-providers.tsv).
 * Texts live as long as the program.
 */
#ifndef HOCBA_MODEL_EXCHANGE_CATALOG_H
#define HOCBA_MODEL_EXCHANGE_CATALOG_H

#include "base/json.h"

enum exchange_catalog { EXCHANGE_KINDS, EXCHANGE_PROVIDERS };

bool exchange_catalog_has(enum exchange_catalog catalog, const char *code);
/* Append the list: [{"ma", "ten"}]. */
void exchange_catalog_write(enum exchange_catalog catalog, struct json *json);

#endif
