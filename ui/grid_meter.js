// SPDX-License-Identifier: Apache-2.0
// The comment at the caret: does it fit its printed cell (asked of the layout that prints), and is
// there something to look at. Asked while typing, some time after the last key.

import { make, t } from "./grid_text.js";

const PAUSE_MS = 350;

export class Meter {
    element;
    #api;
    #timer = 0;
    #asked = null;
    #bar = make("span", { className: "meter-bar", "aria-hidden": "true" });
    #words = make("span", { role: "status" });

    constructor({ api, model }) {
        this.#api = api;
        this.element = make("p", { className: "grid-meter", hidden: true }, make("span", { className: "meter" }, this.#bar), this.#words);
        model.addEventListener("edited", ({ detail }) => {
            if (detail.cells.length === 1) this.look(detail.cells[0]);
        });
    }

    /* That cell is at the caret now. */
    look(cell) {
        clearTimeout(this.#timer);
        this.#asked = cell;
        if (cell.column.kind !== "text" || cell.value === "" || cell.pupil.locked) {
            this.element.hidden = true;
            return;
        }
        this.#timer = setTimeout(() => this.#ask(cell), PAUSE_MS);
    }

    async #ask(cell) {
        const asked = cell.value;
        const { status, body } = await this.#api.checkComment({ enrolment: cell.enrolment, key: cell.key, text: asked })
            .catch(() => ({ status: 0 }));
        if (status !== 200 || this.#asked !== cell || cell.value !== asked) return;
        this.#show(body);
    }

    #show({ fit, remarks }) {
        const words = [...remarks];
        if (fit) words.unshift(fitWords(fit));
        this.element.hidden = words.length === 0;
        this.element.dataset.tone = fit?.continues ? "bad" : remarks.length > 0 ? "warn" : "good";
        this.#bar.parentElement.hidden = !fit;
        if (fit) this.#bar.style.inlineSize = `${Math.min(100, Math.round(fit.used * 100))}%`;
        const text = words.join(" · ");
        if (this.#words.textContent !== text) this.#words.textContent = text;
    }
}

function fitWords({ used, continues }) {
    if (continues) return t("⚠ Dài hơn ô in; phần còn lại in sang trang sau.", "⚠ Longer than the printed cell; the rest goes on the next page.");
    return t(`Vừa ô in (${Math.round(used * 100)} %).`, `Fits the printed cell (${Math.round(used * 100)} %).`);
}
