// SPDX-License-Identifier: Apache-2.0
// The class grid: puts its parts together. The page comes with a table that can be read without
// this script; here it becomes one that can be written in.
//
// The host: <div data-grid data-class data-user data-view data-subject data-period data-enrolment>
// with .grid-bar, .grid-problems, .grid-body, .grid-drawer.

import { Api } from "./grid_api.js";
import { askConflict, askSignIn } from "./grid_ask.js";
import { GridCards } from "./grid_cards.js";
import { Drawer } from "./grid_drawer.js";
import { Journal } from "./grid_journal.js";
import { Keys } from "./grid_keys.js";
import { Meter } from "./grid_meter.js";
import { GridModel } from "./grid_model.js";
import { interpret, make, t, uuid } from "./grid_text.js";
import { paste, readClipboard, wholeTable, writeTable } from "./grid_paste.js";
import { Peers, beginTab } from "./grid_peers.js";
import { labelOf, Problems } from "./grid_problems.js";
import { GridTable, wordsOf } from "./grid_table.js";
import { Saver } from "./grid_saver.js";

const host = document.querySelector("[data-grid]");
const part = (name) => host.querySelector(`.grid-${name}`);
const settings = { classId: host.dataset.class, user: host.dataset.user, view: host.dataset.view,
    subject: host.dataset.subject, period: host.dataset.period, enrolment: host.dataset.enrolment };
const phone = matchMedia("(max-width: 640px)");

// ---- what is said ----

class Say {
    #live = make("div", { className: "visually-hidden", role: "status" });
    #line = make("p", { className: "grid-line" });
    #model;
    #meter;

