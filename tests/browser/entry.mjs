// SPDX-License-Identifier: Apache-2.0
// A class teacher enters her class in the real workplace: hocba serve on the demo's school.

import { assert, checkAxe, phone, picture, tell, until } from "./browser.mjs";
import { RealSchool } from "./school.mjs";

const [, , , , program, signer] = process.argv;
const PASSWORD = "hoa sua thom lung ngo nho";
const FIRST_LOAD_MAX = 150 * 1024;
const school = new RealSchool(program, signer);
process.on("exit", () => school.end());
await school.start();

const field = (page, row, column) => page.locator(`td[data-row="${row}"][data-column="${column}"] > :first-child`);
const ready = (page) => page.waitForSelector("[data-ready]");
/* A key that changes what stands there, and what it makes. */
async function another(page, row) {
    return (await field(page, row, 0).inputValue()) === "C" ? ["t", "T"] : ["c", "C"];
}
const isSaved = (page) => until("all saved", async () => (await page.locator(".grid-state").textContent()).startsWith("✓ Đã lưu"));

// One signed-in browser for all parts: its cookies go from one to the next.
let cookies = null;
let grid = null;

async function begin(open, options) {
    const context = await open(options);
    if (cookies) await context.addCookies(cookies);
    const page = await context.newPage();
    return { context, page };
}

/* What the server has, asked anew. */
async function kept(page, row, column, query = "") {
    const fresh = await page.context().newPage();
    await fresh.goto(`${school.address}${grid}${query}`);
    await ready(fresh);
    const value = await field(fresh, row, column).inputValue();
    await fresh.close();
    return value;
}

