/* SPDX-License-Identifier: Apache-2.0
 *
 * The demo's other classes, each at another point of the year's work, so that everybody who signs
 * in finds something to do.  Pupils, results and comments are made from tables by a fixed sequence:
 * the same in every demo, and nobody's.
 */
#include "service/demo_parts.h"

#include <stdio.h>

#include "model/curriculum.h"
#include "model/role.h"
#include "service/create.h"
#include "service/edit.h"

enum { PUPILS = 14, KEY_SIZE = 96 };

static const struct demo_class classes[] = {
    {"1A", 1, "gv.1a", "Hoàng Thị Thu Trang", "022187100041", STAGE_ENTERING, NULL,
     .pupils = PUPILS, .codes = "221810", .personal = 101000},
    {"2A", 2, "gv.2a", "Vũ Thị Bích Ngọc", "022189100042", STAGE_WITH_ERRORS, NULL,
     .pupils = PUPILS, .flawed = true, .codes = "221820", .personal = 102000},
    {"2B", 2, "gv.2b", "Đinh Văn Hùng", "022085100043", STAGE_ENTERED, NULL, .pupils = PUPILS,
     .codes = "221821", .personal = 102100},
    {"3A", 3, "gv.3a", "Trịnh Thị Hồng Vân", "022184100044", STAGE_TEACHER, "gvcn-3a",
     .pupils = PUPILS, .codes = "221830", .personal = 103000},
    {"3B", 3, "gv.3b", "Lương Thị Kim Oanh", "022186100045", STAGE_PRINCIPAL, "gvcn-3b",
     .pupils = PUPILS, .codes = "221831", .personal = 103100},
};

static const char *const families[] = {"Nguyễn", "Trần", "Lê",  "Phạm",  "Hoàng", "Vũ",   "Đặng",
                                       "Bùi",    "Đỗ",   "Ngô", "Dương", "Lý",    "Đoàn", "Hà"};
static const char *const boys[] = {"Gia Bảo",  "Minh Khôi", "Đức Anh",  "Quang Huy",  "Tuấn Kiệt",
                                   "Nhật Nam", "Hải Đăng",  "Bảo Long", "Phúc Khang", "Trung Hiếu",
                                   "Anh Dũng", "Hoàng Sơn", "Thế Vinh"};
static const char *const girls[] = {"Khánh Linh", "Bảo Ngọc",   "Phương Thảo", "Quỳnh Chi",
                                    "Hà My",      "Thùy Dương", "Minh Ánh",    "Thanh Trúc",
                                    "Diệu Huyền", "Ngọc Hân",   "Tường Vy"};
static const char *const parents[] = {"Văn Thắng", "Đình Hoà", "Quốc Toàn", "Thị Hương",
                                      "Thị Loan",  "Thị Nga",  "Hữu Phước", "Thị Yến"};
static const char *const streets[] = {"đường Trần Hưng Đạo", "phố Kim Hoàn", "đường Lê Thánh Tông",
                                      "phố Cây Tháp", "đường Nguyễn Văn Cừ"};

static const char *const on_qualities[] = {"Chăm ngoan, lễ phép, biết giúp đỡ bạn bè.",
                                           "Đi học đều, đúng giờ; thật thà, tôn trọng bạn.",
                                           "Biết giữ lời hứa, có trách nhiệm với việc của lớp.",
                                           "Yêu quý thầy cô, hòa đồng; cần mạnh dạn hơn."};
static const char *const on_general[] = {
    "Tự giác trong học tập, hợp tác tốt với các bạn trong nhóm.",
    "Biết tự chuẩn bị đồ dùng, trình bày ý kiến rõ ràng.",
    "Có khả năng tự học; biết chia sẻ với bạn khi gặp khó khăn.",
    "Cần tự tin hơn khi nói trước lớp; làm việc nhóm khá tốt."};
static const char *const on_specific[] = {
    "Đọc lưu loát, tính toán thành thạo, yêu thích hoạt động tập thể.",
    "Dùng từ đúng, viết câu rõ ý; vận dụng phép tính vào việc hằng ngày.",
    "Khéo tay, thích vẽ và hát; ham tìm hiểu thế giới xung quanh.",
    "Vận động nhanh nhẹn; cần luyện thêm kĩ năng viết."};

