/* SPDX-License-Identifier: Apache-2.0
 *
 * The report of a pilot's evaluation: its head, its order, and the sections that are mostly words.
 */
#include "base/unicode.h"
#include "print/dossier_print.h"
#include "service/evaluation_inside.h"
#include "sheet/dossier_write.h"

const char *
evaluation_day(struct arena *arena, struct date day)
{
    char text[DATE_TEXT_SIZE];

    return arena_text(arena, date_write_vietnamese(day, text));
}

/* --- head and foot ---------------------------------------------------------------------------- */

static const char *
above_of(struct arena *arena, const struct unit *department)
{
    const char *name = department->province;
    bool kind = name && (text_starts(name, "Tỉnh ") || text_starts(name, "Thành phố "));

    if (text_is_blank(name))
        return NULL;
    return unicode_upper(arena, arena_printf(arena, "UBND %s%s", kind ? "" : "Tỉnh ", name));
}

static const char *
moment_words(struct arena *arena, struct moment moment)
{
    enum { MINUTE = 60, HOUR = 3600 };
    struct moment here = moment_in_vietnam(moment.seconds);
    int of_day = moment_of_day(here);

    return arena_printf(arena, "%02d:%02d ngày %s", of_day / HOUR, of_day % HOUR / MINUTE,
                        evaluation_day(arena, moment_to_date(here)));
}

/* The province stands above already. */
static const char *
from_of(struct arena *arena, const struct unit *department)
{
    const char *province = department->province, *name = department->name;
    size_t kept;

    if (text_is_blank(province))
        return unicode_upper(arena, name);
    if (text_starts(province, "Tỉnh "))
        province += strlen("Tỉnh ");
    kept = text_ends(name, province) ? strlen(name) - strlen(province) : strlen(name);
    return unicode_upper(arena, text_squeeze(arena, arena_copy(arena, name, kept)));
}

static void
set_head(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    const struct unit *department = &it->department;
    const char *place =
        text_is_blank(department->issue_place) ? department->province : department->issue_place;

    *dossier = (struct dossier){
        .above = above_of(arena, department),
        .from = from_of(arena, department),
        .number = "Số: …………/BC-SGDĐT",
        .place = text_is_blank(place) ? "……………" : place,
        .date = moment_to_date(moment_in_vietnam(it->as_of.seconds)),
        .kind = "BÁO CÁO",
        .title =
            arena_printf(arena, "Kết quả triển khai thí điểm học bạ số cấp tiểu học, năm học %s",
                         it->monitor.year),
        .period = arena_printf(arena, "(Kỳ đánh giá: từ ngày %s đến ngày %s)",
                               evaluation_day(arena, it->from), evaluation_day(arena, it->to)),
        .to = "Kính gửi: Bộ Giáo dục và Đào tạo",
        .signs_for = "KT. GIÁM ĐỐC",
        .signs = "PHÓ GIÁM ĐỐC",
        .foot = arena_printf(arena, "Số liệu học bạ số, truy vấn lúc %s",
                             moment_words(arena, it->as_of)),
        .training = it->training};
    *list_add(arena, dossier->receivers) = "Như trên;";
    *list_add(arena, dossier->receivers) = "UBND tỉnh (để báo cáo);";
    *list_add(arena, dossier->receivers) = "Các trường tham gia thí điểm;";
    *list_add(arena, dossier->receivers) = "Lưu: VT, GDTH.";
}

/* --- words ------------------------------------------------------------------------------------ */

static void
add_opening(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    struct dossier_section *section = dossier_add_section(arena, dossier, "mo-dau", NULL);

    dossier_add_text(
        arena, section, DOSSIER_PARAGRAPH,
        arena_printf(arena,
                     "Thực hiện Kế hoạch số 213/KH-BGDĐT ngày 01/3/2024 của Bộ Giáo dục và Đào tạo "
                     "về việc triển khai thí điểm học bạ số cấp tiểu học và %s ngày %s, %s báo cáo "
                     "kết quả trong kỳ từ ngày %s đến ngày %s như sau:",
                     it->monitor.pilot.decision,
                     evaluation_day(arena, it->monitor.pilot.decided_on), it->department.name,
                     evaluation_day(arena, it->from), evaluation_day(arena, it->to)));
}

static const char *
milestones(struct arena *arena, const struct monitor *monitor)
{
    const char *text = "";

    for (int i = 0; i < MILESTONE_COUNT; i++)
        text = arena_printf(arena, "%s%s%s (%s)", text, i ? "; " : "", milestone_table[i].word,
                            evaluation_day(arena, monitor->calendar.days[i]));
    return text;
}

