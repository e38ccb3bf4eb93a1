// SPDX-License-Identifier: Apache-2.0
// Stories of the class grid alone, before a server of the harness (harness.mjs).

import { assert, checkAxe, desk, phone, picture, tell, until } from "./browser.mjs";
import { School, serve } from "./harness.mjs";

const START = "/nhap";

async function begin(open, { school = new School(), path = START, options = desk } = {}) {
    const server = await serve(school);
    const context = await open(options);
    const page = await context.newPage();
    await page.goto(server.address + path);
    await page.waitForSelector("[data-ready]");
    return { school, server, context, page };
}

const field = (page, row, column) => page.locator(`td[data-row="${row}"][data-column="${column}"] > :first-child`);
const kept = (school, row, key) => () => school.value(`e${row + 1}`, `mon.TV.${key}`);
const comes = (school, row, key, value) => until(`${key} of ${row} is “${value}”`, () => kept(school, row, key)() === value);
const clean = (page) => until("all saved", async () => (await page.locator(".grid-state").textContent()).startsWith("✓ Đã lưu"));

async function press(page, ...keys) {
    for (const key of keys) await page.keyboard.press(key);
}

async function toClipboardPaste(page, text, html = "") {
    await page.evaluate(([plain, rich]) => {
        const data = new DataTransfer();
        data.setData("text/plain", plain);
        if (rich) data.setData("text/html", rich);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, [text, html]);
}

// What Unikey sends: the letter that changes is taken back and typed anew.
async function retype(page, steps) {
    for (const step of steps) {
        if (step === "⌫") await press(page, "Backspace");
        else if (step.length === 1 && step.charCodeAt(0) < 128) await press(page, step === " " ? "Space" : step);
        else await page.keyboard.insertText(step);
    }
}

// An input method with a preedit (ibus, macOS): the text is composed, then committed.
async function compose(page, steps, text) {
    const session = await page.context().newCDPSession(page);
    for (const step of steps) {
        await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 229, key: "Process" });
        await session.send("Input.imeSetComposition", { text: step, selectionStart: step.length, selectionEnd: step.length });
    }
    await session.send("Input.insertText", { text });
}

