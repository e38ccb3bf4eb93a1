/* SPDX-License-Identifier: Apache-2.0 */
#include "service/record_note.h"

#include "model/state.h"

static const struct queue_record *
find_record(const struct queue_list *list, const char *uuid)
{
    for (size_t i = 0; uuid && i < list->records.count; i++)
        if (text_equal(list->records.items[i].row.uuid, uuid))
            return &list->records.items[i];
    return NULL;
}

enum status
record_note_add(struct app *app, const struct queue_list *list, const char *uuid, const char *text,
                struct error *err)
{
    const struct queue_record *record = find_record(list, uuid);
    struct record_note note = {.record = uuid,
                               .role = signer_role_key(list->class.role),
                               .at = app_now(app),
                               .by = app->actor.login};
    enum state state;

    if (!record)
        return fail(err, NOT_FOUND, "Lớp %s không có học bạ ấy.", list->class.class.name);
    if (!state_parse(record->row.state, &state) || state_is_issued(state))
        return fail(err, CONFLICT,
                    "Học bạ của %s đã phát hành nên không ghi chú được nữa; muốn sửa phải đề nghị "
                    "thay thế.",
                    record->name);
    if (text_is_blank(text))
        return fail(err, USAGE, "Hãy ghi nội dung ghi chú; chưa có gì thay đổi.");
    TRY(text_clean(text, "Ghi chú", RECORD_NOTE_MAX, app->arena, &note.text, err));
    return store_add_record_note(app->store, &note, err);
}

const char *
record_note_words(const struct record_note *note, struct arena *arena)
{
    enum signer_role role;

    return arena_printf(arena, "%s (%s) ghi: %s", note->by_name,
                        signer_role_parse(note->role, &role) ? signer_role_word(role) : note->role,
                        note->text);
}
