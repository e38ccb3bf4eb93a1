/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/store/support.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/ask.h"
#include "store/certificates.h"
#include "store/classes.h"
#include "store/people.h"
#include "store/pupils.h"
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
    static char texts[64][40];
    static unsigned next;
    char *text = texts[next++ % 64];
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
