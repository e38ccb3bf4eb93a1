/* SPDX-License-Identifier: Apache-2.0
 *
 * Who can sign in to the demo: everybody, with one password that is made for this demo and printed;
 * and the slips of one class for its families.
 */
#include "service/demo_parts.h"

#include "base/file.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "model/role.h"
#include "service/family.h"
#include "store/accounts.h"

enum { WORDS = 3 };

/* Three words of a list of sixteen, and four digits: easy to type, another one in each demo. */
static const char *
make_password(struct arena *arena)
{
    static const char *const words[] = {"bien",  "nui",  "song", "hoa", "sach", "truong",
                                        "trang", "but",  "nang", "may", "cay",  "que",
                                        "vinh",  "than", "dao",  "thuy"};
    uint8_t bytes[WORDS + 2];

    random_bytes(bytes, sizeof bytes);
    return arena_printf(arena, "%s-%s-%s-%04u", words[bytes[0] % 16], words[bytes[1] % 16],
                        words[bytes[2] % 16], (bytes[3] << 8 | bytes[4]) % 10000u);
}

/* For each role the first person who has it, to be tried first. */
static const struct {
    const char *role, *login;
} tried[] = {
    {"quản trị viên của trường", "quantri"}, {"nhân viên học vụ", "hocvu"},
    {"giáo viên chủ nhiệm 1A", "gv.1a"},     {"giáo viên chủ nhiệm 2A", "gv.2a"},
    {"giáo viên bộ môn", "gv.tieng.anh"},    {"khối trưởng khối 3", "khoitruong3"},
    {"hiệu trưởng", "hieutruong"},           {"văn thư giữ con dấu", "vanthu"},
    {"chuyên viên của Sở", DEMO_APPROVER},
};

enum status
demo_make_accounts(struct demo *demo, struct error *err)
{
    struct app *app = demo->app;
    struct moment now = moment_in_vietnam(app->options.system_clock());
    int64_t started = demo->order->stopwatch();
    struct people people = {0};
    char hash[PASSWORD_HASH_SIZE];

    demo->report->password = make_password(app->arena);
    AUTO(secret) *password = secret_copy(demo->report->password, strlen(demo->report->password));
    TRY(password_hash(password, hash, err));
    TRY(people_list(app, NULL, &people, err));
    for (size_t i = 0; i < people.list.count; i++) {
        const char *person = people.list.items[i].id;
        TRY(store_add_account(app->store, person, hash, now, err));
        TRY(store_set_account_password(app->store, person, hash, false, now, err));
    }
    for (size_t i = 0; i < COUNT_OF(tried); i++)
        *list_add(app->arena, demo->report->accounts) =
            (struct demo_account){tried[i].role, tried[i].login};
    demo_add_step(demo, "Tài khoản để đăng nhập vào nơi làm việc", people.list.count, 0, started);
    return OK;
}

enum status
demo_make_slips(struct demo *demo, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new((size_t)8 * 1024 * 1024);
    struct slips_order order = {.of = {demo->class.id, NULL}};
    struct slips_report report = {0};
    int64_t started = demo->order->stopwatch();

    TRY(family_make_slips(demo->app, &order, pdf, &report, err));
    TRY(file_write(
        arena_printf(demo->app->arena, "%s/out/phieu-gia-dinh-%s.pdf", demo->home, DEMO_CLASS),
        buffer_span(pdf), 0600, err));
    demo_add_step(demo, "Phiếu cho gia đình, lớp " DEMO_CLASS, report.slips, 0, started);
    return OK;
}
