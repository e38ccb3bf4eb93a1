/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands about one pupil's year: --pupil, --year, --unit as options, and what they name.
 */
#ifndef HOCBA_CLI_PUPIL_OPTION_H
#define HOCBA_CLI_PUPIL_OPTION_H

#include "cli/command.h"
#include "service/school.h"

/* The year that --pupil and --year (default: the newest) name; opens the instance. */
MUST_CHECK enum status cli_enrolled(struct cli *cli, struct app **app, struct enrolled *enrolled,
                                    struct error *err);
/* The class that --year and --class name; opens the instance. */
MUST_CHECK enum status cli_class(struct cli *cli, struct app **app, struct school_class *class,
                                 struct error *err);

#endif
