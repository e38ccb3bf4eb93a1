/* SPDX-License-Identifier: Apache-2.0
 *
 * A backup's stream as an attacker or a broken disk sends it.
 */
#include <stdint.h>

#include "store/dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    const uint8_t *data;
    size_t size;
};

static enum status
give(void *context, void *to, size_t room, size_t *size, struct error *err)
{
    (void)err;
    struct input *input = context;
    *size = input->size < room ? input->size : room;
    if (*size)
        memcpy(to, input->data, *size);
    input->data += *size;
    input->size -= *size;
    return OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    struct error err = {0};
    enum status status = dump_check(give, &input, NULL, &err);
    if (status != OK && !err.message[0])
        __builtin_trap(); /* every refusal has its sentence */
    return 0;
}
