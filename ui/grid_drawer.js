// SPDX-License-Identifier: Apache-2.0
// Beside a cell: the school's bank of comments (its accepted sentences, then what its teachers wrote,
// by subject and level), proposing the cell's own for it, and the cell's history; of a cell that is
// locked only the history. Opens with Alt+down, closes with Esc back into the cell.

import { clean, fold, make, t } from "./grid_text.js";

const SHOWN_MAX = 40;

/* How a value came there; typing goes without saying. */
const SOURCES = { pasted: t("dán", "pasted"), filled: t("điền", "filled"), bank: t("từ kho", "from the bank"),
    undo: t("hoàn tác", "undone"), mine: t("chọn khi hai người cùng ghi", "chosen in a conflict") };
const sourceOf = (source) => (!source || source === "typed" ? "" : ` · ${SOURCES[source] ?? source}`);

export class Drawer {
    #api;
    #model;
    #host;
    #back;
    #cell = null;
    #bank = [];
    #list;
    #search;

    /* `back()` puts the caret into the grid again. */
    constructor({ api, model, host, back }) {
        this.#api = api;
        this.#model = model;
        this.#host = host;
        this.#back = back;
        host.addEventListener("keydown", (event) => this.#keyDown(event));
    }

    async open(cell) {
        this.#cell = cell;
        const isText = cell.column.kind === "text" && !this.#model.lockOf(cell);
        const close = make("button", { type: "button", className: "quiet", onclick: () => this.close() }, t("Đóng (Esc)", "Close (Esc)"));
        this.#host.hidden = false;
        this.#search = make("input", { type: "search", "aria-label": t("Tìm trong kho nhận xét", "Search the bank"),
            placeholder: t("Tìm…", "Search…"), oninput: () => this.#showBank() });
        this.#list = make("ul", { className: "bank" });
        if (!isText) this.#search = this.#list = null;
        this.#host.replaceChildren(make("div", { className: "drawer-head" },
            make("h2", { tabIndex: -1 }, `${cell.pupil.name} – ${cell.column.label}`), close));
        if (isText) this.#host.append(this.#search, this.#makeProposal(cell), this.#list);
        const history = make("div");
        this.#host.append(history);
        (isText ? this.#search : close).focus();
        const shown = [this.#loadHistory(cell, history)];
        if (isText) shown.push(this.#loadBank(cell));
        await Promise.allSettled(shown);
    }

    close() {
        this.#host.hidden = true;
        this.#host.replaceChildren();
        this.#back();
    }

    // ---- the bank ----

    subjectOf(cell) {
        return /^mon\.([^.]+)\./.exec(cell.key)?.[1] ?? "";
    }

    levelOf(cell) {
        const subject = this.subjectOf(cell);
        return cell.pupil.cells.find((one) => one.column.kind === "level" && this.subjectOf(one) === subject)?.value ?? "";
    }

    async #loadBank(cell) {
        this.#list.replaceChildren(make("li", { className: "muted" }, t("Đang tải…", "Loading…")));
        const { status, body } = await this.#api.comments({ key: cell.key, level: this.levelOf(cell) });
        if (cell !== this.#cell) return;
        this.#bank = status === 200 ? body.comments : [];
        this.#showBank();
    }

    #showBank() {
        const wanted = fold(this.#search.value);
        const found = this.#bank.filter((one) => fold(one.text).includes(wanted)).slice(0, SHOWN_MAX);
        this.#list.replaceChildren(...found.map((one) => this.#makeItem(one)));
        if (found.length === 0)
            this.#list.append(make("li", { className: "muted" }, t("Trong trường chưa có nhận xét nào cho môn và mức này.", "No comment in the school for this subject and level yet.")));
    }

    #makeItem(comment) {
        const used = this.#model.pupils.filter((pupil) => pupil.cells.some((cell) => cell !== this.#cell &&
            cell.column.kind === "text" && cell.value === this.#filled(comment.text, cell))).length;
        const uses = used > 0 ? t(`${used} bạn trong lớp đã có`, `${used} classmates have it`)
            : t(`dùng ${comment.uses} lần trong trường`, `used ${comment.uses} times in the school`);
        return make("li", {}, make("button", { type: "button", className: "quiet", onclick: () => this.#take(comment) }, comment.text),
            comment.school ? make("span", { className: "tag good" }, t("của trường", "the school's")) : "",
            make("small", {}, uses));
    }

    /* {ten} is the pupil's given name. */
    #filled(text, cell) {
        return text.replaceAll("{ten}", cell.pupil.name.split(" ").at(-1));
    }

    #take(comment) {
        const text = this.#filled(comment.text, this.#cell);
        const value = this.#cell.value ? `${this.#cell.value} ${text}` : text;
        this.#model.apply([{ cell: this.#cell, value: clean(value) }], { source: "bank" });
        this.close();
    }

    // ---- proposing ----

    /* What became of it is said beside the button, which keeps the focus. */
    #makeProposal(cell) {
        if (!cell.value) return "";
        const told = make("p", { role: "status" });
        const button = make("button", { type: "button", onclick: () => this.#propose(cell, button, told) },
            t("Đề xuất câu của ô này vào kho", "Propose this cell's sentence"));
        return make("div", { className: "proposal" }, button, told);
    }

    async #propose(cell, button, told) {
        if (button.getAttribute("aria-disabled")) return;
        button.setAttribute("aria-disabled", "true");
        told.textContent = t("Đang gửi…", "Sending…");
        try {
            const { status, body } = await this.#api.propose({ enrolment: cell.enrolment, key: cell.key, level: this.levelOf(cell), text: cell.value });
            told.textContent = status === 200
                ? t(`Đã gửi; khối trưởng hoặc lãnh đạo trường xem rồi mới vào kho: “${body.text}”`,
                    `Sent; it joins the bank once a head of grade or a leader accepts it: “${body.text}”`)
                : body?.error?.message ?? t("Chưa gửi được. Thầy cô thử lại sau.", "Not sent. Try again later.");
            if (status !== 200) button.removeAttribute("aria-disabled");
        } catch {
            told.textContent = t("Mất mạng, chưa gửi được. Thầy cô thử lại sau.", "No network, not sent. Try again later.");
            button.removeAttribute("aria-disabled");
        }
    }

    // ---- the history ----

    async #loadHistory(cell, host) {
        const { status, body } = await this.#api.history(cell.enrolment, cell.key);
        if (status !== 200 || cell !== this.#cell) return;
        if (body.changes.length === 0) {
            host.replaceChildren(make("p", { className: "muted" }, t("Chưa ai ghi ô này.", "Nobody wrote here yet.")));
            return;
        }
        host.replaceChildren(make("h3", {}, t("Ai đã ghi ô này", "Who wrote here")),
            make("ol", { className: "history" }, ...body.changes.map((change) => make("li", {},
                make("small", {}, `${(change.at ?? "").slice(0, 16).replace("T", " ")} · ${change.by ?? ""}${sourceOf(change.source)}`),
                make("span", {}, `“${change.from ?? ""}” → “${change.to ?? ""}”`)))));
    }

    #keyDown(event) {
        if (event.isComposing || event.keyCode === 229) return;
        if (event.key === "Escape") {
            event.preventDefault();
            this.close();
        }
        const items = [this.#search, ...(this.#list?.querySelectorAll("button") ?? [])];
        const at = items.indexOf(document.activeElement);
        if (at < 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
        event.preventDefault();
        items[Math.max(0, Math.min(items.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
    }
}
