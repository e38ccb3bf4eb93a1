/* SPDX-License-Identifier: Apache-2.0
 *
 * Revocation lists of OpenSSL's making through our checks, and whole paths by OCSP and lists.
 * Distribution points, indirect lists and deltas: test_pkits.c.
 */
#include "tests/support/services.h"
#include "tests/support/test.h"

#include "crypto/path.h"
#include "crypto/revocation.h"

enum { DAY = 86400 };

struct bench {
    struct test_pki *pki, *namesake;
    struct test_service *person, *second;
};

static int
set_up(void **state)
{
    static struct bench it;
    it.pki = test_pki_new("A", false);
    it.namesake = test_pki_new("A", false);
    it.person = test_service_new(it.pki, CERTIFICATE_PERSON, KEY_P256);
    it.second = test_service_new(it.pki, CERTIFICATE_PERSON, KEY_P256);
    *state = &it;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *it = *state;
    test_service_free(it->person);
    test_service_free(it->second);
    test_pki_free(it->pki);
    test_pki_free(it->namesake);
    return 0;
}

static void
test_lists(void **state)
{
    const struct bench *it = *state;
    const struct certificate *person = it->person->certificate, *second = it->second->certificate;
    const struct {
        const char *about;
        const struct private_key *key;
        const struct certificate *revoked;
        int64_t revoked_at, existed_at, now;
        enum revocation_verdict want;
        const char *says;
    } rows[] = {
        {"an empty list", it->pki->authority_key, NULL, 0, PKI_NOW, PKI_NOW, REVOCATION_GOOD,
         "không bị thu hồi"},
        {"another is in it", it->pki->authority_key, second, PKI_NOW - DAY, PKI_NOW, PKI_NOW,
         REVOCATION_GOOD, ""},
        {"revoked before", it->pki->authority_key, person, PKI_NOW - DAY, PKI_NOW, PKI_NOW,
         REVOCATION_REVOKED, "trước thời điểm"},
        {"revoked at that second", it->pki->authority_key, person, PKI_NOW, PKI_NOW, PKI_NOW,
         REVOCATION_REVOKED, ""},
        {"revoked later than the proof", it->pki->authority_key, person, PKI_NOW - DAY,
         PKI_NOW - 2 * DAY, PKI_NOW, REVOCATION_GOOD, "sau thời điểm ký"},
        {"archived", it->pki->authority_key, NULL, 0, PKI_NOW, PKI_NOW + 900 * DAY, REVOCATION_GOOD,
         ""},
        {"older than the proof, not over yet", it->pki->authority_key, NULL, 0, PKI_NOW + 6 * DAY,
         PKI_NOW + 6 * DAY, REVOCATION_GOOD, ""},
        {"stale", it->pki->authority_key, NULL, 0, PKI_NOW + 8 * DAY, PKI_NOW + 8 * DAY,
         REVOCATION_UNUSABLE, "cũ"},
        {"revoked, though stale", it->pki->authority_key, person, PKI_NOW - DAY, PKI_NOW + 8 * DAY,
         PKI_NOW + 8 * DAY, REVOCATION_REVOKED, ""},
        {"from the future", it->pki->authority_key, NULL, 0, PKI_NOW - DAY, PKI_NOW - DAY,
         REVOCATION_UNUSABLE, "sau thời điểm kiểm tra"},
        {"signed with another key", it->namesake->authority_key, NULL, 0, PKI_NOW, PKI_NOW,
         REVOCATION_UNUSABLE, "không khớp"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct revocation_answer answer;
        struct revocation_question question = {.subject = person,
                                               .issuer = it->pki->authority,
                                               .existed_at = rows[i].existed_at,
                                               .now = rows[i].now};
        AUTO(buffer) *crl = test_crl(it->pki->authority, rows[i].key, rows[i].revoked,
                                     rows[i].revoked_at, PKI_NOW, PKI_NOW + 7 * DAY);
        crl_check(buffer_span(crl), &question, &answer);
        if (answer.verdict != rows[i].want || strstr(answer.sentence, rows[i].says) == NULL)
            row_fail(rows[i].about, "%s: %s", revocation_verdict_word(answer.verdict),
                     answer.sentence);
        if (answer.sentence[0] == 0)
            row_fail(rows[i].about, "no sentence");
        struct span span = buffer_span(crl);
        struct revocation_evidence evidence = {.crls = &span, .crl_count = 1};
        revocation_check(&evidence, &question, &answer);
        if (answer.verdict != rows[i].want)
            row_fail(rows[i].about, "as evidence: %s", answer.sentence);
    }
}

/* Every byte changed: never good, and never revoked either. */
static void
test_flipped_bytes(void **state)
{
    const struct bench *it = *state;
    AUTO(buffer) *crl = test_crl(it->pki->authority, it->pki->authority_key,
                                 it->second->certificate, PKI_NOW - DAY, PKI_NOW, PKI_NOW + DAY);
    struct revocation_question question = {.subject = it->person->certificate,
                                           .issuer = it->pki->authority,
                                           .existed_at = PKI_NOW,
                                           .now = PKI_NOW};
    for (size_t at = 0; at < crl->size; at++) {
        struct revocation_answer answer;
        char kept = crl->data[at];
        crl->data[at] = (char)(kept ^ (at % 2 ? 0x01 : 0x80));
        crl_check(buffer_span(crl), &question, &answer);
        crl->data[at] = kept;
        if (answer.verdict != REVOCATION_UNUSABLE)
            fail_msg("byte %zu of %zu changed: %s", at, crl->size, answer.sentence);
    }
}

/* Leaf by OCSP, authority by its root's list; the first that is not good is named. */
static void
test_paths(void **state)
{
    const struct bench *it = *state;
    const struct certificate *others[] = {it->pki->authority};
    struct path_result path;
    path_check(it->person->certificate, others, 1, it->pki->anchors, PKI_NOW, &path);
    assert_int_equal(path.verdict, PATH_TRUSTED);
    const struct test_ocsp ocsp = {.key = it->pki->authority_key,
                                   .responder = it->pki->authority,
                                   .this_update = PKI_NOW,
                                   .next_update = PKI_NOW + DAY,
                                   .reason = -1};
    AUTO(buffer) *good = test_ocsp_reply(&ocsp, it->person->certificate, it->pki->authority);
    AUTO(buffer) *another = test_ocsp_reply(&ocsp, it->second->certificate, it->pki->authority);
    AUTO(buffer) *roots =
        test_crl(it->pki->root, it->pki->root_key, NULL, 0, PKI_NOW, PKI_NOW + DAY);
    AUTO(buffer) *bad_roots = test_crl(it->pki->root, it->pki->root_key, it->pki->authority,
                                       PKI_NOW - DAY, PKI_NOW, PKI_NOW + DAY);
    const struct {
        const char *about;
        struct span ocsp[2], crls[1];
        size_t ocsp_count, crl_count;
        enum revocation_verdict want;
        size_t at;
    } rows[] = {
        {"both good",
         {buffer_span(another), buffer_span(good)},
         {buffer_span(roots)},
         2,
         1,
         REVOCATION_GOOD,
         0},
        {"nothing", {{0}}, {{0}}, 0, 0, REVOCATION_UNUSABLE, 0},
        {"nothing about the authority", {buffer_span(good)}, {{0}}, 1, 0, REVOCATION_UNUSABLE, 1},
        {"only about another",
         {buffer_span(another)},
         {buffer_span(roots)},
         1,
         1,
         REVOCATION_UNUSABLE,
         0},
        {"the authority was revoked",
         {buffer_span(good)},
         {buffer_span(bad_roots)},
         1,
         1,
         REVOCATION_REVOKED,
         1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct revocation_answer answer;
        size_t at;
        struct revocation_evidence evidence = {.ocsp = rows[i].ocsp,
                                               .crls = rows[i].crls,
                                               .ocsp_count = rows[i].ocsp_count,
                                               .crl_count = rows[i].crl_count};
        revocation_check_path(&evidence, path.chain, path.length, PKI_NOW, PKI_NOW,
                              ALGORITHMS_STRICT, &at, &answer);
        if (answer.verdict != rows[i].want || at != rows[i].at)
            row_fail(rows[i].about, "%s at %zu: %s", revocation_verdict_word(answer.verdict), at,
                     answer.sentence);
    }
}

/* An authority of the same name under another anchor has no say, though that anchor is trusted. */
static void
test_namesake(void **state)
{
    const struct bench *it = *state;
    struct error err;
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);
    buffer_add(pem, it->pki->root_pem->data, it->pki->root_pem->size);
    buffer_add(pem, it->namesake->root_pem->data, it->namesake->root_pem->size);
    AUTO(anchors) *both = NULL;
    assert_ok(anchors_parse(buffer_span(pem), &both, &err));
    AUTO(buffer) *leafs = test_crl(it->namesake->authority, it->namesake->authority_key, NULL, 0,
                                   PKI_NOW, PKI_NOW + DAY);
    AUTO(buffer) *roots =
        test_crl(it->namesake->root, it->namesake->root_key, NULL, 0, PKI_NOW, PKI_NOW + DAY);
    const struct span crls[] = {buffer_span(leafs), buffer_span(roots)};
    const struct certificate *candidates[] = {it->namesake->authority};
    const struct revocation_evidence evidence = {.crls = crls,
                                                 .crl_count = 2,
                                                 .candidates = candidates,
                                                 .candidate_count = 1,
                                                 .anchors = both};
    const struct {
        const char *about;
        const struct certificate *anchor;
        enum revocation_verdict want;
    } rows[] = {
        {"the subject's own anchor is another", it->pki->root, REVOCATION_UNUSABLE},
        {"the anchor is not known", NULL, REVOCATION_UNUSABLE},
        {"both under one anchor", it->namesake->root, REVOCATION_GOOD},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct revocation_answer answer;
        struct revocation_question question = {.subject = it->person->certificate,
                                               .issuer = it->pki->authority,
                                               .existed_at = PKI_NOW,
                                               .now = PKI_NOW,
                                               .anchor = rows[i].anchor};
        revocation_check(&evidence, &question, &answer);
        if (answer.verdict != rows[i].want)
            row_fail(rows[i].about, "%s", answer.sentence);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_flipped_bytes),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_namesake),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
