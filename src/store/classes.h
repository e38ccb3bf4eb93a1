/* SPDX-License-Identifier: Apache-2.0
 *
 * Classes of a school year.  Teachers are assignments (people.h); the grade belongs to the
 * enrolment, so a combined class (lớp ghép) holds several.
 */
#ifndef HOCBA_STORE_CLASSES_H
#define HOCBA_STORE_CLASSES_H

#include "store/store.h"

struct school_class {
    const char *id, *unit;
    const char *year;     /* "2023-2024" */
    const char *name;     /* "4A1"; unique in unit and year */
    int sessions_per_day; /* 1 or 2 */
};

struct school_classes {
    LIST(struct school_class) list;
};

/* CONFLICT: the name is taken in that year. NOT_FOUND: the year is not open in that unit. */
MUST_CHECK enum status store_add_class(struct store *store, const struct school_class *class,
                                       const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_find_class(struct store *store, const char *id, struct arena *arena,
                                        struct school_class *class, struct error *err);
/* unit NULL: any unit; CONFLICT when more than one has such a class. */
MUST_CHECK enum status store_find_class_by_name(struct store *store, const char *unit,
                                                const char *year, const char *name,
                                                struct arena *arena, struct school_class *class,
                                                struct error *err);
/* unit, year NULL: any. By year, then name. */
MUST_CHECK enum status store_list_classes(struct store *store, const char *unit, const char *year,
                                          struct arena *arena, struct school_classes *classes,
                                          struct error *err);

/* How many pupils of a class have their current record in which state ("": no record yet). */
struct class_count {
    const char *class_id, *state;
    int64_t count;
};

struct class_counts {
    LIST(struct class_count) list;
};

/* Of all classes of a school year, by class; those who left are not counted. */
MUST_CHECK enum status store_count_class_records(struct store *store, const char *unit,
                                                 const char *year, struct arena *arena,
                                                 struct class_counts *counts, struct error *err);

#endif
