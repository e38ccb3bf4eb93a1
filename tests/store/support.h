/* SPDX-License-Identifier: Apache-2.0
 *
 * What the store's tests share: an empty place for each test in the database that this run is
 * about (HOCBA_TEST_POSTGRES set: PostgreSQL, else SQLite), and a small school in it.
 */
#ifndef HOCBA_TESTS_STORE_SUPPORT_H
#define HOCBA_TESTS_STORE_SUPPORT_H

#include "tests/support/test.h"

#include "store/records.h"
#include "store/store.h"

enum { PLACE_SIZE = 600 };

bool on_postgres(void);
/* A place where nothing is yet; `postgres` chooses the database. */
const char *empty_place_of(bool postgres, char *place);
const char *empty_place(char *place);
/* Open (and make) a store there, or fail the test. */
struct store *open_at(const char *place, bool create);
struct store *open_empty(void);
/* Run SQL on the store's own connection, as an attacker with the application's rights would. */
enum status run_sql(struct store *store, const char *sql, struct error *err);

/* A version-4 UUID that is the same for the same number. */
const char *id(unsigned number);
/* 2024-05-31 08:00 in Vietnam, some seconds later; by "an.nguyen". */
const struct stamp *stamp_at(int seconds);

/* Department 1, school 2, person 3 (login "an.nguyen"), year 2023-2024, class 4 ("4A1"),
 * certificate 9 of person 3. */
void add_school(struct store *store);
/* Pupil 100+n in class 4, enrolment 200+n; code "HS<n>". */
void add_pupil(struct store *store, unsigned n, const char *name);
/* Delegation 813 to person 812: grade 4 of 2023-2024, by assignment 814. */
void add_delegation(struct store *store, struct date from, struct date to);
/* Record 300+n of enrolment 200+n in state "created" with that document. */
void add_record(struct store *store, unsigned n, struct span document);

/* The dump of a store, as a heap buffer. */
struct buffer *dump_of(struct store *store);
/* One row at least in every table: values, marks, decisions, records 301 (being signed), 302
 * (issued, replaces 303). */
void add_everything(struct store *store);
/* A timestamp and two proofs of one signature of an issued record. */
void add_evidence(struct store *store, const char *record, const char *signature);
/* A batch with two items that a signer has, one of them ended. */
/* Of the teacher: a second factor, a session, a line of the access log about the first pupil. */
void add_account(struct store *store);
/* Of id(3) in class id(4): two records, both still open. */
void add_receipt(struct store *store, const char *batch, int at);
void add_open_batch(struct store *store, const char *batch);
/* A document like an issued record: about 9 KB, with the certificates of its school and class,
 * comments and two signatures of its own. */
struct span invented_document(struct arena *arena, unsigned class_number, unsigned pupil);

/* The folder of this run; removed at the end. */
const char *test_folder(void);
int remove_test_folder(void **state);

#endif
