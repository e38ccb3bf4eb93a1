/* SPDX-License-Identifier: Apache-2.0
 *
 * Two schools whose software is not the department's: each has a home of its own, signs and issues
 * there, and hands in through the gateway.  The department finds one in order; of the other it does
 * not know the seal yet, so the whole packet is refused, and some records were never made.
 */
#include "base/file.h"
#include "crypto/hash.h"
#include "model/role.h"
#include "service/certificate.h"
#include "service/demo_parts.h"
#include "service/instance.h"
#include "service/intake.h"
#include "service/issue.h"
#include "service/ledger.h"
#include "service/report.h"
#include "service/unit_tree.h"
#include "service/year.h"
#include "xml/packet.h"

const struct demo_supplier demo_suppliers[] = {
    {"phan-mem-a",
     "22193402",
     "Trường Tiểu học Hà Huy Tập",
     "5700000003",
     "Trần Thị Minh Châu",
     "022175100061",
     true,
     {"4B", 4, "gv.4b", "Nguyễn Thị Thanh Xuân", "022190100062", STAGE_SEALED, "ncc-a-gvcn",
      "ncc-a-cbql", "ncc-a-truong", 8, true, false, "223140", 104000}},
    {"phan-mem-b",
     "22193403",
     "Trường Tiểu học Lý Thường Kiệt",
     "5700000004",
     "Phạm Quốc Hưng",
     "022076100063",
     false,
     {"4C", 4, "gv.4c", "Đỗ Thị Lan Anh", "022188100064", STAGE_SEALED, "ncc-b-gvcn", "ncc-b-cbql",
      "ncc-b-truong", 12, true, true, "223240", 104100}},
};
const size_t demo_supplier_count = COUNT_OF(demo_suppliers);

struct supplying {
    struct demo *demo; /* the department's instance */
    struct demo own;   /* the supplier's */
    const struct demo_supplier *row;
    const char *folder;
    struct school_class class;
};

/* --- the supplier's own instance -------------------------------------------------------------- */

static enum status
add_school(struct app *app, const struct demo_supplier *row, struct unit *school, struct error *err)
{
    *school = (struct unit){.kind = UNIT_SCHOOL,
                            .code = row->code,
                            .name = row->name,
                            .district = "Thành phố Hạ Long",
                            .commune = "Phường Hà Khẩu",
                            .province = "Quảng Ninh",
                            .issue_place = "Hạ Long"};
    TRY(unit_add(app, school, DEMO_DEPARTMENT, err));
    return year_open(app, school->id, DEMO_YEAR, err);
}

static enum status
add_person(struct app *app, const char *unit, const struct person *who, enum role role,
           struct error *err)
{
    struct person person = *who;
    struct assignment assignment = {.unit = unit, .role = role_key(role), .from = {2023, 9, 1}};

    person.unit = unit;
    TRY(person_add(app, &person, err));
    if (role == ROLE_COUNT)
        return OK;
    assignment.person = person.id;
    return assignment_add(app, &assignment, NULL, err);
}

static enum status
add_people(struct supplying *it, const char *department, struct error *err)
{
    const struct demo_supplier *row = it->row;
    struct app *app = it->own.app;
    const struct person approver = {
        .login = DEMO_APPROVER, .name = "Bùi Thị Lan Phương", .personal_number = "022181100012"};
    const struct person principal = {.login = "hieutruong",
                                     .name = row->principal,
                                     .personal_number = row->principal_number,
                                     .title = "Hiệu trưởng"};
    const struct person teacher = {.login = row->class.login,
                                   .name = row->class.teacher,
                                   .personal_number = row->class.number,
                                   .title = "Giáo viên"};

    TRY(add_person(app, department, &approver, ROLE_DEPARTMENT_APPROVER, err));
    TRY(add_person(app, it->own.school.id, &principal, ROLE_PRINCIPAL, err));
    return add_person(app, it->own.school.id, &teacher, ROLE_COUNT, err);
}

static enum status
approve(const struct app *app, const char *certificate, struct error *err)
{
    struct app_options options = app->options;
    struct stored_certificate approved = {0};
    struct app *approver;

    options.home = app->home;
    options.by = DEMO_APPROVER;
    TRY(app_open(&options, &approver, err));
    enum status status =
        certificate_decide(approver, certificate, CERTIFICATE_APPROVED, NULL, &approved, err);
    app_close(approver);
    return status;
}

/* Those who sign, and the seal, approved where they are. */
static enum status
register_signers(struct supplying *it, struct error *err)
{
    const struct demo_class *class = &it->row->class;
    const struct demo_signer signers[] = {{class->signer, NULL, class->login, NULL},
                                          {class->principal, NULL, "hieutruong", NULL},
                                          {class->seal, NULL, NULL, it->row->code}};
    struct stored_certificate registered;

    for (size_t i = 0; i < COUNT_OF(signers); i++)
        TRY(demo_register(&it->own, &signers[i], &registered, err));
    return approve(it->own.app, registered.id, err);
}

static enum status
issue_class(struct supplying *it, struct error *err)
{
    struct class_order order = {it->class.id, NULL};
    struct batch batch = {0};

    TRY(issue_records(it->own.app, &order, &batch, err));
    if (batch.done == 0)
        return fail(err, CORRUPT, "Trường %s của bản thử không phát hành được.", it->row->code);
    return OK;
}

