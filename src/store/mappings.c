/* SPDX-License-Identifier: Apache-2.0 */
#include "store/mappings.h"

#include "store/ask.h"

enum status
store_set_mapping(struct store *store, const struct import_mapping *mapping, struct error *err)
{
    return ask(ASK(store, SQL_set_mapping, v_text(mapping->unit), v_text(mapping->headings),
                   v_text(mapping->choices), v_moment(mapping->made), v_text(mapping->by)),
               err);
}

static void
read_mapping(struct row *row, void *into)
{
    struct import_mapping *mapping = into;

    mapping->choices = row_text(row);
    mapping->made = row_moment(row);
    mapping->by = row_text(row);
}

enum status
store_find_mapping(struct store *store, struct arena *arena, struct import_mapping *mapping,
                   bool *found, struct error *err)
{
    return ask_one(ASK(store, SQL_find_mapping, v_text(mapping->unit), v_text(mapping->headings)),
                   read_mapping, arena, mapping, found, err);
}
