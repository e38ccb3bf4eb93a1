/* SPDX-License-Identifier: Apache-2.0 */
#include "service/reasons.h"

static enum status
read_line(struct app *app, char *line, size_t number, const char *what, struct reasons *reasons,
          struct error *err)
{
    char *tab = strchr(line, '\t');

    if (!tab || tab == line || tab[1] == '\0' || reasons->list.count == REASON_LINES_MAX)
        return fail(err, INVALID,
                    "Tệp lý do, dòng %zu: cần %s, dấu tab, rồi lý do (tối đa %d dòng).", number,
                    what, REASON_LINES_MAX);
    *tab = '\0';
    *list_add(app->arena, reasons->list) = (struct reason){line, tab + 1, false};
    return OK;
}

enum status
reasons_read(struct app *app, struct span file, const char *what, struct reasons *reasons,
             struct error *err)
{
    char *rest = arena_copy(app->arena, file.data ? file.data : "", file.size), *line;

    for (size_t number = 1; (line = strsep(&rest, "\n")) != NULL; number++) {
        size_t size = strlen(line);
        if (size && line[size - 1] == '\r')
            line[size - 1] = '\0';
        if (*line)
            TRY(read_line(app, line, number, what, reasons, err));
    }
    return OK;
}

const char *
reasons_take(struct reasons *reasons, const char *of)
{
    for (size_t i = 0; i < reasons->list.count; i++) {
        struct reason *reason = &reasons->list.items[i];
        if (!text_equal(reason->of, of))
            continue;
        reason->used = true;
        return reason->text;
    }
    return NULL;
}

const char *
reasons_left(const struct reasons *reasons)
{
    for (size_t i = 0; i < reasons->list.count; i++)
        if (!reasons->list.items[i].used)
            return reasons->list.items[i].of;
    return NULL;
}
