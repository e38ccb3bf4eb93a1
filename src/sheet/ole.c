/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/ole.h"

enum {
    HEADER_SIZE = 512,
    HEADER_FAT = 109, /* sectors of the FAT that the header names itself */
    ENTRY_SIZE = 128,
    MINI_SHIFT = 6,
    NAME_UNITS = 31,
};

#define SECTOR_MAX 0xFFFFFFFAu /* above stand marks: end of chain, free ... */

struct ole {
    struct span file;
    unsigned shift;                   /* a sector is 1 << shift bytes */
    struct span fat, mini_fat, small; /* `small`: the container of short streams */
    struct arena *arena;
};

uint16_t
little_16(struct span bytes, size_t at)
{
    const unsigned char *p = (const unsigned char *)bytes.data + at;

    return at + 2 <= bytes.size ? (uint16_t)(p[0] | p[1] << 8) : 0;
}

uint32_t
little_32(struct span bytes, size_t at)
{
    return little_16(bytes, at) | (uint32_t)little_16(bytes, at + 2) << 16;
}

/* A table of chains: what comes after sector n stands at place n. False: it leads nowhere, or in a
 * circle. */
static bool
count_chain(struct span table, uint32_t first, size_t most, size_t *count)
{
    *count = 0;
    for (uint32_t sector = first; sector < SECTOR_MAX; sector = little_32(table, sector * 4UL)) {
        if (*count == most || sector * 4UL + 4 > table.size)
            return false;
        ++*count;
    }
    return true;
}

/* The sectors from `first` on, one after the other; sector 0 of `from` is at `base`. */
static bool
read_chain(const struct ole *ole, struct span from, size_t base, unsigned shift, struct span table,
           uint32_t first, struct span *bytes)
{
    size_t size = (size_t)1 << shift, count, done = 0;

    if (!count_chain(table, first, from.size / size + 1, &count))
        return false;
    char *out = arena_alloc(ole->arena, count * size + 1);
    for (uint32_t sector = first; done < count; sector = little_32(table, sector * 4UL)) {
        size_t at = base + (size_t)sector * size;
        if (at >= from.size)
            return false;
        size_t there = from.size - at < size ? from.size - at : size;
        memset(out + done * size, 0, size);
        memcpy(out + done * size, from.data + at, there);
        done++;
    }
    *bytes = (struct span){out, count * size};
    return true;
}

static bool
read_sectors(const struct ole *ole, uint32_t first, struct span *bytes)
{
    return read_chain(ole, ole->file, (size_t)1 << ole->shift, ole->shift, ole->fat, first, bytes);
}

/* The FAT: its sectors are named in the header, the rest in a chain of their own (DIFAT). */
static bool
read_fat(struct ole *ole)
{
    size_t size = (size_t)1 << ole->shift, sectors = ole->file.size / size, count = 0;
    char *out = arena_alloc(ole->arena, sectors * size + 1);
    struct span names = {ole->file.data + 76, (size_t)HEADER_FAT * 4};
    uint32_t next = little_32(ole->file, 68);

    for (size_t i = 0, hops = 0;; i++) {
        if (i * 4 + 4 > names.size) { /* on to the next sector of names, whose last is a link */
            size_t at = ((size_t)next + 1) << ole->shift;
            if (next >= SECTOR_MAX || hops++ > sectors || at + size > ole->file.size)
                break;
            names = (struct span){ole->file.data + at, size - 4};
            next = little_32(ole->file, at + size - 4);
            i = 0;
        }
        uint32_t sector = little_32(names, i * 4);
        size_t at = ((size_t)sector + 1) << ole->shift;
        if (sector >= SECTOR_MAX)
            break;
        if (count == sectors || at + size > ole->file.size)
            return false;
        memcpy(out + count++ * size, ole->file.data + at, size);
    }
    ole->fat = (struct span){out, count * size};
    return count > 0;
}

static bool
is_named(struct span entry, const char *name)
{
    size_t units = strlen(name);

    if (units > NAME_UNITS || little_16(entry, 64) != (units + 1) * 2)
        return false;
    for (size_t i = 0; i < units; i++) {
        if (little_16(entry, i * 2) != (unsigned char)name[i])
            return false;
    }
    return true;
}

static bool
read_entry(const struct ole *ole, struct span entry, struct span *stream)
{
    uint32_t first = little_32(entry, 116), size = little_32(entry, 120);
    bool is_small = size < little_32(ole->file, 56);
    bool read = is_small ? read_chain(ole, ole->small, 0, MINI_SHIFT, ole->mini_fat, first, stream)
                         : read_sectors(ole, first, stream);

    if (read && stream->size > size)
        stream->size = size;
    return read;
}

bool
ole_has_directory(struct span file)
{
    unsigned shift = little_16(file, 30);

    return (shift == 9 || shift == 12) &&
           (((size_t)little_32(file, 48) + 1) << shift) + ENTRY_SIZE <= file.size;
}

bool
ole_read_stream(struct span file, const char *name, struct arena *arena, struct span *stream)
{
    struct ole ole = {.file = file, .shift = little_16(file, 30), .arena = arena};
    struct span directory;

    if (file.size < HEADER_SIZE || (ole.shift != 9 && ole.shift != 12) || !read_fat(&ole) ||
        !read_sectors(&ole, little_32(file, 48), &directory) || directory.size < ENTRY_SIZE)
        return false;
    /* The first entry is the root, whose stream is the container of the short ones. */
    if (!read_sectors(&ole, little_32(directory, 116), &ole.small))
        ole.small = (struct span){"", 0};
    if (!read_sectors(&ole, little_32(file, 60), &ole.mini_fat))
        ole.mini_fat = (struct span){"", 0};
    for (size_t at = 0; at + ENTRY_SIZE <= directory.size; at += ENTRY_SIZE) {
        struct span entry = {directory.data + at, ENTRY_SIZE};
        if (is_named(entry, name))
            return read_entry(&ole, entry, stream);
    }
    return false;
}
