/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of ui/, out of the binary.  Their address holds a digest of all of them, so browsers
 * keep them for good and never mix two versions.
 */
#include "crypto/hash.h"
#include "serve/embedded_ui.h"
#include "serve/inside.h"
#include "serve/shared.h"

static const struct {
    const char *name, *type;
    const struct span *bytes;
} assets[] = {
    {"hocba.css", "text/css; charset=utf-8", &embedded_hocba_css},
    {"public.css", "text/css; charset=utf-8", &embedded_public_css},
    {"grid.css", "text/css; charset=utf-8", &embedded_grid_css},
    {"grid.js", "text/javascript; charset=utf-8", &embedded_grid_js},
    {"grid_api.js", "text/javascript; charset=utf-8", &embedded_grid_api_js},
    {"grid_ask.js", "text/javascript; charset=utf-8", &embedded_grid_ask_js},
    {"grid_cards.js", "text/javascript; charset=utf-8", &embedded_grid_cards_js},
    {"grid_drawer.js", "text/javascript; charset=utf-8", &embedded_grid_drawer_js},
    {"grid_journal.js", "text/javascript; charset=utf-8", &embedded_grid_journal_js},
    {"grid_keys.js", "text/javascript; charset=utf-8", &embedded_grid_keys_js},
    {"grid_meter.js", "text/javascript; charset=utf-8", &embedded_grid_meter_js},
    {"grid_model.js", "text/javascript; charset=utf-8", &embedded_grid_model_js},
    {"grid_paste.js", "text/javascript; charset=utf-8", &embedded_grid_paste_js},
    {"grid_peers.js", "text/javascript; charset=utf-8", &embedded_grid_peers_js},
    {"grid_problems.js", "text/javascript; charset=utf-8", &embedded_grid_problems_js},
    {"grid_saver.js", "text/javascript; charset=utf-8", &embedded_grid_saver_js},
    {"grid_table.js", "text/javascript; charset=utf-8", &embedded_grid_table_js},
    {"grid_text.js", "text/javascript; charset=utf-8", &embedded_grid_text_js},
    {"job.js", "text/javascript; charset=utf-8", &embedded_job_js},
    {"paper.js", "text/javascript; charset=utf-8", &embedded_paper_js},
    {"paper_remote.js", "text/javascript; charset=utf-8", &embedded_paper_remote_js},
    {"queue.css", "text/css; charset=utf-8", &embedded_queue_css},
    {"queue.js", "text/javascript; charset=utf-8", &embedded_queue_js},
    {"queue_key.js", "text/javascript; charset=utf-8", &embedded_queue_key_js},
    {"lookup.js", "text/javascript; charset=utf-8", &embedded_lookup_js},
    {"monitor.css", "text/css; charset=utf-8", &embedded_monitor_css},
    {"icon.svg", "image/svg+xml", &embedded_icon_svg},
    {"signing.js", "text/javascript; charset=utf-8", &embedded_signing_js},
};

void
assets_version(char version[17])
{
    AUTO(sha256_stream) *stream = sha256_stream_new();
    char hex[SHA256_HEX_SIZE];

    for (size_t i = 0; i < COUNT_OF(assets); i++)
        sha256_stream_add(stream, assets[i].bytes->data, assets[i].bytes->size);
    struct digest digest = sha256_stream_finish(stream);
    digest_hex(&digest, hex);
    memcpy(version, hex, 16);
    version[16] = '\0';
}

enum status
asset_file(struct visit *visit, struct error *err)
{
    struct web_answer *answer = visit->answer;

    for (size_t i = 0; i < COUNT_OF(assets); i++) {
        if (!text_equal(assets[i].name, visit->argument[1]))
            continue;
        /* Another version is still this file, but must be asked for again. */
        bool current = text_equal(visit->argument[0], visit->serve->version);
        answer->code = 200;
        answer->type = assets[i].type;
        answer->body = *assets[i].bytes;
        answer->compressible = true;
        answer->cache = current ? "public, max-age=31536000, immutable" : "no-cache";
        return OK;
    }
    return fail(err, NOT_FOUND, "Không có tệp này.");
}
