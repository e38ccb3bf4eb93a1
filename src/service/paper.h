/* SPDX-License-Identifier: Apache-2.0
 *
 * The years of a pupil that are kept on paper: where the paper book is.  A book prints one line of
 * history for each, with the reference, and never empty pages of results.  Kept with the pupil, so
 * they can be set before and after records are issued; none of it stands in a record.
 */
#ifndef HOCBA_SERVICE_PAPER_H
#define HOCBA_SERVICE_PAPER_H

#include "service/app.h"
#include "store/pupils.h"

enum { PAPER_REFERENCE_MAX = 120 }; /* graphemes */

/* Keys of the pupil's values, for each year: PAPER_KEY "2021-2022." and a part's name. */
#define PAPER_KEY "hoc_ba_giay."

struct paper_year {
    const char *year;
    const char *reference;                                  /* "Học bạ giấy số 112/TĐ" */
    const char *class_name, *school_name, *register_number; /* NULL: not known */
    struct date since;                                      /* of arrival; {0}: not known */
};

struct paper_years {
    LIST(struct paper_year) list;
};

/* All parts of one year, as given; those NULL are removed.  USAGE: not a school year, or no
 * reference; CONFLICT: this school has the record of that year. */
MUST_CHECK enum status paper_year_set(struct app *app, const struct pupil *pupil,
                                      const struct paper_year *paper, struct error *err);
/* NOT_FOUND when nothing was kept about that year. */
MUST_CHECK enum status paper_year_remove(struct app *app, const struct pupil *pupil,
                                         const char *year, struct error *err);
/* By year. */
MUST_CHECK enum status paper_years_list(struct app *app, const char *pupil_id,
                                        struct paper_years *years, struct error *err);

#endif
