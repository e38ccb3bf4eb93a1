/* SPDX-License-Identifier: Apache-2.0
 *
 * The signs of the dump's form, as dump.h describes it.  Internal to the store.
 */
#ifndef HOCBA_STORE_DUMP_FORM_H
#define HOCBA_STORE_DUMP_FORM_H

#define DUMP_MAGIC "HOCBADMP"
#define DUMP_TAIL  "END."

enum {
    DUMP_FORM = 1,
    DUMP_NULL = 'n',
    DUMP_INT = 'i',
    DUMP_TEXT = 't',
    DUMP_BYTES = 'b',
    DUMP_ROW = 'r',
    DUMP_END_OF_TABLE = 'e',
    DUMP_TABLES_MAX = 200,
    DUMP_NAME_MAX = 100,
};

#endif
