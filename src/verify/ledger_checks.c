/* SPDX-License-Identifier: Apache-2.0
 *
 * What the ledger says about a record: that it stands there, by a proof under the caller's policy,
 * and what became of it, by the ledger's status list.  Without a policy neither is asked.
 */
#include <inttypes.h>

#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "verify/decision.h"
#include "verify/run.h"

struct entry {
    struct leaf leaf;
    struct policy_answer answer;
    uint64_t index;
    enum proof_mark mark;
};

static const char *
when(const struct verify_run *run, int64_t seconds)
{
    char text[MOMENT_TEXT_SIZE];

    return arena_text(run->arena, moment_write(moment_in_vietnam(seconds), text));
}

/* The school's own signature, which the entry's key id must be of. */
static const struct certificate *
find_seal(const struct verify_run *run)
{
    for (size_t i = 0; i < run->places.count; i++)
        if (run->report->signatures[i].role == SIGNER_SCHOOL && run->chains[i].leaf)
            return run->chains[i].leaf->certificate;
    return NULL;
}

/* The entry must be about this very file, and by the seal on it. */
static enum status
check_entry(const struct verify_run *run, const struct entry *entry, struct error *err)
{
    const struct leaf *leaf = &entry->leaf;
    const struct certificate *seal = find_seal(run);
    struct digest digest = sha256(run->report->issued_form);
    uint8_t kid[LEAF_KID_SIZE];

    if (!leaf_is_record(leaf))
        return fail(err, UNTRUSTED, "Mục này của sổ cái không phải mục phát hành học bạ.");
    if (!digest_equal(&digest, &leaf->hash))
        return fail(err, UNTRUSTED, "Bằng chứng sổ cái là của một tệp khác: giá trị băm khác.");
    if (!seal)
        return fail(err, UNTRUSTED, "Học bạ không có chữ ký của trường để đối chiếu với sổ cái.");
    struct digest key_id = certificate_key_id(seal);
    leaf_kid_of(&key_id, kid);
    if (memcmp(kid, leaf->kid, sizeof kid) != 0)
        return fail(err, UNTRUSTED, "Mục trong sổ cái không phải do con dấu trên học bạ này ghi.");
    if (entry->answer.seen_by && leaf->time > entry->answer.seen_by + LEAF_CLOCK_LEEWAY)
        return fail(err, UNTRUSTED, "Sổ cái ghi thời điểm muộn hơn lúc nhân chứng đã thấy.");
    return OK;
}

static enum status
read_entry(const struct verify_run *run, struct entry *entry, struct error *err)
{
    struct proof proof;

    if (!run->proof.data)
        return fail(err, NOT_FOUND,
                    "Không có bằng chứng sổ cái đi kèm; theo chính sách này, không có bằng chứng "
                    "thì không phải học bạ số.");
    TRY(proof_parse(run->proof, run->arena, &proof, err));
    if (!proof.extra.data)
        return fail(err, INVALID, "Bằng chứng sổ cái không mang theo mục của sổ (dòng extra).");
    TRY(leaf_parse(proof.extra, &entry->leaf, err));
    TRY(proof_check(&proof, proof.extra, run->material->policy, run->arena, &entry->answer, err));
    entry->index = proof.index;
    entry->mark = proof_mark_read(proof.checkpoint, run->arena);
    return check_entry(run, entry, err);
}

/* --- the bracket ------------------------------------------------------------------------------ */

/* An earlier checkpoint in which this entry was not yet, and until when its witnesses had seen no
 * more. */
struct earlier {
    bool forks;      /* it and the proof's checkpoint cannot both be true */
    int64_t until;   /* 0: it says nothing */
    const char *why; /* it says nothing */
};

static enum status
read_earlier(const struct verify_run *run, struct policy_answer *answer, struct error *err)
{
    struct span note = run->material->before;
    struct proof proof;
    struct error ignored;

    if (proof_parse(note, run->arena, &proof, &ignored) == OK)
        note = proof.checkpoint;
    return policy_check(run->material->policy, note, run->arena, answer, err);
}

/* Two checkpoints under one key over as many entries. */
static bool
is_fork(const struct checkpoint *one, const struct checkpoint *other)
{
    return one->size == other->size && !digest_equal(&one->root, &other->root);
}

