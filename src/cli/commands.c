/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of commands, in the order in which `hocba help` and the man page list them.
 */
#include "cli/commands.h"

/* clang-format off */
const struct command *const commands[] = {
    &command_demo,
    &command_init,
    &command_unit_add,
    &command_unit_list,
    &command_unit_show,
    &command_person_add,
    &command_person_end,
    &command_person_list,
    &command_person_show,
    &command_year_open,
    &command_year_set,
    &command_year_freeze,
    &command_year_show,
    &command_year_list,
    &command_class_add,
    &command_class_list,
    &command_class_show,
    &command_pupil_add,
    &command_pupil_list,
    &command_pupil_show,
    &command_certificate_add,
    &command_certificate_approve,
    &command_certificate_refuse,
    &command_certificate_withdraw,
    &command_certificate_list,
    &command_import,
    &command_check,
    &command_set,
    &command_decide,
    &command_return,
    &command_show,
    &command_list,
    &command_create,
    &command_sign,
    &command_issue,
    &command_verify,
    &command_registry,
    &command_export,
    &command_backup,
    &command_restore,
    &command_doctor,
    &command_help,
    &command_version,
    NULL,
};
/* clang-format on */
