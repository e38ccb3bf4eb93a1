/* SPDX-License-Identifier: Apache-2.0 */
#include "model/exchange_catalog.h"

#include <pthread.h>

#include "base/table.h"
#include "embedded_data.h"

/* Parsed once from the embedded tables, never changed afterwards. */
static const struct table *tables[2];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
parse(void)
{
    struct arena *arena = arena_new(); /* lives as long as the program */

    tables[EXCHANGE_KINDS] = table_parse(arena, embedded_signature_kinds_tsv);
    tables[EXCHANGE_PROVIDERS] = table_parse(arena, embedded_signature_providers_tsv);
}

static const struct table *
table_of(enum exchange_catalog catalog)
{
    pthread_once(&once, parse);
    return tables[catalog];
}

bool
exchange_catalog_has(enum exchange_catalog catalog, const char *code)
{
    const struct table *table = table_of(catalog);

    for (size_t row = 0; row < table->rows; row++)
        if (text_equal(table_cell(table, row, "code"), code))
            return true;
    return false;
}

void
exchange_catalog_write(enum exchange_catalog catalog, struct json *json)
{
    const struct table *table = table_of(catalog);

    json_open(json, '[');
    for (size_t row = 0; row < table->rows; row++) {
        json_open(json, '{');
        json_text_field(json, "ma", table_cell(table, row, "code"));
        json_text_field(json, "ten", table_cell(table, row, "name"));
        json_close(json, '}');
    }
    json_close(json, ']');
}
