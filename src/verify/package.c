/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/package.h"

#include <assert.h>
#include <stdlib.h>

#include <zip.h>

#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "xml/scan.h"

enum { MEMBER_TYPE, MEMBER_RECORD, MEMBER_PROOF, MEMBER_STATUS, MEMBER_DECISION, MEMBERS };

static const struct {
    const char *name;
    size_t most; /* bytes unpacked */
    bool required;
} members[MEMBERS] = {
    [MEMBER_TYPE] = {"mimetype", sizeof PACKAGE_TYPE - 1, true},
    [MEMBER_RECORD] = {"record.xml", XML_DOCUMENT_MAX, true},
    [MEMBER_PROOF] = {"record.tlog-proof", PROOF_FILE_MAX, true},
    [MEMBER_STATUS] = {"status.cwt", STATUS_LIST_FILE_MAX, false},
    [MEMBER_DECISION] = {"decision.xml", XML_DOCUMENT_MAX, false},
};

static enum status
refuse(struct error *err, const char *why)
{
    return fail(err, INVALID, "Gói học bạ không đúng dạng: %s.", why);
}

bool
package_is(struct span file)
{
    return file.size >= 4 && memcmp(file.data, "PK\003\004", 4) == 0;
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum status
read_member(zip_t *archive, zip_uint64_t index, size_t most, struct arena *arena,
            struct span *bytes, struct error *err)
{
    zip_stat_t stat;

    if (zip_stat_index(archive, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE) ||
        stat.size > most)
        return refuse(err, "một tệp bên trong quá lớn");
    zip_file_t *file = zip_fopen_index(archive, index, 0);
    if (!file)
        return refuse(err, "một tệp bên trong bị hỏng hoặc có mật khẩu");
    size_t size = (size_t)stat.size;
    char *data = arena_alloc(arena, size + 1);
    zip_int64_t got = zip_fread(file, data, size);
    /* Reading on to the end is what checks the CRC. */
    zip_int64_t more = zip_fread(file, data + size, 1);
    zip_fclose(file);
    if (got < 0 || (size_t)got != size || more != 0)
        return refuse(err, "một tệp bên trong bị hỏng");
    *bytes = (struct span){data, size};
    return OK;
}

/* Which member the archive's next entry is, from `first` on; MEMBERS: none that may stand here. */
static int
find_member(zip_t *archive, zip_uint64_t index, int first)
{
    const char *name = zip_get_name(archive, index, ZIP_FL_ENC_RAW);

    for (int i = first; name && i < MEMBERS; i++) {
        if (text_equal(members[i].name, name))
            return i;
        if (members[i].required)
            break;
    }
    return MEMBERS;
}

/* --- the members one behind the other --------------------------------------------------------- */

/* Where a local header (APPNOTE 4.3.7) has what. */
enum {
    LOCAL_FLAGS = 6,
    LOCAL_METHOD = 8,
    LOCAL_NAME = 26,
    LOCAL_EXTRA = 28,
    LOCAL_SIZE = 30,
    SIZES_FOLLOW = 1 << 3, /* a flag: behind the data */
    FOLLOWING_SIZE = 12,   /* or with its own signature before it */
};

static unsigned
two_bytes(struct span file, size_t at)
{
    const uint8_t *bytes = (const uint8_t *)file.data + at;

    return bytes[0] | (unsigned)bytes[1] << 8;
}

static bool
begins(struct span file, size_t at, const char *signature)
{
    return at < file.size && file.size - at >= 4 && memcmp(file.data + at, signature, 4) == 0;
}

/* Past the record of the archive's next entry; 0: another one stands here. */
static size_t
pass_local(struct span file, size_t at, zip_t *archive, zip_uint64_t index)
{
    const char *name = zip_get_name(archive, index, ZIP_FL_ENC_RAW);
    zip_stat_t stat;

    if (!begins(file, at, "PK\003\004") || file.size - at < LOCAL_SIZE || !name ||
        zip_stat_index(archive, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_COMP_SIZE))
        return 0;
    size_t size = two_bytes(file, at + LOCAL_NAME), rest = file.size - at - LOCAL_SIZE;
    size_t more = size + two_bytes(file, at + LOCAL_EXTRA);
    if (more > rest || stat.comp_size > rest - more || size != strlen(name) ||
        memcmp(file.data + at + LOCAL_SIZE, name, size) != 0)
        return 0;
    size_t end = at + LOCAL_SIZE + more + (size_t)stat.comp_size;
    if (two_bytes(file, at + LOCAL_FLAGS) & SIZES_FOLLOW)
        end += FOLLOWING_SIZE + (begins(file, end, "PK\007\010") ? 4 : 0);
    return end;
}

/* From the first byte to the directory: who goes through the file meets no other members than who
 * reads its directory, and can read what it is without unpacking. */
static enum status
check_layout(struct span file, zip_t *archive, struct error *err)
{
    zip_int64_t count = zip_get_num_entries(archive, 0);
    size_t at = 0;

    for (zip_int64_t i = 0; i < count; i++) {
        at = pass_local(file, at, archive, (zip_uint64_t)i);
        if (at == 0)
            return refuse(err, "có tệp lạ không nằm trong mục lục");
    }
    if (!begins(file, at, "PK\001\002"))
        return refuse(err, "có tệp lạ không nằm trong mục lục");
    return two_bytes(file, LOCAL_METHOD) == ZIP_CM_STORE ? OK : refuse(err, "mimetype bị nén");
}

static enum status
read_members(zip_t *archive, struct arena *arena, struct span found[MEMBERS], struct error *err)
{
    zip_int64_t count = zip_get_num_entries(archive, 0);
    int next = 0;

    for (zip_int64_t i = 0; i < count; i++) {
        int member = find_member(archive, (zip_uint64_t)i, next);
        if (member == MEMBERS)
            return refuse(err, "có tệp lạ, hoặc sai thứ tự mimetype, record.xml, "
                               "record.tlog-proof, status.cwt, decision.xml");
        TRY(read_member(archive, (zip_uint64_t)i, members[member].most, arena, &found[member],
                        err));
        next = member + 1;
    }
    for (int i = 0; i < MEMBERS; i++)
        if (members[i].required && !found[i].data)
            return refuse(err, "thiếu mimetype, record.xml hoặc record.tlog-proof");
    return span_is(found[MEMBER_TYPE], PACKAGE_TYPE)
               ? OK
               : refuse(err, "mimetype không phải " PACKAGE_TYPE);
}

enum status
package_read(struct span file, struct arena *arena, struct record_package *package,
             struct error *err)
{
    struct span found[MEMBERS] = {0};

    if (file.size > PACKAGE_MAX)
        return refuse(err, "quá lớn");
    zip_source_t *source = zip_source_buffer_create(file.data, file.size, 0, NULL);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
    if (!archive) {
        zip_source_free(source);
        return refuse(err, "không phải tệp ZIP nguyên vẹn");
    }
    enum status status = read_members(archive, arena, found, err);
    if (status == OK)
        status = check_layout(file, archive, err);
    zip_discard(archive);
    TRY(status);
    *package = (struct record_package){.record = found[MEMBER_RECORD],
                                       .proof = found[MEMBER_PROOF],
                                       .status_list = found[MEMBER_STATUS],
                                       .decision = found[MEMBER_DECISION]};
    return OK;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Only memory is involved: what fails here is a mistake of ours or no memory left. */
static void
add_member(zip_t *archive, int member, struct span bytes)
{
    enum { FIRST_DAY = 1 << 5 | 1 }; /* 1980-01-01: the package says nothing about when */
    zip_source_t *source = zip_source_buffer(archive, bytes.data, bytes.size, 0);
    zip_int64_t index =
        source ? zip_file_add(archive, members[member].name, source, ZIP_FL_ENC_UTF_8) : -1;

    assert(index >= 0);
    int failed = zip_set_file_compression(archive, (zip_uint64_t)index,
                                          member == MEMBER_TYPE ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
    failed |= zip_file_set_dostime(archive, (zip_uint64_t)index, 0, FIRST_DAY, 0);
    assert(failed == 0);
}

static void
copy_out(zip_source_t *source, struct buffer *out)
{
    char chunk[16 * 1024];
    zip_int64_t got;
    int opened = zip_source_open(source);

    assert(opened == 0);
    while ((got = zip_source_read(source, chunk, sizeof chunk)) > 0)
        buffer_add(out, chunk, (size_t)got);
    assert(got == 0);
    zip_source_close(source);
}

void
package_write(const struct record_package *package, struct buffer *out)
{
    const struct span parts[MEMBERS] = {
        [MEMBER_TYPE] = {PACKAGE_TYPE, sizeof PACKAGE_TYPE - 1},
        [MEMBER_RECORD] = package->record,
        [MEMBER_PROOF] = package->proof,
        [MEMBER_STATUS] = package->status_list,
        [MEMBER_DECISION] = package->decision,
    };
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;

    assert(archive);
    zip_source_keep(source); /* closing the archive would free what it wrote */
    for (int i = 0; i < MEMBERS; i++)
        if (parts[i].data)
            add_member(archive, i, parts[i]);
    int closed = zip_close(archive);
    assert(closed == 0);
    copy_out(source, out);
    zip_source_free(source);
}
