/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/gateway.h"

#include <time.h>

#include "bench/bench.h"
#include "sign/packet_write.h"
#include "store/certificates.h"
#include "store/units.h"
#include "tests/store/support.h"
#include "tests/support/records.h"
#include "xml/record_xml.h"

#define SCHOOL "22193412"
#define TIME   "2024-05-31T12:00:00+07:00" /* after PKI_NOW */

enum { GRADE = 4 };

/* --- what is sent ----------------------------------------------------------------------------- */

static struct span
make_record(struct bench_school *school, size_t pupil, struct arena *arena)
{
    struct span issued;
    struct error err = {0};

    school->records[0] = sample_record_of(arena, pupil, GRADE, BENCH_YEAR);
    struct span file = bench_sign(school, bench_make(school, 0, arena), arena);
    BENCH_CHECK(record_xml_span(file, &issued, &err) == OK);
    return issued;
}

static const char *
make_content(struct bench_school *school, const struct records *records, struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(CONTENT_MAX);
    struct packet_pending pending;
    struct signature_value value;
    const char *content;
    struct error err = {0};

    BENCH_CHECK(packet_prepare(packet_list(records, arena), moment_in_vietnam(PKI_NOW),
                               school->identities[SIGNER_SCHOOL], arena, &pending, &err) == OK);
    BENCH_CHECK(
        signer_sign(school->signers[SIGNER_SCHOOL], &pending.to_be_signed, 1, &value, &err) == OK);
    struct span bytes = {(const char *)value.bytes, value.size};
    BENCH_CHECK(packet_attach(&pending, bytes, out, &err) == OK);
    BENCH_CHECK(packet_content(buffer_span(out), arena, &content, &err) == OK);
    return content;
}

void
bench_load_make(struct bench_school *school, struct bench_load *load, struct arena *arena)
{
    for (size_t p = 0; p < load->packets; p++) {
        for (size_t i = 0; i < BENCH_PACKET; i++)
            *list_add(arena, load->records[p].list) =
                make_record(school, p * BENCH_PACKET + i, arena);
        load->contents[p] = make_content(school, &load->records[p], arena);
    }
}

/* --- the department --------------------------------------------------------------------------- */

static void
command(const char *text)
{
    BENCH_CHECK(system(text) == 0);
}

void
bench_write(const char *path, const char *mode, struct span bytes)
{
    FILE *file = fopen(path, mode);

    BENCH_CHECK(file && fwrite(bytes.data, 1, bytes.size, file) == bytes.size);
    BENCH_CHECK(fclose(file) == 0);
}

/* A home with a department, its school and the year; the store may be elsewhere. */
static void
make_home(const char *hocba, const char *home, struct arena *arena)
{
    char place[PLACE_SIZE];
    const char *option =
        on_postgres() ? arena_printf(arena, "--store '%s'", empty_place(place)) : "";

    command(arena_printf(arena, "%s init %s --training --clock %s %s >/dev/null", hocba, home, TIME,
                         option));
    command(arena_printf(arena,
                         "%s unit add --home %s --kind department --code 22 --name 'Sở GDĐT' "
                         "--province 'Quảng Ninh' >/dev/null",
                         hocba, home));
    command(arena_printf(arena,
                         "%s unit add --home %s --kind school --code " SCHOOL
                         " --name 'Trường Tiểu học Trần Hưng Đạo' --parent 22 "
                         "--province 'Quảng Ninh' >/dev/null",
                         hocba, home));
    command(arena_printf(arena, "%s year open %d-%d --home %s --unit " SCHOOL " >/dev/null", hocba,
                         BENCH_YEAR, BENCH_YEAR + 1, home));
}

static int64_t
real_time(void)
{
    return time(NULL);
}

/* The school's seal, approved. */
static void
add_seal(struct app *app, struct signer *signer)
{
    const struct certificate *seal = signer_chain(signer)->items[0];
    struct stamp stamp = app_stamp(app, NULL);
    struct unit unit;
    struct error err = {0};
    char hex[SHA256_HEX_SIZE];
    struct digest digest = sha256(seal->der);

    BENCH_CHECK(store_find_unit_by_code(app->store, "school", SCHOOL, app->arena, &unit, &err) ==
                OK);
    struct stored_certificate stored = {.id = app_new_id(app),
                                        .sha256 = digest_hex(&digest, hex),
                                        .der = seal->der,
                                        .unit = unit.id,
                                        .subject = "Trường Tiểu học Trần Hưng Đạo",
                                        .not_before = moment_in_vietnam(PKI_FROM),
                                        .not_after = moment_in_vietnam(PKI_TO),
                                        .storage = "PKCS12"};
    BENCH_CHECK(store_add_certificate(app->store, &stored, &stamp, &err) == OK);
    BENCH_CHECK(store_add_certificate_event(app->store, stored.id, CERTIFICATE_APPROVED, &stamp,
                                            &err) == OK);
}

struct app *
bench_department(const char *hocba, const char *home, struct bench_school *school,
                 struct arena *arena)
{
    const struct app_options options = {.home = home, .system_clock = real_time};
    const char *anchors = arena_printf(arena, "%s/root.pem", home);
    const char *settings = arena_printf(arena, "%s/settings", home);
    struct app *app;
    struct error err = {0};

    make_home(hocba, home, arena);
    bench_write(anchors, "w", buffer_span(school->pki->root_pem));
    bench_write(settings, "a", span_of(arena_printf(arena, "verify.anchors=%s\n", anchors)));
    BENCH_CHECK(app_open(&options, &app, &err) == OK);
    add_seal(app, school->signers[SIGNER_SCHOOL]);
    return app;
}

struct exchange_request
bench_sender(struct app *app)
{
    static const char *const units[] = {SCHOOL};
    struct exchange_request request = {.user_name = "bench", .unit = SCHOOL, .year = BENCH_YEAR};
    const char *password;
    struct error err = {0};
    char hex[SHA256_HEX_SIZE];

    BENCH_CHECK(intake_client_add(app, request.user_name, units, 1, &password, &err) == OK);
    struct digest digest = sha256(span_of(password));
    request.password = arena_text(app->arena, digest_hex(&digest, hex));
    BENCH_CHECK(intake_token(app, &request, &request.token, &err) == OK);
    return request;
}
