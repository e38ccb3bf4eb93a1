/* SPDX-License-Identifier: Apache-2.0
 *
 * Validation against our public contract: schema/hocba-1.0-hb1.xsd, or schema/hocba-1.0.xsd where
 * PHIEN_BAN is 1.0.  Both are embedded; nothing is loaded from anywhere, entities are off.
 * May be called from several threads.
 */
#ifndef HOCBA_XML_SCHEMA_H
#define HOCBA_XML_SCHEMA_H

#include "base/text.h"

/* A record's file, signed or not. INVALID with the first thing that the schema refuses: the
 * message names the element, the detail has the library's words without values. */
MUST_CHECK enum status schema_check(struct span document, struct error *err);

#endif
