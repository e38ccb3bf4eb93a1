// SPDX-License-Identifier: Apache-2.0
// What the grid holds: columns, pupils, cells, problems, and the steps that can be undone.
//
// Events: "cell" (detail: cell) when how a cell looks has changed; "edited" (detail: {cells,
// source, soon}) when a person changed values; "problems"; "steps".
//
// A cell: {enrolment, key, column, pupil, value, saved, n, state, message, at, by, source, stamp,
// dirty, conflict, trouble}. `value` is what is shown, `saved` what the server has, `n` the number
// of its last change; `stamp` grows with every edit. States: "" typing sending waiting saved
// refused conflict.

const STEPS_MAX = 500;

export const cellId = (enrolment, key) => `${enrolment}|${key}`;

export class GridModel extends EventTarget {
    columns = [];
    pupils = [];
    cells = new Map();
    problems = [];
    version = 0;
    view = null;
    class = null;
    done = [];
    undone = [];

    /* An answer of the grid API. */
    take(answer) {
        this.class = answer.class;
        this.version = answer.version;
        this.view = answer.view;
        this.columns = answer.columns.map((column, at) => ({ group: null, ...column, at }));
        this.cells.clear();
        this.pupils = answer.pupils.map((pupil, at) => {
            const row = { ...pupil, at };
            row.cells = this.columns.map((column, i) => this.#makeCell(row, column, pupil.cells[i]));
            return row;
        });
        this.problems = [];
        this.#addProblems(answer.problems);
        this.tell("problems");
    }

    #makeCell(pupil, column, { v, n, readonly }) {
        const cell = { enrolment: pupil.enrolment, key: column.key, column, pupil, value: v ?? "",
            saved: v ?? "", n: n ?? 0, state: "", message: null, at: null, by: null, source: null,
            stamp: 0, dirty: false, conflict: null, trouble: null, readonly: Boolean(readonly) };
        this.cells.set(cellId(cell.enrolment, cell.key), cell);
        return cell;
    }

    cell(enrolment, key) {
        return this.cells.get(cellId(enrolment, key));
    }

    cellAt(row, column) {
        return this.pupils[row]?.cells[column];
    }

    /* Why nobody may write there now; null: one may. */
    lockOf(cell) {
        if (cell.pupil.locked) return cell.pupil.locked;
        return cell.column.readonly || cell.readonly ? "chỉ đọc" : null;
    }

    tell(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }

    // ---- edits and steps ----

    /* One step of what a person did. `changes`: [{cell, value, trouble}]; locked cells are left
     * out. `merge`: edits with the same token are one step. Returns the cells that changed. */
    apply(changes, { source = "typed", merge = null, soon = true, record = true } = {}) {
        const items = changes
            .filter(({ cell, value }) => cell.value !== value && !this.lockOf(cell))
            .map(({ cell, value, trouble }) => ({ cell, from: cell.value, to: value, trouble: trouble ?? null }));
        if (items.length === 0) return [];
        if (record) this.#record(items, merge);
        for (const { cell, to, trouble } of items) this.#put(cell, to, source, trouble);
        const cells = items.map(({ cell }) => cell);
        this.tell("edited", { cells, source, soon });
        return cells;
    }

    #put(cell, value, source, trouble) {
        cell.value = value;
        cell.source = source;
        cell.trouble = trouble;
        cell.stamp++;
        cell.dirty = true;
        cell.message = null;
        if (cell.state !== "conflict") cell.state = "typing";
        this.tell("cell", cell);
    }

    #record(items, merge) {
        const last = this.done.at(-1);
        if (merge && last?.merge === merge) {
            for (const item of items) {
                const before = last.items.find((one) => one.cell === item.cell);
                if (before) before.to = item.to;
                else last.items.push(item);
            }
        } else {
            this.done.push({ items: items.map((item) => ({ ...item })), merge });
            if (this.done.length > STEPS_MAX) this.done.shift();
        }
        this.undone = [];
        this.tell("steps");
    }

    /* Both return the cells that changed; [] when there is nothing to undo. */
    undo() {
        return this.#turn(this.done, this.undone, (item) => item.from);
    }

    redo() {
        return this.#turn(this.undone, this.done, (item) => item.to);
    }

    #turn(from, to, valueOf) {
        const step = from.pop();
        if (!step) return [];
        step.merge = null;
        to.push(step);
        this.tell("steps");
        return this.apply(step.items.map((item) => ({ cell: item.cell, value: valueOf(item) })),
            { source: "undo", record: false });
    }

    // ---- what the server said ----

    /* Somebody else's value; false when ours is under way and must be compared by the server. */
    takeForeign({ enrolment, key, n, value, by, at }) {
        const cell = this.cell(enrolment, key);
        if (!cell || n <= cell.n) return true;
        if (cell.dirty) return false;
        Object.assign(cell, { value, saved: value, n, by, at, state: "", message: null, trouble: null });
        this.tell("cell", cell);
        return true;
    }

    /* The rules look at the whole record; here stands what has its cell here. With one pupil by
     * all, also what has none. */
    #addProblems(list) {
        const all = this.view === "pupil";
        for (const problem of list)
            if (all || this.cell(problem.enrolment, problem.key)) this.problems.push(problem);
    }

    /* The problems of the pupils that a save touched, as they are now. */
    takeProblems(enrolments, list) {
        const touched = new Set(enrolments);
        this.problems = this.problems.filter((problem) => !touched.has(problem.enrolment));
        this.#addProblems(list);
        for (const pupil of this.pupils)
            if (touched.has(pupil.enrolment)) for (const cell of pupil.cells) this.tell("cell", cell);
        this.tell("problems");
    }

    problemsOf(cell) {
        return this.problems.filter((one) => one.enrolment === cell.enrolment && one.key === cell.key);
    }

    /* Everything wrong, in the order of the table; what has no cell comes after its pupil's. */
    listTroubles() {
        const found = [];
        for (const pupil of this.pupils) {
            for (const cell of pupil.cells) {
                const words = troubleWords(cell);
                if (words) found.push({ pupil, cell, severity: "error", message: words });
            }
            for (const problem of this.problems.filter((one) => one.enrolment === pupil.enrolment))
                found.push({ pupil, cell: this.cell(pupil.enrolment, problem.key) ?? null, ...problem });
        }
        return found.sort((a, b) => a.pupil.at - b.pupil.at || place(a) - place(b));
    }
}

const place = (trouble) => trouble.cell?.column.at ?? 1e6;

function troubleWords(cell) {
    if (cell.state === "refused") return cell.message;
    if (cell.state === "conflict") return cell.message;
    return cell.trouble;
}
