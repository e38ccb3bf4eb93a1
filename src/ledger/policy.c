/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/policy.h"

#include <inttypes.h>

#include "base/encode.h"

enum { FIELDS_MAX = POLICY_MEMBERS_MAX + 4, QUORUM_NONE = -1 };

/* Witnesses and groups share one name space and one numbering: witness i is i, group j is
 * POLICY_WITNESSES_MAX + j. */
struct group {
    struct span name;
    size_t needed, count;
    int *members;
};

struct policy {
    struct policy_peer logs[POLICY_LOGS_MAX], witnesses[POLICY_WITNESSES_MAX];
    struct group groups[POLICY_GROUPS_MAX];
    size_t log_count, witness_count, group_count;
    int quorum;
    bool has_quorum;
    bool taken[POLICY_WITNESSES_MAX + POLICY_GROUPS_MAX]; /* already a member of a group */
};

struct reading {
    struct policy *policy;
    struct arena *arena;
    size_t line;
    struct span fields[FIELDS_MAX];
    size_t count;
};

static enum status
refuse(const struct reading *in, struct error *err, const char *why)
{
    return fail(err, INVALID, "Chính sách sổ cái, dòng %zu: %s (tlog-policy).", in->line, why);
}

size_t
policy_log_count(const struct policy *policy)
{
    return policy->log_count;
}

const struct policy_peer *
policy_log(const struct policy *policy, size_t index)
{
    return &policy->logs[index];
}

size_t
policy_witness_count(const struct policy *policy)
{
    return policy->witness_count;
}

const struct policy_peer *
policy_witness(const struct policy *policy, size_t index)
{
    return &policy->witnesses[index];
}

/* --- reading ---------------------------------------------------------------------------------- */

static int
find_name(const struct policy *policy, struct span name)
{
    for (size_t i = 0; i < policy->witness_count; i++)
        if (span_equal(policy->witnesses[i].name, name))
            return (int)i;
    for (size_t i = 0; i < policy->group_count; i++)
        if (span_equal(policy->groups[i].name, name))
            return POLICY_WITNESSES_MAX + (int)i;
    return -1;
}

static enum status
check_new_name(const struct reading *in, struct span name, struct error *err)
{
    if (span_is(name, "none") || find_name(in->policy, name) >= 0)
        return refuse(in, err, "tên này đã có");
    return OK;
}

/* Duplicates are keys with the same bytes, whatever their names say. */
static bool
is_doubled(const struct policy_peer *peers, size_t count, const struct note_key *key)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal(peers[i].key.material, key->material))
            return true;
    return false;
}

static enum status
read_key(struct reading *in, struct span text, enum note_key_type due, struct note_key *key,
         struct error *err)
{
    enum note_key_type other = due == NOTE_ED25519 ? NOTE_COSIGNATURE : NOTE_ED25519;

    if (note_key_parse(text, in->arena, key, err) != OK)
        return fail_within(err, "Chính sách sổ cái, dòng %zu", in->line);
    return key->type == other ? refuse(in, err, "loại khóa không dùng cho việc này") : OK;
}

static enum status
read_log(struct reading *in, struct error *err)
{
    struct policy *policy = in->policy;
    struct policy_peer peer = {0};

    if (in->count < 2 || in->count > 3)
        return refuse(in, err, "cần: log <khóa> [<địa chỉ>]");
    TRY(read_key(in, in->fields[1], NOTE_ED25519, &peer.key, err));
    if (policy->log_count == POLICY_LOGS_MAX)
        return refuse(in, err, "quá nhiều sổ cái");
    if (is_doubled(policy->logs, policy->log_count, &peer.key))
        return refuse(in, err, "khóa của sổ cái này đã có");
    peer.name = peer.key.name;
    if (in->count == 3)
        peer.url = in->fields[2];
    policy->logs[policy->log_count++] = peer;
    return OK;
}

static enum status
read_witness(struct reading *in, struct error *err)
{
    struct policy *policy = in->policy;
    struct policy_peer peer = {0};

    if (in->count < 3 || in->count > 4)
        return refuse(in, err, "cần: witness <tên> <khóa> [<địa chỉ>]");
    TRY(check_new_name(in, in->fields[1], err));
    TRY(read_key(in, in->fields[2], NOTE_COSIGNATURE, &peer.key, err));
    if (policy->witness_count == POLICY_WITNESSES_MAX)
        return refuse(in, err, "quá nhiều nhân chứng");
    if (is_doubled(policy->witnesses, policy->witness_count, &peer.key))
        return refuse(in, err, "khóa của nhân chứng này đã có");
    peer.name = in->fields[1];
    if (in->count == 4)
        peer.url = in->fields[3];
    policy->witnesses[policy->witness_count++] = peer;
    return OK;
}

