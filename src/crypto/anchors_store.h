/* SPDX-License-Identifier: Apache-2.0
 *
 * The library's store behind a set of anchors, for crypto/path.c only.
 */
#ifndef HOCBA_CRYPTO_ANCHORS_STORE_H
#define HOCBA_CRYPTO_ANCHORS_STORE_H

#include "crypto/anchors.h"
#include "crypto/handles.h"

X509_STORE *anchors_store(const struct anchors *anchors); /* borrowed */

#endif
