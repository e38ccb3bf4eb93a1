/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of workbooks read and mapped to values of drafts per second; beside openpyxl, which only
 * reads the same file's cells, in this run.
 */
#include "base/file.h"
#include "bench/bench.h"
#include "sheet/workbook_map.h"

struct importing {
    struct span bytes;
    size_t rows, values;
};

static void
import_file_once(void *context)
{
    struct importing *importing = context;
    AUTO(arena) *arena = arena_new();
    const struct import_options options = {0};
    struct import_file file;
    struct error err = {0};

    BENCH_CHECK(import_read(importing->bytes, "bench", &options, arena, &file, &err) == OK);
    importing->rows = file.rows.count;
    importing->values = 0;
    for (size_t i = 0; i < file.rows.count; i++)
        importing->values += file.rows.items[i].values.count;
}

/* Seconds in which openpyxl reads every cell of the file; 0: it is not there. */
static double
openpyxl_seconds(const char *path)
{
    char command[1024], line[64] = "";

    snprintf(command, sizeof command,
             "/usr/bin/python3 -c \"import openpyxl,time\n"
             "t=time.time()\n"
             "for i in range(5):\n"
             " n=sum(1 for s in openpyxl.load_workbook('%s',read_only=True) "
             "for r in s.iter_rows(values_only=True) for c in r)\n"
             "print((time.time()-t)/5)\" 2>/dev/null",
             path);
    FILE *pipe = popen(command, "r");
    BENCH_CHECK(pipe);
    bool read = fgets(line, sizeof line, pipe) != NULL;
    BENCH_CHECK(pclose(pipe) == 0 || !read);
    return read ? strtod(line, NULL) : 0;
}

int
main(int argc, char **argv)
{
    AUTO(arena) *arena = arena_new();
    struct importing importing = {0};
    struct error err = {0};

    BENCH_CHECK(argc == 2);
    BENCH_CHECK(file_read(arena, argv[1], WORKBOOK_BYTES_MAX, &importing.bytes, &err) == OK);
    double seconds = bench_seconds(import_file_once, &importing);
    double peer = openpyxl_seconds(argv[1]);
    BENCH_CHECK(importing.rows > 0 && importing.values > importing.rows);
    bench_row("rows of a subject workbook read and mapped", (double)importing.rows / seconds,
              "rows/s",
              (struct bench_beside){"openpyxl reading only",
                                    peer > 0 ? (double)importing.rows / peer : 0},
              (struct bench_beside){0});
    bench_row("... as values of drafts", (double)importing.values / seconds, "values/s",
              (struct bench_beside){0}, (struct bench_beside){0});
    return 0;
}
