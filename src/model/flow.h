/* SPDX-License-Identifier: Apache-2.0
 *
 * How a class's results of one period go from whoever enters them to whoever closes them: five
 * states, one table of steps.  Records have states of their own (model/state.h).
 */
#ifndef HOCBA_MODEL_FLOW_H
#define HOCBA_MODEL_FLOW_H

#include <stdbool.h>

enum flow_state {
    FLOW_ENTERING,  /* teachers enter */
    FLOW_SUBMITTED, /* the class teacher says that it is all there */
    FLOW_CHECKED,   /* looked through for the school */
    FLOW_APPROVED,  /* by the principal */
    FLOW_CLOSED,
    FLOW_STATE_COUNT
};

enum flow_step {
    FLOW_SUBMIT,
    FLOW_CHECK,
    FLOW_APPROVE,
    FLOW_CLOSE,
    FLOW_RETURN, /* to those who enter, with a reason */
    FLOW_ALLOW,  /* one person may correct until a day, with a reason; the state stays */
    FLOW_STEP_COUNT
};

/* False: that step is not taken from there. */
bool flow_step_from(enum flow_state state, enum flow_step step, enum flow_state *to);
bool flow_step_needs_reason(enum flow_step step);

const char *flow_state_word(enum flow_state state); /* "đã nộp" */
const char *flow_step_key(enum flow_step step);     /* "submit" */
const char *flow_step_word(enum flow_step step);    /* "nộp" */
bool flow_step_parse(const char *key, enum flow_step *step);

#endif
