/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/exit.h"

static const struct {
    const char *key;
    enum exit_code code;
} exits[] = {
    [OK] = {"ok", EXIT_YES},
    [NOT_FOUND] = {"not_found", EXIT_USAGE},
    [INVALID] = {"invalid", EXIT_NO},
    [DENIED] = {"denied", EXIT_DENIED},
    [CONFLICT] = {"conflict", EXIT_CONFLICT},
    [UNTRUSTED] = {"untrusted", EXIT_NO},
    [CORRUPT] = {"corrupt", EXIT_BROKEN},
    [UNAVAILABLE] = {"unavailable", EXIT_BROKEN},
    [USAGE] = {"usage", EXIT_USAGE},
    [UNDECIDED] = {"undecided", EXIT_UNDECIDED},
};

enum exit_code
exit_of_status(enum status status)
{
    return exits[status].code;
}

const char *
status_key(enum status status)
{
    return exits[status].key;
}

enum exit_code
exit_worse(enum exit_code a, enum exit_code b)
{
    static const int weight[] = {
        [EXIT_YES] = 0,    [EXIT_UNDECIDED] = 1, [EXIT_USAGE] = 2,  [EXIT_NO] = 3,
        [EXIT_DENIED] = 4, [EXIT_CONFLICT] = 5,  [EXIT_BROKEN] = 6,
    };

    return weight[a] >= weight[b] ? a : b;
}
