/* SPDX-License-Identifier: Apache-2.0
 *
 * A ledger in a folder of its own, and leaves for it.
 */
#ifndef HOCBA_TESTS_UNIT_WRITER_STAGE_H
#define HOCBA_TESTS_UNIT_WRITER_STAGE_H

#include "tests/support/test.h"

#include "writer/writer.h"

#define ORIGIN "so-cai.example/22"

enum { SCHOOL = 1, DEPARTMENT = 2 };

/* The writer's clock: a second per call. */
extern int64_t now;
int64_t tick(void);

int make_folder(void **state);
int remove_folder(void **state);
void clear_folder(void);
/* A path in the folder; good for eight calls. */
const char *at(const char *name);

/* A new ledger at("ledger") and an empty second place at("place"). */
void make_ledger(void);
enum status try_open(const struct policy *policy, struct writer **writer, struct error *err);
struct writer *reopen(const struct policy *policy);

struct leaf key_leaf(uint8_t key, enum key_action action);
/* The record of an invented pupil. */
struct leaf issue_leaf(unsigned pupil);
void append(struct writer *writer, struct leaf leaf, struct written *written);
/* The keys of a department and a school: leaves 0 and 1. */
void enrol(struct writer *writer);

/* The ledger's own key, and more lines. */
const struct policy *policy_of(struct writer *writer, const char *more, struct arena *arena);
/* Export it and audit what was exported. */
void expect_clean(struct writer *writer, uint64_t leaves);

#endif
