/* SPDX-License-Identifier: Apache-2.0
 *
 * The part of XPath 1.0 of xml/node_set.h; inside xml/ only.  Each function marks, one byte per
 * node of the tree, in a time linear in the nodes for each step or term, of which there are few.
 */
#ifndef HOCBA_XML_XPATH_H
#define HOCBA_XML_XPATH_H

#include "xml/node_set.h"

enum { XPATH_STEPS_MAX = 32, XPATH_NESTING_MAX = 8 };

/* Nodes for which the condition holds. */
MUST_CHECK enum status xpath_condition(const struct xml_tree *tree, const struct xml_xpath *xpath,
                                       struct arena *arena, uint8_t **marks, struct error *err);
/* Nodes that a location path selects, not yet with what is below them. */
MUST_CHECK enum status xpath_select(const struct xml_tree *tree, const struct xml_xpath *xpath,
                                    struct arena *arena, uint8_t **marks, struct error *err);

#endif
