/* SPDX-License-Identifier: Apache-2.0
 *
 * The sections about whom it reaches and under which conditions.
 */
#include "service/evaluation_inside.h"

static const char nothing[] = "–";

/* --- breakdowns ------------------------------------------------------------------------------- */

static void
group_row(struct arena *arena, struct dossier_table *table, const struct suppress_group *group)
{
    dossier_text(arena, table,
                 group->word ? group->word
                             : arena_printf(arena, "Các nhóm khác, gộp (%lld nhóm)",
                                            (long long)group->groups));
    dossier_number(arena, table, group->pupils);
    if (group->hidden) {
        for (int i = 0; i < 3; i++)
            dossier_text(arena, table, "không nêu");
        return;
    }
    dossier_number(arena, table, group->have);
    dossier_number(arena, table, group->pupils - group->have);
    dossier_rate(arena, table, group->have, group->pupils, nothing);
}

static void
add_breakdown(struct arena *arena, struct dossier_section *section,
              const struct evaluation_groups *one)
{
    struct dossier_table *table;

    if (!one->told) {
        dossier_add_text(arena, section, DOSSIER_HEADING, one->word);
        dossier_add_text(arena, section, DOSSIER_PARAGRAPH,
                         arena_printf(arena,
                                      "Không phân tổ được: mọi học sinh ở một nhóm, hoặc các nhóm "
                                      "khác có dưới %d học sinh.",
                                      SUPPRESS_BELOW));
    } else {
        table = dossier_add_table(arena, section, one->word, one->word);
        dossier_column(table, "Nhóm", 44, false);
        dossier_column(table, "Học sinh", 14, true);
        dossier_column(table, "Có học bạ số", 14, true);
        dossier_column(table, "Chưa có", 14, true);
        dossier_column(table, "Tỉ lệ", 14, true);
        for (size_t i = 0; i < one->groups.list.count; i++)
            group_row(arena, table, &one->groups.list.items[i]);
    }
    dossier_add_text(arena, section, DOSSIER_NOTE, one->note);
}

void
evaluation_add_groups(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section = dossier_add_section(
        arena, dossier, "phan-to", "KẾT QUẢ THEO ĐỊA BÀN, ĐIỂM TRƯỜNG, DÂN TỘC, KHUYẾT TẬT");

    dossier_add_text(
        arena, section, DOSSIER_PARAGRAPH,
        arena_printf(
            arena,
            "Để không ai nhận ra một học sinh: nhóm dưới %d học sinh được gộp; ở nhóm có 1 "
            "đến %d học sinh đã có (hoặc chưa có) học bạ số thì không nêu số ấy, và cũng "
            "không nêu ở một số nhóm khác để không ai lấy tổng trừ đi mà ra.",
            SUPPRESS_BELOW, SUPPRESS_BELOW - 1));
    for (size_t i = 0; i < EVALUATION_BREAKDOWNS; i++)
        add_breakdown(arena, section, &it->breakdowns[i]);
}

/* --- certificates ----------------------------------------------------------------------------- */

static void
add_signers(struct arena *arena, const struct evaluation *it, struct dossier_section *section)
{
    struct dossier_table *table =
        dossier_add_table(arena, section, "Chứng thư số", "1. Chứng thư số của các trường");

    dossier_column(table, "Trường", 44, false);
    dossier_column(table, "Việc ký", 12, true);
    dossier_column(table, "Ký được", 12, true);
    dossier_column(table, "Sắp hết hạn", 14, true);
    dossier_column(table, "Con dấu số", 18, false);
    table->empty = "Chưa có dữ liệu: chưa trường thí điểm nào mở năm học này.";
    for (size_t i = 0; i < it->schools.count; i++) {
        const struct evaluation_school *school = &it->schools.items[i];
        if (!school->signers_known)
            continue;
        dossier_text(arena, table, school->name);
        dossier_number(arena, table, school->signers);
        dossier_number(arena, table, school->signers_ready);
        dossier_number(arena, table, school->signers_ending);
        dossier_text(arena, table,
                     school->seals == 0                     ? nothing
                     : school->seals_ready == school->seals ? "dùng được"
                                                            : "chưa dùng được");
    }
    dossier_add_text(arena, section, DOSSIER_NOTE,
                     "Việc ký là một chữ ký mà lớp học hoặc trường cần, tính cả lớp ngoài đợt thí "
                     "điểm của trường.");
}

