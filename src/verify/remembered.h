/* SPDX-License-Identifier: Apache-2.0
 *
 * Verdicts given before: when the same record is looked up again, one SHA-256 of its file is all
 * that it costs.  A verdict is remembered for its file and all of its material: anchors, registry,
 * policy, what stands beside the file, and the moment; it never stands for another.  Who asks often
 * hands in the moment of the current minute.
 */
#ifndef HOCBA_VERIFY_REMEMBERED_H
#define HOCBA_VERIFY_REMEMBERED_H

#include "verify/verify.h"

enum { REMEMBERED_MAX = 64 };

/* One thread at a time, as a verify_cache. */
struct verdict_memory;
struct verdict_memory *verdict_memory_new(void);
void verdict_memory_free(struct verdict_memory *memory); /* NULL is a no-op */
DEFINE_AUTO(verdict_memory)

/* As verify_record(). The report and all that it points to live until REMEMBERED_MAX other files
 * were asked about, or the memory is freed; `file` need not outlive the call. A registry and a
 * policy are told apart by where they are: they outlive the memory. */
MUST_CHECK enum status verify_remembered(struct verdict_memory *memory, struct span file,
                                         const struct verify_material *material,
                                         const struct verdict_report **report, struct error *err);

#endif
