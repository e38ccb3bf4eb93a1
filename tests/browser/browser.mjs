// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium for a story, waiting, axe, and pictures kept as artefacts.
//
// usage of a story: node STORY.mjs NODE_MODULES PICTURES [more]; ends with 0 when every part of it
// came true.

import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { strict as assert } from "node:assert";

const [, , modules, pictures] = process.argv;
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");
const WAIT_MS = 60000; // ends what hangs; a slow machine that builds beside us is slow
mkdirSync(pictures, { recursive: true });

export { assert };
export const desk = { viewport: { width: 1366, height: 768 }, locale: "vi-VN" };
export const phone = { viewport: { width: 360, height: 740 }, locale: "vi-VN", hasTouch: true, isMobile: true };

export async function launch() {
    return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
}

export async function until(what, fits) {
    const end = Date.now() + WAIT_MS;
    for (;;) {
        const found = await fits();
        if (found) return found;
        if (Date.now() > end) throw new Error(`never came true: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 40));
    }
}

// Pictures are to be looked at, nothing is asserted of them: where the compositor waits for a PDF viewer that
// is gone by then, the second is taken.
export const picture = (page, name) => {
    const take = () => page.screenshot({ path: `${pictures}/${name}.png` });
    return take().catch(take);
};

/* No violation that axe knows of. */
export async function checkAxe(page, where) {
    const found = await (async () => {
        await page.evaluate(require("node:fs").readFileSync(axe, "utf8"));
        return page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations
            .map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`));
    })();
    assert.deepEqual(found, [], `axe at ${where}`);
}

/* Run the stories one after the other; a page that logs an error has failed, unless the story closed
 * it in the middle of its work. */
export async function tell(stories) {
    const browser = await launch();
    let failed = 0;
    for (const [name, story] of Object.entries(stories)) {
        const contexts = [], errors = [];
        const open = async (options = desk) => {
            const context = await browser.newContext(options);
            context.setDefaultTimeout(WAIT_MS);
            context.on("weberror", (error) => errors.push(error));
            contexts.push(context);
            return context;
        };
        try {
            await story(open);
            console.log(`ok   ${name}`);
        } catch (error) {
            failed++;
            console.log(`FAIL ${name}: ${error.stack}`);
        }
        for (const error of errors.filter((one) => !one.page()?.isClosed())) {
            failed++;
            console.log(`FAIL ${name}: ${error.error()}`);
        }
        await Promise.all(contexts.map((context) => context.close().catch(() => {})));
    }
    await browser.close();
    process.exit(failed > 0 ? 1 : 0);
}