await tell({
    async "a class by keyboard alone"(open) {
        const { school, page } = await begin(open);
        await page.keyboard.press("Tab");
        await until("the caret is in the grid", async () => {
            if (await page.evaluate(() => document.activeElement.closest("td") !== null)) return true;
            await page.keyboard.press("Tab");
            return false;
        });
        await press(page, "t", "h", "c", "t");
        await comes(school, 3, "muc", "T");
        assert.equal(kept(school, 2, "muc")(), "C");
        await press(page, "Control+Home", "Tab", "9", "Enter", "8", "ArrowDown", "7", "Tab");
        await comes(school, 2, "diem", "7");
        await page.keyboard.type("Em đọc tốt.");
        await press(page, "Enter");
        await comes(school, 2, "nhan_xet", "Em đọc tốt.");
        await press(page, "Control+Home", "Escape", "Tab");
        assert.equal(await page.evaluate(() => document.activeElement.closest("td")), null, "Esc, Tab leaves the grid");
        await clean(page);
        await picture(page, "grid-keyboard");
        await checkAxe(page, "the grid");
    },

    async "one tab stop, and the cell says what it is"(open) {
        const { page } = await begin(open);
        assert.equal(await page.locator("table.grid [tabindex='0']").count(), 1);
        const name = await field(page, 0, 0).getAttribute("aria-labelledby");
        assert.equal(name, "gr0 gc0");
    },

    async "Telex and VNI by taking back and typing anew"(open) {
        const { school, page } = await begin(open);
        await field(page, 0, 2).click();
        // "đức" in Telex: d d→đ u w→ư s→ứ c, with Unikey's backspaces
        await retype(page, ["d", "⌫", "đ", "u", "⌫", "ư", "⌫", "ứ", "c"]);
        await press(page, "Enter");
        // "hạnh" in VNI: h a n h 5
        await retype(page, ["h", "a", "n", "h", "⌫", "⌫", "⌫", "ạ", "n", "h"]);
        await press(page, "Enter");
        await retype(page, [..."vuong", "⌫", "⌫", "⌫", "⌫", "ư", "ơ", "n", "g", " ", "s", "y", "⌫", "ỹ", " ", ..."hanh", "⌫", "⌫", "⌫", "ạ", "n", "h"]);
        await press(page, "Tab");
        await comes(school, 0, "nhan_xet", "đức");
        await comes(school, 1, "nhan_xet", "hạnh");
        await comes(school, 2, "nhan_xet", "vương sỹ hạnh");
    },

    async "an input method that composes; Enter while composing stays"(open) {
        const { school, page } = await begin(open);
        await field(page, 0, 2).focus();
        await compose(page, ["d", "đ", "đu", "đư", "đưc", "đức"], "đức");
        assert.equal(await field(page, 0, 2).inputValue(), "đức");
        await press(page, "Enter");
        await comes(school, 0, "nhan_xet", "đức");
        await page.keyboard.insertText("Ánh".normalize("NFD"));
        await press(page, "Enter");
        await comes(school, 1, "nhan_xet", "Ánh".normalize("NFC"));
    },

    async "Đ of a quality: by d, by dd, and a plain d waits"(open) {
        const { school, page } = await begin(open, { path: `${START}?xem=traits` });
        const value = (row) => school.value(`e${row + 1}`, "pham_chat_yeu_nuoc");
        await field(page, 0, 0).focus();
        await press(page, "t");
        await retype(page, ["d", "⌫", "đ"]);
        await press(page, "d", "Enter", "c");
        await until("T Đ Đ C", () => value(0) === "T" && value(1) === "Đ" && value(2) === "Đ" && value(3) === "C");
    },

    async "what is no value stays, in red, with its reason"(open) {
        const { school, page } = await begin(open);
        await field(page, 0, 1).focus();
        await press(page, "9", ",", "5", "Enter");
        await until("refused", async () => (await page.locator("td[data-row='0'][data-column='1']").getAttribute("data-state")) === "refused");
        assert.equal(await field(page, 0, 1).inputValue(), "9,5");
        assert.equal(await field(page, 0, 1).getAttribute("aria-invalid"), "true");
        assert.equal(kept(school, 0, "diem")(), "");
        assert.match(await page.locator(".grid-state").textContent(), /1 ô không được nhận/);
        await page.mouse.move(600, 400);
        await field(page, 1, 1).focus();
        await page.mouse.wheel(0, 200);
        assert.equal(await field(page, 1, 1).inputValue(), "");
    },

    async "F8 goes to what is wrong, the list leads there too"(open) {
        const { school, page } = await begin(open);
        await field(page, 2, 0).focus();
        await press(page, "t");
        await field(page, 2, 1).focus();
        await press(page, "7", "Enter");
        await comes(school, 2, "diem", "7");
        await until("the problem is shown", async () => (await page.locator(".grid-problems summary").textContent()).startsWith("1 lỗi"));
        await press(page, "Control+Home", "F8");
        assert.equal(await page.evaluate(() => document.activeElement.closest("td").dataset.row), "2");
        await page.locator(".grid-problems summary").click();
        await page.locator(".grid-problems li button").click();
        assert.equal(await page.evaluate(() => document.activeElement.closest("td").dataset.column), "1");
        await picture(page, "grid-problems");
    },

    async "a block from a spreadsheet: seen first, then one step"(open) {
        const school = new School();
        school.put("e2", "mon.TV.muc", "H", "Cô Mai");
        const { page } = await begin(open, { school });
        await field(page, 0, 0).focus();
        await toClipboardPaste(page, "T\t10\t\"Em đọc\ntrôi chảy\"\nT\t9\tTốt\nX\t8\tKhá\nH\t7\tKhá\nH\t7\tKhá\n");
        await page.locator("dialog").waitFor();
        assert.match(await page.locator(".plan-count").textContent(), /10 ô mới.*1 ô ghi đè.*4 ô không nhận/);
        await picture(page, "grid-paste");
        await checkAxe(page, "the preview");
        await page.getByRole("button", { name: "Dán", exact: true }).click();
        await comes(school, 1, "muc", "T");
        await comes(school, 0, "nhan_xet", "Em đọc\ntrôi chảy");
        assert.equal(kept(school, 4, "muc")(), "", "the locked pupil is left alone");
        await press(page, "Control+z");
        await comes(school, 1, "muc", "H");
        await comes(school, 0, "nhan_xet", "");
        await press(page, "Control+y");
        await comes(school, 1, "muc", "T");
    },

    async "a block with names goes to whom it names"(open) {
        const { school, page } = await begin(open);
        await field(page, 0, 0).focus();
        await toClipboardPaste(page, "Họ và tên\tMức đạt được\tNhận xét\nPhạm Thu Hà\tT\tHà đọc tốt\nTrần Thị Ánh\tH\tÁnh đọc khá\nAi Đó\tC\tKhông có\n");
        await page.locator("dialog").waitFor();
        await page.getByRole("button", { name: "Dán", exact: true }).click();
        await comes(school, 3, "muc", "T");
        await comes(school, 1, "nhan_xet", "Ánh đọc khá");
        assert.equal(kept(school, 0, "muc")(), "");
    },

    async "fill down, clear, copy out"(open) {
        const { school, page } = await begin(open);
        await field(page, 0, 0).focus();
        await press(page, "h", "ArrowUp", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Control+d");
        await comes(school, 3, "muc", "H");
        const copied = await page.evaluate(() => {
            const data = new DataTransfer();
            document.activeElement.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
            return data.getData("text/plain");
        });
        assert.equal(copied, "H\nH\nH\nH");
        await press(page, "Delete");
        await comes(school, 3, "muc", "");
        await press(page, "Control+z");
        await comes(school, 3, "muc", "H");
    },

    async "two browsers in one cell: both values, nobody's lost"(open) {
        const { school, server, page } = await begin(open);
        await field(page, 0, 2).focus();
        school.put("e1", "mon.TV.nhan_xet", "Của thầy Nam", "Thầy Nam");
        await page.keyboard.type("Của cô Mai");
        await press(page, "Enter");
        await page.locator("dialog").waitFor();
        assert.match(await page.locator("dialog").textContent(), /Của cô Mai.*Thầy Nam.*Của thầy Nam/s);
        await picture(page, "grid-conflict");
        await page.getByRole("button", { name: "Giữ của tôi" }).click();
        await comes(school, 0, "nhan_xet", "Của cô Mai");
        const other = await page.context().newPage();
        await other.goto(server.address + START);
        await other.waitForSelector("[data-ready]");
        await until("both tabs know", async () => (await page.locator(".grid-tabs").textContent()).includes("thẻ khác"));
        await field(other, 5, 0).focus();
        await press(other, "t");
        await until("the other tab shows it", async () => (await field(page, 5, 0).inputValue()) === "T");
        school.put("e7", "mon.TV.muc", "C", "Thầy Nam");
        await page.bringToFront();
        await until("others' edits appear", async () => (await field(page, 6, 0).inputValue()) === "C");
    },

    async "a conflict that is put off waits for Enter"(open) {
        const { school, page } = await begin(open);
        for (const value of ["Của thầy Nam", "Lại của thầy Nam"]) {
            await field(page, 0, 2).focus();
            school.put("e1", "mon.TV.nhan_xet", value, "Thầy Nam");
            await page.keyboard.type("Của cô Mai");
            await press(page, "Enter");
            await page.locator("dialog").waitFor();
            await press(page, "Escape");
            await page.locator("dialog").waitFor({ state: "detached" });
            await field(page, 0, 2).focus();
            await press(page, "Enter");
            await page.locator("dialog").waitFor();
            await page.getByRole("button", { name: "Giữ của người kia" }).press("Enter");
            await until("theirs stands", async () => (await field(page, 0, 2).inputValue()) === value);
        }
    },

    async "a phone: a conflict that is put off"(open) {
        const { school, page } = await begin(open, { options: phone });
        school.put("e1", "mon.TV.nhan_xet", "Của thầy Nam", "Thầy Nam");
        await page.getByRole("textbox", { name: "Nhận xét" }).fill("Của cô Mai");
        await page.getByRole("textbox", { name: "Nhận xét" }).blur();
        await page.locator("dialog").waitFor();
        await press(page, "Escape");
        await page.getByRole("button", { name: /^Chọn giá trị/ }).click();
        await page.getByRole("button", { name: "Giữ của tôi" }).click();
        await comes(school, 0, "nhan_xet", "Của cô Mai");
    },

    async "the network goes and comes back"(open) {
        const { school, context, page } = await begin(open);
        await context.setOffline(true);
        await field(page, 0, 0).focus();
        await press(page, "t", "h", "c");
        await until("three are kept", async () => /3 ô chưa lưu/.test(await page.locator(".grid-state").textContent()));
        await picture(page, "grid-offline");
        await context.setOffline(false);
        await comes(school, 2, "muc", "C");
        await clean(page);
    },

    async "the answer is lost: asked again, saved once"(open) {
        const { school, page } = await begin(open);
        school.silent = true;
        await field(page, 0, 0).focus();
        await press(page, "t");
        await until("it arrived", () => school.saves.size === 1);
        await press(page, "h");
        school.silent = false;
        await comes(school, 1, "muc", "H");
        await clean(page);
        assert.equal(school.log.filter((one) => one.enrolment === "e1").length, 1);
    },

    async "the server dies and the page is closed: nothing typed is lost"(open) {
        const { school, server, context, page } = await begin(open);
        await server.stop();
        await field(page, 0, 2).focus();
        await page.keyboard.type("Em chăm học");
        await page.waitForTimeout(600);
        await page.close({ runBeforeUnload: false });
        const again = await serve(school, server.port);
        const next = await context.newPage();
        await next.goto(again.address + START);
        await comes(school, 0, "nhan_xet", "Em chăm học");
        assert.equal(await field(next, 0, 2).inputValue(), "Em chăm học");
        // The closed page may have sent it itself in its last moment; then this one had nothing to save.
        await until("nothing is unsaved", async () => (await next.locator(".grid-state").textContent()).startsWith("✓"));
    },

    async "the session ends: sign in over the page, and saving goes on"(open) {
        const { school, page } = await begin(open);
        school.signedIn = false;
        await field(page, 0, 0).focus();
        await press(page, "t");
        await page.locator("dialog").waitFor();
        await picture(page, "grid-sign-in");
        await page.keyboard.type("sai");
        await press(page, "Enter");
        await page.locator("dialog [role=alert]").waitFor();
        await page.locator("dialog input[type=password]").fill("dung");
        await press(page, "Enter");
        await comes(school, 0, "muc", "T");
    },

    async "a phone: one pupil at a time"(open) {
        const { school, page } = await begin(open, { options: phone });
        assert.equal(await page.locator("table.grid").count(), 0);
        await page.getByRole("button", { name: "T", exact: true }).click();
        await page.getByRole("textbox", { name: "Nhận xét" }).fill("Em đọc tốt.");
        await page.getByRole("button", { name: "Sau ›" }).click();
        await comes(school, 0, "muc", "T");
        await comes(school, 0, "nhan_xet", "Em đọc tốt.");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), "nothing is wider than the phone");
        await picture(page, "grid-phone");
        await checkAxe(page, "the cards");
    },

    async "a phone: the bank, whether it fits, undo and redo"(open) {
        const { school, page } = await begin(open, { options: phone });
        await page.getByRole("button", { name: /^Kho nhận xét/ }).click();
        await page.locator(".bank button").first().waitFor();
        await checkAxe(page, "the bank on a phone");
        await page.locator(".bank button").first().click();
        await comes(school, 0, "nhan_xet", "An đọc trôi chảy, hiểu nội dung bài.");
        assert.equal(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA");
        await until("the meter tells", async () => (await page.locator(".card-cell .grid-meter").textContent()).includes("Vừa ô in"));
        await picture(page, "grid-phone-meter");
        await page.getByRole("button", { name: "↶ Hoàn tác" }).click();
        await comes(school, 0, "nhan_xet", "");
        await page.getByRole("button", { name: "Sau ›" }).click();
        await page.getByRole("button", { name: "↷ Làm lại" }).click();
        await comes(school, 0, "nhan_xet", "An đọc trôi chảy, hiểu nội dung bài.");
        assert.match(await page.locator(".card h2").textContent(), /Nguyễn Văn An/);
    },

    async "who wrote in a cell that is locked; by a button too"(open) {
        const school = new School();
        school.put("e5", "mon.TV.muc", "H", "Cô Mai");
        const { page } = await begin(open, { school });
        await field(page, 4, 0).focus();
        await press(page, "Alt+ArrowDown");
        await until("who and how", async () => /Cô Mai · dán.*“H”/.test(await page.locator(".history").textContent()));
        await checkAxe(page, "the history");
        await press(page, "Escape");
        assert.equal(await page.evaluate(() => document.activeElement.closest("td").dataset.row), "4");
        await field(page, 0, 2).focus();
        await page.getByRole("button", { name: "Kho, lịch sử ô" }).click();
        await page.locator(".bank button").first().waitFor();
    },

    async "35 pupils, 13 subjects, 3 fields"(open) {
        const large = new School({ pupils: 35 });
        large.pupils[4].locked = null;
        const { school, page } = await begin(open, { school: large, path: `${START}?xem=all` });
        assert.equal(await page.locator("table.grid td[data-row]").count(), 35 * 39);
        await field(page, 0, 0).focus();
        await press(page, ..."thcthcthcthcthc");
        await comes(school, 14, "muc", "C");
        await press(page, "Control+End");
        await picture(page, "grid-all");
    },

    async "while typing: does it fit, whose name is that"(open) {
        const { page } = await begin(open);
        await field(page, 0, 2).focus();
        await page.keyboard.insertText("Em giúp bạn Bình.");
        await until("the meter tells", async () => /Vừa ô in.*Bình/.test(await page.locator(".grid-meter").textContent()));
        await page.keyboard.insertText(" Em đọc trôi chảy, hiểu nội dung bài.".repeat(4));
        await until("too long", async () => (await page.locator(".grid-meter").textContent()).includes("Dài hơn ô in"));
        await picture(page, "grid-meter");
    },

    async "the bank of comments"(open) {
        const { school, page } = await begin(open);
        await field(page, 1, 2).focus();
        await press(page, "Alt+ArrowDown");
        await page.locator(".bank button").first().waitFor();
        await picture(page, "grid-bank");
        await press(page, "ArrowDown", "Enter");
        await comes(school, 1, "nhan_xet", "Ánh đọc trôi chảy, hiểu nội dung bài.");
        assert.equal(await page.evaluate(() => document.activeElement.closest("td").dataset.row), "1");
    },
});
