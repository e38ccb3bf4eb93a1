// SPDX-License-Identifier: Apache-2.0
// The server's API as the grid asks it. An answer is {status, body}; no network rejects.

const JSON_TYPE = "application/json";

export class Api {
    #csrf;
    #class;
    #user;

    constructor({ classId, user, csrf }) {
        this.#class = encodeURIComponent(classId);
        this.#user = user;
        this.#csrf = csrf;
    }

    async #ask(path, options = {}) {
        const answer = await fetch(path, { credentials: "same-origin", redirect: "manual", ...options });
        const isJson = (answer.headers.get("Content-Type") ?? "").startsWith(JSON_TYPE);
        return { status: answer.status, body: isJson ? await answer.json() : null };
    }

    #put(path, method, body, signal) {
        return this.#ask(path, { method, signal, body: JSON.stringify(body),
            headers: { "Content-Type": JSON_TYPE, "X-CSRF": this.#csrf } });
    }

    grid(query) {
        return this.#ask(`/api/v1/classes/${this.#class}/grid?${new URLSearchParams(query)}`);
    }

    /* Somebody signed in anew in another tab: then this page's token is old, and a new one is
     * taken for the same person. 401: nobody, or somebody else, is signed in. */
    async save(body, signal) {
        const answer = await this.#put("/api/v1/cells", "PUT", body, signal);
        if (answer.status !== 403) return answer;
        if (await this.#renew() !== this.#user) return { status: 401, body: null };
        return this.#put("/api/v1/cells", "PUT", body, signal);
    }

    /* Read this page again for its token; resolves with the login of who is signed in, or null. */
    async #renew() {
        const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
        const token = page.querySelector("meta[name=csrf]")?.content;
        const user = page.querySelector("[data-grid]")?.dataset.user;
        if (token && user === this.#user) this.#csrf = token;
        return token && user ? user : null;
    }

    async changes(since) {
        const { status, body } = await this.#ask(`/api/v1/classes/${this.#class}/changes?since=${since}`);
        return status === 200 ? body : null;
    }

    history(enrolment, key) {
        return this.#ask(`/api/v1/cells/history?${new URLSearchParams({ enrolment, key })}`);
    }

    comments(query) {
        return this.#ask(`/api/v1/classes/${this.#class}/comments?${new URLSearchParams(query)}`);
    }

    checkComment(body) {
        return this.#put("/api/v1/comments/check", "POST", body);
    }

    propose(body) {
        return this.#put("/api/v1/comments/propose", "POST", body);
    }

    /* Sign in with that form; null when it went well, else what is wrong. */
    async signIn(form, words) {
        const answer = await fetch("/dang-nhap", { method: "POST", body: new URLSearchParams(form), redirect: "follow" });
        const who = await this.#renew();
        if (who === this.#user) return null;
        if (who) return words.another;
        const told = new DOMParser().parseFromString(await answer.text(), "text/html");
        return told.querySelector(".message.bad")?.textContent.trim() || words.wrong;
    }
}
