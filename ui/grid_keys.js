// SPDX-License-Identifier: Apache-2.0
// The caret, keys and typing. Two modes: going about (the cell's whole text is selected, so typing
// replaces it) and editing. The active cell is a real focused input before the first key comes, and
// its text is only ever read from the input, never built from keys: Telex and VNI stay whole.

import { clean, completeChoice, interpret, isShort, t } from "./grid_text.js";
import { grow } from "./grid_table.js";

const CHOICE_MS = 600;
const PAGE_ROWS = 10;

export class Keys {
    active = { row: 0, column: 0 };
    anchor = null;
    editing = false;
    #table;
    #model;
    #saver;
    #say;
    #before = "";
    #token = null;
    #timer = 0;
    #leaving = false;
    #actions;

    /* `actions`: {problem(step), bank(cell), leave(step), conflict(cell)} */
    constructor({ table, model, saver, say, actions }) {
        this.#table = table;
        this.#model = model;
        this.#saver = saver;
        this.#say = say;
        this.#actions = actions;
        table.isEditing = (cell) => this.editing && cell === this.cell;
        const element = table.element;
        element.addEventListener("focusin", (event) => this.#focusIn(event));
        element.addEventListener("focusout", () => this.#focusOut());
        element.addEventListener("keydown", (event) => this.#keyDown(event));
        element.addEventListener("input", (event) => this.#input(event));
        element.addEventListener("compositionstart", () => this.#begin());
        element.addEventListener("compositionend", () => this.#take());
        element.addEventListener("mousedown", (event) => this.#mouseDown(event));
        element.addEventListener("mouseover", (event) => this.#mouseOver(event));
        element.addEventListener("dblclick", () => this.#open());
        if (table.fields.length > 0) this.field.tabIndex = 0;
    }

    get cell() {
        return this.#model.cellAt(this.active.row, this.active.column);
    }

    get field() {
        return this.#table.fields[this.active.row][this.active.column];
    }

    /* Rows and columns that are picked: at least the active cell. */
    get range() {
        const other = this.anchor ?? this.active;
        return { top: Math.min(other.row, this.active.row), bottom: Math.max(other.row, this.active.row),
                 left: Math.min(other.column, this.active.column), right: Math.max(other.column, this.active.column) };
    }

    cellsOf({ top, bottom, left, right }) {
        const cells = [];
        for (let row = top; row <= bottom; row++)
            for (let column = left; column <= right; column++) cells.push(this.#model.cellAt(row, column));
        return cells;
    }

    // ---- going about ----

    goTo(row, column, extend = false) {
        const rows = this.#table.fields.length;
        const columns = this.#model.columns.length;
        const to = { row: Math.max(0, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) };
        const from = this.anchor ?? this.active;
        this.commit();
        this.field.tabIndex = -1;
        this.active = to;
        this.anchor = extend ? from : null;
        this.field.tabIndex = 0;
        this.#table.showPicked(from, extend ? to : null);
        this.field.focus({ preventScroll: true });
        this.field.scrollIntoView({ block: "nearest", inline: "nearest" });
        this.#select();
    }

    move(rows, columns, extend = false) {
        this.goTo(this.active.row + rows, this.active.column + columns, extend);
    }

    #select() {
        if (!this.editing) this.field.select();
    }

    #focusIn(event) {
        const at = this.#table.placeOf(event.target);
        if (!at) return;
        if (at.row !== this.active.row || at.column !== this.active.column) {
            this.field.tabIndex = -1;
            this.active = at;
            this.anchor = null;
            this.field.tabIndex = 0;
            this.#table.showPicked(at, null);
        }
        this.#leaving = false;
        this.#select();
        this.#say.cell(this.cell);
    }

    #focusOut() {
        this.commit();
    }

    // ---- editing ----

    #begin() {
        if (this.editing) return;
        this.editing = true;
        this.#before = this.cell.value;
        this.#token = Symbol("typing");
        this.field.parentElement.classList.add("editing");
    }

    /* Both values of a conflict, else the text. */
    #open() {
        if (this.cell.state === "conflict") this.#actions.conflict(this.cell);
        else this.edit();
    }

    edit() {
        if (this.#model.lockOf(this.cell)) return;
        this.#begin();
        const end = this.field.value.length;
        this.field.setSelectionRange(end, end);
    }

    #input(event) {
        this.#begin();
        grow(this.field);
        if (event.isComposing) return;
        this.#take();
    }

    /* What stands in the input is taken into the model; the input itself is left alone. */
    #take() {
        const { cell, field } = this;
        clearTimeout(this.#timer);
        if (!cell.column.choices?.length) {
            this.#apply(clean(field.value), null, false);
            return;
        }
        const complete = completeChoice(cell.column, field.value);
        if (complete === null) {
            this.#timer = setTimeout(() => this.#applyMeant(false), CHOICE_MS);
            return;
        }
        this.#finish(complete);
        if (this.active.row + 1 < this.#table.fields.length) this.move(1, 0);
        else this.#select();
    }

    #apply(value, trouble, soon) {
        this.#model.apply([{ cell: this.cell, value, trouble }], { merge: this.#token, soon });
    }

    #applyMeant(soon) {
        const { value, trouble } = interpret(this.cell.column, this.field.value);
        this.#apply(value, trouble, soon);
        return { value, trouble };
    }

    #finish(text) {
        this.field.value = text;
        this.commit();
    }

    /* The end of editing: the value as it is meant, in the model and in the input. */
    commit() {
        clearTimeout(this.#timer);
        if (!this.editing) return;
        const { cell, field } = this;
        const { value, trouble } = this.#applyMeant(true);
        this.#end();
        if (cell.trouble !== trouble) {
            cell.trouble = trouble;
            this.#model.tell("problems");
        }
        field.value = value;
        grow(field);
        this.#model.tell("cell", cell);
        this.#saver.leave();
        if (trouble) this.#say.now(trouble);
    }

    cancel() {
        clearTimeout(this.#timer);
        this.#apply(this.#before, null, true);
        this.#end();
        this.field.value = this.cell.value;
        this.#model.tell("cell", this.cell);
        this.#select();
    }

    #end() {
        this.editing = false;
        this.#token = null;
        this.field.parentElement.classList.remove("editing");
    }

    // ---- keys ----

    #keyDown(event) {
        if (event.isComposing || event.keyCode === 229) return;
        const done = this.#keyAnywhere(event) ||
            (this.editing ? this.#keyEditing(event) : this.#keyGoing(event));
        if (done) event.preventDefault();
    }

    #keyAnywhere(event) {
        const { key, shiftKey, altKey, ctrlKey } = event;
        if (key === "F8") return this.commit(), this.#actions.problem(shiftKey ? -1 : 1), true;
        if (key === "F6") return this.commit(), this.#actions.leave(shiftKey ? -1 : 1), true;
        if ((altKey && key === "ArrowDown") || (ctrlKey && key === " "))
            return this.commit(), this.#actions.bank(this.cell), true;
        if (key === "Enter" && this.editing) return this.commit(), this.move(shiftKey ? -1 : 1, 0), true;
        if (key === "Tab") return this.#tab(shiftKey);
        return false;
    }

    #tab(back) {
        if (this.#leaving) return false;
        const last = this.#model.columns.length - 1;
        const { row, column } = this.active;
        const step = back ? -1 : 1;
        if (column + step >= 0 && column + step <= last) return this.goTo(row, column + step), true;
        if (row + step < 0 || row + step >= this.#table.fields.length) return false;
        return this.goTo(row + step, back ? last : 0), true;
    }

    #keyEditing({ key, ctrlKey, altKey, metaKey }) {
        if (key === "Escape") return this.cancel(), true;
        if (ctrlKey || altKey || metaKey || !isShort(this.cell.column)) return false;
        const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
        return step ? (this.move(...step), true) : false;
    }

    #keyGoing(event) {
        const { key, shiftKey } = event;
        if (event.ctrlKey || event.metaKey) return this.#keyControl(key.toLowerCase(), shiftKey);
        if (event.altKey) return false;
        const lock = this.#model.lockOf(this.cell);
        if (lock && key.length === 1) this.#say.now(lock);
        const { row } = this.active;
        const end = this.#model.columns.length - 1;
        switch (key) {
        case "ArrowUp": return this.move(-1, 0, shiftKey), true;
        case "ArrowDown": return this.move(1, 0, shiftKey), true;
        case "ArrowLeft": return this.move(0, -1, shiftKey), true;
        case "ArrowRight": return this.move(0, 1, shiftKey), true;
        case "Home": return this.goTo(row, 0, shiftKey), true;
        case "End": return this.goTo(row, end, shiftKey), true;
        case "PageUp": return this.move(-PAGE_ROWS, 0, shiftKey), true;
        case "PageDown": return this.move(PAGE_ROWS, 0, shiftKey), true;
        case "Enter":
        case "F2": return this.#open(), true;
        case "Delete":
        case "Backspace": return this.clear(), true;
        case "Escape":
            this.#leaving = true;
            this.#say.now(t("Nhấn Tab để ra khỏi bảng.", "Press Tab to leave the table."));
            return true;
        default: return false;
        }
    }

    #keyControl(key, shift) {
        const rows = this.#table.fields.length - 1;
        const columns = this.#model.columns.length - 1;
        switch (key) {
        case "home": return this.goTo(0, 0, shift), true;
        case "end": return this.goTo(rows, columns, shift), true;
        case "a":
            this.goTo(0, 0);
            return this.goTo(rows, columns, true), true;
        case "d": return this.fill("down"), true;
        case "r": return this.fill("right"), true;
        case "z": return this.turn(shift ? "redo" : "undo"), true;
        case "y": return this.turn("redo"), true;
        default: return false;
        }
    }

    // ---- whole blocks ----

    clear() {
        const cells = this.cellsOf(this.range);
        const changed = this.#model.apply(cells.map((cell) => ({ cell, value: "" })));
        this.#told(changed, cells, t("Đã xoá", "Cleared"));
    }

    /* The first row (or column) of what is picked goes into the rest; of one cell: from above. */
    fill(way) {
        const range = this.range;
        const down = way === "down";
        if (down && range.top === range.bottom && range.top > 0) range.top--;
        if (!down && range.left === range.right && range.left > 0) range.left--;
        const changes = this.cellsOf(range).map((cell) => {
            const from = down ? this.#model.cellAt(range.top, cell.column.at) : this.#model.cellAt(cell.pupil.at, range.left);
            return { cell, ...interpret(cell.column, from.value) };
        });
        const changed = this.#model.apply(changes, { source: "filled" });
        this.#told(changed, changes.map(({ cell }) => cell), t("Đã điền", "Filled"));
    }

    #told(changed, cells, word) {
        const locked = cells.filter((cell) => this.#model.lockOf(cell)).length;
        const more = locked > 0 ? t(`; ${locked} ô bị khoá nên giữ nguyên`, `; ${locked} locked and left alone`) : "";
        this.#say.now(`${word} ${changed.length} ${t("ô", "cells")}${more}.`);
        this.#select();
    }

    turn(which) {
        this.commit();
        const changed = this.#model[which]();
        if (changed.length > 0) this.goTo(changed[0].pupil.at, changed[0].column.at);
        this.#say.turned(which, changed.length);
    }

    // ---- the mouse ----

    #mouseDown(event) {
        const at = this.#table.placeOf(event.target);
        if (!at || event.button !== 0) return;
        if (event.shiftKey) {
            event.preventDefault();
            this.goTo(at.row, at.column, true);
        } else if (at.row !== this.active.row || at.column !== this.active.column || !this.field.matches(":focus")) {
            event.preventDefault();
            this.goTo(at.row, at.column);
        } else if (!this.editing) {
            this.edit();
        }
    }

    #mouseOver(event) {
        if (event.buttons !== 1 || this.editing || !this.field.matches(":focus")) return;
        const at = this.#table.placeOf(event.target);
        if (at && (at.row !== this.active.row || at.column !== this.active.column)) this.goTo(at.row, at.column, true);
    }
}
