// SPDX-License-Identifier: Apache-2.0
// Every page that somebody of the demo can come to by its links: axe finds nothing, Tab comes to all
// that can be used and shows where it is, nothing is wider than a phone, there is one heading. A
// picture of each is kept. A page that no link leads to, or that no story saw, fails.

import { assert, checkAxe, picture, tell } from "./browser.mjs";
import { RealSchool } from "./school.mjs";

const [, , , , program, signer] = process.argv;
const PASSWORD = "hoa sua thom lung ngo nho";
// Who can do most comes first; of each route the first page that somebody comes to is looked at.
const PEOPLE = ["hieutruong", "so.duyet", "hocvu", "quantri", "vanthu", "gv.2a", "gv.tieng.anh"];
// Seen by other stories (sign.mjs, public.mjs) and e2e/gateway, which make first what these show.
const ELSEWHERE = ["/cong-tiep-nhan/{}", "/giam-sat/tiep-nhan/{}", "/y-kien/{}/{}", "/kiem-tra/{}", "/kiem-tra/{}/{}", "/tap-huan/{}", "/khao-sat/{}", "/khao-sat/{}/tra-loi",
    "/gia-dinh/khao-sat/{}", "/xac-minh/{}", "/kiem-tra/{}/hoc-ba/{}/xac-minh"];
const FILES = /^\/(tinh|healthz|readyz|metrics|api)|\.(pdf|xml|xlsx)$|\/tep\/|\/(xem|bang-chung)\/\{\}$|\/(bang-ke|quyet-dinh)$|^\/chot-nam\/\{\}$|\/hoc-ba\/\{\}$|^\/luot-ky\//;
const KEYS_MAX = 400;

const school = new RealSchool(program, signer);
process.on("exit", () => school.end());
await school.start();
const told = await (await fetch(`${school.address}/api/v1/openapi.json`)).json();
const routes = Object.entries(told.paths).filter(([, methods]) => methods.get).map(([path]) => path.replace(/\{\w+\}/g, "{}"));
const wanted = routes.filter((route) => !FILES.test(route));
const seen = new Set();

function routeOf(path) {
    return routes.find((route) => new RegExp(`^${route.replaceAll(".", "\\.").replaceAll("{}", "[^/]+")}$`).test(path)) ?? path;
}

/* Links to one route with the same names in the query are followed once. */
function kindOf(address) {
    const url = new URL(address);
    return `${routeOf(url.pathname)} ${[...url.searchParams.keys()].sort().join(" ")}`;
}

/* What can be used here and has no other way to it: of radio buttons that is one of a group. */
const usable = () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }) &&
        !(one.type === "radio" && document.querySelectorAll(`input[name="${one.name}"]`).length > 1));

/* With Tab alone, once around; each stop can be seen to be one. */
async function checkKeyboard(page, where) {
    await page.evaluate(`(${usable})().forEach((one, at) => { one.dataset.stop = at; }); document.activeElement.blur()`);
    const left = new Set(await page.evaluate(() => [...document.querySelectorAll("[data-stop]")].map((one) => one.dataset.stop)));
    const dark = [];
    for (let keys = 0; left.size > 0 && keys < KEYS_MAX; keys++) {
        await page.keyboard.press("Tab");
        const { stop, html, plain } = await page.evaluate(() => {
            const one = document.activeElement, style = getComputedStyle(one);
            return { stop: one.dataset.stop, html: one.outerHTML.slice(0, 120),
                // What is inside of these shows itself where the focus is.
                plain: one !== document.body && !one.matches("iframe, input[type=date]") &&
                    style.outlineStyle === "none" && style.boxShadow === "none" };
        });
        left.delete(stop);
        if (plain) dark.push(html);
    }
    const missed = await page.evaluate((stops) => stops.map((stop) => document.querySelector(`[data-stop="${stop}"]`)?.outerHTML.slice(0, 120)), [...left]);
    assert.deepEqual(missed, [], `Tab never comes there, at ${where}`);
    assert.deepEqual(dark, [], `nobody sees that Tab is there, at ${where}`);
}

async function look(page, name, address) {
    const where = `${name} ${new URL(address).pathname}`;
    assert.equal(await page.locator("h1").count(), 1, `one heading at ${where}`);
    await page.locator("[data-grid]:not([data-ready])").waitFor({ state: "detached" });
    const seenAs = `${name}-${routeOf(new URL(address).pathname).replace(/[^a-z]+/g, "-")}`;
    await picture(page, `page-${seenAs}`);
    await checkAxe(page, where);
    if (await page.locator("[data-grid]").count() === 0) await checkKeyboard(page, where); // the grid has stories of its own
    await page.setViewportSize({ width: 360, height: 740 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await picture(page, `phone-${seenAs}`);
    assert.ok(wide <= 0, `${where} is ${wide} px too wide for a phone`);
    await page.setViewportSize({ width: 1366, height: 768 });
}

/* From the first page on, wherever links lead. */
async function walk(context, page, name) {
    const waiting = [`${school.address}/`, `${school.address}/tai-khoan/hai-lop`], met = new Set(waiting.map(kindOf));
    const failed = [];
    while (waiting.length > 0) {
        const address = waiting.shift();
        const answer = await context.request.get(address);
        if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
        if (answer.status() !== 200) {
            failed.push(`a link leads to ${answer.status()} at ${new URL(address).pathname}`);
            continue;
        }
        await page.goto(address);
        const route = routeOf(new URL(page.url()).pathname);
        if (!seen.has(route)) await look(page, name, address).catch((error) => failed.push(error.message));
        seen.add(route);
        for (const link of await page.locator("a[href]").evaluateAll((all) => all.map((one) => one.href))) {
            const plain = link.replace(/#.*$/, "");
            if (!plain.startsWith(`${school.address}/`) || met.has(kindOf(plain))) continue;
            met.add(kindOf(plain));
            waiting.push(plain);
        }
    }
    assert.deepEqual(failed, []);
}

const stories = {};

stories["before anybody signs in"] = async (open) => {
    const context = await open();
    const page = await context.newPage();
    for (const path of ["/", "/dang-nhap", "/xac-minh", "/gia-dinh"]) {
        await page.goto(school.address + path);
        seen.add(path);
        await look(page, "nobody", school.address + path);
    }
};

for (const name of PEOPLE)
    stories[`wherever links lead ${name}`] = async (open) => {
        const context = await open();
        const page = await context.newPage();
        await school.signIn(page, name, PASSWORD);
        await walk(context, page, name);
    };

stories["no page was left out"] = async () => {
    assert.deepEqual(wanted.filter((route) => !seen.has(route) && !ELSEWHERE.includes(route)), []);
};

await tell(stories);
