/* SPDX-License-Identifier: Apache-2.0 */
#include "base/qr.h"

#include <limits.h>
#include <stdlib.h>

enum { CODEWORDS_MAX = 346, BLOCKS_MAX = 5, CORRECTION_MAX = 26, FIELD = 0x11d, LEVEL_M = 0 };

/* Of level M: correction codewords per block, blocks of the first kind with their data codewords,
 * blocks of the second kind, which have one more. */
static const struct {
    uint8_t correction, blocks, data, longer;
    uint8_t align[3]; /* centres of alignment patterns; 0: no more */
} versions[QR_VERSION_MAX + 1] = {
    {0},
    {10, 1, 16, 0, {0}},
    {16, 1, 28, 0, {6, 18}},
    {26, 1, 44, 0, {6, 22}},
    {18, 2, 32, 0, {6, 26}},
    {24, 2, 43, 0, {6, 30}},
    {16, 4, 27, 0, {6, 34}},
    {18, 4, 31, 0, {6, 22, 38}},
    {22, 2, 38, 2, {6, 24, 42}},
    {22, 3, 36, 2, {6, 26, 46}},
    {26, 4, 43, 1, {6, 28, 50}},
};

struct making {
    struct qr *qr;
    int version;
    uint8_t fixed[QR_SIDE_MAX][QR_SIDE_MAX]; /* not data: never masked */
    uint8_t words[CODEWORDS_MAX];            /* data, then all as they are placed */
    size_t count;
};

static size_t
data_size(int version)
{
    return (size_t)versions[version].blocks * versions[version].data +
           (size_t)versions[version].longer * (versions[version].data + 1U);
}

/* --- codewords -------------------------------------------------------------------------------- */

static void
put_bits(uint8_t *words, size_t *at, unsigned value, unsigned bits)
{
    while (bits-- > 0) {
        if (value >> bits & 1)
            words[*at / 8] |= (uint8_t)(0x80 >> *at % 8);
        ++*at;
    }
}

static void
write_data(struct making *it, struct span bytes)
{
    size_t at = 0, room = data_size(it->version);

    put_bits(it->words, &at, 4, 4); /* bytes follow */
    put_bits(it->words, &at, (unsigned)bytes.size, it->version < 10 ? 8 : 16);
    for (size_t i = 0; i < bytes.size; i++)
        put_bits(it->words, &at, (uint8_t)bytes.data[i], 8);
    at = at + 4 < room * 8 ? at + 4 : room * 8;
    for (size_t i = (at + 7) / 8, odd = 0; i < room; i++, odd ^= 1)
        it->words[i] = odd ? 0x11 : 0xec;
    it->count = room;
}

static uint8_t
multiply(uint8_t a, uint8_t b)
{
    unsigned product = 0;

    for (int bit = 7; bit >= 0; bit--) {
        product = product << 1 ^ (product >> 7) * FIELD;
        product ^= (b >> bit & 1) * a;
    }
    return (uint8_t)product;
}

/* The remainder of data * x^count by (x - 1)(x - 2)(x - 4)... over GF(256). */
static void
correct(const uint8_t *data, size_t size, size_t count, uint8_t *out)
{
    uint8_t divisor[CORRECTION_MAX] = {0}, root = 1;

    divisor[count - 1] = 1;
    for (size_t i = 0; i < count; i++, root = multiply(root, 2)) {
        for (size_t k = 0; k < count; k++)
            divisor[k] = multiply(divisor[k], root) ^ (k + 1 < count ? divisor[k + 1] : 0);
    }
    memset(out, 0, count);
    for (size_t i = 0; i < size; i++) {
        uint8_t factor = data[i] ^ out[0];
        memmove(out, out + 1, count - 1);
        out[count - 1] = 0;
        for (size_t k = 0; k < count; k++)
            out[k] ^= multiply(divisor[k], factor);
    }
}

