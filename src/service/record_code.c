/* SPDX-License-Identifier: Apache-2.0 */
#include "service/record_code.h"

#include "store/family.h"

enum status
record_code_find(struct app *app, const char *typed, const char **uuid, struct error *err)
{
    char first[UUID_TEXT_SIZE], last[UUID_TEXT_SIZE];
    uint8_t symbols[SHORT_CODE_SYMBOLS];

    if (record_code_range(typed, first, last))
        return store_find_record_between(app->store, first, last, app->arena, uuid, err);
    if (short_code_parse(CODE_OF_FAMILY, typed, symbols))
        return fail(
            err, INVALID,
            "Đây là mã gia đình. Hãy dùng nó ở trang Gia đình; trang này cần mã in trên học "
            "bạ.");
    return fail(
        err, INVALID,
        "Mã gõ chưa đúng: mã có 16 chữ và số chia bốn nhóm, hoặc là mã tra cứu UUID 36 ký tự "
        "in trên học bạ. Hãy so lại từng nhóm.");
}
