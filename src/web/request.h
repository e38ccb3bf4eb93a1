/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a request: its words decoded strictly, its forms taken apart.  Inside web/ only.
 */
#ifndef HOCBA_WEB_REQUEST_H
#define HOCBA_WEB_REQUEST_H

#include "web/server.h"

/* Percent escapes undone.  NULL: an escape that is none, a NUL, or not UTF-8 afterwards. */
const char *request_decode(struct span text, bool plus_is_space, struct arena *arena);
/* "a=1&b=2".  False: more fields than WEB_FIELDS_MAX, or one that cannot be decoded. */
bool request_read_fields(struct span text, struct arena *arena, struct web_fields *fields);
/* multipart/form-data with that boundary (RFC 7578). False: not that. */
bool request_read_parts(struct span body, struct span boundary, struct arena *arena,
                        struct web_fields *fields);
/* By what Content-Type says; a body that is no form leaves the list empty.  False: a form that
 * cannot be read. */
bool request_read_form(const char *type, struct span body, struct arena *arena,
                       struct web_fields *fields);
/* The value of a cookie in a Cookie header; NULL: none. */
const char *request_find_cookie(const char *header, const char *name, struct arena *arena);

/* The route of method and path (HEAD counts as GET), with what stood for its {}.  NULL: none, and
 * `code` says why: 404, or 405 where another method has this path. */
const struct web_route *request_find_route(const struct web_route *routes, const char *method,
                                           const char *path, struct arena *arena,
                                           const char *arguments[WEB_ARGUMENTS_MAX], int *code);

#endif
