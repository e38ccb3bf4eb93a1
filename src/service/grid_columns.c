/* SPDX-License-Identifier: Apache-2.0
 *
 * The columns of each view of the grid, out of the curriculum and the table of fields.
 */
#include "service/grid.h"

static const char *const level_choices[] = {"T", "H", "C", NULL};
static const char *const rating_choices[] = {"T", "Đ", "C", NULL};

static const char *const view_words[GRID_VIEW_COUNT] = {"subject", "all",  "traits",
                                                        "results", "body", "pupil"};

bool
grid_view_parse(const char *word, enum grid_view *view)
{
    for (int i = 0; i < GRID_VIEW_COUNT; i++) {
        if (!text_equal(view_words[i], word))
            continue;
        *view = (enum grid_view)i;
        return true;
    }
    return false;
}

const char *
grid_view_word(enum grid_view view)
{
    return view_words[view];
}

struct adding {
    struct grid *grid;
    struct arena *arena;
    enum period period;
};

/* An earlier period's key ends with it: "mon.TV.muc.gk1". */
static struct grid_column *
add_column(const struct adding *to, const char *key, const char *label, const char *kind)
{
    bool last = to->period == PERIOD_END_2;
    struct grid_column *column = list_add(to->arena, to->grid->columns);

    *column = (struct grid_column){.key = arena_printf(to->arena, "%s%s%s", key, last ? "" : ".",
                                                       last ? "" : period_code(to->period)),
                                   .label = label,
                                   .kind = kind,
                                   .subject = ""};
    return column;
}

static void
add_subject(const struct adding *to, const struct curriculum_row *row, bool grouped)
{
    const struct subject *subject = row->subject;
    static const struct {
        const char *part, *label, *kind;
    } parts[] = {{"muc", "Mức đạt được", "level"},
                 {"diem", "Điểm KTĐK", "mark"},
                 {"nhan_xet", "Nhận xét", "text"}};

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (i == SUBJECT_MARK && !row->tested[to->period])
            continue;
        struct grid_column *column =
            add_column(to, arena_printf(to->arena, "mon.%s.%s", subject->code, parts[i].part),
                       parts[i].label, parts[i].kind);
        column->subject = subject->code;
        column->group = grouped ? subject->short_name : NULL;
        column->choices = i == SUBJECT_LEVEL ? level_choices : NULL;
        column->max = i == SUBJECT_COMMENT ? COMMENT_GRAPHEMES_MAX : 0;
    }
}

static struct grid_column *
add_field(const struct adding *to, const char *key, const char *label, const char *kind)
{
    const struct field *field = field_by_key(key);
    struct grid_column *column =
        add_column(to, key, label ? label : field->label, kind ? kind : "text");

    if (!kind)
        column->max = COMMENT_GRAPHEMES_MAX;
    return column;
}

static void
add_traits(const struct adding *to)
{
    for (int i = 0; i < TRAIT_COUNT; i++) {
        struct grid_column *column =
            add_field(to, field_of_trait((enum trait)i)->key, trait_name((enum trait)i), "rating");
        column->choices = rating_choices;
        column->group = i < QUALITY_COUNT             ? "Phẩm chất chủ yếu"
                        : i < GENERAL_COMPETENCES_END ? "Năng lực chung"
                                                      : "Năng lực đặc thù";
    }
    static const char *const comments[][2] = {{"nhan_xet_pham_chat", "Về phẩm chất"},
                                              {"nhan_xet_nang_luc_chung", "Về năng lực chung"},
                                              {"nhan_xet_nang_luc_dac_thu", "Về năng lực đặc thù"}};
    if (to->period != PERIOD_END_2)
        return;
    for (size_t i = 0; i < COUNT_OF(comments); i++)
        add_field(to, comments[i][0], comments[i][1], NULL)->group = "Nhận xét";
}

/* These are of the whole year, whatever the period. */
static void
add_results(const struct adding *from)
{
    struct adding year = {from->grid, from->arena, PERIOD_END_2};

    add_field(&year, GRID_RESULT_KEY, NULL, "choice")->readonly = true;
    add_field(&year, "noi_dung_khen_thuong", "Khen thưởng", NULL);
    add_field(&year, "noi_dung_khen_thuong_dot_xuat", "Khen thưởng đột xuất", NULL);
    add_field(&year, "nhan_xet_gvcn", "Nhận xét của GVCN", NULL);
}

static void
add_body(const struct adding *from)
{
    struct adding year = {from->grid, from->arena, PERIOD_END_2};

    add_field(&year, "tong_so_buoi_nghi_co_phep", "Nghỉ có phép", "number");
    add_field(&year, "thong_so_buoi_nghi_khong_phep", "Nghỉ không phép", "number");
    add_field(&year, "chieu_cao", NULL, "number");
    add_field(&year, "can_nang", NULL, "number");
}

static void
add_subjects(const struct adding *to, const struct curriculum *curriculum)
{
    for (size_t i = 0; curriculum && i < curriculum->row_count; i++)
        add_subject(to, &curriculum->rows[i], true);
}

void
grid_columns(const struct grid_order *order, const struct curriculum *curriculum,
             struct arena *arena, struct grid *grid)
{
    struct adding to = {grid, arena, order->period};
    const struct curriculum_row *row =
        curriculum && order->subject ? curriculum_row_find(curriculum, order->subject) : NULL;

    if (order->view == GRID_SUBJECT && row)
        add_subject(&to, row, false);
    if (order->view == GRID_ALL || order->view == GRID_PUPIL)
        add_subjects(&to, curriculum);
    if (order->view == GRID_TRAITS || order->view == GRID_PUPIL)
        add_traits(&to);
    if (order->view == GRID_BODY || order->view == GRID_PUPIL)
        add_body(&to);
    if (order->view == GRID_RESULTS || order->view == GRID_PUPIL)
        add_results(&to);
}
