/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/store/support.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encode.h"
#include "store/accounts.h"
#include "store/ask.h"
#include "store/certificates.h"
#include "store/classes.h"
#include "store/comment_edits.h"
#include "store/comments.h"
#include "store/confirmations.h"
#include "store/decisions.h"
#include "store/delegations.h"
#include "store/drafts.h"
#include "store/dump.h"
#include "store/evaluations.h"
#include "store/family.h"
#include "store/freezes.h"
#include "store/identity.h"
#include "store/inspections.h"
#include "store/instance.h"
#include "store/intake.h"
#include "store/key_closings.h"
#include "store/ledger_entries.h"
#include "store/levels.h"
#include "store/manifests.h"
#include "store/mappings.h"
#include "store/minutes.h"
#include "store/notices.h"
#include "store/obstacles.h"
#include "store/packets.h"
#include "store/paper_batches.h"
#include "store/people.h"
#include "store/pilot.h"
#include "store/pupils.h"
#include "store/receipts.h"
#include "store/received.h"
#include "store/received_freezes.h"
#include "store/record_notes.h"
#include "store/revocations.h"
#include "store/signing.h"
#include "store/surveys.h"
#include "store/training.h"
#include "store/units.h"
#include "store/years.h"

bool
on_postgres(void)
{
    return getenv("HOCBA_TEST_POSTGRES") != NULL;
}

