/* SPDX-License-Identifier: Apache-2.0
 *
 * Print what importing a file gives, as lines of tests/golden/import-*.tsv: print_lines FILE
 */
#include "import_lines.h"

int
main(int argc, char **argv)
{
    static const struct import_options options = {0};
    AUTO(arena) *arena = arena_new();
    struct import_file file;
    struct lines lines = {0};
    struct error err = {0};
    struct span bytes;

    if (argc != 2 || file_read(arena, argv[1], TEST_FILE_MAX, &bytes, &err) != OK ||
        import_read(bytes, "tệp", &options, arena, &file, &err) != OK) {
        fprintf(stderr, "%s [%s]\n", err.message, err.detail);
        return 1;
    }
    lines_of_import(&file, arena, &lines);
    for (size_t i = 0; i < lines.list.count; i++)
        puts(lines.list.items[i]);
    for (size_t i = 0; i < file.problems.count; i++)
        if (file.problems.items[i].severity != IMPORT_NOTICE)
            fprintf(stderr, "%s:%zu: %s\n", file.problems.items[i].sheet,
                    file.problems.items[i].row, file.problems.items[i].message);
    return 0;
}
