/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/batch_output.h"

#include "cli/output.h"

static const char *
outcome_key(const struct outcome *outcome)
{
    static const char *const keys[] = {
        [OUTCOME_DONE] = "done", [OUTCOME_ALREADY] = "already", [OUTCOME_FAILED] = "failed"};

    return keys[outcome->kind];
}

static void
write_problems(struct json *json, const struct problems *problems)
{
    json_key(json, "problems");
    json_open(json, '[');
    for (size_t i = 0; i < problems->list.count; i++) {
        const struct problem *problem = &problems->list.items[i];
        json_open(json, '{');
        json_text_field(json, "rule", problem->rule);
        json_text_field(json, "severity",
                        problem->severity == SEVERITY_ERROR ? "error" : "warning");
        json_text_field(json, "article", problem->article);
        json_text_field(json, "field", problem->field);
        json_text_field(json, "message", problem->message);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_outcome(struct json *json, const struct outcome *outcome)
{
    json_open(json, '{');
    json_text_field(json, "pupil", outcome->pupil_code);
    json_text_field(json, "name", outcome->pupil_name);
    json_text_field(json, "uuid", outcome->uuid);
    json_text_field(json, "outcome", outcome_key(outcome));
    if (outcome->kind == OUTCOME_FAILED)
        json_text_field(json, "status", status_key(outcome->status));
    json_text_field(json, "message", outcome->message);
    write_problems(json, &outcome->problems);
    json_close(json, '}');
}

static void
print_json(const struct batch *batch)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_int_field(&json, "done", (int64_t)batch->done);
    json_int_field(&json, "already", (int64_t)batch->already);
    json_int_field(&json, "failed", (int64_t)batch->failed);
    json_key(&json, "records");
    json_open(&json, '[');
    for (size_t i = 0; i < batch->list.count; i++)
        write_outcome(&json, &batch->list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    output_buffer(out);
}

static void
print_outcome(const struct outcome *outcome)
{
    output_line("%s (mã %s): %s%s", outcome->pupil_name ? outcome->pupil_name : "?",
                outcome->pupil_code ? outcome->pupil_code : "chưa có",
                outcome->kind == OUTCOME_FAILED ? "CHƯA ĐƯỢC. " : "", outcome->message);
    for (size_t i = 0; i < outcome->problems.list.count; i++) {
        const struct problem *problem = &outcome->problems.list.items[i];
        if (problem->severity == SEVERITY_ERROR)
            output_line("    %s (%s)", problem->message, problem->article);
    }
}

void
batch_print(struct cli *cli, const struct batch *batch, const char *did)
{
    for (size_t i = 0; i < batch->list.count; i++) {
        const struct outcome *outcome = &batch->list.items[i];
        if (outcome->kind == OUTCOME_FAILED)
            cli->exit_code = exit_worse(cli->exit_code, exit_of_status(outcome->status));
        if (!cli->json && outcome->message)
            print_outcome(outcome);
    }
    if (cli->json)
        print_json(batch);
    else
        output_line("%s %zu học bạ; %zu đã xong từ trước; %zu chưa được.", did, batch->done,
                    batch->already, batch->failed);
}
