/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside sheet/: one part of an XLSX package, unpacked and parsed as it comes, under the ceilings
 * of workbook.h.  No DOCTYPE, hence no entities; nothing is fetched.
 */
#ifndef HOCBA_SHEET_XLSX_PART_H
#define HOCBA_SHEET_XLSX_PART_H

#include <zip.h>

#include "sheet/workbook_build.h"

struct xlsx {
    zip_t *zip;
    struct build *build;
    size_t unpacked;              /* bytes so far, against WORKBOOK_UNPACKED_MAX */
    const char **strings;         /* shared */
    enum cell_font *string_fonts; /* of the first run that names one */
    size_t string_count;
    struct xlsx_style {
        bool is_date;
        unsigned char zeros; /* digits that the format pads to, or 0 */
        enum cell_font font;
    } * styles;
    size_t style_count;
};

/* What reads a part. Names come without their namespace prefix; `attributes` are name, value,
 * ..., NULL as expat gives them. A status other than OK stops. */
struct part_reader {
    void *state;
    enum status (*start)(void *state, const char *name, const char **attributes, struct error *err);
    enum status (*end)(void *state, const char *name, struct error *err);
    enum status (*text)(void *state, struct span text, struct error *err);
};

/* NOT_FOUND when the package has no such part. */
MUST_CHECK enum status xlsx_part_read(struct xlsx *xlsx, const char *path,
                                      const struct part_reader *reader, struct error *err);
/* The value of an attribute (its name without prefix), or NULL. */
const char *xlsx_attribute(const char **attributes, const char *name);
/* "1" or "true". */
bool xlsx_attribute_true(const char **attributes, const char *name);
/* What a font's name says. */
enum cell_font xlsx_font(const char *name);
/* Undo "_x000D_", by which Excel writes control characters; in place. */
struct span xlsx_unescape(struct buffer *text);

MUST_CHECK enum status xlsx_read_strings(struct xlsx *xlsx, const char *path, struct error *err);
MUST_CHECK enum status xlsx_read_styles(struct xlsx *xlsx, const char *path, struct error *err);
MUST_CHECK enum status xlsx_read_sheet(struct xlsx *xlsx, const char *path, struct sheet *sheet,
                                       struct error *err);

#endif
