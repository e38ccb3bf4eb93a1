/* SPDX-License-Identifier: Apache-2.0
 *
 * The sections of the report that are mostly numbers.
 */
#include "service/evaluation_inside.h"

static const char nothing[] = "–";

/* --- indicators ------------------------------------------------------------------------------- */

/* What is asked for, and why there is no number. */
static const char *
remark_of(struct arena *arena, const struct evaluation_indicator *one)
{
    if (one->unknown && one->target)
        return arena_printf(arena, "%s. Yêu cầu: %s", one->unknown, one->target);
    return one->unknown ? one->unknown : one->target ? one->target : "";
}

static void
indicator_row(struct arena *arena, struct dossier_table *table,
              const struct evaluation_indicator *one)
{
    bool rate = one->of_whole && !one->unknown;

    dossier_text(arena, table, one->word);
    if (one->unknown)
        dossier_text(arena, table, nothing);
    else
        dossier_number(arena, table, one->part);
    if (rate)
        dossier_number(arena, table, one->whole);
    else
        dossier_text(arena, table, nothing);
    dossier_rate(arena, table, one->part, rate ? one->whole : 0, nothing);
    if (one->before >= 0)
        dossier_number(arena, table, one->before);
    else
        dossier_text(arena, table, nothing);
    dossier_text(arena, table, remark_of(arena, one));
}

/* "Có học bạ số: 43/125 học sinh (34,4 %)". */
static const char *
in_short(struct arena *arena, const struct evaluation *it, const char *key, const char *word,
         const char *of)
{
    const struct evaluation_indicator *one = evaluation_indicator_of(it, key);

    if (!one || one->unknown)
        return arena_printf(arena, "- %s: %s.", word, one ? one->unknown : nothing);
    return arena_printf(arena, "- %s: %s/%s %s (%s).", word, dossier_number_text(arena, one->part),
                        dossier_number_text(arena, one->whole), of,
                        dossier_rate_text(arena, one->part, one->whole));
}

static void
add_summary(struct arena *arena, const struct evaluation *it, struct dossier_section *section)
{
    static const struct {
        const char *key, *word, *of;
    } shown[] = {{"have", "Có học bạ số (phát hành hoặc được cổng tiếp nhận nhận)", "học sinh"},
                 {"on_time", "Không trễ mốc nào của lịch năm học", "trường"},
                 {"signers", "Có chứng thư số dùng được", "việc ký"},
                 {"seals", "Có con dấu số dùng được", "trường"},
                 {"numbered", "Có số định danh cá nhân", "học sinh"},
                 {"reported", "Đã báo cáo lên cấp trên", "học sinh"},
                 {"solved", "Vướng mắc đã được giải quyết", "vướng mắc"}};

    dossier_add_text(arena, section, DOSSIER_PARAGRAPH, "Kết quả chính đến cuối kỳ:");
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        dossier_add_text(arena, section, DOSSIER_POINT,
                         in_short(arena, it, shown[i].key, shown[i].word, shown[i].of));
}

void
evaluation_add_indicators(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "chi-tieu", "KẾT QUẢ THEO CHỈ TIÊU");
    struct dossier_table *table;

    add_summary(arena, it, section);
    table = dossier_add_table(arena, section, "Chỉ tiêu", NULL);
    dossier_column(table, "Chỉ tiêu", 33, false);
    dossier_column(table, "Đạt", 9, true);
    dossier_column(table, "Trên", 9, true);
    dossier_column(table, "Tỉ lệ", 10, true);
    dossier_column(table, "Trước kỳ", 9, true);
    dossier_column(table, "Yêu cầu, ghi chú", 30, false);
    for (size_t i = 0; i < it->indicators.count; i++)
        indicator_row(arena, table, &it->indicators.items[i]);
    dossier_add_text(arena, section, DOSSIER_NOTE,
                     "Cách tính từng chỉ tiêu ở Phụ lục 1. “Trước kỳ” là số đạt vào ngày ngay "
                     "trước kỳ đánh giá. Nhập, kiểm tra và ký chỉ tính việc làm trên hệ thống này. "
                     "Chỉ tiêu chưa có dữ liệu không được coi là 0.");
}