const char *
test_folder(void)
{
    static char folder[64];
    if (!*folder) {
        strcpy(folder, "/tmp/hocba-store.XXXXXX");
        assert_non_null(mkdtemp(folder));
    }
    return folder;
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

int
remove_test_folder(void **state)
{
    (void)state;
    return nftw(test_folder(), remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A schema of its own in the server's database. */
static void
make_schema(const char *base, int number)
{
    struct error err;
    struct connection *connection;
    char sql[64];
    assert_ok(driver_postgres.open(base, false, &connection, &err));
    snprintf(sql, sizeof sql, "CREATE SCHEMA t%d_%d", (int)getpid(), number);
    assert_ok(driver_postgres.script(connection, sql, &err));
    driver_postgres.close(connection);
}

const char *
empty_place_of(bool postgres, char *place)
{
    static int count;
    count++;
    if (postgres) {
        const char *base = getenv("HOCBA_TEST_POSTGRES");
        make_schema(base, count);
        snprintf(place, PLACE_SIZE, "%s&options=-csearch_path%%3Dt%d_%d", base, (int)getpid(),
                 count);
    } else {
        snprintf(place, PLACE_SIZE, "%s/%d.db", test_folder(), count);
    }
    return place;
}

const char *
empty_place(char *place)
{
    return empty_place_of(on_postgres(), place);
}

struct store *
open_at(const char *place, bool create)
{
    struct error err;
    struct store *store;
    struct store_options options = {.place = place, .create = create, .now = stamp_at(0)->at};
    assert_ok(store_open(&options, &store, &err));
    return store;
}

struct store *
open_empty(void)
{
    char place[PLACE_SIZE];
    return open_at(empty_place(place), true);
}

enum status
run_sql(struct store *store, const char *sql, struct error *err)
{
    return store->driver->script(store->connection, sql, err);
}

const char *
id(unsigned number)
{
    static char texts[256][40];
    static unsigned next;
    char *text = texts[next++ % 256];
    snprintf(text, 40, "00000000-0000-4000-8000-%012u", number);
    return text;
}

const struct stamp *
stamp_at(int seconds)
{
    static struct stamp stamp;
    stamp = (struct stamp){moment_of_date((struct date){2024, 5, 31}), "an.nguyen", "thử"};
    stamp.at.seconds += 8 * 3600 + seconds;
    return &stamp;
}

void
add_school(struct store *store)
{
    struct error err;
    const struct stamp *stamp = stamp_at(0);
    struct unit department = {
        .id = id(1), .kind = UNIT_DEPARTMENT, .code = "22", .name = "Sở GDĐT Quảng Ninh"};
    struct unit school = {.id = id(2),
                          .kind = UNIT_SCHOOL,
                          .parent = id(1),
                          .code = "22193401",
                          .name = "Trường Tiểu học Trần Hưng Đạo",
                          .province = "Quảng Ninh"};
    struct person person = {.id = id(3),
                            .unit = id(2),
                            .login = "an.nguyen",
                            .name = "Nguyễn Thị An",
                            .title = "Giáo viên"};
    struct school_class class = {id(4), id(2), "2023-2024", "4A1", 2};
    struct stored_certificate certificate = {
        .id = id(9),
        .sha256 = "aa00",
        .der = SPAN("0\x03\x02\x01\x05"),
        .person = id(3),
        .subject = "CN=Nguyễn Thị An",
        .not_before = stamp->at,
        .not_after = stamp->at,
        .storage = "PKCS12",
    };
    assert_ok(store_add_unit(store, &department, stamp, &err));
    assert_ok(store_add_unit(store, &school, stamp, &err));
    assert_ok(store_add_person(store, &person, stamp, &err));
    assert_ok(store_add_year(store, id(2), "2023-2024", stamp, &err));
    assert_ok(store_add_class(store, &class, stamp, &err));
    assert_ok(store_add_certificate(store, &certificate, stamp, &err));
    assert_ok(store_add_certificate_proof(store, certificate.id, "a challenge", SPAN("a signature"),
                                          stamp, &err));
}

void
add_pupil(struct store *store, unsigned n, const char *name)
{
    struct error err;
    char code[16];
    snprintf(code, sizeof code, "HS%u", n);
    struct pupil pupil = {.id = id(100 + n),
                          .unit = id(2),
                          .code = code,
                          .name = name,
                          .personal_number = "022214000001",
                          .birth_date = {2014, 3, 2}};
    struct enrolment enrolment = {.id = id(200 + n),
                                  .pupil = id(100 + n),
                                  .class_id = id(4),
                                  .grade = 4,
                                  .from = {2023, 9, 5}};
    assert_ok(store_add_pupil(store, &pupil, stamp_at(1), &err));
    assert_ok(store_add_enrolment(store, &enrolment, stamp_at(1), &err));
}

void
add_record(struct store *store, unsigned n, struct span document)
{
    struct error err;
    struct record_row row = {.uuid = id(300 + n),
                             .enrolment = id(200 + n),
                             .state = "created",
                             .made = stamp_at(2)->at,
                             .planned = {2024, 5, 31}};
    assert_ok(store_add_record(store, &row, document, "create", stamp_at(2), &err));
}

static enum status
into_buffer(void *context, struct span bytes, struct error *err)
{
    struct buffer *out = context;
    buffer_add(out, bytes.data, bytes.size);
    return out->overflow ? fail(err, INVALID, "too much") : OK;
}

struct buffer *
dump_of(struct store *store)
{
    struct error err;
    struct buffer *out = buffer_new((size_t)256 << 20);
    struct dump_counts counts;
    assert_ok(store_dump(store, into_buffer, out, &counts, &err));
    assert_int_equal(counts.bytes, out->size);
    return out;
}

#define HASH_OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define HASH_OF_ONE     "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459b"

/* A request about record 302, decided, with one change that stands in the ledger. */
/* A suggested edit that waits, one that was declined, and a mapping of columns. */
static void
add_suggestions(struct store *store)
{
    struct error err;
    const struct import_mapping mapping = {.unit = id(2),
                                           .headings = "0c",
                                           .choices = "1!C=mon.muc",
                                           .made = stamp_at(9)->at,
                                           .by = "an.nguyen"};
    const struct comment_edit edit = {.enrolment = id(201),
                                      .key = "nhan_xet_gvcn",
                                      .before = "Em ngoan.",
                                      .after = "Em ngoan ngoãn.",
                                      .reason = "chính tả",
                                      .made = stamp_at(9)->at,
                                      .by = "an.nguyen"};
    bool ruled;

    assert_ok(store_set_mapping(store, &mapping, &err));
    assert_ok(store_add_comment_edit(store, &edit, &err));
    assert_ok(store_add_comment_edit(store, &edit, &err));
    assert_ok(store_rule_comment_edit(store, 2, EDIT_DECLINED, "giữ nguyên", stamp_at(9)->at,
                                      "an.nguyen", &ruled, &err));
    assert_true(ruled);
}

static void
add_identity(struct store *store)
{
    struct error err;
    struct identity_question question = {.id = id(711),
                                         .pupil = id(101),
                                         .personal_number = "022315000001",
                                         .name = "Trần Văn Số 1",
                                         .birth_date = {2015, 3, 4}};
    const struct identity_exchange exchange = {.id = id(710),
                                               .unit = id(2),
                                               .recipient = "aa",
                                               .basis = "Kế hoạch 213",
                                               .questions = {&question, 1, 1}};
    const struct identity_answer answer = {
        .question = id(711), .result = IDENTITY_DIFFERS, .sex = "Nữ"};

    assert_ok(store_add_identity_exchange(store, &exchange, stamp_at(6), &err));
    assert_ok(store_add_identity_answer(store, &answer, stamp_at(7), &err));
    assert_ok(store_add_identity_ruling(store, 1, true, stamp_at(8), &err));
}

static void
add_revocation(struct store *store)
{
    struct revocation request = {.id = id(600),
                                 .unit = id(2),
                                 .year = "2023-2024",
                                 .made = stamp_at(9)->at,
                                 .by = "an.nguyen"};
    struct revocation_item item = {
        .record = id(302), .wish = WISH_REPLACE, .reason = "sai", .evidence = "biên bản"};
    struct revocation_items items = {.list = {.items = &item, .count = 1, .room = 1}};
    struct revocation_paper paper = {.request = id(600),
                                     .certificate = "aa00",
                                     .made = stamp_at(9)->at,
                                     .by = "an.nguyen",
                                     .bytes = SPAN("<QUYET_DINH_HOC_BA/>")};
    struct revocation_decision decision = {.sha256 = HASH_OF_NOTHING,
                                           .request = id(600),
                                           .officer = "aa00",
                                           .seal = "aa00",
                                           .made = stamp_at(9)->at,
                                           .by = "an.nguyen",
                                           .bytes = SPAN("<QUYET_DINH_HOC_BA/>")};
    struct status_change change = {
        .record = id(302), .decision = HASH_OF_NOTHING, .status = "suspended"};
    AUTO(arena) *arena = arena_new();
    struct error err;

    assert_ok(store_add_revocation(store, &request, &items, &err));
    assert_ok(store_add_paper(store, &paper, &err));
    assert_ok(store_add_decision_paper(store, &decision, &err));
    assert_ok(store_add_status_change(store, &change, &err));
    assert_ok(store_find_status_change(store, id(302), arena, &change, &err));
    assert_ok(store_add_status_entry(store, &change, 2, stamp_at(9)->at, &err));
}

/* Of school 2: made and signed once; a file for the finding; and why there are no more. */
static void
add_minutes(struct store *store, int64_t finding)
{
    struct error err;
    struct minutes minutes = {.inspection = id(820),
                              .school = id(2),
                              .stage = MINUTES_MADE,
                              .head = id(3),
                              .bytes = SPAN("<BIEN_BAN_KIEM_TRA/>")};
    const struct inspection_file file = {
        .finding = finding,
        .name = "ảnh.png",
        .kind = "image/png",
        .sha256 = "5e1f2a3b4c5d6e7f8091a2b3c4d5e6f75e1f2a3b4c5d6e7f8091a2b3c4d5e6f7",
        .bytes = SPAN("png")};

    assert_ok(store_add_minutes(store, &minutes, stamp_at(13), &err));
    minutes.stage = MINUTES_HEAD;
    minutes.certificate = "aa00";
    assert_ok(store_add_minutes(store, &minutes, stamp_at(13), &err));
    assert_ok(store_add_inspection_file(store, &file, stamp_at(13), &err));
    assert_ok(store_add_minutes_excuse(store, id(820), id(2), "trường nghỉ", stamp_at(13), &err));
}

/* A round in school 2 with record 302 in its sample, one finding, closed. */
static void
add_inspection(struct store *store)
{
    struct error err;
    const char *const scope[] = {id(2)};
    const struct inspection round = {.id = id(820),
                                     .code = "KT-01",
                                     .unit = id(1),
                                     .year = "2023-2024",
                                     .decision = "12/QĐ",
                                     .criteria = "KH213",
                                     .members = "Bà Một",
                                     .seed = "s",
                                     .from = {2024, 5, 6},
                                     .to = {2024, 5, 10}};
    struct inspection_school school = {
        .id = id(2), .place = 1, .weight = 10, .late_days = 3, .faulty = 2};
    struct inspection_record drawn[] = {
        {.uuid = id(302), .school = id(2), .place = 1},
        {.uuid = id(401), .school = id(2), .place = 2, .received = true}};
    const struct inspection_check check = {id(2), "network", INSPECTION_NO, "mất mạng"};
    struct inspection_finding finding = {.inspection = id(820),
                                         .school = id(2),
                                         .severity = "minor",
                                         .article = "KH213 II.4",
                                         .finding = "mạng yếu",
                                         .deadline = {2024, 6, 1}};
    const struct inspection_schools schools = {{&school, 1, 1}};
    const struct inspection_records records = {{drawn, 2, 2}};

    assert_ok(store_add_inspection(store, &round, scope, 1, stamp_at(9), &err));
    assert_ok(store_add_inspection_sample(store, id(820), &schools, &records, stamp_at(10), &err));
    assert_ok(store_add_inspection_check(store, id(820), &check, stamp_at(11), &err));
    assert_ok(store_add_inspection_finding(store, &finding, stamp_at(12), &err));
    assert_ok(store_add_inspection_step(store, finding.number, INSPECTION_REMEDIED, "đã xong",
                                        (struct date){0}, stamp_at(13), &err));
    add_minutes(store, finding.number);
    assert_ok(store_close_inspection(store, id(820), "đạt", stamp_at(14), &err));
}

/* The school gets a campus and another name, and the campus goes on as the school. */
static void
add_tree(struct store *store)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    struct unit school, campus = {.id = id(5),
                                  .kind = UNIT_CAMPUS,
                                  .parent = id(2),
                                  .code = "22193401-1",
                                  .name = "Điểm trường Khe Cả"};
    assert_ok(store_add_unit(store, &campus, stamp_at(1), &err));
    assert_ok(store_find_unit(store, id(2), arena, &school, &err));
    assert_ok(store_change_unit(store, &school, (struct date){2024, 1, 1}, stamp_at(1), &err));
    struct unit_succession succession = {
        .unit = id(5), .successor = id(2), .since = {2024, 5, 1}, .decision = "12/QĐ"};
    assert_ok(store_add_unit_succession(store, &succession, stamp_at(1), &err));
}

/* What is no packet is kept as it was sent. */
static void
add_certificate_message(struct store *store)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    struct gateway_message message = {.client = "supplier",
                                      .id = "m2",
                                      .kind = MESSAGE_CERTIFICATE,
                                      .unit = id(2),
                                      .year = "2023-2024",
                                      .digest = "01",
                                      .received = stamp_at(6)->at,
                                      .content = SPAN("a certificate")};
    bool added;

    assert_ok(store_add_message(store, &message, &added, &err));
    assert_ok(store_find_message(store, "supplier", "m2", arena, &message, &err));
    assert_ok(store_end_message(store, message.number, stamp_at(6)->at, "", "", &err));
}

/* A supplier hands a record in; it is accepted, entered, and its packet kept once. */
static void
add_intake(struct store *store)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    struct new_client client = {.user_name = "supplier",
                                .secret = "0123456789abcdef0123456789abcdef"
                                          "0123456789abcdef0123456789abcdef"};
    struct gateway_message message = {.client = "supplier",
                                      .id = "m1",
                                      .kind = MESSAGE_RECORDS,
                                      .unit = id(2),
                                      .year = "2023-2024",
                                      .digest = "00",
                                      .received = stamp_at(6)->at,
                                      .content = SPAN("content")};
    struct gateway_result result = {.uuid = id(401),
                                    .pupil_code = "2200000401",
                                    .name = "Bàn Thị Nhận",
                                    .number = "",
                                    .accepted = true,
                                    .error = "",
                                    .field = "",
                                    .description = ""};
    bool added, packed;

    *list_add(arena, client.units) = id(2);
    assert_ok(store_add_client(store, &client, stamp_at(6), &err));
    assert_ok(store_add_token(store, "digest", "supplier", 2, &err));
    assert_ok(store_close_client(store, "supplier", stamp_at(6), &err));
    assert_ok(store_add_message(store, &message, &added, &err));
    assert_ok(store_next_message(store, arena, &message, &err));
    struct received_record record = {.uuid = id(401),
                                     .message = message.number,
                                     .unit = id(2),
                                     .year = "2023-2024",
                                     .pupil_code = "2200000401",
                                     .grade = 4,
                                     .seal = "aa00",
                                     .received = stamp_at(6)->at,
                                     .bytes = SPAN("<HOC_BA>received</HOC_BA>")};
    assert_ok(store_add_received(store, &record, &err));
    assert_ok(store_add_result(store, message.number, &result, &err));
    assert_int_equal(store_add_result(store, message.number, &result, &err), CONFLICT);
    assert_ok(store_end_message(store, message.number, stamp_at(6)->at, "", "", &err));
    assert_ok(store_add_received_entry(store, id(401), 7, stamp_at(6)->at, &err));
    static const struct span text = SPAN("<DANH_SACH><HOC_BA>received</HOC_BA></DANH_SACH>");
    struct span place = {text.data + strlen("<DANH_SACH>"), record.bytes.size};
    struct packet_text packet = {message.number, id(2), text, &place, 1};
    assert_ok(store_pack_message(store, &packet, &packed, &err));
    assert_true(packed);
    add_certificate_message(store);
}

