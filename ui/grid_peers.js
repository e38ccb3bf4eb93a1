// SPDX-License-Identifier: Apache-2.0
// Others at the same class: the person's own second tab (told at once) and other people (asked for
// every few seconds while the page is seen).

const POLL_MS = 5000;

export class Peers extends EventTarget {
    #channel = null;
    #model;
    #ask;
    #tabs = new Set();
    #timer = 0;
    #late = [];
    #tab;

    /* `ask(since)`: the changes API's answer, or null. */
    constructor({ model, tab, place, ask }) {
        super();
        this.#model = model;
        this.#ask = ask;
        this.#tab = tab;
        if (globalThis.BroadcastChannel) this.#join(place);
        document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#poll(); });
        this.#timer = setTimeout(() => this.#poll(), POLL_MS);
    }

    #join(place) {
        this.#channel = new BroadcastChannel(`hocba|${place}`);
        this.#channel.addEventListener("message", ({ data }) => this.#heard(data));
        this.#channel.postMessage({ type: "hello", tab: this.#tab });
        addEventListener("pagehide", () => this.#channel.postMessage({ type: "bye", tab: this.#tab }));
    }

    #heard({ type, tab, cells }) {
        if (type === "hello") this.#channel.postMessage({ type: "here", tab: this.#tab });
        if (type === "hello" || type === "here") this.#tabs.add(tab);
        if (type === "bye") this.#tabs.delete(tab);
        if (type === "cells") for (const cell of cells) this.#model.takeForeign(cell);
        this.dispatchEvent(new CustomEvent("tabs", { detail: this.#tabs.size }));
    }

    /* What the server has acknowledged here, for the other tab. */
    share(cells) {
        const kept = cells.filter((cell) => cell.outcome === "saved").map(({ enrolment, key, n, value }) => ({ enrolment, key, n, value }));
        if (kept.length > 0) this.#channel?.postMessage({ type: "cells", tab: this.#tab, cells: kept });
    }

    async #poll() {
        clearTimeout(this.#timer);
        if (!document.hidden) {
            const answer = await this.#ask(this.#model.version).catch(() => null);
            if (answer) this.#takeChanges(answer);
        }
        this.#timer = setTimeout(() => this.#poll(), POLL_MS);
    }

    /* What our own unsaved edit hides now is looked at again once that edit is settled. */
    #takeChanges({ version, cells }) {
        this.#late = [...this.#late, ...cells].filter((change) => !this.#model.takeForeign(change));
        this.#model.version = Math.max(this.#model.version, version);
    }
}

/* This tab's name, held by a lock as long as it lives; and which others live. */
export async function beginTab(name) {
    if (!navigator.locks) return new Set();
    navigator.locks.request(`hocba-tab-${name}`, () => new Promise(() => {}));
    const { held } = await navigator.locks.query();
    return new Set(held.map((lock) => lock.name.replace("hocba-tab-", "")));
}
