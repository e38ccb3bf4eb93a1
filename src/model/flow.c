/* SPDX-License-Identifier: Apache-2.0 */
#include "model/flow.h"

#include "base/list.h"
#include "base/text.h"

#define FROM(state) (1u << (state))

static const struct {
    const char *key, *word;
    unsigned from; /* FROM()s */
    enum flow_state to;
    bool stays, needs_reason;
} steps[FLOW_STEP_COUNT] = {
    [FLOW_SUBMIT] = {"submit", "nộp", FROM(FLOW_ENTERING), FLOW_SUBMITTED},
    [FLOW_CHECK] = {"check", "xác nhận đã kiểm tra", FROM(FLOW_SUBMITTED), FLOW_CHECKED},
    [FLOW_APPROVE] = {"approve", "duyệt", FROM(FLOW_CHECKED), FLOW_APPROVED},
    [FLOW_CLOSE] = {"close", "chốt", FROM(FLOW_APPROVED), FLOW_CLOSED},
    [FLOW_RETURN] = {"return", "trả lại",
                     FROM(FLOW_SUBMITTED) | FROM(FLOW_CHECKED) | FROM(FLOW_APPROVED) |
                         FROM(FLOW_CLOSED),
                     FLOW_ENTERING, .needs_reason = true},
    [FLOW_ALLOW] = {"allow", "mở cho một người",
                    FROM(FLOW_SUBMITTED) | FROM(FLOW_CHECKED) | FROM(FLOW_APPROVED) |
                        FROM(FLOW_CLOSED),
                    FLOW_ENTERING, .stays = true, .needs_reason = true},
};

bool
flow_step_from(enum flow_state state, enum flow_step step, enum flow_state *to)
{
    if (!(steps[step].from & FROM(state)))
        return false;
    *to = steps[step].stays ? state : steps[step].to;
    return true;
}

bool
flow_step_needs_reason(enum flow_step step)
{
    return steps[step].needs_reason;
}

const char *
flow_state_word(enum flow_state state)
{
    static const char *const words[FLOW_STATE_COUNT] = {
        [FLOW_ENTERING] = "đang nhập", [FLOW_SUBMITTED] = "đã nộp", [FLOW_CHECKED] = "đã kiểm tra",
        [FLOW_APPROVED] = "đã duyệt",  [FLOW_CLOSED] = "đã chốt",
    };
    return words[state];
}

const char *
flow_step_key(enum flow_step step)
{
    return steps[step].key;
}

const char *
flow_step_word(enum flow_step step)
{
    return steps[step].word;
}

bool
flow_step_parse(const char *key, enum flow_step *step)
{
    for (size_t i = 0; i < FLOW_STEP_COUNT; i++) {
        if (text_equal(steps[i].key, key)) {
            *step = (enum flow_step)i;
            return true;
        }
    }
    return false;
}
