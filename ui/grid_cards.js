// SPDX-License-Identifier: Apache-2.0
// On a phone: one pupil at a time, each field with its label, big enough for a thumb. The same model
// and the same saving as the table.

import { clean, day, interpret, isShort, make, t } from "./grid_text.js";
import { grow, makeField, showCell, wordsOf } from "./grid_table.js";

export class GridCards {
    element;
    #model;
    #saver;
    #at = 0;
    #shown = new Map(); // cell -> {field, box, words}
    #editing = null;
    #asked = null; // the cell whose drawer is open
    #actions;
    #body;
    #title;

    /* `actions`: {bank(cell), conflict(cell)} */
    constructor({ model, saver, say, actions }) {
        this.#model = model;
        this.#actions = actions;
        this.#saver = saver;
        this.say = say;
        this.#title = make("h2", { tabIndex: -1 });
        this.#body = make("div", { className: "card-body" });
        const step = (by, words) => make("button", { type: "button", onclick: () => this.go(this.#at + by) }, words);
        this.element = make("section", { className: "card", "aria-label": t("Từng học sinh", "Pupil by pupil") },
            make("div", { className: "card-head" }, step(-1, t("‹ Trước", "‹ Back")), this.#makeMenu(), step(1, t("Sau ›", "Next ›"))),
            this.#title, this.#body);
        this.element.addEventListener("keydown", (event) => this.#keyDown(event));
        model.addEventListener("cell", ({ detail }) => this.#show(detail));
        this.go(0);
    }

    #makeMenu() {
        this.menu = make("select", { "aria-label": t("Chọn học sinh", "Choose a pupil"), onchange: () => this.go(+this.menu.value) },
            ...this.#model.pupils.map((pupil, i) => make("option", { value: String(i) }, `${i + 1}. ${pupil.name}`)));
        return this.menu;
    }

    go(at, column = null) {
        this.#leave();
        this.#at = Math.max(0, Math.min(this.#model.pupils.length - 1, at));
        const pupil = this.#model.pupils[this.#at];
        this.menu.value = String(this.#at);
        this.#title.replaceChildren(pupil.name, make("small", {}, ` ${day(pupil.birth)}`));
        this.#shown.clear();
        this.#body.replaceChildren(pupil.locked ? make("p", { className: "message warn" }, pupil.locked) : "",
            ...pupil.cells.map((cell) => this.#makeRow(cell)));
        for (const { field } of this.#shown.values()) grow(field);
        if (column !== null) this.#focus(pupil.cells[column]);
    }

    #focus(cell) {
        const field = this.#shown.get(cell)?.field;
        (field?.querySelector("button") ?? field)?.focus();
    }

    turn(which) {
        this.#leave();
        const changed = this.#model[which]();
        if (changed.length > 0) this.go(changed[0].pupil.at, changed[0].column.at);
        this.say.turned(which, changed.length);
    }

    /* The drawer was closed. */
    back() {
        this.#focus(this.#asked);
    }

    #openDrawer(cell) {
        this.#leave();
        this.#asked = cell;
        this.#actions.bank(cell);
    }

    /* Inside a text the browser's own undo comes first. */
    #keyDown(event) {
        if (event.isComposing || event.keyCode === 229) return;
        const cell = [...this.#shown].find(([, shown]) => shown.box.contains(event.target))?.[0];
        const way = !event.ctrlKey || event.target.matches("input, textarea") ? null
            : { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
        if (event.altKey && event.key === "ArrowDown" && cell) this.#openDrawer(cell);
        else if (way) this.turn(way);
        else return;
        event.preventDefault();
    }

    #makeRow(cell) {
        const { column } = cell;
        const id = `card-${column.at}`;
        const words = make("p", { className: "card-words", id: `${id}-words` });
        const box = make("div", { className: `card-cell kind-${column.kind}` });
        const group = column.group && this.#model.columns[column.at - 1]?.group !== column.group
            ? make("h3", {}, column.group) : null;
        const field = column.choices?.length ? this.#makeChoices(cell, id) : this.#makeText(cell, id);
        box.append(column.choices?.length ? make("span", { className: "label", id: `${id}-label` }, column.label)
            : make("label", { htmlFor: id }, column.label), field, words);
        const about = () => make("span", { className: "visually-hidden" }, ` ${column.group ?? ""} ${column.label}`);
        const choose = make("button", { type: "button", hidden: true, onclick: () => this.#actions.conflict(cell) },
            t("Chọn giá trị", "Choose a value"), about());
        box.append(choose);
        if (column.kind === "text")
            box.append(make("button", { type: "button", className: "quiet", onclick: () => this.#openDrawer(cell) },
                t("Kho nhận xét, lịch sử", "Comments, history"), about()));
        this.#shown.set(cell, { field, box, words, choose });
        this.#show(cell);
        return group ? make("div", {}, group, box) : box;
    }

    #makeText(cell, id) {
        const field = makeField(cell);
        field.id = id;
        field.setAttribute("aria-describedby", `${id}-words`);
        let token = null;
        field.addEventListener("focus", () => {
            this.#editing = cell;
            token = Symbol("typing");
            this.say.meterInto(field.parentElement);
            this.say.cell(cell);
        });
        field.addEventListener("input", (event) => {
            grow(field);
            if (event.isComposing || isShort(cell.column)) return;
            this.#model.apply([{ cell, value: clean(field.value) }], { merge: token, soon: false });
        });
        field.addEventListener("blur", () => {
            this.#editing = null;
            const { value, trouble } = interpret(cell.column, field.value);
            this.#model.apply([{ cell, value, trouble }], { merge: token });
            field.value = cell.value;
            this.#saver.leave();
        });
        return field;
    }

    /* Each choice a button that is pressed or not; pressing it again clears. */
    #makeChoices(cell, id) {
        const set = (choice) => this.#model.apply([{ cell, value: cell.value === choice ? "" : choice }]);
        return make("div", { className: "card-choices", role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-words` },
            ...cell.column.choices.map((choice) => make("button", { type: "button", value: choice, onclick: () => set(choice) }, choice)));
    }

    #show(cell) {
        const shown = this.#shown.get(cell);
        if (!shown) return;
        if (cell.column.choices?.length) {
            for (const button of shown.field.children) {
                button.setAttribute("aria-pressed", String(button.value === cell.value));
                button.disabled = this.#model.lockOf(cell) !== null;
            }
            shown.box.dataset.state = cell.state;
        } else {
            showCell(this.#model, cell, shown.field, shown.box, this.#editing === cell);
        }
        shown.choose.hidden = cell.state !== "conflict";
        shown.words.textContent = wordsOf(this.#model, cell).join(" ");
    }

    #leave() {
        if (this.element.contains(document.activeElement)) document.activeElement.blur();
    }
}