static enum status
run_school(struct supplying *it, struct error *err)
{
    struct unit department = {.kind = UNIT_DEPARTMENT,
                              .code = DEMO_DEPARTMENT,
                              .name = "Sở Giáo dục và Đào tạo Quảng Ninh",
                              .province = "Quảng Ninh"};
    struct app *app = it->own.app;

    TRY(unit_add(app, &department, NULL, err));
    TRY(add_school(app, it->row, &it->own.school, err));
    TRY(year_set(app, it->own.school.id, DEMO_YEAR, "ngay_phat_hanh", "2024-05-31", err));
    TRY(add_people(it, department.id, err));
    TRY(register_signers(it, err));
    TRY(demo_make_class(&it->own, &it->row->class, 22, &it->class, err));
    return issue_class(it, err);
}

/* --- what the department knows of the school -------------------------------------------------- */

static enum status
enrol_there(struct supplying *it, const struct unit *school, struct error *err)
{
    struct app *department = it->demo->app;
    struct enrolments pupils = {0};
    struct school_class class = {
        .unit = school->id, .year = DEMO_YEAR, .name = it->class.name, .sessions_per_day = 2};

    TRY(class_add(department, &class, err));
    TRY(class_pupils(it->own.app, &it->class, &pupils, err));
    for (size_t i = 0; i < pupils.list.count; i++) {
        const struct pupil *known = &pupils.list.items[i].pupil;
        struct pupil pupil = {.unit = school->id,
                              .name = known->name,
                              .code = known->code,
                              .birth_date = known->birth_date,
                              .personal_number = known->personal_number};
        TRY(pupil_add(department, &pupil, &class, it->row->class.grade, err));
    }
    return OK;
}

static enum status
make_known(struct supplying *it, struct error *err)
{
    const struct demo_signer seal = {it->row->class.seal, NULL, NULL, it->row->code};
    struct stored_certificate registered;
    struct unit school;

    TRY(add_school(it->demo->app, it->row, &school, err));
    TRY(enrol_there(it, &school, err));
    TRY(demo_register(it->demo, &seal, &registered, err));
    return it->row->approved ? approve(it->demo->app, registered.id, err) : OK;
}

/* --- handing in ------------------------------------------------------------------------------- */

static enum status
make_packets(struct supplying *it, struct report_made *made, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    struct signer_source source;
    struct report_order order = {.unit = it->own.school.id,
                                 .year = DEMO_YEAR,
                                 .folder =
                                     arena_printf(it->own.app->arena, "%s/goi-tin", it->folder),
                                 .at_most = PACKET_RECORDS_MAX,
                                 .round = 1};

    TRY(demo_open_key(&it->own, it->row->class.seal, &source, &session, err));
    return report_make(it->own.app, session, &order, made, err);
}

/* As its software would over HTTP. */
static enum status
hand_in(struct supplying *it, struct error *err)
{
    struct app *department = it->demo->app;
    struct report_made made = {0};
    const char *password;
    char hex[SHA256_HEX_SIZE];

    TRY(intake_client_add(department, it->row->client, &it->row->code, 1, &password, err));
    const struct digest hash = sha256(span_of(password));
    struct exchange_request request = {.user_name = it->row->client,
                                       .password = digest_hex(&hash, hex),
                                       .unit = it->row->code,
                                       .type = "1",
                                       .function = "hocba",
                                       .year = 2023};
    TRY(intake_token(department, &request, &request.token, err));
    TRY(make_packets(it, &made, err));
    for (size_t i = 0; i < made.packets.count; i++) {
        const struct report_packet *packet = &made.packets.items[i];
        struct exchange_answer answer;
        struct span content;
        TRY(file_read(department->arena, packet->content, CONTENT_MAX, &content, err));
        request.message_id = packet->id;
        request.content = arena_copy(department->arena, content.data, content.size);
        TRY(intake_submit(department, EXCHANGE_SUBMIT, &request, &answer, err));
    }
    return OK;
}

static enum status
run_supplier(struct demo *demo, const struct demo_supplier *row, struct error *err)
{
    struct arena *arena = demo->app->arena;
    struct supplying it = {
        .demo = demo,
        .own = {.order = demo->order, .report = demo->report, .home = demo->home},
        .row = row,
        .folder = arena_printf(arena, "%s/nha-cung-cap/%s", demo->home, row->client)};
    struct instance_plan plan = {.training = true, .clock = app_now_text(demo->app)};
    struct app_options options = *demo->order->options;
    struct instance_made made;

    options.home = it.folder;
    TRY(instance_make(&options, &plan, &it.own.app, &made, err));
    enum status status = run_school(&it, err);
    if (status == OK)
        status = make_known(&it, err);
    if (status == OK)
        status = hand_in(&it, err);
    app_close(it.own.app);
    return status;
}

enum status
demo_run_suppliers(struct demo *demo, struct error *err)
{
    int64_t started = demo->order->stopwatch();
    struct gateway_messages messages = {0};
    struct ledger_entering entered;
    size_t ended = 0, accepted = 0, refused = 0;

    TRY(folder_make(arena_printf(demo->app->arena, "%s/nha-cung-cap", demo->home), 0700, err));
    for (size_t i = 0; i < demo_supplier_count; i++)
        TRY(run_supplier(demo, &demo_suppliers[i], err));
    TRY(intake_run(demo->app, NULL, NULL, &ended, err));
    TRY(ledger_enter(demo->app, &entered, err));
    TRY(intake_list(demo->app, NULL, &messages, err));
    for (size_t i = 0; i < messages.list.count; i++) {
        accepted += (size_t)messages.list.items[i].accepted;
        refused += *messages.list.items[i].error != '\0';
    }
    demo_add_step(demo, "Cổng tiếp nhận: hai nhà cung cấp nộp học bạ (gói bị từ chối)", accepted,
                  refused, started);
    return OK;
}