static void
add_how(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "cach-tinh", "CÁCH TÍNH CÁC CHỈ TIÊU");
    struct dossier_table *table = dossier_add_table(arena, section, "Cách tính", NULL);

    section->annex = true;
    dossier_column(table, "Chỉ tiêu", 36, false);
    dossier_column(table, "Cách tính (đạt / trên)", 64, false);
    for (size_t i = 0; i < it->indicators.count; i++) {
        dossier_text(arena, table, it->indicators.items[i].word);
        dossier_text(arena, table, it->indicators.items[i].how);
    }
}

/* --- over time -------------------------------------------------------------------------------- */

static const char *
label_of(struct arena *arena, struct date day)
{
    return arena_printf(arena, "%d/%d", day.day, day.month);
}

/* At the ends of the period before the former one, of that one, of this. */
static void
period_row(struct arena *arena, struct dossier_table *table, const char *word,
           const int64_t ends[3])
{
    dossier_text(arena, table, word);
    dossier_number(arena, table, ends[1] - ends[0]);
    dossier_number(arena, table, ends[2] - ends[1]);
    dossier_number(arena, table, ends[2]);
}

static void
add_periods(struct arena *arena, const struct evaluation *it, struct dossier_section *section)
{
    static const enum figure shown[] = {FIGURE_ENTERED, FIGURE_SIGNED_CBQL, FIGURE_ISSUED,
                                        FIGURE_CORRECTED, FIGURE_REVOKED};
    struct dossier_table *table = dossier_add_table(
        arena, section, "So với kỳ trước", "So với kỳ trước (cùng số ngày, ngay trước kỳ này)");

    dossier_column(table, "Học sinh có học bạ", 40, false);
    dossier_column(table, "Tăng trong kỳ trước", 20, true);
    dossier_column(table, "Tăng trong kỳ này", 20, true);
    dossier_column(table, "Đến cuối kỳ này", 20, true);
    period_row(arena, table, "Học bạ số, phát hành tại đây hoặc tiếp nhận qua cổng",
               (const int64_t[]){monitor_have(it->former.counts), monitor_have(it->start.counts),
                                 monitor_have(it->monitor.total.sum.counts)});
    for (size_t i = 0; i < COUNT_OF(shown); i++) {
        enum figure figure = shown[i];
        period_row(arena, table, figure_words[figure].word,
                   (const int64_t[]){it->former.counts[figure], it->start.counts[figure],
                                     it->monitor.total.sum.counts[figure]});
    }
}

void
evaluation_add_time(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "thoi-gian", "TIẾN ĐỘ THEO THỜI GIAN");
    struct dossier_chart *chart =
        dossier_add_chart(arena, section,
                          it->monthly ? "Học sinh thí điểm có học bạ số, đến cuối từng tháng"
                                      : "Học sinh thí điểm có học bạ số, đến cuối từng tuần");
    struct dossier_table *table = dossier_add_table(arena, section, "Thời gian",
                                                    it->monthly ? "Đến cuối từng tháng trong kỳ"
                                                                : "Đến cuối từng tuần trong kỳ");

    dossier_column(table, "Đến ngày", 20, false);
    dossier_column(table, "Học sinh", 16, true);
    dossier_column(table, "Nhập xong", 16, true);
    dossier_column(table, "CBQL đã ký", 16, true);
    dossier_column(table, "Có học bạ số", 16, true);
    dossier_column(table, "Tỉ lệ", 16, true);
    for (size_t i = 0; i < it->point_count; i++) {
        const int64_t *counts = it->points[i].counts;
        int64_t have = monitor_have(counts);
        *list_add(arena, chart->bars) =
            (struct dossier_bar){label_of(arena, it->points[i].day), have, counts[FIGURE_ENROLLED]};
        dossier_text(arena, table,
                     arena_printf(arena, "%s%s", evaluation_day(arena, it->points[i].day),
                                  i ? "" : " (trước kỳ)"));
        dossier_number(arena, table, counts[FIGURE_ENROLLED]);
        dossier_number(arena, table, counts[FIGURE_ENTERED]);
        dossier_number(arena, table, counts[FIGURE_SIGNED_CBQL]);
        dossier_number(arena, table, have);
        dossier_rate(arena, table, have, counts[FIGURE_ENROLLED], nothing);
    }
    add_periods(arena, it, section);
}

/* --- schools ---------------------------------------------------------------------------------- */

