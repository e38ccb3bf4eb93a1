/* SPDX-License-Identifier: Apache-2.0
 *
 * The flow of a class's results, period by period (model/flow.h): who takes which step, what is
 * still missing, and the lock on what was submitted.  Steps are decisions about the class
 * (store/decisions.h): append-only, with who, when and why; the state is what they lead to.
 */
#ifndef HOCBA_SERVICE_FLOW_H
#define HOCBA_SERVICE_FLOW_H

#include "model/flow.h"
#include "service/draft.h"

enum { FLOW_REASON_MAX = 500, FLOW_ALLOW_DAYS_MAX = 30 };

struct flow_event {
    enum flow_step step;
    enum flow_state to;
    struct moment at;
    const char *by;     /* a name */
    const char *login;  /* of who did it */
    const char *reason; /* NULL: none */
    const char *person; /* of FLOW_ALLOW: whose login ... */
    struct date until;  /* ... and the last day */
};

/* What is not entered yet of one subject, or (subject NULL) of qualities and competences. */
struct flow_missing {
    const struct subject *subject;
    const char *teachers; /* names; NULL: nobody is assigned */
    size_t levels, marks, comments;
};

struct flow_person {
    const char *login, *name;
};

struct flow {
    struct school_class class;
    enum period period;
    enum flow_state state;
    LIST(struct flow_event) events; /* oldest first */
    size_t pupils;
    size_t issued; /* of them, with an issued record: whatever steps were taken, or none */
    LIST(struct flow_missing) missing; /* a row per subject taught, complete ones too */
    size_t missing_count;              /* values in all */
    bool may[FLOW_STEP_COUNT];         /* the actor may take that step now */
    LIST(struct flow_person) people;   /* who enters there, for FLOW_ALLOW; each once */
};

/* Is every pupil's record issued? Then nothing is entered any more. */
static inline bool
flow_is_issued(const struct flow *flow)
{
    return flow->pupils > 0 && flow->issued == flow->pupils;
}

/* DENIED unless the actor may see the class. */
MUST_CHECK enum status flow_load(struct app *app, const char *class_id, enum period period,
                                 struct flow *flow, struct error *err);

/* Only the events of a period and the state they lead to; `by` is a login until
 * flow_name_people(). Asks for no right. */
MUST_CHECK enum status flow_load_events(struct app *app, const char *class_id, enum period period,
                                        struct flow *flow, struct error *err);
MUST_CHECK enum status flow_name_people(struct app *app, struct flow *flow, struct error *err);

struct flow_order {
    const char *class_id;
    enum period period;
    enum flow_step step;
    const char *reason; /* needed for some steps, and to submit what is not complete */
    const char *person; /* of FLOW_ALLOW: a login, and until when */
    struct date until;
};
/* CONFLICT: the step is not taken from that state; USAGE: a reason or person is missing. */
MUST_CHECK enum status flow_take(struct app *app, const struct flow_order *order,
                                 struct error *err);

/* May the actor write that value of this pupil's year now? CONFLICT with who can open it. */
MUST_CHECK enum status flow_check_entry(struct app *app, const struct enrolled *enrolled,
                                        const char *key, struct error *err);
/* A pupil on the list of summer's reassessment stays open at the year's end, for the subjects and
 * traits that once stood at C, the comments on them and what the year comes to, whatever the
 * class's state. */
MUST_CHECK enum status flow_is_reassessed(struct app *app, const char *enrolment, bool *listed,
                                          struct error *err);
MUST_CHECK enum status flow_find_reassessed(struct app *app, const char *enrolment, const char *key,
                                            bool *open, struct error *err);
/* The same of a pupil who is waited for in a frozen year, listed or not: CONFLICT for other values
 * of the year; the pupil's own data is none of them. */
MUST_CHECK enum status flow_check_summer(struct app *app, const char *enrolment, const char *key,
                                         struct error *err);
/* The sentence for a class as a whole; NULL: entry is open for the actor. */
MUST_CHECK enum status flow_find_lock(struct app *app, const struct school_class *class,
                                      enum period period, const char **lock, struct error *err);

#endif
