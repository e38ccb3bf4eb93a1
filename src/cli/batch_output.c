/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/batch_output.h"

#include "cli/output.h"
#include "cli/pupil_option.h"

static const char *const outcome_keys[] = {
    [OUTCOME_DONE] = "done", [OUTCOME_ALREADY] = "already", [OUTCOME_FAILED] = "failed"};

static void
write_problems(struct json *json, const struct problems *problems)
{
    json_open_list(json, "problems");
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
write_outcome(struct json *json, const char *class_name, const struct outcome *outcome)
{
    json_open(json, '{');
    json_text_field(json, "pupil", outcome->pupil_code);
    json_text_field(json, "name", outcome->pupil_name);
    if (class_name)
        json_text_field(json, "class", class_name);
    json_text_field(json, "uuid", outcome->uuid);
    json_text_field(json, "outcome", outcome_keys[outcome->kind]);
    if (outcome->kind == OUTCOME_FAILED)
        json_text_field(json, "status", status_key(outcome->status));
    json_text_field(json, "message", outcome->message);
    write_problems(json, &outcome->problems);
    json_close(json, '}');
}

static void
write_sums(struct json *json, const struct batch *batch)
{
    json_int_field(json, "done", (int64_t)batch->done);
    json_int_field(json, "already", (int64_t)batch->already);
    json_int_field(json, "failed", (int64_t)batch->failed);
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

static void
print_sums(const char *prefix, const struct batch *batch, const char *did)
{
    output_line("%s%s %zu học bạ; %zu đã xong từ trước; %zu chưa được.", prefix, did, batch->done,
                batch->already, batch->failed);
}

/* The lines of those that need one, and what the failures make of the exit code. */
static void
take_outcomes(struct cli *cli, const struct batch *batch)
{
    for (size_t i = 0; i < batch->list.count; i++) {
        const struct outcome *outcome = &batch->list.items[i];
        if (outcome->kind == OUTCOME_FAILED)
            cli->exit_code = exit_worse(cli->exit_code, exit_of_status(outcome->status));
        if (!cli->json && outcome->message)
            print_outcome(outcome);
    }
}

void
batch_print(struct cli *cli, const struct batch *batch, const char *did)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    take_outcomes(cli, batch);
    if (!cli->json) {
        print_sums("", batch, did);
        return;
    }
    json_open(&json, '{');
    write_sums(&json, batch);
    json_open_list(&json, "records");
    for (size_t i = 0; i < batch->list.count; i++)
        write_outcome(&json, NULL, &batch->list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    output_buffer(out);
}

/* --- every class of the year ------------------------------------------------------------------ */

struct school_batch {
    struct cli *cli;
    const struct class_verb *verb;
    struct app *app;
    struct json *json;
    struct batch sums; /* counts only */
    size_t worked;     /* classes that were not refused */
    size_t passed;     /* passed over: not the actor's */
    struct error denied;
};

static void
add_class(struct school_batch *whole, const struct school_class *class, const struct batch *batch)
{
    whole->worked++;
    whole->sums.done += batch->done;
    whole->sums.already += batch->already;
    whole->sums.failed += batch->failed;
    take_outcomes(whole->cli, batch);
    if (!whole->cli->json)
        print_sums(arena_printf(whole->cli->arena, "%s: ", class->name), batch, whole->verb->did);
    for (size_t i = 0; whole->cli->json && i < batch->list.count; i++)
        write_outcome(whole->json, class->name, &batch->list.items[i]);
}

static void
refuse_class(struct school_batch *whole, const struct school_class *class, const struct error *why)
{
    struct cli *cli = whole->cli;

    if (why->status == DENIED && whole->verb->own_only) {
        whole->passed++;
        whole->denied = *why;
        return;
    }
    if (why->status != NOT_FOUND) /* a class without records has nothing to be done */
        cli->exit_code = exit_worse(cli->exit_code, exit_of_status(why->status));
    if (!cli->json) {
        output_line("%s: CHƯA ĐƯỢC. %s", class->name, why->message);
        return;
    }
    json_open(whole->json, '{');
    json_text_field(whole->json, "class", class->name);
    json_text_field(whole->json, "outcome", outcome_keys[OUTCOME_FAILED]);
    json_text_field(whole->json, "status", status_key(why->status));
    json_text_field(whole->json, "message", why->message);
    json_close(whole->json, '}');
}

/* Each class has an arena of its own: a school's documents need not be in memory together. */
static void
work_class(struct school_batch *whole, const struct school_class *class)
{
    AUTO(arena) *arena = arena_new();
    struct app app = *whole->app;
    struct batch batch = {0};
    struct error why = {0};

    app.arena = arena;
    if (whole->verb->work(&app, class, whole->verb->context, &batch, &why) == OK)
        add_class(whole, class, &batch);
    else
        refuse_class(whole, class, &why);
}

static enum status
work_school(struct school_batch *whole, struct error *err)
{
    struct cli *cli = whole->cli;
    struct school_classes classes;
    struct unit school;

    if (cli_option(cli, "pupil"))
        return fail(err, USAGE, "--pupil cần --class LỚP.");
    TRY(cli_open(cli, &whole->app, err));
    TRY(school_find(whole->app, cli_option(cli, "unit"), &school, err));
    TRY(classes_list(whole->app, school.id, cli_option(cli, "year"), &classes, err));
    for (size_t i = 0; i < classes.list.count; i++)
        work_class(whole, &classes.list.items[i]);
    if (whole->passed == classes.list.count && whole->passed > 0) {
        *err = whole->denied;
        return err->status;
    }
    return OK;
}

/* Without --class. */
static enum status
batch_school(struct cli *cli, const struct class_verb *verb, struct app **app, size_t *done,
             struct error *err)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    struct school_batch whole = {.cli = cli, .verb = verb, .json = &json};

    json_open(&json, '{');
    json_open_list(&json, "records");
    TRY(work_school(&whole, err));
    json_close(&json, ']');
    json_int_field(&json, "classes", (int64_t)whole.worked);
    write_sums(&json, &whole.sums);
    json_close(&json, '}');
    if (cli->json)
        output_buffer(out);
    else
        print_sums(arena_printf(cli->arena, "%zu lớp. ", whole.worked), &whole.sums, verb->did);
    *app = whole.app;
    *done = whole.sums.done;
    return OK;
}

enum status
batch_each_class(struct cli *cli, const struct class_verb *verb, struct app **app, size_t *done,
                 struct error *err)
{
    struct school_class class;
    struct batch batch = {0};

    if (!cli_option(cli, "class"))
        return batch_school(cli, verb, app, done, err);
    TRY(cli_class(cli, app, &class, err));
    TRY(verb->work(*app, &class, verb->context, &batch, err));
    batch_print(cli, &batch, verb->did);
    *done = batch.done;
    return OK;
}