await tell({
    async "a first password, then the class by keyboard"(open) {
        const { context, page } = await begin(open);
        await school.signIn(page, "gv.1a", PASSWORD);
        cookies = await context.cookies();
        grid = await school.classPath(page, "1A");
        let bytes = 0;
        const session = await context.newCDPSession(page);
        await session.send("Network.enable");
        session.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
        await page.goto(school.address + grid);
        await ready(page);
        console.log(`     first load of the grid: ${bytes} bytes`);
        assert.ok(bytes < FIRST_LOAD_MAX, `${bytes} bytes`);
        await checkAxe(page, "the grid");
        await field(page, 0, 0).focus();
        for (const key of ["h", "t", "c"]) await page.keyboard.press(key);
        await field(page, 1, await page.locator("thead th.kind-text").evaluate((th) => +th.id.slice(2))).focus();
        await page.keyboard.insertText("Em chăm đọc sách, viết đẹp.");
        await page.keyboard.press("Enter");
        await isSaved(page);
        await picture(page, "entry-class");
        assert.equal(await kept(page, 0, 0), "H");
        assert.equal(await kept(page, 2, 0), "C");
    },

    async "qualities, all subjects, one pupil, attendance, results: every view opens"(open) {
        const { page } = await begin(open);
        for (const view of ["tat-ca", "pham-chat", "the-chat", "ket-qua"]) {
            await page.goto(`${school.address}${grid}?xem=${view}`);
            await ready(page);
            await picture(page, `entry-${view}`);
            await checkAxe(page, view);
        }
        await page.goto(`${school.address}${grid}?xem=the-chat`);
        await ready(page);
        await field(page, 0, 2).focus();
        await page.keyboard.type("118,5");
        await page.keyboard.press("Enter");
        await until("settled", async () => /saved|refused/.test(await field(page, 0, 2).locator("..").getAttribute("data-state")));
    },

    async "one pupil by all, and on to the next"(open) {
        const { page } = await begin(open);
        await page.goto(school.address + grid);
        await ready(page);
        await page.getByRole("link", { name: "Bùi Khánh Linh" }).click();
        await ready(page);
        assert.match(await page.locator(".card h2").textContent(), /Bùi Khánh Linh/);
        await page.getByRole("button", { name: "Sau ›" }).click();
        assert.doesNotMatch(await page.locator(".card h2").textContent(), /Bùi Khánh Linh/);
        await picture(page, "entry-pupil");
        await checkAxe(page, "one pupil");
    },

    async "a workbook with headings of the school's own: columns said by hand, without JavaScript"(open) {
        const { page } = await begin(open, { javaScriptEnabled: false });
        const told = await (await page.request.get(`${school.address}/api/v1${grid.replace("/lop/", "/classes/").replace("/nhap", "/grid")}?view=subject&subject=TV&period=hk1`)).json();
        const rows = told.pupils.slice(0, 9).map(({ code, name }, i) => `${code},${name},${i === 4 ? "Giỏi" : "THHTTTHTH"[i]},Em đọc to và rõ.`);
        const file = ["Môn: Tiếng Việt - Cuối học kỳ I", "Mã HS,Họ và tên,Em học thế nào,Lời cô dặn", ...rows].join("\n");
        await page.goto(`${school.address}${grid}-tep`);
        await page.locator("input[type=file]").setInputFiles({ name: "so-tieng-viet.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
        await page.getByRole("button", { name: "Xem trước", exact: true }).click();
        await page.getByText("không nhận ra dòng tiêu đề").waitFor();
        await page.getByLabel("cột C: Em học thế nào").selectOption("mon.muc");
        await page.getByLabel("cột D: Lời cô dặn").selectOption("mon.nhan_xet");
        await page.getByRole("button", { name: "Xem trước lại" }).first().click();
        await page.getByText("Chưa nhập gì: có hàng bị từ chối").waitFor();
        await picture(page, "entry-import");
        await page.locator("details.mapping").scrollIntoViewIfNeeded();
        await picture(page, "entry-import-columns");
        assert.equal(await page.getByLabel("cột C: Em học thế nào").inputValue(), "mon.muc");
        const download = page.waitForEvent("download");
        await page.getByRole("button", { name: /^Tải những chỗ cần sửa/ }).click();
        assert.equal((await download).suggestedFilename(), "can-sua.xlsx");
        await page.getByLabel(/Vẫn nhập các hàng khác/).first().check();
        await page.getByRole("button", { name: "Xem trước lại" }).first().click();
        await page.getByRole("button", { name: "Nhập vào bản nháp" }).click();
        await page.getByText("Đã nhập.").waitFor();
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        const kept = await (await page.request.get(`${school.address}/api/v1${grid.replace("/lop/", "/classes/").replace("/nhap", "/grid")}?view=subject&subject=TV&period=hk1`)).json();
        assert.deepEqual(kept.pupils.slice(0, 9).map(({ cells }) => cells[0].v).filter((_, i) => i !== 4), [..."THHTTHTH"]);
    },

    async "the same on a phone"(open) {
        const { page } = await begin(open, phone);
        await page.goto(`${school.address}${grid}-tep`);
        await page.locator("input[type=file]").setInputFiles({ name: "so.csv", mimeType: "text/csv",
            buffer: Buffer.from("Môn: Toán - Cuối năm\nMã HS,Họ và tên,Bài thi\n220001,Lê Hà,bảy") });
        await page.getByRole("button", { name: "Xem trước", exact: true }).click();
        await page.getByLabel("cột C: Bài thi").selectOption("mon.diem");
        await page.getByRole("button", { name: "Xem trước lại" }).first().click();
        await page.getByText("Chưa nhập gì: có hàng bị từ chối").waitFor();
        await checkAxe(page, "the import on a phone");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
        await picture(page, "entry-import-phone");
    },

    async "without JavaScript the class can be read"(open) {
        const { page } = await begin(open, { javaScriptEnabled: false });
        await page.goto(school.address + grid);
        assert.equal(await page.locator("tbody tr td").first().textContent(), "H");
        await page.locator("tbody th a").first().click();
        assert.match(page.url(), /xem=hoc-sinh/);
    },

    async "another class, another subject: not hers to write, and the API refuses"(open) {
        const { page } = await begin(open);
        await page.goto(school.address + grid);
        const csrf = await page.locator("meta[name=csrf]").getAttribute("content");
        const other = await page.evaluate(async (token) => {
            const answer = await fetch("/api/v1/cells", { method: "PUT", headers: { "Content-Type": "application/json", "X-CSRF": token },
                body: JSON.stringify({ id: crypto.randomUUID(), cells: [{ enrolment: "00000000-0000-4000-8000-000000000000", key: "mon.TV.muc", base: 0, value: "T" }] }) });
            return (await answer.json()).cells[0];
        }, csrf);
        assert.equal(other.outcome, "refused");
        assert.equal(other.value, undefined);
    },

    async "comments: the school's bank, the printed cell, a classmate's name"(open) {
        const { page } = await begin(open);
        await page.goto(school.address + grid);
        await ready(page);
        const column = await page.locator("thead th.kind-text").evaluate((th) => +th.id.slice(2));
        await field(page, 7, column).focus();
        await page.keyboard.press("Alt+ArrowDown");
        await page.locator(".bank button").first().waitFor();
        await picture(page, "entry-bank");
        await page.keyboard.press("Escape");
        await page.keyboard.type("Em giúp bạn Khang học. ".repeat(2));
        await until("what there is to say", async () => /ô in.*Khang/.test(await page.locator(".grid-meter").textContent()));
        await page.keyboard.press("Escape");
        await isSaved(page);
    },

    async "a sentence proposed, accepted on a phone by keyboard, then offered first"(open) {
        const { page } = await begin(open);
        await page.goto(school.address + grid);
        await ready(page);
        const column = await page.locator("thead th.kind-text").evaluate((th) => +th.id.slice(2));
        await field(page, 8, column).focus();
        await page.keyboard.insertText("Em kể chuyện tự nhiên, có cảm xúc.");
        await page.keyboard.press("Enter");
        await isSaved(page);
        await field(page, 8, column).focus();
        await page.keyboard.press("Alt+ArrowDown");
        await page.locator(".proposal button").press("Enter");
        await until("sent", async () => /Đã gửi.*“Em kể chuyện/.test(await page.locator(".proposal [role=status]").textContent()));
        await picture(page, "entry-proposed");
        await checkAxe(page, "proposing");

        const leader = await (await open(phone)).newPage();
        await school.signIn(leader, "hieutruong", PASSWORD);
        assert.ok((await leader.locator("header.top").boundingBox()).height <= 60, "the menu takes one line");
        await picture(leader, "entry-home-phone");
        await leader.locator(".menu-open").press("Enter");
        await leader.locator("nav.menu").waitFor();
        await picture(leader, "entry-menu-phone");
        await checkAxe(leader, "the menu");
        await leader.keyboard.press("Escape");
        assert.ok(await leader.locator("nav.menu").isHidden());
        await leader.locator(".menu-open").press("Enter");
        await leader.locator('nav.menu a[href="/nhan-xet"]').press("Enter");
        await leader.locator(".sentence").first().waitFor();
        await picture(leader, "entry-curate-phone");
        await checkAxe(leader, "curating");
        assert.ok(await leader.evaluate(() => document.documentElement.scrollWidth <= 360));
        await leader.getByRole("button", { name: /^Nhận vào kho.*kể chuyện tự nhiên/ }).press("Enter");
        await leader.locator(".message.good").waitFor();
        await page.keyboard.press("Escape");
        await page.keyboard.press("Alt+ArrowDown");
        const first = page.locator(".bank li").first();
        await until("offered first", async () => /kể chuyện tự nhiên.*của trường/.test(await first.textContent()));
    },

    async "two browsers in one cell"(open) {
        const one = await begin(open);
        const two = await begin(open);
        for (const { page } of [one, two]) {
            await page.goto(school.address + grid);
            await ready(page);
            await field(page, 3, 0).focus();
        }
        await one.page.keyboard.press((await another(one.page, 3))[0]);
        await isSaved(one.page);
        await two.page.keyboard.press("Delete");
        await two.page.locator("dialog").waitFor();
        assert.match(await two.page.locator("dialog").textContent(), /Hoàng Thị Thu Trang/);
        await picture(two.page, "entry-conflict");
        await two.page.getByRole("button", { name: "Giữ của tôi" }).click();
        await isSaved(two.page);
        assert.equal(await kept(one.page, 3, 0), "");
    },

    async "the server is killed in the middle, the page closed: nothing is lost"(open) {
        const { context, page } = await begin(open);
        await page.goto(school.address + grid);
        await ready(page);
        const [key, value] = await another(page, 5);
        await school.stop("SIGKILL");
        await field(page, 5, 0).focus();
        await page.keyboard.press(key);
        await until("kept here", async () => (await page.locator(".grid-state").textContent()).startsWith("⚠"));
        await page.close({ runBeforeUnload: false });
        await school.start();
        const next = await context.newPage();
        await next.goto(school.address + grid);
        await ready(next);
        await isSaved(next);
        assert.equal(await kept(next, 5, 0), value);
    },

    async "the session ends while she types"(open) {
        const { context, page } = await begin(open);
        await page.goto(school.address + grid);
        await ready(page);
        const [key, value] = await another(page, 6);
        await context.clearCookies();
        await field(page, 6, 0).focus();
        await page.keyboard.press(key);
        await page.locator("dialog").waitFor();
        await page.locator("dialog input[type=password]").fill(PASSWORD);
        await page.keyboard.press("Enter");
        await isSaved(page);
        assert.equal(await kept(page, 6, 0), value);
        cookies = await context.cookies();
    },

    async "a phone"(open) {
        const { page } = await begin(open, phone);
        await page.goto(school.address + grid);
        await ready(page);
        await page.getByRole("button", { name: "T", exact: true }).click();
        await isSaved(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
        await picture(page, "entry-phone");
        await checkAxe(page, "the phone");
    },
});
