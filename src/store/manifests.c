/* SPDX-License-Identifier: Apache-2.0 */
#include "store/manifests.h"

#include "store/ask.h"

static void
read_manifest(struct row *row, void *into)
{
    struct manifest *manifest = into;
    manifest->sha256 = row_text(row);
    manifest->class_id = row_text(row);
    manifest->certificate = row_text(row);
    manifest->supplements = row_text(row);
    manifest->made = row_moment(row);
    manifest->by = row_text(row);
    manifest->bytes = row_bytes(row);
    manifest->position = row_int(row);
}

enum status
store_add_manifest(struct store *store, const struct manifest *manifest, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_manifest, v_text(manifest->sha256), v_text(manifest->class_id),
                    v_text(manifest->certificate), v_text(manifest->supplements),
                    v_moment(manifest->made), v_text(manifest->by), v_bytes(manifest->bytes)),
                &hit, err));
    return hit ? OK
               : fail(err, CONFLICT,
                      "Lớp này vừa được lập bảng kê ở nơi khác. Chưa ghi gì; hãy xem lại rồi làm "
                      "lại nếu cần.");
}

enum status
store_list_manifests(struct store *store, const char *class_id, int64_t limit, struct arena *arena,
                     struct manifests *manifests, struct error *err)
{
    return ask_list(ASK(store, SQL_list_manifests, v_text(class_id), v_int(limit)), read_manifest,
                    arena, manifests->list, err);
}

enum status
store_list_unentered_manifests(struct store *store, int64_t limit, struct arena *arena,
                               struct manifests *manifests, struct error *err)
{
    return ask_list(ASK(store, SQL_list_unentered_manifests, v_int(limit)), read_manifest, arena,
                    manifests->list, err);
}
