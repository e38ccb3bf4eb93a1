/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/path_rules.h"

#include <stdarg.h>
#include <stdio.h>

void
path_judge(struct path_result *result, enum path_verdict verdict, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    result->verdict = verdict;
    vsnprintf(result->reason, sizeof result->reason, format, args);
    va_end(args);
}

static bool
refuse(const struct certificate *leaf, const char *why, struct path_result *result)
{
    path_judge(result, PATH_BROKEN, "Chứng thư \"%s\" %s.", leaf->common_name, why);
    return false;
}

static bool
signs(const struct certificate *leaf)
{
    return leaf->usage & (USAGE_DIGITAL_SIGNATURE | USAGE_NON_REPUDIATION);
}

/* A certificate made for time-stamps or OCSP alone signs no record. */
static bool
check_signer(const struct certificate *leaf, struct path_result *result)
{
    const unsigned services = EXTENDED_TIME_STAMPING | EXTENDED_OCSP_SIGNING;
    if (leaf->is_ca)
        return refuse(leaf, "là của nơi cấp chứng thư, không được dùng để ký học bạ", result);
    if (!signs(leaf))
        return refuse(leaf, "không được cấp để ký số (keyUsage)", result);
    if ((leaf->extended & services) && !(leaf->extended & (EXTENDED_ANY | EXTENDED_OTHER)))
        return refuse(leaf, "chỉ dùng cho dịch vụ dấu thời gian hoặc OCSP (extendedKeyUsage)",
                      result);
    return true;
}

/* RFC 3161 2.3. */
static bool
check_tsa(const struct certificate *leaf, struct path_result *result)
{
    if (leaf->is_ca || (!signs(leaf) && !(leaf->usage & USAGE_ABSENT)))
        return refuse(leaf, "không được cấp để ký số (keyUsage)", result);
    if (leaf->extended != (EXTENDED_TIME_STAMPING | EXTENDED_CRITICAL))
        return refuse(leaf,
                      "không phải của máy chủ cấp dấu thời gian (extendedKeyUsage phải là "
                      "timeStamping, bắt buộc và duy nhất)",
                      result);
    return true;
}

/* RFC 6960 4.2.2.2. */
static bool
check_responder(const struct certificate *leaf, struct path_result *result)
{
    if (!(leaf->usage & (USAGE_DIGITAL_SIGNATURE | USAGE_NON_REPUDIATION | USAGE_ABSENT)))
        return refuse(leaf, "không được cấp để ký số (keyUsage)", result);
    if (!(leaf->extended & EXTENDED_OCSP_SIGNING))
        return refuse(leaf, "không phải của máy chủ OCSP (extendedKeyUsage thiếu OCSPSigning)",
                      result);
    return true;
}

bool
path_check_purpose(const struct certificate *leaf, enum path_purpose purpose,
                   struct path_result *result)
{
    switch (purpose) {
    case PATH_FOR_SIGNER: return check_signer(leaf, result);
    case PATH_FOR_TSA: return check_tsa(leaf, result);
    case PATH_FOR_RESPONDER: return check_responder(leaf, result);
    case PATH_FOR_AUTHORITY:
        return path_may_issue(leaf, false, purpose) ||
               refuse(leaf, "không có quyền cấp chứng thư", result);
    case PATH_FOR_ANYTHING: break;
    }
    return true;
}

bool
path_may_issue(const struct certificate *authority, bool is_anchor, enum path_purpose purpose)
{
    bool may = authority->is_ca && ((authority->usage & USAGE_CERT_SIGN) ||
                                    (is_anchor && (authority->usage & USAGE_ABSENT)));
    if (!may || (authority->extended & (EXTENDED_ABSENT | EXTENDED_ANY)))
        return may;
    if (purpose == PATH_FOR_TSA)
        return authority->extended & EXTENDED_TIME_STAMPING;
    if (purpose == PATH_FOR_RESPONDER)
        return authority->extended & EXTENDED_OCSP_SIGNING;
    return true;
}