/* --- inspection ------------------------------------------------------------------------------- */

static void
add_rounds(struct arena *arena, const struct evaluation *it, struct dossier_section *section)
{
    struct dossier_table *table =
        dossier_add_table(arena, section, "Kiểm tra", "2. Các đợt kiểm tra của Sở");

    dossier_column(table, "Đợt", 16, false);
    dossier_column(table, "Quyết định", 24, false);
    dossier_column(table, "Từ ngày", 13, false);
    dossier_column(table, "Đến ngày", 13, false);
    dossier_column(table, "Trường được chọn", 10, true);
    dossier_column(table, "Phát hiện", 10, true);
    dossier_column(table, "Chưa khắc phục", 14, true);
    table->empty = "Chưa có dữ liệu: trong kỳ, Sở không mở đợt kiểm tra nào.";
    for (size_t i = 0; i < it->rounds.count; i++) {
        const struct evaluation_round *row = &it->rounds.items[i];
        dossier_text(arena, table, row->round.code);
        dossier_text(arena, table, row->round.decision);
        dossier_text(arena, table, evaluation_day(arena, row->round.from));
        dossier_text(arena, table, evaluation_day(arena, row->round.to));
        dossier_number(arena, table, row->round.drawn);
        dossier_number(arena, table, row->findings);
        dossier_number(arena, table, row->open);
    }
}

static void
add_conditions(struct arena *arena, const struct evaluation *it, struct dossier_section *section)
{
    struct dossier_table *table = dossier_add_table(
        arena, section, "Điều kiện", "3. Điều kiện theo KH213 ở các trường đã kiểm tra");

    dossier_column(table, "Điều kiện", 46, false);
    dossier_column(table, "Căn cứ", 15, false);
    dossier_column(table, "Đạt", 11, true);
    dossier_column(table, "Một phần", 14, true);
    dossier_column(table, "Chưa đạt", 14, true);
    for (size_t i = 0; i < it->conditions.count; i++) {
        const struct evaluation_condition *condition = &it->conditions.items[i];
        dossier_text(arena, table, condition->sentence);
        dossier_text(arena, table, condition->article);
        dossier_number(arena, table, condition->yes);
        dossier_number(arena, table, condition->partly);
        dossier_number(arena, table, condition->no);
    }
}

static void
add_findings(struct arena *arena, const struct evaluation *it, struct dossier_section *section)
{
    struct dossier_table *table =
        dossier_add_table(arena, section, "Phát hiện", "4. Phát hiện chưa khắc phục xong");

    dossier_column(table, "Trường", 24, false);
    dossier_column(table, "Đợt", 12, false);
    dossier_column(table, "Mức", 10, false);
    dossier_column(table, "Phát hiện", 38, false);
    dossier_column(table, "Hạn", 16, false);
    table->empty = "Không còn phát hiện nào phải theo dõi.";
    for (size_t i = 0; i < it->findings.count; i++) {
        const struct evaluation_finding *row = &it->findings.items[i];
        if (text_equal(row->finding->step, INSPECTION_REMEDIED))
            continue;
        dossier_text(arena, table, row->school);
        dossier_text(arena, table, row->round);
        dossier_text(arena, table, inspection_severity_word(row->finding->severity));
        dossier_text(arena, table,
                     arena_printf(arena, "%s (%s)", row->finding->finding, row->finding->article));
        dossier_text(arena, table,
                     arena_printf(arena, "%s%s", evaluation_day(arena, row->finding->deadline),
                                  row->overdue ? " (quá hạn)" : ""));
    }
}

void
evaluation_add_conditions(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "dieu-kien", "ĐIỀU KIỆN TRIỂN KHAI VÀ KIỂM TRA");

    add_signers(arena, it, section);
    add_rounds(arena, it, section);
    if (it->rounds.count == 0)
        return;
    add_conditions(arena, it, section);
    add_findings(arena, it, section);
}