/* By level: T, H, C. */
static const char *const comments[3][4] = {
    {"Tiếp thu bài nhanh, vận dụng tốt vào bài tập thực hành.",
     "Nắm vững kiến thức, trình bày bài sạch đẹp, rõ ràng.",
     "Tích cực phát biểu xây dựng bài, hoàn thành tốt các nhiệm vụ.",
     "Có năng khiếu môn học, biết giúp đỡ bạn trong giờ học nhóm."},
    {"Hoàn thành các yêu cầu của môn học, cần mạnh dạn phát biểu hơn.",
     "Nắm được kiến thức cơ bản, cần luyện tập thêm ở nhà.",
     "Có cố gắng trong học tập, chú ý trình bày cẩn thận hơn.",
     "Làm bài đầy đủ, cần tính toán cẩn thận hơn."},
    {"Cần dành thêm thời gian ôn tập, cô sẽ kèm em trong hè.",
     "Còn chậm khi làm bài, cần luyện đọc và viết hằng ngày.",
     "Chưa nắm chắc kiến thức cơ bản, cần gia đình phối hợp kèm cặp.",
     "Cần tập trung hơn trong giờ học để theo kịp các bạn."},
};

struct classes_run {
    struct demo *demo;
    const struct demo_class *row;
    struct school_class *class;
    const struct curriculum *curriculum;
    unsigned sequence;
};

/* A number below `count`, the next of the fixed sequence (a linear congruential one). */
static unsigned
next(struct classes_run *run, unsigned count)
{
    run->sequence = run->sequence * 1103515245u + 12345u;
    return (run->sequence >> 16) % count;
}

#define NEXT(run, table) ((table)[next((run), COUNT_OF(table))])

/* --- the class and its pupils ----------------------------------------------------------------- */

static enum status
assign(struct classes_run *run, const char *login, enum role role, const char *subject,
       struct error *err)
{
    struct person person;

    TRY(person_find(run->demo->app, login, &person, err));
    struct assignment assignment = {.person = person.id,
                                    .unit = person.unit,
                                    .role = role_key(role),
                                    .year = DEMO_YEAR,
                                    .subject = subject,
                                    .from = {2023, 9, 1},
                                    .decided_by = "Quyết định phân công đầu năm học"};
    return assignment_add(run->demo->app, &assignment, run->row->name, err);
}

/* Who teaches a subject that not every class teacher teaches; NULL: the class teacher does. */
static const char *
specialist(const char *subject)
{
    static const struct {
        const char *subject, *login;
    } rows[] = {{"NN1", "gv.tieng.anh"}, {"TH", "gv.tin.hoc"},    {"CN", "gv.tin.hoc"},
                {"GDTC", "gv.the.chat"}, {"AN", "gv.nghe.thuat"}, {"MT", "gv.nghe.thuat"}};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (text_equal(rows[i].subject, subject))
            return rows[i].login;
    return NULL;
}

static enum status
add_class(struct classes_run *run, struct error *err)
{
    const struct demo_class *row = run->row;
    struct app *app = run->demo->app;

    *run->class = (struct school_class){
        .unit = run->demo->school.id, .year = DEMO_YEAR, .name = row->name, .sessions_per_day = 2};
    TRY(class_add(app, run->class, err));
    TRY(assign(run, row->login, ROLE_CLASS_TEACHER, NULL, err));
    for (size_t i = 0; i < run->curriculum->row_count; i++) {
        const struct curriculum_row *taught = &run->curriculum->rows[i];
        const char *other = row->alone ? NULL : specialist(taught->subject->code);
        if (!taught->elective)
            TRY(assign(run, other ? other : row->login, ROLE_SUBJECT_TEACHER, taught->subject->code,
                       err));
    }
    return OK;
}

struct pupil_values {
    LIST(struct edit) list;
};

static void
put(struct classes_run *run, struct pupil_values *values, const char *key, const char *value)
{
    *list_add(run->demo->app->arena, values->list) =
        (struct edit){.key = arena_text(run->demo->app->arena, key), .value = value};
}