/* A pilot with the school in it, a day of the calendar. */
static void
add_pilot(struct store *store)
{
    struct error err;
    const struct pilot pilot = {
        .unit = id(1), .year = "2023-2024", .decision = "12/QĐ-SGDĐT", .decided_on = {2024, 3, 1}};
    const struct pilot_member member = {.id = id(801), .school = id(2), .from = {2024, 4, 1}};
    const struct calendar_day day = {"chot", {2024, 6, 25}};

    assert_ok(store_set_pilot(store, &pilot, stamp_at(1), &err));
    assert_ok(store_add_pilot_member(store, &pilot, &member, stamp_at(1), &err));
    assert_ok(store_set_calendar_day(store, id(1), "2023-2024", &day, stamp_at(1), &err));
}

/* What the department writes in its report of a period. */
static void
add_evaluation(struct store *store)
{
    const struct evaluation_period period = {id(1), "2023-2024", {2024, 3, 1}, {2024, 5, 31}};
    struct error err;

    assert_ok(store_add_evaluation_text(store, &period, "proposals", "đường truyền cho điểm lẻ",
                                        stamp_at(4), &err));
}

/* A sentence that a teacher proposed and somebody accepted. */
static void
add_comment_rulings(struct store *store)
{
    struct comment_ruling ruling = {.key = "mon.TV.nhan_xet",
                                    .level = "T",
                                    .text = "{ten} đọc trôi chảy.",
                                    .ruling = COMMENT_PROPOSED};
    struct error err;

    assert_ok(store_add_comment_ruling(store, id(2), &ruling, stamp_at(5), &err));
    ruling.ruling = COMMENT_ACCEPTED;
    assert_ok(store_add_comment_ruling(store, id(2), &ruling, stamp_at(6), &err));
}

