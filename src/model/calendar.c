/* SPDX-License-Identifier: Apache-2.0 */
#include "model/calendar.h"

const struct milestone_row milestone_table[MILESTONE_COUNT] = {
    [MILESTONE_OPEN] = {"mo_so", "Mở sổ nhập kết quả", "Books open", "khai giảng 5/9", 9, 5, true},
    [MILESTONE_ENTRY] = {"nhap_lieu", "Nhập xong kết quả", "Results entered",
                         "năm học kết thúc trước 31/5", 5, 31},
    [MILESTONE_SIGNING] = {"ky_so", "Ký xong học bạ", "Records signed",
                           "trước khi chốt học bạ 30/6", 6, 30},
    [MILESTONE_FREEZE] = {"chot", "Phát hành và chốt học bạ", "Records issued and frozen",
                          "chốt trước 30/6 (QĐ1789 Điều 21)", 6, 30},
    [MILESTONE_REASSESSMENT] = {"danh_gia_bo_sung", "Đánh giá bổ sung trong hè",
                                "Reassessed in summer", "trước 15/8 (QĐ1789 Điều 21)", 8, 15},
    [MILESTONE_SECOND_FREEZE] = {"chot_lan_2", "Chốt lần hai", "Second freeze",
                                 "cùng hạn đánh giá bổ sung 15/8", 8, 15},
};

bool
milestone_parse(const char *key, enum milestone *milestone)
{
    for (int i = 0; i < MILESTONE_COUNT; i++)
        if (text_equal(milestone_table[i].key, key)) {
            *milestone = (enum milestone)i;
            return true;
        }
    return false;
}

struct date
milestone_day(enum milestone milestone, int first_year)
{
    const struct milestone_row *row = &milestone_table[milestone];

    return (struct date){(int16_t)(first_year + (row->begins ? 0 : 1)), row->month, row->day};
}