static struct earlier
look_earlier(const struct verify_run *run, const struct entry *entry)
{
    const struct checkpoint *proven = &entry->answer.checkpoint;
    struct policy_answer answer;
    struct error err;

    if (!run->material->before.data)
        return (struct earlier){0};
    if (read_earlier(run, &answer, &err) != OK)
        return (struct earlier){.why = arena_text(run->arena, err.message)};
    if (!span_equal(answer.checkpoint.origin, proven->origin))
        return (struct earlier){.why = "nó là của sổ cái khác."};
    if (is_fork(&answer.checkpoint, proven))
        return (struct earlier){.forks = true};
    if (answer.checkpoint.size > entry->index)
        return (struct earlier){.why = "lúc ấy mục này đã ở trong sổ."};
    if (answer.unseen_until == 0)
        return (struct earlier){.why = "chưa đủ nhân chứng ký nhận nó."};
    return (struct earlier){.until = answer.unseen_until};
}

/* A witness goes only forward: the quorum cannot have seen more before it saw less. */
static bool
contradicts(const struct earlier *earlier, const struct entry *entry)
{
    return earlier->forks || (entry->answer.seen_by && earlier->until > entry->answer.seen_by);
}

static const char *
bracket_sentence(struct verify_run *run, const struct earlier *earlier)
{
    if (earlier->why)
        return arena_printf(run->arena, " Không rõ sớm nhất lúc nào (--before): %s", earlier->why);
    if (!earlier->until)
        return "";
    run->report->ledger.not_before = moment_in_vietnam(earlier->until);
    return arena_printf(run->arena, " Không sớm hơn %s: lúc ấy nhân chứng còn chưa thấy mục này.",
                        when(run, earlier->until));
}

static void
report_entry(struct verify_run *run, const struct entry *entry)
{
    struct ledger_report *report = &run->report->ledger;
    struct span origin = entry->answer.checkpoint.origin;

    report->origin = arena_copy(run->arena, origin.data, origin.size);
    report->index = entry->index;
    report->provisional = entry->answer.verdict == POLICY_PROVISIONAL
                              ? proof_mark_key(PROOF_NO_QUORUM)
                              : proof_mark_key(entry->mark);
    report->entered_at = moment_in_vietnam(entry->leaf.time);
    if (entry->answer.seen_by)
        report->seen_by = moment_in_vietnam(entry->answer.seen_by);
}

static const char *
entered_sentence(const struct verify_run *run, const struct entry *entry)
{
    const char *late = entry->leaf.kind == LEAF_ENTERED ? ", sau khi đã phát hành" : "";
    const char *where =
        arena_printf(run->arena, "Có trong sổ cái %s, mục %" PRIu64 ", ghi lúc %s%s",
                     run->report->ledger.origin, entry->index, when(run, entry->leaf.time), late);

    if (entry->answer.verdict == POLICY_PROVISIONAL)
        return arena_printf(
            run->arena, "%s; còn tạm: chưa đủ nhân chứng ký nhận. Hãy xin lại bằng chứng.", where);
    if (entry->mark)
        where = arena_printf(run->arena, "%s; nơi giữ sổ đánh dấu bằng chứng này CÒN TẠM: %s",
                             where, proof_mark_word(entry->mark));
    if (!entry->answer.seen_by)
        return arena_printf(run->arena, "%s; chính sách không đòi nhân chứng.", where);
    return arena_printf(run->arena, "%s; nhân chứng đã thấy chậm nhất lúc %s.", where,
                        when(run, entry->answer.seen_by));
}

/* The row of a decision that is about this very document. */
static const struct decision_row *
row_about(const struct verify_run *run, const struct decision_data *data)
{
    struct digest digest = sha256(run->report->issued_form);

    for (size_t i = 0; i < data->rows.count; i++)
        if (memcmp(data->rows.items[i].issued, digest.bytes, sizeof digest.bytes) == 0)
            return &data->rows.items[i];
    return NULL;
}

/* The decision that came along, in words. The list says how the record stands; this says why, so
 * its certificates are judged as of when it was sealed. */
static const char *
why_decided(struct verify_run *run)
{
    struct decision_file decision;
    struct error err;

    if (!run->decision.data)
        return "";
    enum status status = decision_read(run->decision, run->arena, &decision, &err);
    if (status == OK)
        status = decision_judge(run->decision, run->material->anchors, decision.seal.at.seconds,
                                run->arena, &decision, &err);
    if (status != OK)
        return arena_printf(run->arena, " Quyết định đi kèm không dùng được: %s", err.message);
    const struct decision_row *row = row_about(run, &decision.data);
    if (!row)
        return " Quyết định đi kèm không nói về học bạ này.";
    run->report->ledger.decision = decision.data.number;
    return arena_printf(run->arena, " Quyết định %s của %s: %s.", decision.data.number,
                        decision.data.department_name, row->reason);
}