/* It is asked about and decided, and the decision stands in the ledger. */
static void
add_received_change(struct store *store)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    struct gateway_message message;
    struct revocation_decision decision;
    struct status_changes changes = {0};
    struct revocation request = {.id = id(610),
                                 .unit = id(2),
                                 .year = "2023-2024",
                                 .made = stamp_at(7)->at,
                                 .by = "an.nguyen"};
    struct revocation_item item = {
        .record = id(401), .wish = WISH_REPLACE, .reason = "sai tên", .received = true};
    struct revocation_items items = {.list = {.items = &item, .count = 1, .room = 1}};

    assert_ok(store_add_revocation(store, &request, &items, &err));
    assert_ok(store_find_message(store, "supplier", "m1", arena, &message, &err));
    assert_ok(store_add_received_request(store, id(610), message.number, &err));
    assert_ok(store_add_received_certificate(store, message.number, id(9), &err));
    assert_ok(store_find_decision_paper(store, HASH_OF_NOTHING, arena, &decision, &err));
    struct status_change change = {
        .record = id(401), .decision = decision.sha256, .status = "suspended"};
    assert_ok(store_add_received_change(store, &change, stamp_at(8), &err));
    assert_ok(store_list_received_changes(store, true, 10, arena, &changes, &err));
    assert_int_equal(changes.list.count, 1);
    assert_ok(store_add_status_entry(store, &changes.list.items[0], 8, stamp_at(8)->at, &err));
}