/* What stays with a pupil from year to year. */
static void
put_profile(struct classes_run *run, struct pupil_values *values, const char *family, bool boy,
            int number)
{
    struct arena *arena = run->demo->app->arena;
    const char *street = NEXT(run, streets);

    put(run, values, "so_so_dang_bo",
        arena_printf(arena, "%d/%s", 100 * run->row->grade + number, run->row->name));
    put(run, values, "gioi_tinh", boy ? "Nam" : "Nữ");
    put(run, values, "noi_sinh", "Hạ Long, Quảng Ninh");
    put(run, values, "que_quan", "Quảng Ninh");
    put(run, values, "cho_o_hien_nay",
        arena_printf(arena, "Số %u, %s, phường Trần Hưng Đạo, Hạ Long", 1 + next(run, 180),
                     street));
    put(run, values, "dan_toc", next(run, 9) == 0 ? "Tày" : "Kinh");
    put(run, values, "quoc_tich", "Việt Nam");
    put(run, values, "ho_va_ten_cha", arena_printf(arena, "%s %s", family, parents[next(run, 3)]));
    put(run, values, "ho_va_ten_me",
        arena_printf(arena, "%s %s", NEXT(run, families), parents[3 + next(run, 3)]));
}

/* --- results ---------------------------------------------------------------------------------- */

static void
put_subjects(struct classes_run *run, struct pupil_values *values, unsigned strong)
{
    static const char *const levels[] = {"T", "H", "C"};
    char key[KEY_SIZE];

    for (size_t i = 0; i < run->curriculum->row_count; i++) {
        const struct curriculum_row *taught = &run->curriculum->rows[i];
        unsigned level = next(run, 10) < strong ? 0 : 1;
        if (taught->elective)
            continue;
        snprintf(key, sizeof key, "mon.%s.muc", taught->subject->code);
        put(run, values, key, levels[level]);
        snprintf(key, sizeof key, "mon.%s.nhan_xet", taught->subject->code);
        put(run, values, key, NEXT(run, comments[level]));
        if (!taught->tested[PERIOD_END_2])
            continue;
        snprintf(key, sizeof key, "mon.%s.diem", taught->subject->code);
        put(run, values, key,
            arena_printf(run->demo->app->arena, "%u",
                         level == 0 ? 8 + next(run, 3) : 5 + next(run, 3)));
    }
}

static void
put_traits(struct classes_run *run, struct pupil_values *values, unsigned strong, unsigned number)
{
    for (int trait = 0; trait < TRAIT_COUNT; trait++)
        if (!run->curriculum->optional_traits[trait])
            put(run, values, field_of_trait((enum trait)trait)->key,
                next(run, 10) < strong ? "T" : "Đ");
    put(run, values, "nhan_xet_pham_chat", on_qualities[number % 4]);
    put(run, values, "nhan_xet_nang_luc_chung", on_general[number / 2 % 4]);
    put(run, values, "nhan_xet_nang_luc_dac_thu", on_specific[number / 3 % 4]);
    put(run, values, "can_nang",
        arena_printf(run->demo->app->arena, "%u.%u",
                     15 + 3 * (unsigned)run->row->grade + next(run, 6), next(run, 10)));
    put(run, values, "chieu_cao",
        arena_printf(run->demo->app->arena, "%u",
                     108 + 5 * (unsigned)run->row->grade + next(run, 9)));
    put(run, values, "tong_so_buoi_nghi_co_phep",
        arena_printf(run->demo->app->arena, "%u", next(run, 5)));
    put(run, values, "thong_so_buoi_nghi_khong_phep", "0");
}

/* What teachers really leave behind: a mark that contradicts its level, a comment about another
 * child, a value that is missing. */
static void
spoil(struct pupil_values *values, int number)
{
    for (size_t i = 0; i < values->list.count; i++) {
        struct edit *edit = &values->list.items[i];
        if (number == 3 && text_equal(edit->key, "mon.T.diem"))
            edit->value = "4";
        if (number == 5 && text_equal(edit->key, "mon.TV.nhan_xet"))
            edit->value = "Khánh Linh đọc to, rõ ràng, viết chữ đẹp.";
        if (number == 8 && text_equal(edit->key, "mon.T.muc"))
            edit->value = "";
        if (number == 11 && text_equal(edit->key, "pham_chat_trung_thuc"))
            edit->value = "";
    }
}

