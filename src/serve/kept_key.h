/* SPDX-License-Identifier: Apache-2.0
 *
 * One signature from a page, with a key that the server keeps (service/sign_key.h): why it cannot
 * be, the fields of its form (kept_key_fields() in pages/shared.html), and opening it with what
 * they hold.
 */
#ifndef HOCBA_SERVE_KEPT_KEY_H
#define HOCBA_SERVE_KEPT_KEY_H

#include "serve/outcome.h"
#include "service/sign_job.h"

/* `path` as sign_key_find() gave it. key->bad says what is wanting; `otherwise` is the command that
 * does without. */
MUST_CHECK enum status kept_key_look(struct visit *visit, const char *path, const char *otherwise,
                                     struct notice *key, struct error *err);
/* With the form's password and one-time code; as sign_jobs_unlock(). */
MUST_CHECK enum status kept_key_unlock(struct visit *visit, const char *path,
                                       struct signer_source *source,
                                       struct signer_session **session, struct error *err);

#endif
