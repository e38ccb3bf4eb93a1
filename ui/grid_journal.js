// SPDX-License-Identifier: Apache-2.0
// What was typed and not yet acknowledged, kept in this browser (IndexedDB), so that neither a lost
// network nor a closed page nor a power cut loses it. An entry goes only when the server has said
// what became of it. Keyed by user, class and cell; it remembers the version it was typed over.

const NAME = "hocba";
const STORE = "edits";

function promised(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function open() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
        const store = request.result.createObjectStore(STORE, { keyPath: "id" });
        store.createIndex("place", "place");
    };
    return promised(request);
}

export class Journal {
    #db = null;
    #place;
    #tab;

    constructor({ user, classId, tab }) {
        this.#place = `${user}|${classId}`;
        this.#tab = tab;
    }

    /* False: this browser keeps nothing; the person must be told. */
    async open() {
        try {
            this.#db = await open();
            return true;
        } catch {
            return false;
        }
    }

    #id(cell) {
        return `${this.#place}|${cell.enrolment}|${cell.key}`;
    }

    async #write(work) {
        if (!this.#db) return;
        const transaction = this.#db.transaction(STORE, "readwrite");
        work(transaction.objectStore(STORE));
        await new Promise((resolve) => {
            transaction.oncomplete = resolve;
            transaction.onabort = resolve;
        });
    }

    keep(cells) {
        return this.#write((store) => {
            for (const cell of cells)
                store.put({ id: this.#id(cell), place: this.#place, tab: this.#tab,
                    enrolment: cell.enrolment, key: cell.key, base: cell.n, value: cell.value,
                    source: cell.source, at: Date.now() });
        });
    }

    remove(cells) {
        return this.#write((store) => {
            for (const cell of cells) store.delete(this.#id(cell));
        });
    }

    /* Entries of this user and class that no living tab is about to send. */
    async orphans(livingTabs) {
        if (!this.#db) return [];
        const store = this.#db.transaction(STORE).objectStore(STORE);
        const all = await promised(store.index("place").getAll(this.#place));
        return all.filter((entry) => entry.tab === this.#tab || !livingTabs.has(entry.tab));
    }
}
