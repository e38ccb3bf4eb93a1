/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/pupil_option.h"

enum status
cli_enrolled(struct cli *cli, struct app **app, struct enrolled *enrolled, struct error *err)
{
    struct unit school;
    struct pupil pupil;

    TRY(cli_open(cli, app, err));
    TRY(school_find(*app, cli_option(cli, "unit"), &school, err));
    TRY(pupil_find(*app, school.id, cli_option(cli, "pupil"), &pupil, err));
    return enrolment_find(*app, pupil.id, cli_option(cli, "year"), enrolled, err);
}

enum status
cli_class(struct cli *cli, struct app **app, struct school_class *class, struct error *err)
{
    const char *year = cli_option(cli, "year"), *name = cli_option(cli, "class");
    struct unit school;

    if (!year || !name)
        return fail(err, USAGE, "Hãy ghi --year NĂM_HỌC và --class LỚP.");
    TRY(cli_open(cli, app, err));
    TRY(school_find(*app, cli_option(cli, "unit"), &school, err));
    return class_find(*app, school.id, year, name, class, err);
}
