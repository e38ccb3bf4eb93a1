/* SPDX-License-Identifier: Apache-2.0
 *
 * The demo's ledger: a witness on this machine, a second place, and the audit at the end.
 */
#include "service/demo_parts.h"

#include "base/file.h"
#include "service/audit.h"
#include "service/instance.h"
#include "service/ledger.h"

enum { POLICY_MAX = 4096 };

static const char *
path_of(const struct demo *demo, const char *name)
{
    return arena_printf(demo->app->arena, "%s/%s", demo->home, name);
}

static enum status
write_policy(struct demo *demo, const char *ledger_key, const char *witness_key,
             const char *address, struct error *err)
{
    AUTO(buffer) *text = buffer_new(POLICY_MAX);

    buffer_printf(text, "log %s\nwitness nhan-chung %s %s/\nquorum nhan-chung\n", ledger_key,
                  witness_key, address);
    return file_write(path_of(demo, "policy"), buffer_span(text), 0644, err);
}

static enum status
add_settings(struct demo *demo, struct error *err)
{
    AUTO(buffer) *text = buffer_new(SETTINGS_FILE_MAX);
    const char *path = path_of(demo, "settings");
    struct span now;

    TRY(file_read(demo->app->arena, path, SETTINGS_FILE_MAX, &now, err));
    buffer_add(text, now.data, now.size);
    buffer_text(text, "ledger.policy=policy\nledger.place=second-place\n"
                      "verify.anchors=pki/root.pem\nverify.policy=policy\n"
                      "sign.issuers=pki/ca.pem\n");
    return file_write(path, buffer_span(text), 0600, err);
}

enum status
demo_make_witness(struct demo *demo, struct error *err)
{
    const struct demo_order *order = demo->order;
    const char *key, *address;
    struct ledger_facts facts;

    TRY(ledger_facts(demo->app, &facts, err));
    TRY(order->start_witness(order->witness_context, path_of(demo, "witness"), facts.key,
                             demo->app->arena, &key, &address, err));
    TRY(folder_make(path_of(demo, "second-place"), 0700, err));
    TRY(write_policy(demo, facts.key, key, address, err));
    return add_settings(demo, err);
}

enum status
demo_enter(struct demo *demo, struct error *err)
{
    int64_t started = demo->order->stopwatch();
    struct ledger_entering entering;

    TRY(ledger_enter(demo->app, &entering, err));
    if (!entering.final || entering.refused)
        return fail(err, CORRUPT, "Sổ cái hoặc nhân chứng của bản thử không nhận: %s",
                    entering.refused ? entering.refusal : entering.silence);
    demo_add_step(demo, "Ghi vào sổ cái, nhân chứng ký nhận", entering.entered, 0, started);
    return OK;
}

enum status
demo_audit(struct demo *demo, struct error *err)
{
    const char *list = path_of(demo, "out/ledger/" LEDGER_STATUS_FILE);
    int64_t started = demo->order->stopwatch();
    struct audit_report report;
    struct audit_plan plan = {.ledger = path_of(demo, "out/ledger"),
                              .policy = path_of(demo, "policy"),
                              .lists = &list,
                              .list_count = 1,
                              .app = demo->app};
    bool listed;

    TRY(ledger_publish(demo->app, plan.ledger, &listed, err));
    TRY(audit_carry_out(&plan, demo->app->arena, &report, err));
    demo_add_step(demo, "Kiểm toán sổ cái và kho (học bạ băm lại)", (size_t)report.compared,
                  report.audit.finding_count, started);
    return OK;
}
