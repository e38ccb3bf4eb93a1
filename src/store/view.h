/* SPDX-License-Identifier: Apache-2.0
 *
 * A consistent view of everything, for what asks several questions whose answers must fit together.
 */
#ifndef HOCBA_STORE_VIEW_H
#define HOCBA_STORE_VIEW_H

#include "store/store.h"

/* All that `work` reads is of one moment; it may not write. Inside store_transact() it belongs to
 * the whole. */
MUST_CHECK enum status store_read_whole(struct store *store, store_work *work, void *context,
                                        struct error *err);

#endif
