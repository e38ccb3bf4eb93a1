/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/syllable.h"

#include <stdio.h>

#include "base/unicode.h"

/* Letters are named by one byte each, so that rimes are short strings: a A(ă) B(â) e E(ê) i o O(ô)
 * P(ơ) u U(ư) y, d D(đ) and the consonants as they are. */
static const struct letter {
    uint32_t character;
    char name;
} toned[] = {
    {'a', 'a'},   {0xE0, 'a'},   {0x1EA3, 'a'}, {0xE3, 'a'},   {0xE1, 'a'},   {0x1EA1, 'a'},
    {0x103, 'A'}, {0x1EB1, 'A'}, {0x1EB3, 'A'}, {0x1EB5, 'A'}, {0x1EAF, 'A'}, {0x1EB7, 'A'},
    {0xE2, 'B'},  {0x1EA7, 'B'}, {0x1EA9, 'B'}, {0x1EAB, 'B'}, {0x1EA5, 'B'}, {0x1EAD, 'B'},
    {'e', 'e'},   {0xE8, 'e'},   {0x1EBB, 'e'}, {0x1EBD, 'e'}, {0xE9, 'e'},   {0x1EB9, 'e'},
    {0xEA, 'E'},  {0x1EC1, 'E'}, {0x1EC3, 'E'}, {0x1EC5, 'E'}, {0x1EBF, 'E'}, {0x1EC7, 'E'},
    {'i', 'i'},   {0xEC, 'i'},   {0x1EC9, 'i'}, {0x129, 'i'},  {0xED, 'i'},   {0x1ECB, 'i'},
    {'o', 'o'},   {0xF2, 'o'},   {0x1ECF, 'o'}, {0xF5, 'o'},   {0xF3, 'o'},   {0x1ECD, 'o'},
    {0xF4, 'O'},  {0x1ED3, 'O'}, {0x1ED5, 'O'}, {0x1ED7, 'O'}, {0x1ED1, 'O'}, {0x1ED9, 'O'},
    {0x1A1, 'P'}, {0x1EDD, 'P'}, {0x1EDF, 'P'}, {0x1EE1, 'P'}, {0x1EDB, 'P'}, {0x1EE3, 'P'},
    {'u', 'u'},   {0xF9, 'u'},   {0x1EE7, 'u'}, {0x169, 'u'},  {0xFA, 'u'},   {0x1EE5, 'u'},
    {0x1B0, 'U'}, {0x1EEB, 'U'}, {0x1EED, 'U'}, {0x1EEF, 'U'}, {0x1EE9, 'U'}, {0x1EF1, 'U'},
    {'y', 'y'},   {0x1EF3, 'y'}, {0x1EF7, 'y'}, {0x1EF9, 'y'}, {0xFD, 'y'},   {0x1EF5, 'y'},
    {0x111, 'D'},
};
enum { TONES = 6, SYLLABLE_MAX = 12 };

static const char *const onsets[] = {"ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th",
                                     "tr",  "b",  "c",  "d",  "D",  "g",  "h",  "k",  "l",  "m",
                                     "n",   "p",  "r",  "s",  "t",  "v",  "x",  ""};

static const char rimes[] =
    " a ac ach ai am an ang anh ao ap at au ay Ac Am An Ang Ap At Bc Bm Bn Bng Bp Bt Bu By"
    " e ec em en eng eo ep et E Ech Em En Enh Ep Et Eu i ia ich iEc iEm iEn iEng iEp iEt iEu im in"
    " inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oAc oAm oAn oAng oAt oc oe"
    " oen oeo oet oi om on ong oong ooc op ot O Oc Oi Om On Ong Op Ot P Pi Pm Pn Pp Pt u ua uBn"
    " uBng uBt uBy uc uE uEch uEnh uEn uEt ui um un ung uO uOc uOi uOm uOn uOng uOt uP up ut uy uya"
    " uych uyE uyEn uyEt uyn uynh uyt uyu uyp U Ua Uc Ui Um Un Ung UPc UPi UPm UPn UPng UPp UPt UPu"
    " Ut Uu y yE yEm yEn yEng yEt yEu yt ych ynh yn ";

/* The small letter of a capital of Vietnamese, else itself. */
static uint32_t
lower_letter(uint32_t c)
{
    bool latin = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDD && c != 0xD7);
    bool paired = c == 0x102 || c == 0x110 || c == 0x128 || c == 0x168 || c == 0x1A0 ||
                  c == 0x1AF || (c >= 0x1EA0 && c <= 0x1EF9 && c % 2 == 0);

    return latin ? c + 0x20 : paired ? c + 1 : c;
}

char *
vietnamese_lower(struct arena *arena, const char *text)
{
    AUTO(buffer) *out = buffer_new(2 * strlen(text) + 1);
    const char *end = text + strlen(text);

    while (text < end)
        utf8_add(out, lower_letter(utf8_next(&text, end)));
    return arena_copy(arena, buffer_span(out).data, out->size);
}

/* The names of a word's letters; false when one of them is no letter of Vietnamese or two bear a
 * tone. */
static bool
spell(struct span word, char *out)
{
    const char *p = word.data, *end = word.data + word.size;
    size_t n = 0, tones = 0;

    while (p < end) {
        uint32_t c = lower_letter(utf8_next(&p, end));
        char name = c >= 'b' && c <= 'z' ? (char)c : '\0';
        for (size_t i = 0; i < COUNT_OF(toned); i++)
            if (toned[i].character == c) {
                name = toned[i].name;
                tones += i % TONES != 0;
            }
        if (name == '\0' || n == SYLLABLE_MAX)
            return false;
        out[n++] = name;
    }
    out[n] = '\0';
    return n > 0 && tones <= 1;
}

static bool
is_rime(const char *text)
{
    char wanted[SYLLABLE_MAX + 3];

    snprintf(wanted, sizeof wanted, " %s ", text);
    return strstr(rimes, wanted) != NULL;
}

bool
syllable_is_vietnamese(struct span word)
{
    char spelt[SYLLABLE_MAX + 1];

    if (!spell(word, spelt))
        return false;
    for (size_t i = 0; i < COUNT_OF(onsets); i++) {
        size_t size = strlen(onsets[i]);
        if (strncmp(spelt, onsets[i], size) == 0 && is_rime(spelt + size))
            return true;
    }
    return text_equal(spelt, "gi");
}
