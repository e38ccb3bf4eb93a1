/* SPDX-License-Identifier: Apache-2.0
 *
 * HarfBuzz, of which printing takes the measures of glyphs and the subsets of fonts; loaded by
 * fonts_open() (base/lazy.h).
 */
#ifndef HOCBA_PRINT_HARFBUZZ_H
#define HOCBA_PRINT_HARFBUZZ_H

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include "base/lazy.h"

/* clang-format off */
#define HARFBUZZ(LAZY)                                                                             \
    LAZY(hb_, blob_create) LAZY(hb_, blob_destroy) LAZY(hb_, blob_get_data)                        \
    LAZY(hb_, face_collect_unicodes) LAZY(hb_, face_create) LAZY(hb_, face_destroy)                \
    LAZY(hb_, face_get_upem) LAZY(hb_, face_reference_blob) LAZY(hb_, face_reference_table)        \
    LAZY(hb_, font_create) LAZY(hb_, font_destroy) LAZY(hb_, font_get_glyph_extents)               \
    LAZY(hb_, font_get_glyph_h_advance) LAZY(hb_, font_get_nominal_glyph)                          \
    LAZY(hb_, font_make_immutable) LAZY(hb_, map_get) LAZY(hb_, ot_metrics_get_position)           \
    LAZY(hb_, set_add) LAZY(hb_, set_clear) LAZY(hb_, set_create) LAZY(hb_, set_destroy)           \
    LAZY(hb_, set_get_max) LAZY(hb_, set_has) LAZY(hb_, set_next) LAZY(hb_, set_next_range)        \
    LAZY(hb_, set_union)
#define HARFBUZZ_SUBSET(LAZY)                                                                      \
    LAZY(hb_subset_, input_create_or_fail) LAZY(hb_subset_, input_destroy)                         \
    LAZY(hb_subset_, input_set) LAZY(hb_subset_, input_set_flags)                                  \
    LAZY(hb_subset_, input_unicode_set) LAZY(hb_subset_, plan_create_or_fail)                      \
    LAZY(hb_subset_, plan_destroy) LAZY(hb_subset_, plan_execute_or_fail)                          \
    LAZY(hb_subset_, plan_old_to_new_glyph_mapping)
/* clang-format on */
extern LAZY_TYPE(harfbuzz, HARFBUZZ) harfbuzz;
extern LAZY_TYPE(harfbuzz_subset, HARFBUZZ_SUBSET) harfbuzz_subset;

#endif