static enum status
read_needed(const struct reading *in, size_t members, size_t *needed, struct error *err)
{
    struct span word = in->fields[2];
    uint64_t number;

    if (span_is(word, "all"))
        *needed = members;
    else if (span_is(word, "any"))
        *needed = 1;
    else if (ledger_parse_number(word, &number) && number >= 1 && number <= members)
        *needed = (size_t)number;
    else
        return refuse(in, err, "số thành viên cần có phải là all, any hoặc từ 1 đến số thành viên");
    return OK;
}

static enum status
read_group(struct reading *in, struct error *err)
{
    struct policy *policy = in->policy;

    if (in->count < 4)
        return refuse(in, err, "cần: group <tên> all|any|<số> <thành viên>...");
    TRY(check_new_name(in, in->fields[1], err));
    if (policy->group_count == POLICY_GROUPS_MAX)
        return refuse(in, err, "quá nhiều nhóm");
    struct group group = {.name = in->fields[1], .count = in->count - 3};
    TRY(read_needed(in, group.count, &group.needed, err));
    group.members = arena_make_array(in->arena, group.count, int);
    for (size_t i = 0; i < group.count; i++) {
        int member = find_name(policy, in->fields[3 + i]);
        if (member < 0)
            return refuse(in, err, "thành viên chưa được khai ở dòng trước");
        if (policy->taken[member])
            return refuse(in, err, "một tên chỉ được là thành viên một lần");
        policy->taken[member] = true;
        group.members[i] = member;
    }
    policy->groups[policy->group_count++] = group;
    return OK;
}

static enum status
read_quorum(struct reading *in, struct error *err)
{
    struct policy *policy = in->policy;

    if (in->count != 2)
        return refuse(in, err, "cần: quorum <tên>|none");
    if (policy->has_quorum)
        return refuse(in, err, "chỉ được có một dòng quorum");
    policy->has_quorum = true;
    policy->quorum = QUORUM_NONE;
    if (span_is(in->fields[1], "none"))
        return OK;
    policy->quorum = find_name(policy, in->fields[1]);
    return policy->quorum >= 0 ? OK : refuse(in, err, "tên chưa được khai ở dòng trước");
}

static enum status
split_line(struct reading *in, struct span line, struct error *err)
{
    in->count = 0;
    for (size_t i = 0; i < line.size;) {
        unsigned char c = (unsigned char)line.data[i];
        if (c == ' ' || c == '\t') {
            i++;
            continue;
        }
        size_t start = i;
        for (; i < line.size && line.data[i] != ' ' && line.data[i] != '\t'; i++) {
            c = (unsigned char)line.data[i];
            if (c < 0x20 || c == 0x7F)
                return refuse(in, err, "ký tự điều khiển");
        }
        if (in->count == FIELDS_MAX)
            return refuse(in, err, "quá nhiều mục trên một dòng");
        in->fields[in->count++] = (struct span){line.data + start, i - start};
    }
    return OK;
}

static enum status
read_line(struct reading *in, struct span line, struct error *err)
{
    static const struct {
        const char *word;
        enum status (*read)(struct reading *in, struct error *err);
    } kinds[] = {{"log", read_log},
                 {"witness", read_witness},
                 {"group", read_group},
                 {"quorum", read_quorum}};

    TRY(split_line(in, line, err));
    if (in->count == 0 || in->fields[0].data[0] == '#')
        return OK;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (span_is(in->fields[0], kinds[i].word))
            return kinds[i].read(in, err);
    return refuse(in, err, "chỉ có log, witness, group và quorum");
}

enum status
policy_parse(struct span text, struct arena *arena, const struct policy **policy, struct error *err)
{
    struct reading in = {.policy = arena_make(arena, struct policy), .arena = arena};

    if (text.size > POLICY_FILE_MAX)
        return fail(err, INVALID, "Tệp chính sách sổ cái quá lớn.");
    for (size_t start = 0; start < text.size;) {
        const char *newline = memchr(text.data + start, '\n', text.size - start);
        in.line++;
        if (!newline)
            return refuse(&in, err, "thiếu dấu xuống dòng ở cuối");
        size_t end = (size_t)(newline - text.data);
        TRY(read_line(&in, (struct span){text.data + start, end - start}, err));
        start = end + 1;
    }
    if (!in.policy->has_quorum)
        return fail(err, INVALID, "Chính sách sổ cái thiếu dòng quorum (tlog-policy).");
    *policy = in.policy;
    return OK;
}

/* --- writing ---------------------------------------------------------------------------------- */

static void
write_key(const struct note_key *key, struct buffer *out)
{
    AUTO(buffer) *bytes = buffer_new(1 + key->material.size);

    buffer_char(bytes, (char)key->type);
    buffer_add(bytes, key->material.data, key->material.size);
    buffer_printf(out, "%.*s+%08" PRIx32 "+", (int)key->name.size, key->name.data, key->id);
    base64_add(out, bytes->data, bytes->size);
}

/* Of a witness or a group, by its number. */
static struct span
name_of(const struct policy *policy, int number)
{
    return number < POLICY_WITNESSES_MAX ? policy->witnesses[number].name
                                         : policy->groups[number - POLICY_WITNESSES_MAX].name;
}

