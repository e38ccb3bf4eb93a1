/* SPDX-License-Identifier: Apache-2.0 */
#include "service/family.h"

#include "base/short_code.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "print/slips.h"
#include "service/access.h"
#include "service/access_log.h"
#include "service/book.h"
#include "store/classes.h"
#include "store/pupils.h"

#define DIGEST_LABEL "hocba family code\n"

enum { REASON_MAX = 500 };

/* --- codes ------------------------------------------------------------------------------------ */

static const char *
digest_of(struct arena *arena, const uint8_t symbols[SHORT_CODE_SYMBOLS])
{
    char bytes[sizeof DIGEST_LABEL - 1 + SHORT_CODE_SYMBOLS], hex[SHA256_HEX_SIZE];

    memcpy(bytes, DIGEST_LABEL, sizeof DIGEST_LABEL - 1);
    memcpy(bytes + sizeof DIGEST_LABEL - 1, symbols, SHORT_CODE_SYMBOLS);
    struct digest digest = sha256((struct span){bytes, sizeof bytes});
    heap_wipe(bytes, sizeof bytes);
    return arena_text(arena, digest_hex(&digest, hex));
}

struct span
family_rate_key(struct arena *arena, const char *code)
{
    uint8_t symbols[SHORT_CODE_SYMBOLS];

    if (!short_code_parse(CODE_OF_FAMILY, code, symbols))
        return (struct span){"", 0};
    return span_of(digest_of(arena, symbols));
}

/* A new code of a pupil; its text goes onto the slip and nowhere else. */
static enum status
make_code(struct app *app, const char *pupil, const char **text, struct error *err)
{
    uint8_t symbols[SHORT_CODE_SYMBOLS];
    char written[SHORT_CODE_TEXT_SIZE];
    struct family_code code = {.id = app_new_id(app), .pupil = pupil};
    struct stamp stamp = app_stamp(app, NULL);

    random_bytes(symbols, sizeof symbols);
    for (size_t i = 0; i < sizeof symbols; i++)
        symbols[i] &= 31;
    *text = arena_text(app->arena, short_code_write(CODE_OF_FAMILY, symbols, written));
    return store_add_family_code(app->store, &code, digest_of(app->arena, symbols),
                                 "đã phát mã mới", &stamp, err);
}

/* --- slips ------------------------------------------------------------------------------------ */

struct slipping {
    struct app *app;
    const struct slips_order *order;
    struct slips_report *report;
    struct school_class class;
    struct unit school;
    struct family_codes codes;
    LIST(struct print_slip) slips;
    struct buffer *pdf;
};

static bool
has_code(const struct family_codes *codes, const char *pupil)
{
    for (size_t i = 0; i < codes->list.count; i++)
        if (text_equal(codes->list.items[i].pupil, pupil))
            return true;
    return false;
}

static enum status
add_slip(struct slipping *it, const struct pupil *pupil, struct error *err)
{
    struct arena *arena = it->app->arena;

    if (date_is_none(pupil->birth_date))
        return fail(err, INVALID,
                    "Hồ sơ chưa có ngày sinh, mà gia đình cần ngày sinh để mở. Hãy nhập ngày sinh "
                    "rồi in phiếu.");
    struct print_slip slip = {
        .school = it->school.name,
        .name = pupil->name,
        .line = arena_printf(arena, "Lớp %s, năm học %s", it->class.name, it->class.year)};
    TRY(make_code(it->app, pupil->id, &slip.code, err));
    *list_add(arena, it->slips) = slip;
    return OK;
}

static void
handle_pupil(struct slipping *it, const struct pupil *pupil)
{
    struct record_row row = {.pupil_code = pupil->code, .pupil_name = pupil->name};
    struct error refusal = {0};
    enum outcome_kind kind = OUTCOME_ALREADY;

    if (it->order->renew || !has_code(&it->codes, pupil->id))
        kind = add_slip(it, pupil, &refusal) == OK ? OUTCOME_DONE : OUTCOME_FAILED;
    batch_add(it->app, &it->report->batch, &row, kind, &refusal);
}

static enum status
print_slips(const struct slipping *it, struct error *err)
{
    buffer_clear(it->pdf); /* it may be the second try */
    if (it->slips.count == 0)
        return OK;
    return slips_print(&(struct print_slips){.items = it->slips.items,
                                             .count = it->slips.count,
                                             .address = it->order->address ? it->order->address
                                                                           : book_address(it->app),
                                             .training = it->app->kind == INSTANCE_TRAINING},
                       it->pdf, err);
}

/* Codes and slips together or neither: a code that is on no paper is lost. */
static enum status
make_all(struct store *store, void *context, struct error *err)
{
    struct slipping *it = context;
    struct enrolments pupils = {0};
    const char *class_id = it->class.id;

    TRY(store_list_class_enrolments(store, class_id, it->app->arena, &pupils, err));
    TRY(store_list_class_family_codes(store, class_id, it->app->arena, &it->codes, err));
    it->slips.count = 0;
    it->report->batch = (struct batch){0};
    for (size_t i = 0; i < pupils.list.count; i++)
        if (order_means(&it->order->of, pupils.list.items[i].pupil.code))
            handle_pupil(it, &pupils.list.items[i].pupil);
    if (it->report->batch.list.count == 0)
        return fail(err, NOT_FOUND, "Không có học sinh nào để in phiếu.");
    if (it->slips.count > 0)
        TRY(access_log_add(it->app, ACCESS_SLIPS, NULL, it->class.unit,
                           arena_printf(it->app->arena, "mã tra cứu lớp %s, %zu phiếu",
                                        it->class.name, it->slips.count),
                           NULL, err));
    return print_slips(it, err);
}

