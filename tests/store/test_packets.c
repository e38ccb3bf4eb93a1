/* SPDX-License-Identifier: Apache-2.0
 *
 * A packet whose records are kept is kept as what is around them, and comes back byte for byte;
 * what does not compose stays as it was sent. Received documents teach the school's dictionary.
 */
#include "tests/store/support.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/ask.h"
#include "store/packets.h"

enum { FIRST = 900, RECORDS = 6, MANY = 1024, BATCH = 64 };

/* What a supplier sent, and what of it was received. */
struct sent {
    int64_t message;
    struct span text, places[RECORDS];
};

static int64_t
add_message(struct store *store, struct arena *arena, const char *message_id, struct span content)
{
    struct gateway_message message = {.client = "supplier",
                                      .id = message_id,
                                      .kind = MESSAGE_RECORDS,
                                      .unit = id(2),
                                      .year = "2023-2024",
                                      .digest = "00",
                                      .received = stamp_at(6)->at,
                                      .content = content};
    struct error err;
    bool added;

    assert_ok(store_add_message(store, &message, &added, &err));
    assert_true(added);
    assert_ok(store_find_message(store, "supplier", message_id, arena, &message, &err));
    return message.number;
}

static void
add_received(struct store *store, int64_t message, size_t place, unsigned number, struct span bytes)
{
    AUTO(arena) *arena = arena_new();
    struct received_record record = {.uuid = id(number),
                                     .message = message,
                                     .place = (int64_t)place,
                                     .unit = id(2),
                                     .year = "2023-2024",
                                     .pupil_code = arena_printf(arena, "22%08u", number),
                                     .grade = 4,
                                     .seal = "aa00",
                                     .received = stamp_at(9)->at,
                                     .bytes = bytes};
    struct error err;

    assert_ok(store_add_received(store, &record, &err));
}

static void
add_result(struct store *store, int64_t message, size_t place, unsigned number, bool accepted)
{
    struct gateway_result result = {.place = (int64_t)place,
                                    .uuid = id(number),
                                    .pupil_code = "",
                                    .name = "",
                                    .number = "",
                                    .accepted = accepted,
                                    .error = accepted ? "" : "SIGNATURE",
                                    .field = "",
                                    .description = ""};
    struct error err;

    assert_ok(store_add_result(store, message, &result, &err));
}

/* Six records with blanks between some: the third was refused, of the fifth other bytes are kept
 * (it came before with more evidence), the sixth was received in an earlier message. */
static void
send_packet(struct store *store, struct arena *arena, struct sent *sent)
{
    AUTO(buffer) *text = buffer_new(STORE_DOCUMENT_MAX);
    size_t at[RECORDS], size[RECORDS];

    buffer_text(text, "<DANH_SACH_HOC_BA id=\"x\">\n");
    for (unsigned i = 0; i < RECORDS; i++) {
        struct span document = invented_document(arena, 1, FIRST + i);
        at[i] = text->size;
        size[i] = document.size;
        buffer_add(text, document.data, document.size);
        if (i == 3)
            buffer_text(text, "\n  ");
    }
    buffer_text(text, "<Signature>of the school</Signature></DANH_SACH_HOC_BA>\n");
    sent->text = (struct span){arena_copy(arena, text->data, text->size), text->size};
    int64_t earlier = add_message(store, arena, "earlier", SPAN("an earlier one"));
    sent->message = add_message(store, arena, "packet", SPAN("as sent"));
    for (unsigned i = 0; i < RECORDS; i++) {
        sent->places[i] = (struct span){sent->text.data + at[i], size[i]};
        if (i == 4)
            add_received(store, earlier, i, FIRST + i, SPAN("<HOC_BA>more evidence</HOC_BA>"));
        else if (i != 2)
            add_received(store, i == 5 ? earlier : sent->message, i, FIRST + i, sent->places[i]);
        add_result(store, sent->message, i, FIRST + i, i != 2);
    }
}

static bool
pack(struct store *store, const struct sent *sent)
{
    struct packet_text packet = {sent->message, id(2), sent->text, sent->places, RECORDS};
    struct error err;
    bool packed;

    assert_ok(store_pack_message(store, &packet, &packed, &err));
    return packed;
}

static int64_t
frame_size(struct store *store, int64_t message)
{
    AUTO(arena) *arena = arena_new();
    struct error err;
    const char *sql = arena_printf(arena,
                                   "INSERT INTO instance SELECT 'frame', CAST(frame_size AS TEXT) "
                                   "FROM gateway_packet WHERE message = %d",
                                   (int)message);
    const char *value;

    assert_ok(run_sql(store, sql, &err));
    assert_ok(ask_text(ASK(store, SQL_get_instance, v_text("frame")), arena, &value, &err));
    return atoi(value);
}

static void
test_a_packet_is_kept_once(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct sent sent = {0};
    struct span text, content;
    struct error err;

    add_everything(store);
    send_packet(store, arena, &sent);
    assert_int_equal(store_find_packet(store, sent.message, arena, &text, &err), NOT_FOUND);
    assert_ok(store_find_content(store, sent.message, arena, &content, &err));
    assert_true(span_is(content, "as sent"));
    assert_true(pack(store, &sent));
    assert_ok(store_find_packet(store, sent.message, arena, &text, &err));
    assert_true(span_equal(text, sent.text));
    assert_ok(store_find_content(store, sent.message, arena, &content, &err));
    assert_int_equal(content.size, 0);
    /* Two records stand in the frame. */
    int64_t in_frame = (int64_t)(sent.places[2].size + sent.places[4].size);
    assert_in_range(frame_size(store, sent.message), in_frame, in_frame + 200);
}

