/* SPDX-License-Identifier: Apache-2.0
 *
 * First-login slips for a whole staff list.
 */
#include <stdlib.h>

#include "crypto/password.h"
#include "print/slips.h"
#include "service/access.h"
#include "service/access_log.h"
#include "service/account.h"
#include "service/book.h"
#include "store/units.h"

struct newcomer {
    const struct account_row *row;
    char password[FIRST_PASSWORD_SIZE], hash[PASSWORD_HASH_SIZE];
};

struct giving {
    struct app *app;
    struct account_slips *order;
    struct unit unit;
    struct account_rows rows;
    struct assignments held;
    struct newcomer *newcomers; /* ACCOUNT_SLIPS_MAX; wiped */
    struct buffer *pdf;
};

static bool
is_assigned(const struct giving *it, const char *person)
{
    for (size_t i = 0; i < it->held.list.count; i++)
        if (text_equal(it->held.list.items[i].person, person))
            return true;
    return false;
}

/* The passwords before the transaction: computing what is kept of them takes a while. */
static enum status
make_passwords(struct giving *it, struct error *err)
{
    for (size_t i = 0; i < it->rows.list.count; i++) {
        const struct account_row *row = &it->rows.list.items[i];
        if (row->has_account || !is_assigned(it, row->person))
            continue;
        if (it->order->made == ACCOUNT_SLIPS_MAX) {
            it->order->left++;
            continue;
        }
        struct newcomer *newcomer = &it->newcomers[it->order->made++];
        newcomer->row = row;
        account_first_password(newcomer->password);
        AUTO(secret) *secret = secret_copy(newcomer->password, strlen(newcomer->password));
        TRY(password_hash(secret, newcomer->hash, err));
    }
    return it->order->made > 0 ? OK
                               : fail(err, CONFLICT,
                                      "Không in phiếu nào: ai đang có phân công cũng đã có tài "
                                      "khoản. Mất phiếu thì cấp lại mật khẩu cho người ấy.");
}

static enum status
add_accounts(struct store *store, void *context, struct error *err)
{
    const struct giving *it = context;
    struct app *app = it->app;
    struct moment now = moment_in_vietnam(app->options.system_clock());
    struct print_slip slips[ACCOUNT_SLIPS_MAX];

    for (size_t i = 0; i < it->order->made; i++) {
        const struct newcomer *newcomer = &it->newcomers[i];
        const struct account_row *row = newcomer->row;
        enum status status = store_add_account(store, row->person, newcomer->hash, now, err);
        if (status == CONFLICT)
            return fail(err, CONFLICT,
                        "Có người vừa cấp tài khoản cho %s. Chưa in phiếu nào; hãy làm lại.",
                        row->login);
        TRY(status);
        TRY(access_log_add(app, ACCESS_PASSWORD, NULL, row->unit, row->login, NULL, err));
        slips[i] =
            (struct print_slip){.school = it->unit.name,
                                .name = row->name,
                                .line = arena_printf(app->arena, "Tên đăng nhập: %s", row->login),
                                .code = newcomer->password};
    }
    buffer_clear(it->pdf); /* it may be the second try */
    return slips_print(&(struct print_slips){.kind = SLIP_ACCOUNT,
                                             .items = slips,
                                             .count = it->order->made,
                                             .address = it->order->address ? it->order->address
                                                                           : book_address(app),
                                             .training = app->kind == INSTANCE_TRAINING},
                       it->pdf, err);
}

static enum status
give(struct giving *it, struct error *err)
{
    struct app *app = it->app;
    struct assignment_filter filter = {.unit = it->order->unit, .on = app_today(app)};

    TRY(store_find_unit(app->store, it->order->unit, app->arena, &it->unit, err));
    TRY(store_list_accounts(app->store, it->order->unit, app->arena, &it->rows, err));
    TRY(store_list_assignments(app->store, &filter, app->arena, &it->held, err));
    TRY(make_passwords(it, err));
    return store_transact(app->store, add_accounts, it, err);
}

enum status
account_make_slips(struct app *app, struct account_slips *slips, struct buffer *pdf,
                   struct error *err)
{
    size_t size = ACCOUNT_SLIPS_MAX * sizeof(struct newcomer);
    struct giving it = {.app = app, .order = slips, .pdf = pdf};

    slips->made = slips->left = 0;
    TRY(access_check(app, MAY_MANAGE_PEOPLE, slips->unit, err));
    it.newcomers = heap_alloc(size);
    enum status status = give(&it, err);
    heap_wipe(it.newcomers, size);
    free(it.newcomers);
    return status;
}
