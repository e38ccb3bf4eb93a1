/* SPDX-License-Identifier: Apache-2.0 */
#include "store/record_notes.h"

#include "store/ask.h"

enum status
store_add_record_note(struct store *store, const struct record_note *note, struct error *err)
{
    return ask(ASK(store, SQL_add_record_note, v_text(note->record), v_text(note->role),
                   v_text(note->text), v_moment(note->at), v_text(note->by)),
               err);
}

static void
read_note(struct row *row, void *into)
{
    struct record_note *note = into;

    note->number = row_int(row);
    note->record = row_text(row);
    note->role = row_text(row);
    note->text = row_text(row);
    note->at = row_moment(row);
    note->by = row_text(row);
    note->by_name = row_text(row);
}

enum status
store_list_record_notes(struct store *store, const char *uuid, struct arena *arena,
                        struct record_notes *notes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_record_notes, v_text(uuid), v_int(RECORD_NOTES_MAX)),
                    read_note, arena, notes->list, err);
}

enum status
store_list_class_notes(struct store *store, const char *class_id, struct arena *arena,
                       struct record_notes *notes, struct error *err)
{
    return ask_list(ASK(store, SQL_list_class_notes, v_text(class_id), v_int(CLASS_NOTES_MAX)),
                    read_note, arena, notes->list, err);
}