/* No statement takes away what did not compose, nor changes what waits. */
static void
test_a_content_stays(void **state)
{
    (void)state;
    static const char *const attempts[] = {
        "DELETE FROM gateway_content",
        "UPDATE gateway_content SET content = content",
        "DELETE FROM gateway_packet",
    };
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct sent sent = {0};
    struct error err;

    add_everything(store);
    send_packet(store, arena, &sent);
    assert_true(pack(store, &sent));
    for (size_t i = 0; i < COUNT_OF(attempts); i++)
        if (run_sql(store, attempts[i], &err) != CONFLICT)
            row_fail(attempts[i], "%s", err.detail);
}

/* It comes back, or not at all. */
static void
test_damage_of_a_packet_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *about, *table, *set;
    } rows[] = {
        {"another hash", "gateway_packet", "sha256 = replace(sha256, 'a', 'b')"},
        {"another size", "gateway_packet", "size = size + 1"},
        {"a huge size", "gateway_packet", "size = 9223372036854775807"},
        {"another frame", "gateway_packet", "frame_size = frame_size - 1"},
        {"a huge frame", "gateway_packet", "frame_size = 9223372036854775807"},
        {"no dictionary", "gateway_packet", "dictionary = NULL"},
        {"a result less", "gateway_result", "accepted = 0"},
        {"a record that is another one", "received_record", "size = size - 1"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(store) *store = open_empty();
        struct sent sent = {0};
        struct integrity integrity;
        struct span text;
        struct error err;

        add_everything(store);
        send_packet(store, arena, &sent);
        assert_true(pack(store, &sent));
        assert_ok(store_check_integrity(store, arena, &integrity, &err));
        assert_int_equal(integrity.problems.count, 0);
        const char *disarm =
            on_postgres() ? "ALTER TABLE %s DISABLE TRIGGER ALL" : "DROP TRIGGER %s_no_update";
        char sql[200];
        snprintf(sql, sizeof sql, disarm, rows[i].table);
        assert_ok(run_sql(store, sql, &err));
        snprintf(sql, sizeof sql, "UPDATE %s SET %s", rows[i].table, rows[i].set);
        assert_ok(run_sql(store, sql, &err));
        if (store_find_packet(store, sent.message, arena, &text, &err) != CORRUPT)
            row_fail(rows[i].about, "not found");
        assert_ok(store_check_integrity(store, arena, &integrity, &err));
        if (integrity.problems.count == 0)
            row_fail(rows[i].about, "not told");
    }
}

static void
read_generation(struct row *row, void *into)
{
    row_text(row);
    *(int64_t *)into = row_int(row);
}

/* A department has only received records of a school: each class's certificates are learned. */
static void
test_received_documents_teach(void **state)
{
    (void)state;
    enum { CLASSES = 20, PUPILS = 4 };
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    int64_t generations = 0;
    struct error err;
    bool found;

    add_everything(store);
    int64_t message = add_message(store, arena, "many", SPAN("as sent"));
    for (unsigned n = 0; n < CLASSES * PUPILS; n++)
        add_received(store, message, n, FIRST + n, invented_document(arena, n / PUPILS, n));
    assert_ok(ask_one(ASK(store, SQL_find_newest_dictionary, v_text(id(2))), read_generation, arena,
                      &generations, &found, &err));
    assert_in_range(generations, CLASSES, CLASSES + 10);
    for (unsigned n = 0; n < CLASSES * PUPILS; n++) {
        struct span got;
        assert_ok(store_find_received(store, id(FIRST + n), arena, &got, &err));
        assert_true(span_equal(got, invented_document(arena, n / PUPILS, n)));
    }
}

/* Files that SQLite opens for itself have this in their names; they are deleted at once. */
static size_t
count_temporary_files(void)
{
    DIR *open_files = opendir("/proc/self/fd");
    char target[PATH_MAX];
    size_t count = 0;

    assert_non_null(open_files);
    for (struct dirent *entry; (entry = readdir(open_files));) {
        ssize_t size = readlinkat(dirfd(open_files), entry->d_name, target, sizeof target - 1);
        if (size <= 0)
            continue;
        target[size] = '\0';
        count += strstr(target, "etilqs") != NULL;
    }
    closedir(open_files);
    return count;
}

struct batch {
    int64_t message;
    size_t first;
};

static enum status
receive_batch(struct store *store, void *context, struct error *err)
{
    const struct batch *batch = context;

    (void)err;
    for (size_t i = batch->first; i < batch->first + BATCH; i++) {
        AUTO(arena) *arena = arena_new();
        unsigned number = MANY + (unsigned)i;
        add_received(store, batch->message, i, number, invented_document(arena, 1, number));
        add_result(store, batch->message, i, number, true);
    }
    assert_int_equal(count_temporary_files(), 0);
    return OK;
}

/* Pages with children's data stay in the home and in memory, also where many are touched. */
static void
test_no_temporary_files(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct batch batch = {0};
    struct error err;

    add_everything(store);
    batch.message = add_message(store, arena, "many", SPAN("many"));
    for (; batch.first < MANY; batch.first += BATCH)
        assert_ok(store_transact(store, receive_batch, &batch, &err));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_packet_is_kept_once),
        cmocka_unit_test(test_a_content_stays),
        cmocka_unit_test(test_damage_of_a_packet_is_found),
        cmocka_unit_test(test_received_documents_teach),
        cmocka_unit_test(test_no_temporary_files),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
