/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside print/: a report while it is being drawn.
 */
#ifndef HOCBA_PRINT_DOSSIER_INSIDE_H
#define HOCBA_PRINT_DOSSIER_INSIDE_H

#include "print/canvas.h"
#include "print/dossier_print.h"

#define SHEET_LEFT   80.0
#define SHEET_RIGHT  548.0
#define SHEET_TOP    64.0
#define SHEET_BOTTOM 776.0 /* of content */
#define SHEET_SIZE   13.0
#define SHEET_GAP    5.0 /* between paragraphs */

struct sheet {
    struct canvas canvas;
    const struct dossier *dossier;
    double at;    /* the top of the next line */
    double below; /* what must stand on the page of a paragraph's last two lines, under them */
};

void sheet_next_page(struct sheet *sheet);
/* On another page unless there is so much room. */
void sheet_need(struct sheet *sheet, double height);
void sheet_paragraph(struct sheet *sheet, struct ink ink, double left, const char *text);
/* What the typefaces can show. */
const char *sheet_printable(struct sheet *sheet, const char *text);

void sheet_table(struct sheet *sheet, const struct dossier_table *table);
void sheet_chart(struct sheet *sheet, const struct dossier_chart *chart);

#endif
