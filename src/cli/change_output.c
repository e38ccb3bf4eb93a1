/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/change_output.h"

#include "cli/output.h"

void
changes_print(const struct cli *cli, const struct changes *changes)
{
    static const struct output_column columns[] = {{"at", "LÚC"},   {"by", "NGƯỜI LÀM"},
                                                   {"key", "MỤC"},  {"from", "TỪ"},
                                                   {"to", "THÀNH"}, {"source", "NGUỒN"}};
    struct output_list list = output_list_new(cli, "history", columns);
    char at[MOMENT_TEXT_SIZE];

    for (size_t i = 0; i < changes->list.count; i++) {
        const struct change *change = &changes->list.items[i];
        output_list_row(&list, (const char *[]){
                                   arena_text(cli->arena, moment_write(change->at, at)), change->by,
                                   change->key, change->from, change->to, change->source});
    }
    output_list_print(&list);
}
