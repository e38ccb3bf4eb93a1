/* SPDX-License-Identifier: Apache-2.0
 *
 * Out of a backup: copied, marked, and brought forward before anything is signed again.
 */
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/file.h"
#include "writer/writer_internal.h"

#define MARK "restored"

static const char *
path_of(const char *folder, const char *name, struct arena *arena)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

enum status
writer_copy_file(const char *folder, const char *to, struct error *err)
{
    AUTO(arena) *arena = arena_new();

    return database_copy(path_of(folder, "ledger.db", arena), to, err);
}

/* --- the mark --------------------------------------------------------------------------------- */

enum status
writer_mark_restored(const char *folder, struct error *err)
{
    AUTO(arena) *arena = arena_new();

    return file_write(path_of(folder, MARK, arena),
                      SPAN("Sổ cái này được phục hồi từ bản sao lưu: hocba ledger adopt.\n"), 0600,
                      err);
}

static bool
is_marked(const struct writer *writer)
{
    return file_exists(path_of(writer->folder, MARK, writer->arena));
}

static enum status
remove_mark(const struct writer *writer, struct error *err)
{
    if (unlink(path_of(writer->folder, MARK, writer->arena)) == 0 || errno == ENOENT)
        return OK;
    return fail(err, UNAVAILABLE, "Không ghi được vào thư mục sổ cái. Chưa ký gì thêm.");
}

/* After compare_place(): it holds a checkpoint, and this ledger leads up to it. */
static bool
place_knows(const struct writer *writer)
{
    AUTO(arena) *arena = arena_new();
    struct checkpoint there;
    struct error ignored;

    return writer->place && place_read(writer->place, arena, &there, &ignored) == OK;
}

enum status
check_restored(struct writer *writer, struct error *err)
{
    if (!is_marked(writer))
        return OK;
    if (place_knows(writer))
        return remove_mark(writer, err);
    return fail(err, CONFLICT,
                "Sổ cái được phục hồi từ bản sao lưu (%" PRIu64
                " mục), chưa biết sau đó đã ký gì nữa. Học bạ còn nguyên; chưa ký gì thêm. Hãy đặt "
                "lại nơi giữ điểm chốt thứ hai (ledger.place), hoặc chạy: hocba ledger adopt "
                "THƯ_MỤC_BẢN_SAO_ĐẦY_ĐỦ.",
                writer->size);
}

/* --- from a full copy ------------------------------------------------------------------------- */

static enum status
parse_copy(const struct writer *writer, struct span bytes, struct arena *arena,
           struct checkpoint *checkpoint, struct error *err)
{
    struct note_key key = note_key_of(writer->origin, NOTE_ED25519, writer->public);
    struct note *note = arena_make(arena, struct note);
    struct error why;

    if (note_parse(bytes, arena, note, &why) != OK ||
        note_verify(note, &key, NULL, NULL, &why) != OK ||
        checkpoint_parse(note->text, checkpoint, &why) != OK ||
        !span_equal(checkpoint->origin, writer->origin)) {
        fail(err, UNTRUSTED,
             "Điểm chốt của bản sao không mang chữ ký đúng của sổ cái này. Không lấy gì; sổ cái "
             "giữ nguyên.");
        return fail_detail(err, "%s", why.detail);
    }
    return OK;
}

static enum status
other_history(struct error *err)
{
    return fail(err, CORRUPT,
                "Bản sao không dẫn tiếp từ sổ cái này (một lịch sử khác, hoặc bị sửa). Không lấy "
                "gì; sổ cái giữ nguyên.");
}

static enum status
copy_entries(struct writer *writer, const struct adoption *adoption, uint64_t size,
             struct error *err)
{
    struct span entry;
    struct error why;

    while (writer->size < size) {
        TRY(adoption->read(adoption->context, writer->size, &entry, err));
        if (append_copied(writer, entry, &why) == OK)
            continue;
        other_history(err);
        return fail_detail(err, "entry %" PRIu64 ": %s", writer->size, why.detail);
    }
    return store_levels(writer, err);
}

/* All or nothing: unless OK, what was begun is undone when the writer is freed. */
static enum status
take_copy(struct writer *writer, const struct adoption *adoption, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct database_checkpoint copied = {.note = adoption->note};
    struct checkpoint checkpoint = {0};
    struct digest root;

    TRY(parse_copy(writer, adoption->note, arena, &checkpoint, err));
    uint64_t before = writer->size;
    TRY(database_begin(writer->database, err));
    TRY(copy_entries(writer, adoption, checkpoint.size, err));
    TRY(stored_root(writer, checkpoint.size, &root, err));
    if (!digest_equal(&root, &checkpoint.root))
        return other_history(err);
    TRY(check_stored(writer, before, err));
    TRY(compare_place(writer, err));
    TRY(database_commit(writer->database, err));
    copied.size = checkpoint.size;
    copied.final = is_final(writer, adoption->note);
    return database_put_checkpoint(writer->database, &copied, err);
}

/* --- whether anything is missing -------------------------------------------------------------- */

/* A checkpoint over so many leaves or more had its quorum. */
static bool
was_final(struct writer *writer, uint64_t size)
{
    struct database_checkpoint found;
    struct error ignored;

    return database_find_checkpoint(writer->database, true, size, &found, &ignored) == OK;
}

static enum status
check_known(struct writer *writer, const struct adoption *adoption, const struct cosigning *asked,
            struct error *err)
{
    bool outside = writer->options.place.where || writer->options.policy || was_final(writer, 0);

    if (place_knows(writer) || (asked->asked && !asked->silent))
        return OK;
    if (adoption->alone && !outside)
        return OK;
    if (adoption->alone)
        return fail(
            err, CONFLICT,
            "Sổ cái này có nơi giữ điểm chốt thứ hai hoặc nhân chứng, nên không dùng được "
            "--alone. Chưa ký gì; hãy đặt đúng ledger.place, hoặc gọi được mọi nhân chứng.");
    return fail(err, CONFLICT,
                "Chưa ai cho biết sổ cái này đã ký đến mục nào: không có điểm chốt ở nơi giữ thứ "
                "hai (ledger.place), và không phải nhân chứng nào cũng trả lời. Chưa ký gì. Sổ "
                "chưa bao giờ có cả hai: thêm --alone.");
}

/* The second place is never behind what was signed. */
static enum status
bring_place(struct writer *writer, uint64_t size, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct checkpoint last = {.origin = writer->origin, .size = size}, there;
    struct error ignored;

    if (!writer->place || size == 0)
        return OK;
    if (place_read(writer->place, arena, &there, &ignored) == OK && there.size >= size)
        return OK;
    TRY(stored_root(writer, size, &last.root, err));
    return place_swap(writer->place, &last, err);
}

enum status
writer_adopt(const char *folder, const struct writer_options *options,
             const struct adoption *adoption, struct adopted *adopted, struct error *err)
{
    AUTO(writer) *writer = NULL;
    struct cosigning asked;
    uint64_t last;

    TRY(open_unchecked(folder, options, &writer, err));
    TRY(compare_last(writer, &last, err));
    *adopted = (struct adopted){.before = writer->size};
    if (adoption->note.data)
        TRY(take_copy(writer, adoption, err));
    TRY(compare_place(writer, err));
    TRY(compare_witnesses(writer, &asked, err));
    TRY(check_known(writer, adoption, &asked, err));
    TRY(compare_last(writer, &last, err));
    TRY(bring_place(writer, last, err));
    TRY(sign_checkpoint(writer, err));
    adopted->after = writer->size;
    adopted->final = was_final(writer, writer->size);
    return remove_mark(writer, err);
}
