/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules of a path beyond signatures, names and times, for crypto/path.c only.
 */
#ifndef HOCBA_CRYPTO_PATH_RULES_H
#define HOCBA_CRYPTO_PATH_RULES_H

#include "crypto/path.h"

/* One path, as the library builds it from exactly these candidates (at most PATH_CANDIDATES_MAX).
 * `used`: bits of those in it. */
void path_walk(const struct path_query *query, struct path_result *result, unsigned *used);

/* Verdict and sentence of a result. */
void path_judge(struct path_result *result, enum path_verdict verdict, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The leaf may be used for the purpose; else judged as broken. */
bool path_check_purpose(const struct certificate *leaf, enum path_purpose purpose,
                        struct path_result *result);
/* Stricter than the library: an authority says so in basicConstraints, and keyUsage allows it to
 * sign certificates (RFC 5280 4.2.1.3); only an anchor may leave keyUsage out.  An authority with
 * extended key usages is bound by them. */
bool path_may_issue(const struct certificate *authority, bool is_anchor, enum path_purpose purpose);

/* Certificate policies along result->chain (RFC 5280 6.1 with the graph of RFC 9618). */
bool path_check_policies(const struct path_query *query, struct path_result *result);

#endif
