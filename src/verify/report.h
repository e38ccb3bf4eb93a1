/* SPDX-License-Identifier: Apache-2.0
 *
 * A verdict for machines and for people.
 */
#ifndef HOCBA_VERIFY_REPORT_H
#define HOCBA_VERIFY_REPORT_H

#include "base/json.h"
#include "crypto/path.h"
#include "model/verdict.h"

/* The word of ETSI TS 119 102-1 (tables 5 and 6) for what a check found wrong (no or unknown); of
 * the chain, by how the path ended. */
const char *report_sub_indication(enum check_id id, enum check_result result,
                                  enum path_verdict path);

/* The same of a check that was made; NULL when it found nothing wrong, or was not reached. */
const char *report_check_word(const struct verdict_report *report, enum check_id id);
/* Of the whole: the first no, else the first that is not known; NULL: nothing is wrong. */
const char *report_whole_word(const struct verdict_report *report);
/* "TOTAL-PASSED" "TOTAL-FAILED" "INDETERMINATE" of the whole, of one signature. */
const char *report_indication(const struct verdict_report *report);
const char *report_signature_indication(const struct signature_report *signature);

/* One object: file, verdict, training, checks [{id, result, reason, sub_indication}], indication,
 * sub_indication, signatures [...]. `file` is the name as the caller gave it. */
void report_write_json(const struct verdict_report *report, const char *file, struct json *json);

/* The same shape for a file that could not be read at all. One that is too large (INVALID) is no
 * record; of any other nothing is said: the verdict is null. `error` has the sentence. */
void report_write_json_unread(const struct error *why, const char *file, struct json *json);

/* A page of plain Vietnamese text, lines of at most 100 columns. */
void report_write_text(const struct verdict_report *report, const char *file, struct buffer *out);

/* The one sentence at the top. */
const char *report_sentence(const struct verdict_report *report);

#endif
