/* SPDX-License-Identifier: Apache-2.0
 *
 * The minutes of an inspection, as one side hands them to the other: what is read is written as
 * what reads the same, and whatever is believed is what our writer writes, up to the first
 * signature, and was signed.
 */
#include "verify/minutes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROOT "<BIEN_BAN_KIEM_TRA>"

/* Once written, it is read and written again byte for byte. What the writer does not take (a text
 * too long) is no question here. */
static void
write_twice(const struct minutes_data *data, struct arena *arena)
{
    AUTO(buffer) *first = buffer_new(MINUTES_FILE_MAX), *second = buffer_new(MINUTES_FILE_MAX);
    struct xml_document document;
    struct minutes_data again;
    struct error err;

    if (minutes_xml_write(data, first, &err) != OK)
        return;
    if (xml_scan(buffer_span(first), MINUTES_FILE_MAX, arena, &document, &err) != OK ||
        minutes_xml_read(&document, arena, &again, &err) != OK ||
        minutes_xml_write(&again, second, &err) != OK ||
        !span_equal(buffer_span(first), buffer_span(second)))
        __builtin_trap();
}

static void
check_believed(struct span file, const struct minutes_data *data)
{
    AUTO(buffer) *again = buffer_new(MINUTES_FILE_MAX);
    const char *signature = memmem(file.data, file.size, "<ds:Signature ", 14);
    const char *root = memmem(file.data, file.size, ROOT, strlen(ROOT));
    struct error err;

    if (!signature || !root || minutes_xml_write(data, again, &err) != OK)
        __builtin_trap();
    const char *ours = memmem(again->data, again->size, ROOT, strlen(ROOT));
    size_t whole = (size_t)(signature - root);
    if (!ours || whole > again->size - (size_t)(ours - again->data) ||
        memcmp(ours, root, whole) != 0)
        __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena) *arena = arena_new();
    struct span file = {(const char *)data, size};
    struct xml_document document;
    struct minutes_data read;
    struct minutes_file minutes;
    struct error err;

    if (xml_scan(file, MINUTES_FILE_MAX, arena, &document, &err) != OK ||
        minutes_xml_read(&document, arena, &read, &err) != OK)
        return 0;
    write_twice(&read, arena);
    if (minutes_read(file, arena, &minutes, &err) == OK)
        check_believed(file, &minutes.data);
    return 0;
}