enum status
family_make_slips(struct app *app, const struct slips_order *order, struct buffer *pdf,
                  struct slips_report *report, struct error *err)
{
    struct slipping it = {.app = app, .order = order, .report = report, .pdf = pdf};

    TRY(store_find_class(app->store, order->of.class_id, app->arena, &it.class, err));
    TRY(access_check_class(app, MAY_GIVE_FAMILY_CODES, it.class.unit, it.class.year, it.class.id,
                           err));
    TRY(store_find_unit(app->store, it.class.unit, app->arena, &it.school, err));
    TRY(store_transact(app->store, make_all, &it, err));
    report->slips = it.slips.count;
    return OK;
}

/* --- ending and listing ----------------------------------------------------------------------- */

/* In any of the pupil's classes, or in the school. */
static enum status
check_may_end(struct app *app, const char *pupil_id, struct error *err)
{
    struct enrolments years = {0};
    struct pupil pupil;

    TRY(store_find_pupil(app->store, pupil_id, app->arena, &pupil, err));
    TRY(store_list_pupil_enrolments(app->store, pupil_id, app->arena, &years, err));
    for (size_t i = 0; i < years.list.count; i++) {
        const struct enrolled *year = &years.list.items[i];
        if (access_check_class(app, MAY_GIVE_FAMILY_CODES, year->unit, year->year,
                               year->enrolment.class_id, err) == OK)
            return OK;
    }
    return access_check_class(app, MAY_GIVE_FAMILY_CODES, pupil.unit, NULL, "", err);
}

enum status
family_end_code(struct app *app, const char *pupil, const char *reason, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);

    TRY(check_may_end(app, pupil, err));
    if (text_is_blank(reason) || strlen(reason) > REASON_MAX)
        return fail(err, INVALID,
                    "Hãy ghi lý do thu hồi mã (ngắn gọn). Mã cũ vẫn dùng được; chưa đổi gì.");
    return store_end_family_code(app->store, pupil, text_squeeze(app->arena, reason), &stamp, err);
}

enum status
family_list(struct app *app, const char *class_id, struct family_states *states, struct error *err)
{
    struct enrolments pupils = {0};
    struct family_codes codes = {0};
    struct school_class class;

    TRY(store_find_class(app->store, class_id, app->arena, &class, err));
    TRY(access_check_class(app, MAY_GIVE_FAMILY_CODES, class.unit, class.year, class.id, err));
    TRY(store_list_class_enrolments(app->store, class_id, app->arena, &pupils, err));
    TRY(store_list_class_family_codes(app->store, class_id, app->arena, &codes, err));
    for (size_t i = 0; i < pupils.list.count; i++) {
        struct family_state *state = list_add(app->arena, states->list);
        state->enrolled = pupils.list.items[i];
        for (size_t k = 0; k < codes.list.count; k++)
            if (text_equal(codes.list.items[k].pupil, state->enrolled.pupil.id))
                state->code = codes.list.items[k];
    }
    return OK;
}

/* --- the family's side ------------------------------------------------------------------------ */

/* The birth date in any usual form. */
static bool
read_birth(const char *text, struct arena *arena, struct date *birth)
{
    const char *plain = text_squeeze(arena, text);

    if (text_is_digits(plain, 8))
        plain = arena_printf(arena, "%.2s/%.2s/%s", plain, plain + 2, plain + 4);
    return date_parse_vietnamese(span_of(plain), birth) || date_parse_iso(span_of(plain), birth);
}

/* Everything looks the same to who guesses. */
static enum status
refuse(struct error *err)
{
    return fail(
        err, NOT_FOUND,
        "Mã và ngày sinh không khớp với học bạ nào, hoặc mã đã được nhà trường thu hồi. Hãy "
        "xem lại phiếu; nếu mất phiếu, xin nhà trường phiếu mới.");
}

enum status
family_open(struct app *app, const char *code, const char *birth, struct family_code *opened,
            struct error *err)
{
    uint8_t symbols[SHORT_CODE_SYMBOLS];
    struct family_code found;
    struct pupil pupil;
    struct date day;

    if (short_code_parse(CODE_OF_RECORD, code, symbols))
        return fail(err, INVALID,
                    "Đây là mã xác minh in trên học bạ, không phải mã gia đình. Hãy dùng mã trên "
                    "phiếu nhà trường phát.");
    if (!short_code_parse(CODE_OF_FAMILY, code, symbols))
        return fail(err, INVALID,
                    "Mã gõ chưa đúng: mã có 16 chữ và số, chia bốn nhóm như trên phiếu. Hãy so lại "
                    "từng nhóm.");
    if (!read_birth(birth, app->arena, &day))
        return fail(err, INVALID, "Ngày sinh chưa đúng dạng. Hãy gõ như 10/12/2014.");
    if (store_find_family_code_by_digest(app->store, digest_of(app->arena, symbols), app->arena,
                                         &found, err) != OK)
        return err->status == NOT_FOUND ? refuse(err) : err->status;
    TRY(store_find_pupil(app->store, found.pupil, app->arena, &pupil, err));
    if (found.ended_by || date_is_none(pupil.birth_date) ||
        date_compare(day, pupil.birth_date) != 0)
        return refuse(err);
    *opened = found;
    return OK;
}

enum status
family_view(struct app *app, const char *code_id, struct pupil_file *file, struct error *err)
{
    struct family_code code;

    TRY(store_find_family_code(app->store, code_id, app->arena, &code, err));
    if (code.ended_by)
        return fail(err, NOT_FOUND, "Mã này đã được nhà trường thu hồi. Xin nhà trường phiếu mới.");
    return lookup_load(app, code.pupil, file, err);
}