/* What each status means for who holds the record. */
static void
find_status(struct verify_run *run, const struct status_list *list, enum record_status status)
{
    static const struct {
        enum check_result result;
        const char *sentence;
    } meanings[] = {
        [RECORD_VALID] = {CHECK_YES, "Học bạ có giá trị"},
        [RECORD_REVOKED] = {CHECK_NO, "Học bạ ĐÃ BỊ THU HỒI"},
        [RECORD_SUSPENDED] = {CHECK_UNKNOWN, "Học bạ đang tạm dừng, chờ bản thay thế"},
        [RECORD_SUPERSEDED] = {CHECK_NO, "Học bạ ĐÃ ĐƯỢC THAY THẾ bằng bản mới"},
    };
    const char *unfit = run->material->now > list->expires
                            ? "; bảng này đã quá hạn, hãy lấy bảng mới"
                        : run->material->now + LEAF_CLOCK_LEEWAY < list->made
                            ? "; giờ ấy chưa tới, hãy lấy bảng khác"
                            : NULL;
    enum check_result result = meanings[status].result;

    run->report->ledger.status = record_status_key(status);
    run->report->ledger.status_of = moment_in_vietnam(list->made);
    /* Revoked and superseded are final, however old the list; one that is dated ahead would go on
     * saying that nothing happened since. */
    if (unfit && result == CHECK_YES)
        result = CHECK_UNKNOWN;
    run_find(run, CHECK_STATUS, result,
             arena_printf(run->arena, "%s, theo bảng tình trạng lúc %s%s.%s",
                          meanings[status].sentence, when(run, list->made), unfit ? unfit : "",
                          status == RECORD_VALID ? "" : why_decided(run)));
}

static void
check_status(struct verify_run *run, const struct entry *entry)
{
    const struct note_key *log = &entry->answer.log->key;
    struct status_list list;
    enum record_status status;
    struct error err;

    if (!run->status_list.data) {
        run_find(
            run, CHECK_STATUS, CHECK_NOT_ASKED,
            "Không có bảng tình trạng: chỉ biết lúc phát hành, không biết về sau có bị thu hồi "
            "hay thay thế không.");
        return;
    }
    if (status_list_read(run->status_list, entry->answer.checkpoint.origin, log->public, run->arena,
                         &list, &err) != OK ||
        status_list_find(&list, entry->index, &status, &err) != OK) {
        run_find(run, CHECK_STATUS, CHECK_UNKNOWN, arena_text(run->arena, err.message));
        return;
    }
    find_status(run, &list, status);
}

void
check_ledger(struct verify_run *run)
{
    struct entry entry;
    struct error err;

    if (!run->material->policy) {
        run_find(run, CHECK_LEDGER, CHECK_NOT_ASKED,
                 "Chưa hỏi sổ cái: cần chính sách cho biết tin sổ nào, nhân chứng nào.");
        run_find(run, CHECK_STATUS, CHECK_NOT_ASKED,
                 "Chưa hỏi sổ phát hành, thu hồi và thay thế học bạ.");
        return;
    }
    if (read_entry(run, &entry, &err) != OK) {
        run_find(run, CHECK_LEDGER, CHECK_NO, arena_text(run->arena, err.message));
        return;
    }
    struct earlier earlier = look_earlier(run, &entry);
    if (contradicts(&earlier, &entry)) {
        run_find(
            run, CHECK_LEDGER, CHECK_NO,
            "Điểm chốt trước (--before) và điểm chốt của bằng chứng không thể cùng đúng: sổ cái "
            "hoặc nhân chứng đã ký hai lịch sử. Hãy giữ cả hai tệp.");
        return;
    }
    report_entry(run, &entry);
    run->seen_by = entry.answer.seen_by;
    const char *entered = entered_sentence(run, &entry);
    run_find(run, CHECK_LEDGER,
             entry.answer.verdict == POLICY_PROVISIONAL ? CHECK_UNKNOWN : CHECK_YES,
             arena_printf(run->arena, "%s%s", entered, bracket_sentence(run, &earlier)));
    check_status(run, &entry);
}
