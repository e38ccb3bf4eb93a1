/* SPDX-License-Identifier: Apache-2.0
 *
 * One name per row of the table of commands; each stands in its cmd_<thing>.c.
 */
#ifndef HOCBA_CLI_COMMANDS_H
#define HOCBA_CLI_COMMANDS_H

#include "cli/command.h"

extern const struct command command_account_give;
extern const struct command command_account_slips;
extern const struct command command_account_list;
extern const struct command command_account_close;
extern const struct command command_account_factor;
extern const struct command command_agent;
extern const struct command command_serve;
extern const struct command command_witness_init;
extern const struct command command_witness_serve;
extern const struct command command_witness_show;
extern const struct command command_certificate_add;
extern const struct command command_certificate_approve;
extern const struct command command_certificate_refuse;
extern const struct command command_certificate_withdraw;
extern const struct command command_certificate_list;
extern const struct command command_certificate_prove;
extern const struct command command_certificate_show;
extern const struct command command_certificate_expiring;
extern const struct command command_certificate_readiness;
extern const struct command command_identity_list;
extern const struct command command_identity_export;
extern const struct command command_identity_import;
extern const struct command command_identity_verify;
extern const struct command command_identity_accept;
extern const struct command command_identity_keep;
extern const struct command command_inspection_open;
extern const struct command command_inspection_sample;
extern const struct command command_inspection_check;
extern const struct command command_inspection_find;
extern const struct command command_inspection_answer;
extern const struct command command_inspection_follow;
extern const struct command command_inspection_close;
extern const struct command command_inspection_list;
extern const struct command command_inspection_show;
extern const struct command command_import;
extern const struct command command_import_province;
extern const struct command command_check;
extern const struct command command_set;
extern const struct command command_decide;
extern const struct command command_return;
extern const struct command command_show;
extern const struct command command_list;
extern const struct command command_backup;
extern const struct command command_bench_verify;
extern const struct command command_restore;
extern const struct command command_doctor;
extern const struct command command_help;
extern const struct command command_version;
extern const struct command command_init;
extern const struct command command_unit_add;
extern const struct command command_unit_set;
extern const struct command command_unit_list;
extern const struct command command_unit_show;
extern const struct command command_unit_tree;
extern const struct command command_unit_move;
extern const struct command command_unit_merge;
extern const struct command command_unit_split;
extern const struct command command_unit_place;
extern const struct command command_person_add;
extern const struct command command_person_set;
extern const struct command command_person_end;
extern const struct command command_person_list;
extern const struct command command_person_show;
extern const struct command command_pupil_move;
extern const struct command command_pupil_paper;
extern const struct command command_year_open;
extern const struct command command_year_set;
extern const struct command command_year_freeze;
extern const struct command command_year_show;
extern const struct command command_year_list;
extern const struct command command_year_roll;
extern const struct command command_class_add;
extern const struct command command_class_list;
extern const struct command command_class_show;
extern const struct command command_class_close;
extern const struct command command_report_make;
extern const struct command command_report_send;
extern const struct command command_revocation_request;
extern const struct command command_revocation_list;
extern const struct command command_revocation_show;
extern const struct command command_revocation_decide;
extern const struct command command_revocation_seal;
extern const struct command command_class_manifest;
extern const struct command command_pupil_add;
extern const struct command command_pupil_list;
extern const struct command command_pupil_show;
extern const struct command command_demo;
extern const struct command command_create;
extern const struct command command_sign;
extern const struct command command_issue;
extern const struct command command_levels;
extern const struct command command_ledger_init;
extern const struct command command_ledger_enter;
extern const struct command command_ledger_show;
extern const struct command command_ledger_publish;
extern const struct command command_ledger_mirror;
extern const struct command command_ledger_adopt;
extern const struct command command_ledger_timestamp;
extern const struct command command_audit;
extern const struct command command_verify;
extern const struct command command_registry;
extern const struct command command_export;
extern const struct command command_family_slips;
extern const struct command command_family_list;
extern const struct command command_family_revoke;

#endif