/* A school's own freeze, with two who wait by the manifest of its class. */
static void
add_received_freeze(struct store *store)
{
    const char *codes[] = {"2200000001", "2200000002"};
    struct received_manifest manifest = {.sha256 = HASH_OF_NOTHING,
                                         .class_name = "4A1",
                                         .bytes = SPAN("<BANG_KE/>"),
                                         .waiting = {codes, 2, 2}};
    struct received_freeze freeze = {.sha256 = HASH_OF_NOTHING,
                                     .unit = id(2),
                                     .year = "2023-2024",
                                     .certificate = "aa00",
                                     .signed_at = stamp_at(5)->at,
                                     .bytes = SPAN("<CHOT/>"),
                                     .manifests = {&manifest, 1, 1}};
    struct error err;

    assert_ok(store_add_received_freeze(store, &freeze, stamp_at(6), &err));
}

/* An obstacle, and its answer. */
static void
add_obstacle(struct store *store)
{
    const struct obstacle obstacle = {.id = id(811),
                                      .unit = id(2),
                                      .person = id(3),
                                      .page = "/lop/*/nhap",
                                      .text = "mạng chậm",
                                      .at = stamp_at(2)->at};
    struct error err;
    bool added;

    assert_ok(store_add_obstacle(store, &obstacle, &err));
    assert_ok(store_add_obstacle_step(store, id(811), OBSTACLE_SOLVED, "đã nối lại", stamp_at(3),
                                      &added, &err));
}

/* A session of training that was attended, and one that was cancelled. */
static void
add_training(struct store *store)
{
    struct error err;
    const char *role = "class_teacher", *school = id(2);
    const struct text_list roles = {{&role, 1, 1}}, schools = {{&school, 1, 1}};
    const struct training_session session = {.id = id(830),
                                             .code = "TH-1",
                                             .unit = id(1),
                                             .year = "2023-2024",
                                             .title = "Ký số",
                                             .topic = "Ký học bạ",
                                             .place = "Sở",
                                             .held_by = "Ông Một",
                                             .held_on = {2024, 4, 10},
                                             .minutes = 90};

    assert_ok(store_add_training(store, &session, &roles, &schools, stamp_at(2), &err));
    assert_ok(store_add_training_mark(store, id(830), id(3), true, stamp_at(3), &err));
    assert_ok(store_cancel_training(store, id(830), "hoãn", stamp_at(4), &err));
}

/* A questionnaire with one answer, closed. */
static void
add_survey(struct store *store)
{
    struct error err;
    struct survey_question_row question = {
        .place = 1, .kind = "scale", .required = true, .question = "Dễ dùng?"};
    struct survey_option_row option = {1, 1, "khó"};
    const struct survey_question_rows questions = {{&question, 1, 1}};
    const struct survey_option_rows options = {{&option, 1, 1}};
    const struct survey_row survey = {.id = id(840),
                                      .code = "KS-1",
                                      .unit = id(1),
                                      .year = "2023-2024",
                                      .audience = "teachers",
                                      .title = "Ý kiến",
                                      .intro = "",
                                      .from = {2024, 5, 1},
                                      .to = {2024, 6, 30}};
    struct survey_value values[] = {{1, 4, NULL}, {2, 0, "tốt"}};
    const struct survey_answer answer = {.id = id(841),
                                         .survey = id(840),
                                         .school = id(2),
                                         .role = "class_teacher",
                                         .values = {{values, COUNT_OF(values), 2}}};

    assert_ok(store_add_survey(store, &survey, &questions, &options, stamp_at(2), &err));
    assert_ok(store_add_survey_answer(store, &answer, id(3), &err));
    assert_ok(store_close_survey(store, id(840), "đủ", stamp_at(4), &err));
}