static const char *
grades(struct arena *arena, const struct monitor *monitor)
{
    const char *text = "";

    for (int i = 1; i <= MONITOR_GRADES; i++)
        if (monitor->grades[i].counts[FIGURE_ENROLLED] > 0)
            text = arena_printf(
                arena, "%s%slớp %d: %s", text, *text ? ", " : "", i,
                dossier_number_text(arena, monitor->grades[i].counts[FIGURE_ENROLLED]));
    return text;
}

static void
add_organisation(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    const struct figure_sum *total = &it->monitor.total.sum;
    struct dossier_section *section =
        dossier_add_section(arena, dossier, "to-chuc", "PHẠM VI VÀ TỔ CHỨC TRIỂN KHAI");

    dossier_add_text(
        arena, section, DOSSIER_PARAGRAPH,
        arena_printf(arena,
                     "Đến ngày %s, đợt thí điểm có %zu trường (trên %lld trường do Sở quản lý), "
                     "%s lớp, %s học sinh%s%s%s.%s",
                     evaluation_day(arena, it->to), it->schools.count, (long long)it->schools_all,
                     dossier_number_text(arena, total->classes),
                     dossier_number_text(arena, total->counts[FIGURE_ENROLLED]),
                     total->counts[FIGURE_ENROLLED] ? " (" : "", grades(arena, &it->monitor),
                     total->counts[FIGURE_ENROLLED] ? ")" : "",
                     it->schools_left ? arena_printf(arena,
                                                     " %lld trường đã ra khỏi đợt thí điểm "
                                                     "và không tính trong báo cáo này.",
                                                     (long long)it->schools_left)
                                      : ""));
    dossier_add_text(arena, section, DOSSIER_PARAGRAPH,
                     arena_printf(arena, "Lịch năm học: %s.", milestones(arena, &it->monitor)));
    dossier_add_text(
        arena, section, DOSSIER_PARAGRAPH,
        "Số liệu tính từ danh sách học sinh, các bước và chữ ký số của học bạ, sổ cái và câu trả "
        "lời của cổng tiếp nhận; chỉ tính trường, khối, lớp thuộc đợt thí điểm. Tỉ lệ làm tròn "
        "xuống, nên 100 % là không thiếu học sinh nào. Chứng thư số và việc tiếp nhận qua cổng là "
        "tình trạng lúc truy vấn.");
    evaluation_add_text(arena, it, EVALUATION_ORGANISATION, section);
}

static void
add_words(struct arena *arena, const struct evaluation *it, struct dossier *dossier)
{
    evaluation_add_text(arena, it, EVALUATION_ASSESSMENT,
                        dossier_add_section(arena, dossier, "danh-gia-chung", "ĐÁNH GIÁ CHUNG"));
    evaluation_add_text(arena, it, EVALUATION_PROPOSALS,
                        dossier_add_section(arena, dossier, "kien-nghi", "KIẾN NGHỊ, ĐỀ XUẤT"));
}

static void
number_sections(struct arena *arena, struct dossier *dossier)
{
    static const char *const roman[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                        "VII", "VIII", "IX",  "X",  "XI", "XII"};
    size_t number = 0, annex = 0;

    for (size_t i = 0; i < dossier->sections.count; i++) {
        struct dossier_section *section = &dossier->sections.items[i];
        if (section->annex)
            section->title = arena_printf(arena, "PHỤ LỤC %zu. %s", ++annex, section->title);
        else if (section->title && number < COUNT_OF(roman))
            section->title = arena_printf(arena, "%s. %s", roman[number++], section->title);
    }
}

void
evaluation_compose(struct app *app, const struct evaluation *it, struct dossier *dossier)
{
    struct arena *arena = app->arena;

    set_head(arena, it, dossier);
    add_opening(arena, it, dossier);
    add_organisation(arena, it, dossier);
    evaluation_add_indicators(arena, it, dossier);
    evaluation_add_time(arena, it, dossier);
    evaluation_add_schools(arena, it, dossier);
    if (it->grouped)
        evaluation_add_groups(arena, it, dossier);
    evaluation_add_conditions(arena, it, dossier);
    evaluation_add_people(arena, it, dossier);
    evaluation_add_obstacles(arena, it, dossier);
    add_words(arena, it, dossier);
    evaluation_add_annexes(arena, it, dossier);
    number_sections(arena, dossier);
}

enum status
evaluation_paper(struct app *app, const struct evaluation *it, struct buffer *pdf,
                 struct error *err)
{
    struct dossier dossier;

    evaluation_compose(app, it, &dossier);
    return dossier_render(&dossier, pdf, err);
}

enum status
evaluation_workbook(struct app *app, const struct evaluation *it, struct span *bytes,
                    struct error *err)
{
    struct dossier dossier;

    evaluation_compose(app, it, &dossier);
    return xlsx_write_dossier(&dossier, app->arena, bytes, err);
}
