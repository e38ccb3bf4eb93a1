/* SPDX-License-Identifier: Apache-2.0 */
#include "service/policy_file.h"

#include "base/file.h"

enum status
policy_file_read(const char *path, struct arena *arena, const struct policy **policy,
                 struct error *err)
{
    struct span text;

    enum status status = file_read(arena, path, POLICY_FILE_MAX, &text, err);
    if (status == OK)
        status = policy_parse(text, arena, policy, err);
    if (status == OK)
        return OK;
    err->status = USAGE; /* a file that the caller chose, not one to be judged */
    return USAGE;
}