void
add_delegation(struct store *store, struct date from, struct date to)
{
    const struct person deputy = {
        .id = id(812), .unit = id(2), .login = "pho.hieu.truong", .name = "Lê Văn Phó"};
    const struct delegation delegation = {.id = id(813),
                                          .unit = id(2),
                                          .kind = DELEGATION_PRINCIPAL,
                                          .giver = id(3),
                                          .taker = deputy.id,
                                          .decision = "12/QĐ-TH",
                                          .decided_on = from,
                                          .from = from,
                                          .to = to,
                                          .made = stamp_at(1)->at,
                                          .made_by = "an.nguyen"};
    const struct assignment assignment = {.id = id(814),
                                          .person = deputy.id,
                                          .unit = id(2),
                                          .role = "deputy_principal",
                                          .year = "2023-2024",
                                          .grade = 4,
                                          .from = from,
                                          .to = to,
                                          .decision = delegation.decision,
                                          .delegation = delegation.id};
    struct error err;

    assert_ok(store_add_person(store, &deputy, stamp_at(1), &err));
    assert_ok(store_add_delegation(store, &delegation, &err));
    assert_ok(store_add_assignment(store, &assignment, stamp_at(1), &err));
}

/* A key that is closed, and a record that the ledger refused. */
static void
add_key_closing(struct store *store)
{
    struct key_closing closing = {.sha256 = HASH_OF_NOTHING,
                                  .key_id = HASH_OF_NOTHING,
                                  .action = CLOSING_COMPROMISE,
                                  .since = 1000,
                                  .signer = "aa00",
                                  .made = stamp_at(9)->at,
                                  .by = "an.nguyen",
                                  .bytes = SPAN("hocba-key-closing/1\n")};
    struct settled_refusal settled = {
        .record = id(998), .decision = HASH_OF_NOTHING, .reason = "R3", .made = stamp_at(9)->at};
    struct error err;

    assert_ok(store_add_key_closing(store, &closing, &err));
    assert_ok(store_add_closed_certificate(store, HASH_OF_NOTHING, "aa00", &err));
    assert_ok(store_add_settled_refusal(store, &settled, &err));
    struct learned_closing learned = {.position = 2000,
                                      .sha256 = HASH_OF_ONE,
                                      .kid = "0123456789abcdef",
                                      .action = CLOSING_RETIRE,
                                      .entered = stamp_at(9)->at,
                                      .learned = stamp_at(9)->at,
                                      .proof = SPAN("c2sp.org/tlog-proof@v1\n")};
    bool added;
    assert_ok(store_add_learned_closing(store, &learned, &added, &err));
    assert_true(added);
    assert_ok(store_add_learned_certificate(store, HASH_OF_ONE, "aa00", &err));
}

