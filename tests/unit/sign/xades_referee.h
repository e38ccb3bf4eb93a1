/* SPDX-License-Identifier: Apache-2.0
 *
 * A second opinion on signatures: libxml2 parses and canonicalises, and every Reference and every
 * SignatureValue is worked out again from that.  Shares nothing with src/xml and src/sign.
 */
#ifndef HOCBA_TESTS_SIGN_XADES_REFEREE_H
#define HOCBA_TESTS_SIGN_XADES_REFEREE_H

#include "base/text.h"

/* Ends the test when anything is wrong; returns the number of signatures. Also checks that every
 * digested element stands canonical in the file. */
size_t referee_check(struct span document);

#endif
