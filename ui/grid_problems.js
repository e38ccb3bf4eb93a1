// SPDX-License-Identifier: Apache-2.0
// One list of everything wrong, with a way to each; F8 goes from one to the next.

import { make, t } from "./grid_text.js";

const SHOWN_MAX = 300;

export class Problems {
    #model;
    #host;
    #goTo;
    #queued = false;

    /* `goTo(trouble)` brings the caret there. */
    constructor({ model, host, goTo }) {
        this.#model = model;
        this.#host = host;
        this.#goTo = goTo;
        for (const type of ["problems", "cell"]) model.addEventListener(type, () => this.#queue());
        this.show();
    }

    /* Many cells change at once after a paste: one list is enough. */
    #queue() {
        if (this.#queued) return;
        this.#queued = true;
        setTimeout(() => { this.#queued = false; this.show(); }, 120);
    }

    show() {
        const found = this.#model.listTroubles();
        const errors = found.filter((one) => one.severity === "error").length;
        const others = found.length - errors;
        const counted = [errors > 0 && t(`${errors} lỗi`, `${errors} wrong`), others > 0 && t(`${others} lời nhắc`, `${others} to look at`)];
        const summary = make("summary", {}, found.length === 0 ? t("Không có lỗi nào", "Nothing is wrong") : counted.filter(Boolean).join(", "),
        found.length > 0 ? make("kbd", {}, "F8") : null);
        const wasOpen = this.#host.querySelector("details")?.open ?? false;
        const list = make("ol", {}, ...found.slice(0, SHOWN_MAX).map((one) => this.#makeItem(one)));
        if (found.length > SHOWN_MAX) list.append(make("li", {}, t(`và ${found.length - SHOWN_MAX} chỗ nữa`, `and ${found.length - SHOWN_MAX} more`)));
        const details = make("details", { open: wasOpen }, summary, list);
        details.dataset.tone = errors > 0 ? "bad" : found.length > 0 ? "warn" : "good";
        if (this.#host.contains(document.activeElement) && document.activeElement.tagName !== "SUMMARY") return;
        const focused = this.#host.contains(document.activeElement);
        this.#host.replaceChildren(details);
        if (focused) summary.focus();
    }

    #makeItem(trouble) {
        const where = trouble.cell ? `${trouble.pupil.name}, ${labelOf(trouble.cell.column)}` : trouble.pupil.name;
        return make("li", { className: trouble.severity },
            make("button", { type: "button", className: "quiet", onclick: () => this.#goTo(trouble) }, where),
            make("span", {}, `${trouble.severity === "error" ? t("Lỗi", "Wrong") : t("Xem lại", "Look")}: ${trouble.message}`));
    }

    /* The next one after (row, column), around the end; null when there is none. */
    next({ row, column }, step) {
        const found = this.#model.listTroubles().filter((one) => one.cell);
        const order = (one) => one.cell.pupil.at * 1000 + one.cell.column.at;
        const here = row * 1000 + column;
        const sorted = step > 0 ? found : found.reverse();
        return sorted.find((one) => (step > 0 ? order(one) > here : order(one) < here)) ?? sorted[0] ?? null;
    }
}

export const labelOf = (column) => (column.group ? `${column.group}: ${column.label}` : column.label);