void
add_everything(struct store *store)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    add_school(store);
    add_pilot(store);
    add_evaluation(store);
    add_comment_rulings(store);
    add_obstacle(store);
    add_training(store);
    add_survey(store);
    for (unsigned n = 1; n <= 3; n++) {
        char name[32];
        snprintf(name, sizeof name, "Trần Văn Số %u", n);
        add_pupil(store, n, name);
    }
    struct assignment assignment = {.id = id(20),
                                    .person = id(3),
                                    .unit = id(2),
                                    .role = "class_teacher",
                                    .from = {2023, 9, 5}};
    struct mark_attempt mark = {.enrolment = id(201), .subject = "T", .period = "cn", .mark = 9};
    struct decision decision = {.id = id(70),
                                .kind = DECISION_PROMOTION,
                                .entity = "enrolment",
                                .subject = id(201),
                                .text = "yes"};
    struct record_signature signature = {.record = id(301),
                                         .role = "gvcn",
                                         .certificate = "aa00",
                                         .at = stamp_at(3)->at,
                                         .by = "an.nguyen"};
    add_delegation(store, (struct date){2024, 5, 1}, (struct date){2024, 6, 30});
    assert_ok(store_end_delegation(store, id(813), (struct date){2024, 5, 5}, "đã về", stamp_at(2),
                                   &err));
    add_tree(store);
    add_intake(store);
    assert_ok(store_set_instance(store, INSTANCE_KIND, "training", &err));
    assert_ok(store_add_assignment(store, &assignment, stamp_at(1), &err));
    assert_ok(store_set_year_setting(store, id(2), "2023-2024", "issue_date", "2024-05-31",
                                     stamp_at(1), &err));
    assert_ok(
        store_set_value(store, ENTITY_PUPIL, id(101), "dan_toc", "Kinh", stamp_at(1), NULL, &err));
    assert_ok(store_set_value(store, ENTITY_ENROLMENT, id(201), "mon.T.diem", "9", stamp_at(1),
                              NULL, &err));
    assert_ok(store_add_mark(store, &mark, false, stamp_at(1), NULL, &err));
    assert_ok(store_add_decision(store, &decision, stamp_at(1), &err));
    const struct moment since = stamp_at(1)->at;
    assert_ok(store_take_back_marks(store, mark.enrolment, since, stamp_at(2), &err));
    assert_ok(store_take_back_decisions(store, decision.entity, decision.subject, since,
                                        stamp_at(2), &err));
    add_record(store, 1, SPAN("<HOC_BA/>"));
    assert_ok(store_add_signature(store, &signature, &err));
    add_record(store, 3, SPAN("<HOC_BA/>"));
    struct record_row row = {.uuid = id(302),
                             .enrolment = id(203),
                             .state = "created",
                             .made = stamp_at(4)->at,
                             .replaces = id(303)};
    assert_ok(store_add_record(store, &row, SPAN("<HOC_BA/>"), "create", stamp_at(4), &err));
    static const char *const steps[][3] = {
        {"sign_gvcn", "created", "signed_gvcn"},
        {"sign_cbql", "signed_gvcn", "signed_cbql"},
        {"sign_school", "signed_cbql", "signed_school"},
        {"issue", "signed_school", "issued"},
    };
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        assert_ok(store_step_record(store, id(302), steps[i][0], steps[i][1], steps[i][2],
                                    stamp_at(5), &err));
    assert_ok(
        store_add_issued(store, id(302), invented_document(arena, 1, 1), stamp_at(5)->at, &err));
    add_evidence(store, id(302), "gvcn");
    struct ledger_entry entry = {.position = 1,
                                 .kind = ENTRY_RECORD,
                                 .sha256 = "302302",
                                 .record = id(302),
                                 .entered = stamp_at(6)->at};
    assert_ok(store_add_ledger_entry(store, &entry, &err));
    add_open_batch(store, id(400));
    struct family_code code = {.id = id(500), .pupil = id(101)};
    assert_ok(store_add_family_code(store, &code, "f1", "", stamp_at(7), &err));
    code.id = id(501);
    assert_ok(store_add_family_code(store, &code, "f2", "lost", stamp_at(8), &err));
    add_revocation(store);
    add_received_change(store);
    add_received_freeze(store);
    struct manifest manifest = {.sha256 = HASH_OF_NOTHING,
                                .class_id = id(4),
                                .certificate = "aa00",
                                .made = stamp_at(9)->at,
                                .by = "an.nguyen",
                                .bytes = SPAN("<BANG_KE_HOC_BA/>")};
    assert_ok(store_add_manifest(store, &manifest, &err));
    struct year_freeze freeze = {.sha256 = HASH_OF_NOTHING,
                                 .unit = id(2),
                                 .year = "2023-2024",
                                 .certificate = "aa00",
                                 .made = stamp_at(9)->at,
                                 .by = "an.nguyen",
                                 .bytes = SPAN("<CHOT_NAM_HOC/>")};
    assert_ok(store_add_freeze(store, &freeze, &err));
    assert_ok(store_add_confirmation(store, id(201), stamp_at(9), &err));
    assert_ok(store_take_confirmation(store, id(201), 1, "sai quê quán", stamp_at(9), &err));
    const struct paper_batch paper = {.id = id(815),
                                      .paper = "manifest",
                                      .unit = id(2),
                                      .subject = id(4),
                                      .person = id(3),
                                      .service = "SmartCA",
                                      .account = "022183100025",
                                      .certificate = "aa00",
                                      .file = "{}",
                                      .started = stamp_at(9)->at};
    assert_ok(store_add_paper_batch(store, &paper, &err));
    add_key_closing(store);
    add_account(store);
}

void
add_account(struct store *store)
{
    struct error err;
    const char *const codes[] = {"r1", "r2"};
    const struct session_row session = {.digest = "s1",
                                        .person = id(3),
                                        .csrf = "c1",
                                        .begun = stamp_at(9)->at,
                                        .address = "192.0.2.7",
                                        .agent = "a browser"};
    const struct access_row access = {.at = stamp_at(9)->at,
                                      .what = "pupil",
                                      .login = "an.nguyen",
                                      .unit = id(2),
                                      .pupil = id(101),
                                      .address = "192.0.2.x"};
    assert_ok(store_add_account(store, id(3), "p1", stamp_at(8)->at, &err));
    assert_ok(store_set_account_totp(store, id(3), "sealed", 5, codes, COUNT_OF(codes),
                                     stamp_at(8)->at, &err));
    const struct notice_row notice = {.id = id(701),
                                      .person = id(3),
                                      .kind = NOTICE_RECORD_RETURNED,
                                      .class_id = id(4),
                                      .subject = id(301),
                                      .role = "gvcn",
                                      .at = stamp_at(9)->at,
                                      .by = "an.nguyen",
                                      .reason = "look again"};
    const struct record_note note = {.record = id(301),
                                     .role = "cbql",
                                     .text = "em nghỉ dài ngày",
                                     .at = stamp_at(9)->at,
                                     .by = "an.nguyen"};
    assert_ok(store_add_session(store, &session, &err));
    assert_ok(store_add_notice(store, &notice, &err));
    assert_ok(store_add_record_note(store, &note, &err));
    add_receipt(store, id(731), 30);
    add_suggestions(store);
    assert_ok(store_add_access(store, &access, &err));
    assert_ok(store_add_class_look(store, &access, id(4), (struct date){2024, 5, 6}, &err));
    add_identity(store);
    add_inspection(store);
}