static void
write_group(const struct policy *policy, const struct group *group, struct buffer *out)
{
    buffer_printf(out, "group %.*s %zu", (int)group->name.size, group->name.data, group->needed);
    for (size_t i = 0; i < group->count; i++) {
        struct span member = name_of(policy, group->members[i]);
        buffer_printf(out, " %.*s", (int)member.size, member.data);
    }
    buffer_char(out, '\n');
}

static bool
has_log(const struct policy *policy, const struct note_key *log)
{
    for (size_t i = 0; i < policy->log_count; i++)
        if (span_equal(policy->logs[i].key.name, log->name) &&
            span_equal(policy->logs[i].key.material, log->material))
            return true;
    return false;
}

enum status
policy_write(const struct policy *policy, const struct note_key *log, struct buffer *out,
             struct error *err)
{
    struct span quorum =
        policy->quorum == QUORUM_NONE ? SPAN("none") : name_of(policy, policy->quorum);

    if (!has_log(policy, log))
        return fail(err, NOT_FOUND, "Chính sách không có khóa của sổ cái %.*s.",
                    (int)log->name.size, log->name.data);
    buffer_text(out, "log ");
    write_key(log, out);
    buffer_char(out, '\n');
    for (size_t i = 0; i < policy->witness_count; i++) {
        const struct policy_peer *witness = &policy->witnesses[i];
        buffer_printf(out, "witness %.*s ", (int)witness->name.size, witness->name.data);
        write_key(&witness->key, out);
        buffer_char(out, '\n');
    }
    for (size_t i = 0; i < policy->group_count; i++)
        write_group(policy, &policy->groups[i], out);
    buffer_printf(out, "quorum %.*s\n", (int)quorum.size, quorum.data);
    return OK;
}

/* --- judging ---------------------------------------------------------------------------------- */

/* From when on each witness or group had seen the checkpoint; NEVER: it has not. */
struct sight {
    const struct policy *policy;
    int64_t times[POLICY_WITNESSES_MAX + POLICY_GROUPS_MAX];
};
#define NEVER INT64_MAX

/* The group had seen it when the last of the members it needs had: the needed-th smallest time. */
static int64_t
group_time(const struct sight *sight, const struct group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        int64_t time = sight->times[group->members[i]];
        size_t before = 0, up_to = 0;
        for (size_t j = 0; j < group->count; j++) {
            before += sight->times[group->members[j]] < time;
            up_to += sight->times[group->members[j]] <= time;
        }
        if (before < group->needed && group->needed <= up_to)
            return time;
    }
    return NEVER;
}

static int64_t
quorum_time(struct sight *sight)
{
    for (size_t i = 0; i < sight->policy->group_count; i++)
        sight->times[POLICY_WITNESSES_MAX + i] = group_time(sight, &sight->policy->groups[i]);
    return sight->times[sight->policy->quorum];
}

/* Who has not cosigned this one may have cosigned a larger one at any time before. */
static int64_t
larger_time(struct sight sight)
{
    for (size_t i = 0; i < sight.policy->witness_count; i++)
        if (sight.times[i] == NEVER)
            sight.times[i] = 0;
    return quorum_time(&sight);
}

static enum status
check_witnesses(const struct policy *policy, const struct note *note, struct policy_answer *answer,
                struct error *err)
{
    struct sight sight = {.policy = policy};

    for (size_t i = 0; i < policy->witness_count; i++) {
        int64_t *time = &sight.times[i];
        enum status status = note_verify(note, &policy->witnesses[i].key, time, NULL, err);
        if (status != OK && status != NOT_FOUND)
            return status;
        answer->cosigned += status == OK;
        if (status != OK)
            *time = NEVER;
    }
    if (policy->quorum == QUORUM_NONE)
        return OK;
    int64_t seen = quorum_time(&sight);
    answer->verdict = seen == NEVER ? POLICY_PROVISIONAL : POLICY_MET;
    answer->seen_by = seen == NEVER ? 0 : seen;
    answer->unseen_until = larger_time(sight);
    return OK;
}

enum status
policy_check(const struct policy *policy, struct span bytes, struct arena *arena,
             struct policy_answer *answer, struct error *err)
{
    struct note *note = arena_make(arena, struct note);
    struct policy_answer found = {.verdict = POLICY_MET};

    TRY(note_parse(bytes, arena, note, err));
    TRY(checkpoint_parse(note->text, &found.checkpoint, err));
    for (size_t i = 0; i < policy->log_count; i++) {
        const struct policy_peer *log = &policy->logs[i];
        if (!span_equal(log->key.name, found.checkpoint.origin))
            continue;
        enum status status = note_verify(note, &log->key, NULL, NULL, err);
        if (status != OK && status != NOT_FOUND)
            return status;
        if (status == OK)
            found.log = log;
    }
    if (!found.log)
        return fail(err, UNTRUSTED,
                    "Điểm chốt này không do sổ cái nào trong chính sách ký (tlog-policy).");
    TRY(check_witnesses(policy, note, &found, err));
    *answer = found;
    return OK;
}
