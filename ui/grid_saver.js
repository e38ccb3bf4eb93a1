// SPDX-License-Identifier: Apache-2.0
// Saving: each cell by itself, soon after the last key and at once on leaving it. One request is
// under way at a time; it is repeated with the same id until the server has answered, so nothing is
// saved twice and nothing is forgotten.
//
// Events: "state" (detail: {unsaved, refused, trouble, savedAt}); "signin" when the session has ended.

import { clock, t, uuid } from "./grid_text.js";

const TYPING_MS = 600;
const JOURNAL_MS = 200;
const CELLS_MAX = 200;
const ANSWER_MS = 20000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15000];

export class Saver extends EventTarget {
    #model;
    #journal;
    #send;
    #pending = null;
    #timer = 0;
    #retryTimer = 0;
    #journalTimer = 0;
    #toKeep = new Set();
    #tries = 0;
    #held = false;
    trouble = null;
    savedAt = null;

    /* `send(body)`: does the PUT, resolves with {status, body}; rejects without network. */
    constructor({ model, journal, send }) {
        super();
        this.#model = model;
        this.#journal = journal;
        this.#send = send;
        model.addEventListener("edited", ({ detail }) => this.#touch(detail));
        addEventListener("online", () => this.wake());
        document.addEventListener("visibilitychange", () => this.#keepNow());
        addEventListener("pagehide", () => this.#keepNow());
        addEventListener("beforeunload", (event) => {
            this.#keepNow();
            if (this.unsaved > 0) event.preventDefault();
        });
    }

    get unsaved() {
        let count = 0;
        for (const cell of this.#model.cells.values()) if (cell.dirty) count++;
        return count;
    }

    /* What the server does not take: it stays in red and in the journal, and is not saved. */
    get refused() {
        let count = 0;
        for (const cell of this.#model.cells.values()) if (cell.state === "refused") count++;
        return count;
    }

    #touch({ cells, soon }) {
        for (const cell of cells) this.#toKeep.add(cell);
        if (soon) this.#keepNow();
        else if (!this.#journalTimer) this.#journalTimer = setTimeout(() => this.#keepNow(), JOURNAL_MS);
        this.#schedule(soon ? 0 : TYPING_MS);
        this.#tell();
    }

    #keepNow() {
        clearTimeout(this.#journalTimer);
        this.#journalTimer = 0;
        if (this.#toKeep.size === 0) return;
        const cells = [...this.#toKeep].filter((cell) => cell.dirty);
        this.#toKeep.clear();
        this.#journal.keep(cells);
    }

    #schedule(ms) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#flush(), ms);
    }

    /* The caret left a cell: what stands there is sent now. */
    leave() {
        if (!this.#pending && this.unsaved > 0) this.#schedule(0);
    }

    /* Try again at once: the network is back, or somebody signed in. */
    wake() {
        this.#held = false;
        this.#tries = 0;
        if (this.#pending) this.#post();
        else this.#schedule(0);
    }

    #flush() {
        if (this.#pending || this.#held) return;
        const cells = [...this.#model.cells.values()]
            .filter((cell) => cell.dirty && cell.state !== "conflict").slice(0, CELLS_MAX);
        if (cells.length === 0) return;
        const items = cells.map((cell) => ({ cell, stamp: cell.stamp, value: cell.value }));
        const body = { id: uuid(), cells: cells.map((cell) => ({ enrolment: cell.enrolment,
            key: cell.key, base: cell.n, value: cell.value, source: cell.source })) };
        this.#keepNow();
        this.#pending = { items, body, busy: false };
        this.#post();
    }

    async #post() {
        const pending = this.#pending;
        if (!pending || pending.busy) return;
        clearTimeout(this.#retryTimer);
        pending.busy = true;
        this.#show(pending.items, "sending");
        let answer;
        try {
            answer = await this.#send(pending.body, AbortSignal.timeout(ANSWER_MS));
        } catch {
            answer = { status: 0 };
        }
        pending.busy = false;
        this.#judge(pending, answer);
    }

    #judge(pending, { status, body }) {
        if (status === 200) {
            this.#pending = null;
            this.#tries = 0;
            this.trouble = null;
            this.#takeCells(pending.items, body);
            if (this.unsaved > 0) this.#schedule(TYPING_MS);
        } else if (status === 401) {
            this.#held = true;
            this.trouble = t("Phiên làm việc đã hết. Hãy đăng nhập lại để lưu tiếp.",
                             "Your session has ended. Sign in again to go on saving.");
            this.#show(pending.items, "waiting");
            this.dispatchEvent(new Event("signin"));
        } else if (status === 0 || status === 429 || status >= 500) {
            this.trouble = status === 0 ? t("Không có mạng.", "No network.")
                : t("Máy chủ đang bận.", "The server is busy.");
            this.#show(pending.items, "waiting");
            const wait = WAITS_MS[Math.min(this.#tries++, WAITS_MS.length - 1)];
            clearTimeout(this.#retryTimer);
            this.#retryTimer = setTimeout(() => this.#post(), wait);
        } else {
            this.#pending = null;
            this.#refuseAll(pending.items, body?.error?.message ?? t("Máy chủ từ chối lưu.", "The server refused to save."));
            if (this.unsaved > 0) this.#schedule(TYPING_MS);
        }
        this.#tell();
    }

    #show(items, state) {
        for (const { cell } of items) {
            if (cell.state === "conflict" || cell.state === state) continue;
            cell.state = state;
            this.#model.tell("cell", cell);
        }
        this.#tell();
    }

    #refuseAll(items, message) {
        for (const { cell, stamp } of items) {
            Object.assign(cell, { state: "refused", message, dirty: cell.stamp !== stamp });
            this.#model.tell("cell", cell);
        }
        this.trouble = message;
    }

    #takeCells(items, body) {
        const byCell = new Map(items.map((item) => [item.cell, item]));
        const settled = [];
        for (const told of body.cells) {
            const cell = this.#model.cell(told.enrolment, told.key);
            const item = byCell.get(cell);
            if (!item) continue;
            this.#takeCell(cell, item, told);
            if (!cell.dirty && cell.state === "saved") settled.push(cell);
            this.#model.tell("cell", cell);
        }
        if (settled.length > 0) this.savedAt = clock();
        this.#journal.remove(settled);
        this.dispatchEvent(new CustomEvent("acknowledged", { detail: body.cells }));
        this.#model.takeProblems(items.map(({ cell }) => cell.enrolment), body.problems ?? []);
    }

    #takeCell(cell, { stamp, value }, told) {
        const newer = cell.stamp !== stamp;
        if (told.outcome === "saved" || told.outcome === "unchanged") {
            const kept = told.value ?? value;
            Object.assign(cell, { n: told.n, saved: kept, at: clock(), by: null, conflict: null, message: null });
            cell.dirty = newer;
            cell.state = newer ? "typing" : "saved";
            if (!newer) cell.value = kept;
        } else if (told.outcome === "conflict") {
            const by = told.by ?? t("người khác", "somebody else");
            cell.conflict = { value: told.value ?? "", n: told.n, by, at: told.at };
            cell.state = "conflict";
            cell.later = false;
            cell.message = t(`${by} vừa ghi “${told.value ?? ""}”; thầy cô ghi “${cell.value}”. Hãy chọn.`,
                             `${by} has just written “${told.value ?? ""}”; you wrote “${cell.value}”. Please choose.`);
        } else {
            cell.dirty = newer;
            cell.state = newer ? "typing" : "refused";
            cell.message = told.message ?? t("Máy chủ không nhận giá trị này.", "The server does not take this value.");
        }
    }

    /* A person has decided a conflict. `value`: what shall stand (theirs, mine, or merged). */
    decide(cell, value) {
        const { value: theirs, n, by, at } = cell.conflict;
        Object.assign(cell, { n, saved: theirs, conflict: null, message: null, state: "" });
        if (value === theirs) {
            Object.assign(cell, { value: theirs, dirty: false, by, at, trouble: null });
            this.#journal.remove([cell]);
        } else {
            Object.assign(cell, { value, dirty: true, source: "mine", state: "typing" });
            cell.stamp++;
            this.#journal.keep([cell]);
            this.#schedule(0);
        }
        this.#model.tell("cell", cell);
        this.#model.tell("problems");
        this.#tell();
    }

    /* What an earlier page could not send. Returns how many cells. */
    restore(entries) {
        const settled = [];
        let count = 0;
        for (const entry of entries) {
            const cell = this.#model.cell(entry.enrolment, entry.key);
            if (!cell) continue;
            if (cell.saved === entry.value) {
                settled.push(cell);
                continue;
            }
            Object.assign(cell, { value: entry.value, source: entry.source ?? "typed", n: entry.base, dirty: true, state: "typing" });
            cell.stamp++;
            count++;
            this.#model.tell("cell", cell);
        }
        this.#journal.remove(settled);
        if (count > 0) this.#schedule(0);
        this.#tell();
        return count;
    }

    #tell() {
        this.dispatchEvent(new CustomEvent("state", { detail: { unsaved: this.unsaved, refused: this.refused, trouble: this.trouble, savedAt: this.savedAt } }));
    }
}
