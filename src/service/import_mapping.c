/* SPDX-License-Identifier: Apache-2.0 */
#include "service/import_mapping.h"

#include "crypto/hash.h"

/* The same for the same headings in the same places; names of sheets may be those of classes. */
static const char *
headings_of(struct app *app, const struct import_report *report)
{
    AUTO(buffer) *text = buffer_new(1 << 20);
    char hex[SHA256_HEX_SIZE];

    for (size_t i = 0; i < report->file.sheets.count; i++) {
        const struct import_sheet *sheet = &report->file.sheets.items[i];
        buffer_printf(text, "sheet\n");
        for (size_t k = 0; k < sheet->columns.count; k++)
            buffer_printf(text, "%zu %s\n", sheet->columns.items[k].number,
                          sheet->columns.items[k].label);
    }
    struct digest digest = sha256(buffer_span(text));
    return arena_text(app->arena, digest_hex(&digest, hex));
}

/* "2!D=mon.T.diem; 2!E=-" */
static const char *
choices_of(struct app *app, const struct import_report *report)
{
    char letters[COLUMN_LETTERS_SIZE];
    const char *text = "";

    for (size_t i = 0; i < report->file.sheets.count; i++) {
        const struct import_sheet *sheet = &report->file.sheets.items[i];
        for (size_t k = 0; k < sheet->columns.count; k++)
            if (sheet->columns.items[k].chosen)
                text = arena_printf(app->arena, "%s%s%zu!%s=%s", text, *text ? "; " : "", i + 1,
                                    column_letters(sheet->columns.items[k].number, letters),
                                    sheet->columns.items[k].chosen);
    }
    return text;
}

enum status
import_mapping_find(struct app *app, const char *unit, const struct import_report *report,
                    struct import_mapping *mapping, struct column_choices *choices, bool *found,
                    struct error *err)
{
    *mapping = (struct import_mapping){.unit = unit, .headings = headings_of(app, report)};
    TRY(store_find_mapping(app->store, app->arena, mapping, found, err));
    *found = *found && *mapping->choices;
    return *found ? column_choices_read(mapping->choices, app->arena, choices, err) : OK;
}

enum status
import_mapping_keep(struct app *app, const char *unit, const struct import_report *report,
                    struct error *err)
{
    struct import_mapping before = {.unit = unit, .headings = headings_of(app, report)};
    const struct import_mapping now = {.unit = unit,
                                       .headings = before.headings,
                                       .choices = choices_of(app, report),
                                       .made = app_now(app),
                                       .by = app->actor.login};
    bool found;

    TRY(store_find_mapping(app->store, app->arena, &before, &found, err));
    if (text_equal(now.choices, found ? before.choices : ""))
        return OK;
    return store_set_mapping(app->store, &now, err);
}
