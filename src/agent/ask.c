/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/ask.h"

#include "agent/system.h"

/* The first line of an answer, without its end. */
static void
cut_line(char *answer)
{
    answer[strcspn(answer, "\r\n")] = '\0';
}

enum status
ask_yes(const char *program, const char *title, const char *question, bool *yes, struct error *err)
{
    char answer[16];
    int exit_code;

    if (!program)
        return system_ask_yes(title, question, yes, err);
    TRY(system_run(program, "confirm", span_of(question), answer, sizeof answer, &exit_code, err));
    cut_line(answer);
    *yes = exit_code == 0 && strcmp(answer, "yes") == 0;
    return OK;
}

enum status
ask_pin(const char *program, const char *title, const char *question, struct pin *pin, bool *given,
        struct error *err)
{
    char answer[sizeof pin->text + 2]; /* and a line's end */
    int exit_code = 0;
    enum status status;

    if (program)
        status =
            system_run(program, "pin", span_of(question), answer, sizeof answer, &exit_code, err);
    else
        status = system_ask_pin(title, question, answer, sizeof answer, given, err);
    if (status == OK) {
        cut_line(answer);
        pin->size = strnlen(answer, sizeof pin->text);
        *given = (!program || exit_code == 0) && (program || *given) && pin->size > 0 &&
                 pin->size < sizeof pin->text;
        if (*given)
            memcpy(pin->text, answer, pin->size + 1);
    }
    system_wipe(answer, sizeof answer);
    return status;
}

void
pin_wipe(struct pin *pin)
{
    system_wipe(pin, sizeof *pin);
}