void
add_receipt(struct store *store, const char *batch, int at)
{
    struct error err;
    const struct receipt receipt = {.batch = batch,
                                    .person = id(3),
                                    .class_id = id(4),
                                    .role = "gvcn",
                                    .certificate = "ab",
                                    .signer = "page",
                                    .sentence = "An ký 2 học bạ",
                                    .started = stamp_at(at)->at};
    struct receipt_item rows[] = {
        {.place = 0, .record = id(301), .digest = "0a", .outcome = RECEIPT_OPEN},
        {.place = 1, .record = id(302), .digest = "0b", .outcome = RECEIPT_OPEN},
    };
    const struct receipt_items items = {.list = {.items = rows, .count = COUNT_OF(rows)}};
    bool first;

    assert_ok(store_add_receipt(store, &receipt, &items, &err));
    assert_ok(store_tell_receipt(store, batch, stamp_at(at)->at, &first, &err));
    assert_true(first);
}

void
add_open_batch(struct store *store, const char *batch)
{
    struct error err;
    struct sign_batch row = {.id = batch,
                             .class_id = id(4),
                             .role = "gvcn",
                             .certificate = "ab",
                             .signer = "remote",
                             .started = stamp_at(6)->at,
                             .by = "gvcn"};
    struct sign_item rows[] = {
        {.record = id(302), .label = "Trần Văn Số 2", .state = SPAN("state")},
        {.record = id(301), .subject = "TV", .label = "Trần Văn Số 1", .state = SPAN("state 2")},
    };
    struct sign_items items = {.list = {.items = rows, .count = COUNT_OF(rows)}};
    const struct sign_remote remote = {.service = "ky", .account = "022183100025"};

    assert_ok(store_add_sign_batch(store, &row, &items, &err));
    assert_ok(store_set_sign_reference(store, batch, "tran-1", &err));
    assert_ok(store_end_sign_item(store, batch, 1, &err));
    assert_ok(store_add_sign_remote(store, batch, &remote, &err));
    assert_ok(store_set_sign_remote_reference(store, batch, "tran-2", &err));
    assert_ok(store_set_remote_account(store, id(3), &remote, &err));
}

void
add_evidence(struct store *store, const char *record, const char *signature)
{
    struct error err;
    struct stamped_signature stamped = {.signature = signature,
                                        .at = stamp_at(7)->at,
                                        .token = SPAN("token"),
                                        .authority = SPAN("authority")};
    struct proof items[] = {
        {.kind = PROOF_OCSP, .bytes = SPAN("ocsp"), .fetched = stamp_at(8)->at},
        {.kind = PROOF_CERTIFICATE,
         .of_authority = true,
         .bytes = SPAN("authority"),
         .fetched = stamp_at(8)->at},
    };
    struct proofs proofs = {.list = {.items = items, .count = COUNT_OF(items)}};
    assert_ok(store_add_timestamp(store, record, &stamped, stamp_at(8)->at, &err));
    assert_ok(store_add_proofs(store, record, signature, &proofs, stamp_at(9)->at, &err));
}

/* Bytes that look random and are the same each time (a multiplicative generator). */
static void
add_noise(struct buffer *out, uint64_t seed, size_t size)
{
    uint8_t bytes[2048];
    seed = seed * 2862933555777941757u + 3037000493u;
    for (size_t i = 0; i < size; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (uint8_t)(seed >> 56);
    }
    base64_add(out, bytes, size);
}

struct span
invented_document(struct arena *arena, unsigned class_number, unsigned pupil)
{
    static const char *const subjects[] = {"Tiếng Việt", "Toán", "Khoa học", "Đạo đức", "Mĩ thuật"};
    AUTO(buffer) *out = buffer_new(1 << 20);
    buffer_printf(out, "<HOC_BA><DU_LIEU_HOC_BA Id=\"data\"><MA_HOC_SINH>22%08u</MA_HOC_SINH>",
                  pupil);
    for (size_t i = 0; i < COUNT_OF(subjects); i++)
        buffer_printf(out,
                      "<DIEM><MON_HOC>%s</MON_HOC><MUC>%c</MUC><DIEM_SO>%u</DIEM_SO><NHAN_XET>Em "
                      "nắm được nội dung bài học, cố gắng hơn %u điều nữa.</NHAN_XET></DIEM>",
                      subjects[i], "THC"[(pupil + i) % 3], pupil * 7 % 11, pupil % 13);
    for (unsigned i = 0; i < 3; i++) {
        /* teacher of the class, principal, seal */
        buffer_printf(out, "<Signature><DigestValue>");
        add_noise(out, pupil * 1000 + i, 32);
        buffer_text(out, "</DigestValue><SignatureValue>");
        add_noise(out, pupil * 1000 + 500 + i, 64);
        buffer_text(out, "</SignatureValue><X509Certificate>");
        add_noise(out, i == 0 ? 77 + class_number : i, 1100);
        buffer_text(out, "</X509Certificate></Signature>");
    }
    buffer_text(out, "</DU_LIEU_HOC_BA></HOC_BA>");
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}