    constructor(model, bar, meter) {
        this.#model = model;
        this.#meter = meter;
        bar.after(this.#line, meter.element, this.#live);
    }

    now(words) {
        this.#live.textContent = words;
        this.#line.textContent = words;
    }

    /* A step undone or done again. */
    turned(which, count) {
        const word = which === "undo" ? t("Hoàn tác", "Undone") : t("Làm lại", "Redone");
        this.now(count > 0 ? `${word}: ${count} ${t("ô", "cells")}.`
            : t("Không còn gì để hoàn tác hay làm lại.", "Nothing left to undo or redo."));
    }

    /* On a card the meter stands below its field. */
    meterInto(box) {
        box.append(this.#meter.element);
    }

    /* What there is to know about the cell at the caret. */
    cell(cell) {
        this.#meter.look(cell);
        const words = wordsOf(this.#model, cell);
        const state = { saved: t(`Đã lưu ${cell.at}`, `Saved ${cell.at}`), waiting: t("Chưa lưu được", "Not saved yet"),
            sending: t("Đang lưu", "Saving") }[cell.state];
        if (state) words.push(state);
        else if (cell.by) words.push(t(`${cell.by} ghi`, `by ${cell.by}`));
        this.#line.textContent = [`${cell.pupil.name} – ${labelOf(cell.column)}`, ...words].join(" · ");
        if (words.length > 0) this.#live.textContent = words.join(". ");
    }
}

function showState(element, state) {
    const words = stateWords(state);
    if (element.textContent !== words) element.textContent = words;
    element.dataset.tone = state.unsaved > 0 ? (state.trouble ? "bad" : "busy") : state.refused > 0 ? "bad" : "good";
}

function stateWords({ unsaved, refused, trouble, savedAt }) {
    if (unsaved > 0 && trouble) return t(`⚠ ${unsaved} ô chưa lưu, vẫn được giữ trên máy này. ${trouble}`, `⚠ ${unsaved} cells not saved; they are kept on this computer. ${trouble}`);
    if (unsaved > 0) return t(`… Đang lưu ${unsaved} ô`, `… Saving ${unsaved} cells`);
    if (refused > 0) return t(`⚠ ${refused} ô không được nhận nên chưa lưu; các ô khác đã lưu.`, `⚠ ${refused} cells were refused and are not saved; all others are.`);
    return savedAt ? t(`✓ Đã lưu mọi thay đổi lúc ${savedAt}`, `✓ Everything saved at ${savedAt}`) : t("✓ Chưa có thay đổi nào", "✓ Nothing changed yet");
}

// ---- loading ----

async function load(api) {
    const { view, subject, period } = settings;
    const { status, body } = await api.grid({ view, subject, period });
    if (status !== 200) throw new Error(body?.error?.message ?? t("Không tải được bảng; hãy tải lại trang.", "The grid could not be loaded; reload the page."));
    return body;
}

// ---- the clipboard ----

function bindClipboard({ table, keys, model, say }) {
    const isGoing = () => !keys.editing && table.element.contains(document.activeElement);
    const picked = () => {
        const { top, bottom, left, right } = keys.range;
        return model.pupils.slice(top, bottom + 1).map((pupil) => pupil.cells.slice(left, right + 1).map((cell) => cell.value));
    };
    table.element.addEventListener("copy", (event) => {
        if (!isGoing()) return;
        event.preventDefault();
        event.clipboardData.setData("text/plain", writeTable(picked()));
        say.now(t("Đã chép.", "Copied."));
    });
    table.element.addEventListener("cut", (event) => {
        if (!isGoing()) return;
        event.preventDefault();
        event.clipboardData.setData("text/plain", writeTable(picked()));
        keys.clear();
    });
    table.element.addEventListener("paste", async (event) => {
        const rows = readClipboard(event.clipboardData);
        const single = rows.length === 1 && rows[0].length === 1;
        if (keys.editing && single) return;
        event.preventDefault();
        keys.commit();
        const at = { row: keys.range.top, column: keys.range.left };
        if (single) {
            const changes = keys.cellsOf(keys.range).map((cell) => ({ cell, ...interpret(cell.column, rows[0][0]) }));
            say.now(t(`Đã dán ${model.apply(changes, { source: "pasted" }).length} ô.`, "Pasted."));
            return;
        }
        const count = await paste(model, rows, at);
        say.now(count === null ? t("Không dán gì.", "Nothing was pasted.") : t(`Đã dán ${count} ô; Ctrl+Z để hoàn tác cả lần dán.`, `${count} cells pasted; Ctrl+Z takes the whole paste back.`));
    });
}

// ---- the bar ----

function makeBar(bar, { model, view, say }) {
    const button = (words, title, onclick) => make("button", { type: "button", title, onclick }, words);
    const undo = button(t("↶ Hoàn tác", "↶ Undo"), "Ctrl+Z", () => view.turn("undo"));
    const redo = button(t("↷ Làm lại", "↷ Redo"), "Ctrl+Y", () => view.turn("redo"));
    const copy = button(t("Chép cả bảng", "Copy the table"), t("Dán được vào Excel, có tên học sinh và tên cột", "For a spreadsheet, with headers"),
        () => copyAll(model, say));
    const drawer = view.bank && button(t("Kho, lịch sử ô", "Bank, history"), "Alt+↓", view.bank);
    const state = make("span", { className: "grid-state", role: "status" });
    const tabs = make("span", { className: "grid-tabs" });
    const showSteps = () => { undo.disabled = model.done.length === 0; redo.disabled = model.undone.length === 0; };
    model.addEventListener("steps", showSteps);
    showSteps();
    bar.append(state, tabs, undo, redo, copy, ...(drawer ? [drawer] : []));
    return { state, tabs };
}

async function copyAll(model, say) {
    try {
        await navigator.clipboard.writeText(wholeTable(model));
        say.now(t("Đã chép cả bảng với tên học sinh và tên cột.", "The whole table is copied, with headers."));
    } catch {
        say.now(t("Trình duyệt không cho chép; hãy chọn ô rồi nhấn Ctrl+C.", "The browser refused; pick cells and press Ctrl+C."));
    }
}

function caption() {
    return [make("span", {}, t("Enter hoặc F2 sửa · Tab ô kế tiếp · Ctrl+D điền xuống · Ctrl+Z hoàn tác · F8 lỗi kế tiếp · Alt+↓ kho nhận xét · Esc rồi Tab, hoặc F6, để ra khỏi bảng",
        "Enter or F2 edits · Tab next cell · Ctrl+D fills down · Ctrl+Z undoes · F8 next problem · Alt+↓ comments · Esc then Tab, or F6, leaves the table"))];
}

// ---- all of it ----

async function begin() {
    const api = new Api({ ...settings, csrf: document.querySelector("meta[name=csrf]")?.content ?? "" });
    const model = new GridModel();
    const tab = uuid();
    const place = `${settings.user}|${settings.classId}`;
    const journal = new Journal({ user: settings.user, classId: settings.classId, tab });
    const [answer, living, keeps] = await Promise.all([load(api), beginTab(tab), journal.open()]);
    model.take(answer);
    const meter = new Meter({ api, model });
    const saver = new Saver({ model, journal, send: (body, signal) => api.save(body, signal) });
    const say = new Say(model, part("bar"), meter);
    const view = show({ api, model, saver, say, decide: bindConflicts(model, saver) });
    const { state, tabs } = makeBar(part("bar"), { model, view, say });
    saver.addEventListener("state", ({ detail }) => showState(state, detail));
    showState(state, { unsaved: 0, refused: 0, savedAt: null });
    bindSignIn(api, saver);
    bindPeers({ api, model, saver, tab, place, tabs });
    if (!keeps) say.now(t("Trình duyệt này không giữ được bản nháp khi mất mạng; hãy chờ dấu ✓ trước khi đóng trang.", "This browser cannot keep drafts; wait for the ✓ before closing."));
    const count = saver.restore(await journal.orphans(living));
    if (count > 0) say.now(t(`Đã lấy lại ${count} ô chưa lưu từ lần trước.`, `${count} unsaved cells of last time are back.`));
    host.dataset.ready = "true";
}

/* Pupil by pupil, or the table: {turn(which), back(), bank()} of what is shown. */
function show({ api, model, saver, say, decide }) {
    for (const name of ["tabindex", "role", "aria-label"]) part("body").removeAttribute(name);
    const drawer = new Drawer({ api, model, host: part("drawer"), back: () => view.back() });
    const actions = { bank: (cell) => drawer.open(cell), conflict: decide };
    const parts = { model, saver, say, actions };
    const view = phone.matches || settings.view === "pupil" ? showCards(parts) : showTable(parts);
    return view;
}

function showCards({ model, saver, say, actions }) {
    const cards = new GridCards({ model, saver, say, actions });
    part("body").replaceChildren(cards.element);
    cards.go(Math.max(0, model.pupils.findIndex((pupil) => pupil.enrolment === settings.enrolment)));
    new Problems({ model, host: part("problems"), goTo: ({ pupil, cell }) => cards.go(pupil.at, cell?.column.at ?? null) });
    return { turn: (which) => cards.turn(which), back: () => cards.back() };
}

function showTable({ model, saver, say, actions }) {
    const table = new GridTable(model, caption(), (pupil) => `?xem=hoc-sinh&ky=${settings.period}&hs=${pupil.enrolment}`);
    part("body").replaceChildren(table.element);
    part("body").classList.add("live");
    const keys = new Keys({ table, model, saver, say, actions });
    const problems = new Problems({ model, host: part("problems"), goTo: (trouble) => keys.goTo(trouble.pupil.at, trouble.cell?.column.at ?? 0) });
    actions.problem = (step) => {
        const trouble = problems.next(keys.active, step);
        if (!trouble) return say.now(t("Không có lỗi nào.", "Nothing is wrong."));
        keys.goTo(trouble.cell.pupil.at, trouble.cell.column.at);
        say.now(`${trouble.pupil.name} – ${labelOf(trouble.cell.column)}: ${trouble.message}`);
    };
    actions.leave = (step) => (step > 0 ? part("problems").querySelector("summary") : part("bar").querySelector("button:not(:disabled), a"))?.focus();
    bindClipboard({ table, keys, model, say });
    return { turn: (which) => keys.turn(which), back: () => keys.goTo(keys.active.row, keys.active.column),
             bank: () => keys.cell && actions.bank(keys.cell) };
}

/* A cell in conflict is asked about at once; what was put off, when the person asks for it. Returns
 * how: decide(cell). */
function bindConflicts(model, saver) {
    let asking = false;
    const decide = async () => {
        const cell = [...model.cells.values()].find((one) => one.state === "conflict" && !one.later);
        if (!cell || asking) return;
        asking = true;
        const value = await askConflict(cell);
        asking = false;
        if (value === null) cell.later = true;
        else if (cell.conflict) saver.decide(cell, value);
        decide();
    };
    model.addEventListener("cell", ({ detail }) => { if (detail.state === "conflict") decide(); });
    return (cell) => { cell.later = false; decide(); };
}

function bindSignIn(api, saver) {
    let asking = false;
    saver.addEventListener("signin", async () => {
        if (asking) return;
        asking = true;
        await askSignIn(settings.user, (form) => api.signIn(form, {
            wrong: t("Tên, mật khẩu hoặc mã chưa đúng.", "Login, password or code is wrong."),
            another: t("Đây là tài khoản khác; những gì chưa lưu là của người đã gõ.", "That is another account; what is unsaved belongs to who typed it.") }));
        asking = false;
        saver.wake();
    });
}

function bindPeers({ api, model, saver, tab, place, tabs }) {
    const peers = new Peers({ model, tab, place, ask: (since) => api.changes(since) });
    saver.addEventListener("acknowledged", ({ detail }) => peers.share(detail));
    peers.addEventListener("tabs", ({ detail }) => {
        tabs.textContent = detail > 0 ? t("Lớp này còn mở ở thẻ khác; hai thẻ tự báo cho nhau.", "This class is open in another tab; both tell each other.") : "";
    });
}

begin().catch((error) => {
    part("bar").after(make("div", { className: "message bad", role: "alert" }, make("p", {},
        t(`${error.message} Bảng dưới đây chỉ để đọc.`, `${error.message} The table below is to read only.`))));
});
