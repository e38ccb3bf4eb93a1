/* SPDX-License-Identifier: Apache-2.0
 *
 * The containers of docs/format.md section 3 and the tags inside the repeated ones; the fields'
 * tags stand in record_fields[].  "Ours" where CV2088 gives no name (its samples were not found).
 */
#ifndef HOCBA_XML_RECORD_TAGS_H
#define HOCBA_XML_RECORD_TAGS_H

#include "model/record.h"

#define TAG_RECORD    "HOC_BA"
#define TAG_DATA      "DU_LIEU_HOC_BA"
#define TAG_GENERAL   "THONG_TIN_CHUNG"
#define TAG_HISTORY   "QUA_TRINH_HOC_TAP"
#define TAG_PAST_YEAR "NAM_HOC_DA_HOC" /* ours */
#define TAG_SUMMARY   "TONG_KET"
#define TAG_MARKS     "BANG_DIEM"                   /* ours */
#define TAG_SUBJECT   "MON_HOC"                     /* ours */
#define TAG_TRAITS    "DANH_GIA_NANG_LUC_PHAM_CHAT" /* ours */
#define TAG_SIGNERS   "DANH_SACH_THONG_TIN_KY"
#define TAG_TEACHERS  "DANH_SACH_GVBM"
#define TAG_SIGNED_ON "NGAY_KY"
#define TAG_NUMBER    "SO_CCCD"

#define ID_DATA           "data"
#define ID_GENERAL        "thongtinchung"
#define ID_SUBJECT_PREFIX "mon-"

/* Of a repeated container: what a tag holds. */
enum part_kind { PART_TEXT, PART_LEVEL, PART_MARK, PART_MOMENT };

struct part {
    const char *tag;
    const char *key; /* "muc" of "mon.TV.muc"; NULL: of a past year */
    enum part_kind kind;
    bool ours; /* absent in strict v1.0 */
    unsigned graphemes_max;
    size_t offset; /* in struct subject_result or struct past_year */
};

extern const struct part subject_parts[];
extern const size_t subject_part_count;
extern const struct part past_year_parts[];
extern const size_t past_year_part_count;

/* The tag of a field, or of a subject's part, by the key that problems name ("mon.TV.muc"). */
const char *record_tag_of_key(const char *key);

/* A subject's code may stand in an Id: letters, digits, '_', '-', '.'; 1..16 of them. */
bool subject_code_is_valid(const char *code);

#endif
