/* SPDX-License-Identifier: Apache-2.0 */
#include "store/instance.h"

#include "store/ask.h"

enum status
store_get_instance(struct store *store, const char *key, struct arena *arena, const char **value,
                   struct error *err)
{
    return ask_text(ASK(store, SQL_get_instance, v_text(key)), arena, value, err);
}

enum status
store_set_instance(struct store *store, const char *key, const char *value, struct error *err)
{
    if (!value)
        return ask(ASK(store, SQL_remove_instance, v_text(key)), err);
    return ask(ASK(store, SQL_set_instance, v_text(key), v_text(value)), err);
}

static void
read_value(struct row *row, void *into)
{
    struct instance_value *value = into;
    value->key = row_text(row);
    value->value = row_text(row);
}

enum status
store_list_instance(struct store *store, struct arena *arena, struct instance_values *values,
                    struct error *err)
{
    return ask_list(ASK(store, SQL_list_instance), read_value, arena, values->list, err);
}