/* Block by block corrected, then one codeword of each in turn. */
static void
interleave(struct making *it)
{
    uint8_t data[CODEWORDS_MAX] = {0}, correction[BLOCKS_MAX][CORRECTION_MAX] = {0};
    size_t blocks = (size_t)versions[it->version].blocks + versions[it->version].longer;
    size_t shorter = versions[it->version].data, extra = versions[it->version].correction;
    size_t first[BLOCKS_MAX], out = 0, at = 0;

    memcpy(data, it->words, it->count);
    for (size_t i = 0; i < blocks; i++) {
        size_t size = shorter + (i >= versions[it->version].blocks);
        first[i] = at;
        correct(data + at, size, extra, correction[i]);
        at += size;
    }
    for (size_t k = 0; k <= shorter; k++)
        for (size_t i = 0; i < blocks; i++)
            if (k < shorter || i >= versions[it->version].blocks)
                it->words[out++] = data[first[i] + k];
    for (size_t k = 0; k < extra; k++)
        for (size_t i = 0; i < blocks; i++)
            it->words[out++] = correction[i][k];
    it->count = out;
}

/* --- patterns --------------------------------------------------------------------------------- */

static void
fix(struct making *it, int row, int column, bool dark)
{
    if (row < 0 || column < 0 || row >= it->qr->side || column >= it->qr->side)
        return;
    it->qr->dark[row][column] = dark;
    it->fixed[row][column] = 1;
}

/* Concentric squares around a centre; of a finder the light frame around it too. */
static void
draw_square(struct making *it, int row, int column, int radius)
{
    for (int y = -radius; y <= radius; y++)
        for (int x = -radius; x <= radius; x++) {
            int ring = abs(x) > abs(y) ? abs(x) : abs(y);
            bool light = radius == 4 ? ring == 2 || ring == 4 : ring == 1;
            fix(it, row + y, column + x, !light);
        }
}

static void
draw_alignments(struct making *it)
{
    const uint8_t *align = versions[it->version].align;
    int last = align[2] ? align[2] : align[1];

    for (int i = 0; i < 3 && align[i]; i++)
        for (int k = 0; k < 3 && align[k]; k++)
            if (!(align[i] == 6 && align[k] == 6) && !(align[i] == 6 && align[k] == last) &&
                !(align[i] == last && align[k] == 6))
                draw_square(it, align[i], align[k], 2);
}

/* Which mask, with its own correction, twice; from version 7 on the version likewise. */
static void
draw_format(struct making *it, unsigned mask)
{
    unsigned format = LEVEL_M << 3 | mask, rest = format, side = (unsigned)it->qr->side;

    for (int i = 0; i < 10; i++)
        rest = rest << 1 ^ (rest >> 9) * 0x537;
    unsigned bits = (format << 10 | rest) ^ 0x5412;
    for (unsigned i = 0; i < 15; i++) {
        bool dark = bits >> i & 1;
        int along = (int)(i < 6 ? i : i < 8 ? i + 1 : 14 - i);
        if (i < 8)
            fix(it, along, 8, dark);
        else
            fix(it, 8, i == 8 ? 7 : along, dark);
        if (i < 8)
            fix(it, 8, (int)(side - 1 - i), dark);
        else
            fix(it, (int)(side - 15 + i), 8, dark);
    }
    fix(it, (int)side - 8, 8, true);
}

static void
draw_version(struct making *it)
{
    unsigned version = (unsigned)it->version, rest = version;

    if (version < 7)
        return;
    for (int i = 0; i < 12; i++)
        rest = rest << 1 ^ (rest >> 11) * 0x1f25;
    unsigned bits = version << 12 | rest;
    for (int i = 0; i < 18; i++) {
        fix(it, i / 3, it->qr->side - 11 + i % 3, bits >> i & 1);
        fix(it, it->qr->side - 11 + i % 3, i / 3, bits >> i & 1);
    }
}

static void
draw_patterns(struct making *it)
{
    int side = it->qr->side;

    for (int i = 0; i < side; i++) {
        fix(it, 6, i, i % 2 == 0);
        fix(it, i, 6, i % 2 == 0);
    }
    draw_square(it, 3, 3, 4);
    draw_square(it, 3, side - 4, 4);
    draw_square(it, side - 4, 3, 4);
    draw_alignments(it);
    draw_format(it, 0); /* its place */
    draw_version(it);
}