enum { WORST_SHOWN = 10 };

static void
add_worst(struct arena *arena, const struct evaluation *it, struct dossier_section *section,
          const char *sheet, const char *title, size_t at_most)
{
    struct dossier_table *table = dossier_add_table(arena, section, sheet, title);
    size_t rows = 0;

    dossier_column(table, "Trường", 30, false);
    dossier_column(table, "Học sinh", 9, true);
    dossier_column(table, "Có học bạ số", 9, true);
    dossier_column(table, "Tỉ lệ", 9, true);
    dossier_column(table, "Lý do", 43, false);
    table->empty = "Không trường nào còn thiếu, trễ hạn hay bị từ chối.";
    for (size_t i = 0; i < it->schools.count && rows < at_most; i++) {
        const struct evaluation_school *school = &it->schools.items[i];
        int64_t have = monitor_have(school->now.counts);
        if (!school->reason)
            continue;
        rows++;
        dossier_text(arena, table, arena_printf(arena, "%s (%s)", school->name, school->code));
        dossier_number(arena, table, school->now.counts[FIGURE_ENROLLED]);
        dossier_number(arena, table, have);
        dossier_rate(arena, table, have, school->now.counts[FIGURE_ENROLLED], nothing);
        dossier_text(arena, table, school->reason);
    }
}

static size_t
count_behind(const struct evaluation *it)
{
    size_t behind = 0;

    for (size_t i = 0; i < it->schools.count; i++)
        behind += it->schools.items[i].reason != NULL;
    return behind;
}

void
evaluation_add_schools(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "truong", "SO SÁNH GIỮA CÁC TRƯỜNG");
    size_t behind = count_behind(it);

    dossier_add_text(
        arena, section, DOSSIER_PARAGRAPH,
        arena_printf(arena,
                     "%zu trên %zu trường thí điểm đã hoàn thành; %zu trường còn thiếu, trễ "
                     "hạn hoặc có học bạ bị từ chối. Bảng đầy đủ, tỉ lệ học sinh có học "
                     "bạ số thấp nhất đứng trước, ở Phụ lục 2.",
                     it->schools.count - behind, it->schools.count, behind));
    if (behind > 0)
        add_worst(arena, it, section, "Chậm nhất",
                  behind > WORST_SHOWN ? "Mười trường chậm nhất" : "Các trường chưa hoàn thành",
                  WORST_SHOWN);
}

static void
school_row(struct arena *arena, struct dossier_table *table, size_t place,
           const struct evaluation_school *school)
{
    static const enum figure shown[] = {FIGURE_ENROLLED, FIGURE_NUMBERED, FIGURE_ENTERED,
                                        FIGURE_SIGNED_CBQL, FIGURE_ISSUED};

    int64_t have = monitor_have(school->now.counts);

    dossier_number(arena, table, (int64_t)place);
    dossier_text(arena, table, school->code);
    dossier_text(arena, table, school->name);
    dossier_number(arena, table, school->now.classes);
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        dossier_number(arena, table, school->now.counts[shown[i]]);
    dossier_number(arena, table, school->now.counts[FIGURE_HELD]);
    dossier_rate(arena, table, have, school->now.counts[FIGURE_ENROLLED], nothing);
    dossier_number(arena, table, have - monitor_have(school->before.counts));
    dossier_number(arena, table, school->rejected);
    if (school->signers_known)
        dossier_text(arena, table,
                     arena_printf(arena, "%lld/%lld", (long long)school->signers_ready,
                                  (long long)school->signers));
    else
        dossier_text(arena, table, nothing);
}

static void
add_all_schools(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "bang-truong", "SỐ LIỆU TỪNG TRƯỜNG");
    struct dossier_table *table = dossier_add_table(arena, section, "Trường", NULL);
    static const struct {
        const char *heading;
        int share;
        bool right;
    } columns[] = {{"TT", 5, true},           {"Mã trường", 11, false}, {"Trường", 21, false},
                   {"Lớp", 6, true},          {"Học sinh", 8, true},    {"Số định danh", 8, true},
                   {"Nhập xong", 8, true},    {"CBQL ký", 8, true},     {"Phát hành", 8, true},
                   {"Cổng nhận", 8, true},    {"Tỉ lệ", 10, true},      {"Tăng trong kỳ", 8, true},
                   {"Cổng từ chối", 8, true}, {"Ký được", 8, true}};

    section->annex = true;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        dossier_column(table, columns[i].heading, columns[i].share, columns[i].right);
    for (size_t i = 0; i < it->schools.count; i++)
        school_row(arena, table, i + 1, &it->schools.items[i]);
}

