/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/writer/stage.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/audit.h"

enum { PATH_SIZE = 512 };

static char folder[] = "/tmp/hocba-writer-XXXXXX";
int64_t now = 1717128000;

int64_t
tick(void)
{
    return now++;
}

const char *
at(const char *name)
{
    static char paths[8][PATH_SIZE];
    static int next;
    char *path = paths[next++ % 8];

    snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    return path;
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

void
clear_folder(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A new ledger and an empty second place. */
void
make_ledger(void)
{
    struct error err;

    clear_folder();
    assert_ok(folder_make(at("place"), 0700, &err));
    assert_ok(writer_create(at("ledger"), span_of(ORIGIN), &err));
}

enum status
try_open(const struct policy *policy, struct writer **writer, struct error *err)
{
    struct writer_options options = {.place.where = at("place"), .policy = policy, .clock = tick};

    return writer_open(at("ledger"), &options, writer, err);
}

struct writer *
reopen(const struct policy *policy)
{
    struct writer *writer;
    struct error err;

    assert_ok(try_open(policy, &writer, &err));
    return writer;
}

struct leaf
key_leaf(uint8_t key, enum key_action action)
{
    struct leaf leaf = {.kind = LEAF_KEY, .action = action};

    leaf.kid[0] = key;
    leaf.hash.bytes[0] = key;
    return leaf;
}

struct leaf
issue_leaf(unsigned pupil)
{
    struct leaf leaf = {.kind = LEAF_ISSUE};

    leaf.kid[0] = SCHOOL;
    leaf.hash = sha256((struct span){(const char *)&pupil, sizeof pupil});
    memcpy(leaf.slot, leaf.hash.bytes + 3, sizeof leaf.slot);
    return leaf;
}

void
append(struct writer *writer, struct leaf leaf, struct written *written)
{
    AUTO(arena) *arena = arena_new();
    struct error err;

    assert_ok(writer_append(writer, &leaf, 1, arena, written, &err));
}

void
enrol(struct writer *writer)
{
    struct written written;

    append(writer, key_leaf(DEPARTMENT, KEY_ENROL_DEPARTMENT), &written);
    append(writer, key_leaf(SCHOOL, KEY_ENROL), &written);
}

static enum status
read_public(void *context, const char *path, size_t most, struct span *bytes, struct error *err)
{
    char whole[PATH_SIZE + 64];

    snprintf(whole, sizeof whole, "%s/%s", at("public"), path);
    return file_read(context, whole, most, bytes, err);
}

const struct policy *
policy_of(struct writer *writer, const char *more, struct arena *arena)
{
    AUTO(buffer) *text = buffer_new(POLICY_FILE_MAX);
    struct span vkey = writer_key(writer);
    const struct policy *policy;
    struct error err;

    buffer_printf(text, "log %.*s\n%s", (int)vkey.size, vkey.data, more);
    struct span copy = {arena_copy(arena, text->data, text->size), text->size};
    assert_ok(policy_parse(copy, arena, &policy, &err));
    return policy;
}

void
expect_clean(struct writer *writer, uint64_t leaves)
{
    AUTO(arena) *arena = arena_new();
    struct audit_order order = {.read = read_public, .context = arena};
    struct audit audit;
    struct error err;

    order.policy = policy_of(writer, "quorum none\n", arena);
    assert_ok(writer_export(writer, at("public"), &err));
    assert_ok(audit_run(&order, arena, &audit, &err));
    if (audit.finding_count)
        fail_msg("%s", audit.findings.items[0].sentence);
    assert_int_equal(audit.leaves, leaves);
}

int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : 1;
}

int
remove_folder(void **state)
{
    (void)state;
    clear_folder();
    return 0;
}
