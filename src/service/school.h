/* SPDX-License-Identifier: Apache-2.0
 *
 * Units, people and classes: who and what a school year is about.
 */
#ifndef HOCBA_SERVICE_SCHOOL_H
#define HOCBA_SERVICE_SCHOOL_H

#include "service/app.h"
#include "store/classes.h"
#include "store/people.h"
#include "store/pupils.h"
#include "store/units.h"

enum { NAME_MAX_GRAPHEMES = 200 }; /* of a unit, a person, a pupil */

/* --- finding --------------------------------------------------------------------------------- */

/* The unit of that code (MA_TRUONG, MA_SO ...); NOT_FOUND. */
MUST_CHECK enum status unit_find(struct app *app, const char *code, struct unit *unit,
                                 struct error *err);
/* All units; all people of a unit (NULL: of all); all assignments of a person. */
MUST_CHECK enum status units_list(struct app *app, struct units *units, struct error *err);
MUST_CHECK enum status people_list(struct app *app, const char *unit_id, struct people *people,
                                   struct error *err);
MUST_CHECK enum status assignments_list(struct app *app, const struct person *person,
                                        struct assignments *assignments, struct error *err);
MUST_CHECK enum status person_find(struct app *app, const char *login, struct person *person,
                                   struct error *err);
MUST_CHECK enum status classes_list(struct app *app, const char *unit_id, const char *year,
                                    struct school_classes *classes, struct error *err);
/* DENIED unless the actor may see that class. */
MUST_CHECK enum status class_pupils(struct app *app, const struct school_class *class,
                                    struct enrolments *enrolments, struct error *err);
MUST_CHECK enum status pupil_years(struct app *app, const struct pupil *pupil,
                                   struct enrolments *years, struct error *err);
/* The name of a class by its id; NULL for NULL or an unknown one. */
const char *class_name_of(struct app *app, const char *class_id);
/* The school meant: `code` when given, else the actor's own, else the only one of the instance.
 * USAGE when there are several and none is named. */
MUST_CHECK enum status school_find(struct app *app, const char *code, struct unit *school,
                                   struct error *err);
/* The class `name` of the school `unit_id` in that year. NOT_FOUND with the command that makes
 * it. */
MUST_CHECK enum status class_find(struct app *app, const char *unit_id, const char *year,
                                  const char *name, struct school_class *class, struct error *err);
/* A pupil by code or personal number. */
MUST_CHECK enum status pupil_find(struct app *app, const char *unit_id, const char *code,
                                  struct pupil *pupil, struct error *err);
/* The pupil's enrolment in that year (NULL: the newest). CONFLICT when there are several. */
MUST_CHECK enum status enrolment_find(struct app *app, const char *pupil_id, const char *year,
                                      struct enrolled *enrolled, struct error *err);

/* --- adding: checked by access, rules and the store; ids are made here ------------------------ */

MUST_CHECK enum status person_add(struct app *app, struct person *person, struct error *err);
/* A new person with a first assignment, or neither. */
MUST_CHECK enum status person_add_assigned(struct app *app, struct person *person,
                                           struct assignment *assignment, const char *class_name,
                                           struct error *err);
/* role: a key of model/role.h; class_name with year, or NULL. assignment->from {0}: today. */
MUST_CHECK enum status assignment_add(struct app *app, struct assignment *assignment,
                                      const char *class_name, struct error *err);
MUST_CHECK enum status assignment_end(struct app *app, const char *login, const char *role,
                                      struct date last, struct error *err);
MUST_CHECK enum status class_add(struct app *app, struct school_class *class, struct error *err);
/* Where it is taught; *campus.id NULL: at its school's main place. */
MUST_CHECK enum status class_find_campus(struct app *app, const struct school_class *class,
                                         struct unit *campus, struct error *err);
/* Where it is taught: a campus of its school by code, or, NULL, the main place. */
MUST_CHECK enum status class_set_campus(struct app *app, const struct school_class *class,
                                        const char *code, struct error *err);
/* The pupil, and the enrolment in `class` (NULL: none) with that grade (0: by the class's name); or
 * neither. */
MUST_CHECK enum status pupil_add(struct app *app, struct pupil *pupil,
                                 const struct school_class *class, int grade, struct error *err);
/* A pupil who is in no class of that year yet. CONFLICT: the year is frozen. */
MUST_CHECK enum status pupil_enrol(struct app *app, const struct pupil *pupil,
                                   const struct school_class *class, int grade, struct error *err);
/* The grade that a class name says: its first digit, 1..5; 0 when it says none. */
int class_name_grade(const char *name);

#endif
