/* SPDX-License-Identifier: Apache-2.0 */
#include "service/record_files.h"

#include <pthread.h>

#include "ledger/status_list.h"
#include "service/book.h"
#include "service/levels.h"
#include "service/record_code.h"
#include "service/revocation.h"
#include "verify/decision.h"
#include "xml/scan.h"

/* A ledger has one opener at a time (writer/writer.h); threads of one server queue up here. */
static pthread_mutex_t ledger_lock = PTHREAD_MUTEX_INITIALIZER;

enum status
record_package_tell(struct app *app, struct ledger *ledger, const char *uuid, struct buffer *list,
                    struct record_package *package, struct error *err)
{
    struct revocation_decision decision;
    struct status_change change;

    enum status status = revocation_of_record(app, uuid, &change, &decision, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    TRY(ledger_list_statuses(ledger, uuid, list, err));
    package->status_list = buffer_span(list);
    package->decision = decision.bytes;
    return OK;
}

/* `package` NULL: the proof alone. */
static enum status
prove(struct app *app, const char *uuid, struct buffer *proof, struct buffer *list,
      struct record_package *package, struct error *err)
{
    AUTO(ledger) *ledger = NULL;
    bool final;

    if (ledger_open(app, &ledger, err) != OK) {
        if (err->status != CONFLICT)
            return err->status;
        char detail[sizeof err->detail];
        memcpy(detail, err->detail, sizeof detail);
        fail(err, UNAVAILABLE,
             "Sổ cái đang được ghi nên chưa lập được gói. Hãy thử lại sau một phút; XML và PDF vẫn "
             "tải được.");
        return fail_detail(err, "%s", detail);
    }
    enum status status = ledger_prove(ledger, uuid, proof, &final, err);
    if (status == NOT_FOUND)
        return fail(
            err, CONFLICT,
            "Học bạ này chưa được ghi vào sổ cái nên chưa có gói. XML và PDF vẫn tải được.");
    TRY(status);
    if (!package)
        return OK;
    package->proof = buffer_span(proof);
    return record_package_tell(app, ledger, uuid, list, package, err);
}

enum status
record_prove(struct app *app, const char *uuid, struct buffer *out, struct error *err)
{
    pthread_mutex_lock(&ledger_lock);
    enum status status = prove(app, uuid, out, NULL, NULL, err);
    pthread_mutex_unlock(&ledger_lock);
    return status;
}

enum status
record_pack(struct app *app, const char *uuid, struct span xml, struct buffer *out,
            struct error *err)
{
    AUTO(buffer) *proof = buffer_new(PACKAGE_MAX), *list = buffer_new(STATUS_LIST_FILE_MAX);
    struct record_package package = {.record = xml};

    pthread_mutex_lock(&ledger_lock);
    enum status status = prove(app, uuid, proof, list, &package, err);
    pthread_mutex_unlock(&ledger_lock);
    TRY(status);
    package_write(&package, out);
    return OK;
}

static bool
is_of_pupil(const struct pupil_file *file, const char *uuid)
{
    for (size_t i = 0; i < file->records.list.count; i++)
        if (text_equal(file->records.list.items[i].uuid, uuid))
            return true;
    return false;
}

enum status
record_file_write(struct app *app, const struct pupil_file *file, const char *uuid,
                  enum record_file kind, struct buffer *out, struct error *err)
{
    AUTO(buffer) *xml = buffer_new(XML_DOCUMENT_MAX);
    const char *level;

    if (kind == RECORD_BOOK)
        return book_print(app, file->pupil.id, PRINT_DIGITAL, out, err);
    if (!is_of_pupil(file, uuid))
        return fail(err, NOT_FOUND, "Không có học bạ ấy.");
    TRY(levels_compose(app, uuid, NULL, xml, &level, err));
    if (kind == RECORD_PACKAGE)
        return record_pack(app, uuid, buffer_span(xml), out, err);
    buffer_add(out, xml->data, xml->size);
    return OK;
}

/* --- to look at ------------------------------------------------------------------------------- */

/* Who reads that a record counts no more asks by what right. */
static enum status
read_decision(struct app *app, struct record_content *content, struct error *err)
{
    struct decision_file *file = arena_make(app->arena, struct decision_file);
    struct revocation_decision decision;
    struct status_change change;
    struct error why = {0};

    enum status status = revocation_of_record(app, content->row->uuid, &change, &decision, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    if (decision_read(decision.bytes, app->arena, file, &why) == OK)
        content->decision = &file->data;
    else
        content->problem = arena_text(app->arena, why.message);
    return OK;
}

static enum status
add_content(struct app *app, struct self_check *check, const struct record_row *row,
            struct record_contents *contents, struct error *err)
{
    struct record_content content = {.row = row, .code = record_code_of(app->arena, row->uuid)};
    struct print_record read;
    struct error why = {0};

    enum status status = standing_find(app, row->uuid, &content.standing, err);
    if (status == NOT_FOUND)
        return OK; /* never issued */
    TRY(status);
    TRY(read_decision(app, &content, err));
    if (book_read_issued(app, check, row, &read, &why) == OK)
        content.record = read.record;
    else
        content.problem = arena_text(app->arena, why.message);
    *list_add(app->arena, contents->list) = content;
    return OK;
}

enum status
record_contents_read(struct app *app, const struct pupil_file *file,
                     struct record_contents *contents, struct error *err)
{
    AUTO(self_check) *check = self_check_new(app);

    *contents = (struct record_contents){0};
    for (size_t i = file->records.list.count; i-- > 0;)
        TRY(add_content(app, check, &file->records.list.items[i], contents, err));
    return OK;
}
