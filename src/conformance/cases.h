/* SPDX-License-Identifier: Apache-2.0
 *
 * What the kits ask of either end of docs/gateway.md, one table: an id that stays, the clause it
 * rests on, a Vietnamese sentence.  A report counts how often each case was met and how often not,
 * and says why; it holds no personal data, so that it can be sent.
 */
#ifndef HOCBA_CONFORMANCE_CASES_H
#define HOCBA_CONFORMANCE_CASES_H

#include "base/date.h"
#include "base/json.h"
#include "base/list.h"

enum { CASE_NOTES_MAX = 20 }; /* of one case; more are only counted */

/* In the table's order: first what a gateway must do, then what a supplier's software must. */
enum case_id {
    GATEWAY_TOKEN,
    GATEWAY_PASSWORD,
    GATEWAY_UNIT,
    GATEWAY_OLD_TOKEN,
    GATEWAY_NOT_JSON,
    GATEWAY_FIELDS,
    GATEWAY_UNKNOWN,
    GATEWAY_TAKES,
    GATEWAY_REPEATED,
    GATEWAY_CONFLICT,
    GATEWAY_AGAIN,
    GATEWAY_BENT_RECORD,
    GATEWAY_OTHER_SCHOOL,
    GATEWAY_BASE64,
    GATEWAY_LENGTH,
    GATEWAY_BOMB,
    GATEWAY_DECLARED,
    GATEWAY_TOO_LARGE,
    GATEWAY_DOCTYPE,
    GATEWAY_UNSIGNED,
    GATEWAY_BENT_PACKET,
    GATEWAY_CERTIFICATE,
    GATEWAY_YEAR,
    GATEWAY_WISHES,
    GATEWAY_WISH_UNKNOWN,
    GATEWAY_CERTIFICATE_UNPROVEN,
    GATEWAY_CERTIFICATE_UNKNOWN,
    SUPPLIER_TOKEN,
    SUPPLIER_FIELDS,
    SUPPLIER_SENDER,
    SUPPLIER_SIZE,
    SUPPLIER_SAME_CONTENT,
    SUPPLIER_ONE_ID,
    SUPPLIER_CONTENT,
    SUPPLIER_PACKET,
    SUPPLIER_PACKET_SIGNATURE,
    SUPPLIER_PACKET_CHAIN,
    SUPPLIER_RECORD,
    SUPPLIER_RECORD_SIGNATURES,
    SUPPLIER_RECORD_UNIT,
    SUPPLIER_RECORD_YEAR,
    SUPPLIER_RECORD_RULES,
    SUPPLIER_RECORD_TWICE,
    SUPPLIER_RESULT,
    SUPPLIER_WISH,
    SUPPLIER_WISH_KNOWN,
    SUPPLIER_RULING,
    SUPPLIER_REPLACES,
    SUPPLIER_CERTIFICATE,
    SUPPLIER_CERTIFICATE_FIELDS,
    SUPPLIER_CERTIFIED,
    SUPPLIER_CUT_OFF,
    SUPPLIER_RETRY_AFTER,
    SUPPLIER_NEW_TOKEN,
    CASE_COUNT
};

enum kit { KIT_SUPPLIER, KIT_GATEWAY }; /* who is played */

struct case_outcome {
    int64_t met, missed;
    LIST(const char *) notes; /* why it was missed: Vietnamese sentences */
};

struct conformance_report {
    enum kit kit;
    const char *peer; /* the address that was asked, or listened on */
    const char *unit; /* code */
    struct moment time;
    struct case_outcome outcomes[CASE_COUNT];
    struct arena *arena; /* of the notes; the caller's */
};

void case_meet(struct conformance_report *report, enum case_id id);
/* The note is formatted; the same note again is only counted. */
void case_miss(struct conformance_report *report, enum case_id id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Cases of the report's kit that were missed at least once. */
size_t conformance_missed(const struct conformance_report *report);
/* {"kit", "version", "peer", "unit", "time", "met", "missed", "not_seen", "cases": [{"id",
 * "clause", "sentence", "outcome", "met", "missed", "notes": [...]}]} */
void conformance_write_json(const struct conformance_report *report, struct json *json);
/* The same as Vietnamese text. */
void conformance_write_text(const struct conformance_report *report, struct buffer *out);

#endif
