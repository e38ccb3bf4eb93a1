/* SPDX-License-Identifier: Apache-2.0
 *
 * Verifying files that anybody hands in: no instance, no network, no database.  What verify/ does,
 * for programs above.
 */
#ifndef HOCBA_SERVICE_VERIFICATION_H
#define HOCBA_SERVICE_VERIFICATION_H

#include "base/json.h"
#include "model/verdict.h"

enum {
    VERIFIED_FILE_MAX = 10 * 1024 * 1024, /* read; the verifier itself refuses over 512 KB */
    VERIFIED_REGISTRY_MAX = 64 * 1024 * 1024,
};

struct verification;

/* `anchors`: a PEM file or a folder (service/trust_folder.h; USAGE when it cannot be read); NULL
 * where only foreign documents are judged and nobody's chain is asked.
 * `registry`: a department's signed file, or data NULL.  `now`: seconds since 1970.  Texts of
 * reports live in the arena. */
MUST_CHECK enum status verification_open(const char *anchors, struct span registry, int64_t now,
                                         struct arena *arena, struct verification **verification,
                                         struct error *err);
void verification_free(struct verification *verification); /* NULL is a no-op */
DEFINE_AUTO(verification)

MUST_CHECK enum status verification_check(struct verification *verification, struct span file,
                                          struct verdict_report *report, struct error *err);

/* Every signature of anybody's XML document (verify/foreign.h), written as JSON, or as text when
 * `json` is NULL. The answer is YES only when there are signatures and all are right. */
enum check_result verification_judge_foreign(struct verification *verification, struct span file,
                                             const char *name, struct json *json,
                                             struct buffer *out);

/* As verify/report.h. */
void verification_write_json(const struct verdict_report *report, const char *file,
                             struct json *json);
void verification_write_text(const struct verdict_report *report, const char *file,
                             struct buffer *out);

#endif