/* Two columns at a time from the right, up and down by turns, past what is fixed. */
static void
place_words(struct making *it)
{
    int side = it->qr->side;
    size_t at = 0;

    for (int right = side - 1; right >= 1; right -= 2) {
        if (right == 6)
            right = 5;
        for (int step = 0; step < side; step++)
            for (int k = 0; k < 2; k++) {
                bool up = ((right + 1) & 2) == 0;
                int row = up ? side - 1 - step : step, column = right - k;
                if (it->fixed[row][column] || at >= it->count * 8)
                    continue;
                it->qr->dark[row][column] = it->words[at / 8] >> (7 - at % 8) & 1;
                at++;
            }
    }
}

/* --- masks ------------------------------------------------------------------------------------ */

static bool
is_masked(unsigned mask, int row, int column)
{
    switch (mask) {
    case 0: return (row + column) % 2 == 0;
    case 1: return row % 2 == 0;
    case 2: return column % 3 == 0;
    case 3: return (row + column) % 3 == 0;
    case 4: return (row / 2 + column / 3) % 2 == 0;
    case 5: return row * column % 2 + row * column % 3 == 0;
    case 6: return (row * column % 2 + row * column % 3) % 2 == 0;
    default: return ((row + column) % 2 + row * column % 3) % 2 == 0;
    }
}

static void
apply_mask(struct making *it, unsigned mask)
{
    for (int row = 0; row < it->qr->side; row++)
        for (int column = 0; column < it->qr->side; column++)
            if (!it->fixed[row][column])
                it->qr->dark[row][column] ^= is_masked(mask, row, column);
}

/* Runs of five and more, and what looks like a finder, along one line. */
static int
line_penalty(const struct qr *qr, int line, bool rows)
{
    unsigned history = 0;
    int run = 0, penalty = 0;

    for (int i = 0; i < qr->side; i++) {
        unsigned dark = rows ? qr->dark[line][i] : qr->dark[i][line];
        run = i > 0 && (history & 1) == dark ? run + 1 : 1;
        penalty += run == 5 ? 3 : run > 5;
        history = (history << 1 | dark) & 0x7ff;
        if (i >= 10 && (history == 0x05d || history == 0x5d0))
            penalty += 40;
    }
    return penalty;
}

static int
penalty_of(const struct qr *qr)
{
    int penalty = 0, dark = 0, all = qr->side * qr->side;

    for (int i = 0; i < qr->side; i++)
        penalty += line_penalty(qr, i, true) + line_penalty(qr, i, false);
    for (int y = 0; y < qr->side; y++)
        for (int x = 0; x < qr->side; x++) {
            dark += qr->dark[y][x];
            if (y > 0 && x > 0 && qr->dark[y][x] == qr->dark[y - 1][x] &&
                qr->dark[y][x] == qr->dark[y][x - 1] && qr->dark[y][x] == qr->dark[y - 1][x - 1])
                penalty += 3;
        }
    return penalty + abs(dark * 20 - all * 10) / all * 10;
}

static void
choose_mask(struct making *it)
{
    unsigned best = 0;
    int least = INT_MAX;

    for (unsigned mask = 0; mask < 8; mask++) {
        apply_mask(it, mask);
        draw_format(it, mask);
        int penalty = penalty_of(it->qr);
        if (penalty < least) {
            least = penalty;
            best = mask;
        }
        apply_mask(it, mask); /* off again */
    }
    apply_mask(it, best);
    draw_format(it, best);
}

bool
qr_make(struct span bytes, struct qr *qr)
{
    struct making it = {.qr = qr, .version = 1};

    if (bytes.size > QR_BYTES_MAX)
        return false;
    while (bytes.size + (it.version < 10 ? 2 : 3) > data_size(it.version))
        it.version++;
    memset(qr, 0, sizeof *qr);
    qr->side = 17 + 4 * it.version;
    write_data(&it, bytes);
    interleave(&it);
    draw_patterns(&it);
    place_words(&it);
    choose_mask(&it);
    return true;
}