/* In the class that is being entered, what comes late in the list is not there yet. */
static bool
is_entered(const struct classes_run *run, int number)
{
    return run->row->stage != STAGE_ENTERING || number <= run->row->pupils / 2;
}

static enum status
add_pupil(struct classes_run *run, int number, struct error *err)
{
    struct app *app = run->demo->app;
    bool boy = next(run, 2) == 0;
    const char *family = NEXT(run, families);
    const char *given = boy ? NEXT(run, boys) : NEXT(run, girls);
    int year = 2023 - 5 - run->row->grade;
    struct pupil_values values = {0};
    struct enrolled enrolled;
    unsigned strong = 5 + next(run, 6);

    struct pupil pupil = {
        .unit = run->demo->school.id,
        .name = arena_printf(app->arena, "%s %s", family, given),
        .code = arena_printf(app->arena, "%s%02d", run->row->codes, number),
        .birth_date = {(int16_t)year, (int8_t)(1 + next(run, 12)), (int8_t)(1 + next(run, 28))}};
    pupil.personal_number = arena_printf(app->arena, "022%c%02d%06d", boy ? '2' : '3', year % 100,
                                         run->row->personal + number);
    TRY(pupil_add(app, &pupil, run->class, run->row->grade, err));
    TRY(enrolment_find(app, pupil.id, DEMO_YEAR, &enrolled, err));
    put_profile(run, &values, family, boy, number);
    if (is_entered(run, number)) {
        put_subjects(run, &values, strong);
        put_traits(run, &values, strong, (unsigned)number);
    }
    if (run->row->flawed)
        spoil(&values, number);
    return draft_edit(app, &enrolled, values.list.items, values.list.count, err);
}

/* --- signing ---------------------------------------------------------------------------------- */

static enum status
create_and_sign(struct classes_run *run, struct error *err)
{
    const struct demo_class *row = run->row;
    struct create_order order = {.of = {run->class->id, NULL}};
    struct batch batch = {0};

    TRY(create_records(run->demo->app, &order, &batch, err));
    if (batch.failed > 0 && !row->flawed)
        return fail(err, CORRUPT, "Lớp %s của bản thử còn lỗi.", row->name);
    TRY(demo_sign(run->demo, &order.of, SIGNER_CLASS_TEACHER, row->signer, NULL, err));
    if (row->stage == STAGE_TEACHER)
        return OK;
    TRY(demo_sign(run->demo, &order.of, SIGNER_PRINCIPAL, row->principal ? row->principal : "cbql",
                  NULL, err));
    return row->stage == STAGE_SEALED
               ? demo_sign(run->demo, &order.of, SIGNER_SCHOOL, row->seal, NULL, err)
               : OK;
}

enum status
demo_make_class(struct demo *demo, const struct demo_class *row, unsigned seed,
                struct school_class *class, struct error *err)
{
    struct classes_run run = {.demo = demo, .row = row, .class = class, .sequence = seed};

    TRY(curriculum_find(row->grade, 2023, &run.curriculum, err));
    TRY(add_class(&run, err));
    for (int number = 1; number <= row->pupils; number++)
        TRY(add_pupil(&run, number, err));
    return row->signer ? create_and_sign(&run, err) : OK;
}

enum status
demo_add_teachers(struct demo *demo, struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        struct person person = {.unit = demo->school.id,
                                .login = classes[i].login,
                                .name = classes[i].teacher,
                                .personal_number = classes[i].number,
                                .title = "Giáo viên"};
        TRY(person_add(demo->app, &person, err));
    }
    return OK;
}

enum status
demo_run_other_classes(struct demo *demo, struct error *err)
{
    int64_t started = demo->order->stopwatch();

    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        struct school_class class;
        TRY(demo_make_class(demo, &classes[i], 2023 + (unsigned)i, &class, err));
    }
    demo_add_step(demo, "Năm lớp khác: đang nhập, còn lỗi, nhập xong, chờ ký (học sinh)",
                  COUNT_OF(classes) * PUPILS, 0, started);
    return OK;
}