/* --- obstacles -------------------------------------------------------------------------------- */

static void
hours_cell(struct arena *arena, struct dossier_table *table, int64_t hours)
{
    if (hours < 0)
        dossier_text(arena, table, nothing);
    else
        dossier_number(arena, table, hours);
}

void
evaluation_add_obstacles(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section = dossier_add_section(arena, dossier, "vuong-mac", "VƯỚNG MẮC");
    struct dossier_table *table;

    if (it->obstacles.list.count == 0) {
        dossier_add_text(arena, section, DOSSIER_PARAGRAPH,
                         "Trong kỳ, người dùng của các trường thí điểm không báo vướng mắc nào.");
        return;
    }
    table = dossier_add_table(arena, section, "Vướng mắc",
                              "Vướng mắc người dùng báo trong kỳ, theo phần việc nơi báo");
    dossier_column(table, "Phần việc", 34, false);
    dossier_column(table, "Mới", 10, true);
    dossier_column(table, "Đã xem", 10, true);
    dossier_column(table, "Đã giải quyết", 14, true);
    dossier_column(table, "Trả lời sau (giờ, trung vị)", 16, true);
    dossier_column(table, "Trả lời sau (giờ, lâu nhất)", 16, true);
    for (size_t i = 0; i < it->kinds.count; i++) {
        const struct evaluation_obstacles *kind = &it->kinds.items[i];
        dossier_text(arena, table, kind->word);
        for (int s = 0; s < OBSTACLE_STATE_COUNT; s++)
            dossier_listed(arena, table, kind->states[s],
                           arena_printf(arena, "%s/%s", kind->key ? kind->key : "",
                                        obstacle_state_key((enum obstacle_state)s)));
        hours_cell(arena, table, kind->hours_middle);
        hours_cell(arena, table, kind->hours_most);
    }
    dossier_add_text(arena, section, DOSSIER_NOTE,
                     "Danh sách từng vướng mắc, chưa giải quyết đứng trước, ở Phụ lục 4; không nêu "
                     "tên người báo.");
}

static void
obstacle_rows(struct arena *arena, const struct evaluation *it, struct dossier_table *table,
              bool solved)
{
    for (size_t i = 0; i < it->obstacles.list.count; i++) {
        const struct obstacle *one = &it->obstacles.list.items[i];
        enum obstacle_state state = obstacle_state(one);
        if ((state == OBSTACLE_IS_SOLVED) != solved)
            continue;
        dossier_text(arena, table, evaluation_day(arena, moment_to_date(one->at)));
        dossier_text(arena, table, one->unit_name);
        dossier_text(arena, table, one->text);
        dossier_text(arena, table,
                     one->answer
                         ? arena_printf(arena, "%s: %s", obstacle_state_word(state), one->answer)
                         : obstacle_state_word(state));
    }
}

static void
add_all_obstacles(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "danh-sach-vuong-mac", "DANH SÁCH VƯỚNG MẮC");
    struct dossier_table *table = dossier_add_table(arena, section, "Danh sách vướng mắc", NULL);

    section->annex = true;
    dossier_column(table, "Ngày báo", 13, false);
    dossier_column(table, "Đơn vị", 22, false);
    dossier_column(table, "Vướng mắc", 37, false);
    dossier_column(table, "Tình trạng, trả lời", 28, false);
    table->empty = "Không có.";
    obstacle_rows(arena, it, table, false);
    obstacle_rows(arena, it, table, true);
}

/* --- annexes ---------------------------------------------------------------------------------- */

void
evaluation_add_annexes(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section;

    add_how(arena, it, dossier);
    add_all_schools(arena, it, dossier);
    section = dossier_add_section(arena, dossier, "truong-cham", "CÁC TRƯỜNG CHẬM VÀ LÝ DO");
    section->annex = true;
    add_worst(arena, it, section, "Trường chậm", NULL, SIZE_MAX);
    add_all_obstacles(arena, it, dossier);
}
