/* SPDX-License-Identifier: Apache-2.0
 *
 * What a record of transaction 5 says (CV2088 II.2.6): a <HOC_BA> of a packet that names a record
 * to be taken back, its children in any order.  LY_DO and CAN_CU are ours: CV2088 has no place for
 * the reasons that a decision needs.
 */
#ifndef HOCBA_XML_PACKET_WISH_H
#define HOCBA_XML_PACKET_WISH_H

#include "base/text.h"

/* "" where it is not given. */
struct packet_wish {
    const char *uuid, *pupil, *number; /* MA_TRA_CUU_UUID, HO_VA_TEN, SO_CCCD */
    const char *school_code, *year;    /* MA_TRUONG, TEN_NAM_HOC */
    const char *reason, *evidence;     /* LY_DO, CAN_CU */
};

/* Everything lives in the arena. INVALID: not such an element, or one of these stands twice. */
MUST_CHECK enum status packet_wish_read(struct span element, struct arena *arena,
                                        struct packet_wish *wish, struct error *err);
/* Append such an element; what is NULL or "" is left out. */
void packet_wish_write(const struct packet_wish *wish, struct buffer *out);

#endif
