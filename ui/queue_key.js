// SPDX-License-Identifier: Apache-2.0
// Signing in the server, with the key that it keeps (the password opens it) or with a remote service
// (the telephone confirms): the person says yes to the sentence, and the server goes on by itself.
// This page only looks; it may be closed and opened again.

import { SigningError } from "./signing.js";

const EVERY_MS = 400;
const JOBS = "/api/v1/sign/jobs";
const byId = (id) => document.getElementById(id);
const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export class ServerJob {
    /* `page`: {review, panel, call, say, tell, question, choose, chooseService, showFields,
       hideFields} of queue.js. */
    constructor(page) {
        Object.assign(this, page);
        const { class: id, role, subject } = page.review.dataset;
        this.place = `${JOBS}?${new URLSearchParams({ class: id, role, subject })}`;
    }

    async begin(order) {
        const password = byId("ky-mat-khau");
        const code = byId("ky-ma");
        const body = { ...order, password: password.value, code: code.value };
        password.value = code.value = "";
        await this.open(body, this.panel.dataset.opening, password);
    }

    async beginRemote(order, service) {
        const account = byId("ky-tai-khoan");
        const pin = byId("ky-pin");
        const body = { ...order, service, account: account.value.trim(), password: pin.value };
        pin.value = "";
        await this.open(body, this.panel.dataset.asking, account);
    }

    async open(body, words, field) {
        this.say(words);
        try {
            await this.follow(await this.call("POST", JOBS, body));
        } catch (error) {
            field.focus();
            throw error;
        }
    }

    /* What runs, was left or just ended when the page is opened. */
    async comeBack() {
        const job = await this.call("GET", this.place);
        if (job.state === "none") return;
        if (job.service) this.chooseService(job.service);
        if (job.state !== "done" && job.state !== "stopped") this.panel.scrollIntoView();
        await this.follow(job, true);
    }

    async follow(first, away = false) {
        for (let job = first, told = null; ; job = await this.look()) {
            this.show(job);
            if (job.state === "asking") {
                this.say("");
                const yes = await this.question(job.sentence, [], away);
                await this.step(job, yes ? "go" : "cancel");
            } else if (job.state === "running" || job.state === "paused") {
                const words = this.wordsOf(job);
                if (told !== words) this.say(words);
                told = words;
                await pause();
            } else if (job.state === "opening") {
                await pause();
            } else {
                this.end(job);
                return;
            }
        }
    }

    wordsOf(job) {
        const { running, paused, phone, coming, resting } = this.panel.dataset;
        if (!job.service) return job.state === "paused" ? paused : running;
        if (job.state === "paused") return resting;
        if (job.wants_code) return this.panel.dataset.code;
        return job.confirming ? phone : coming;
    }

    /* What the telephone has left; the server knows it anew at each look at the service. */
    countDown(job) {
        const asks = job.state === "running" && job.confirming && job.patience > 0;
        if (asks && this.patience !== job.patience)
            this.until = performance.now() + 1000 * job.patience;
        this.patience = asks ? job.patience : 0;
        const left = Math.max(0, Math.round((this.until - performance.now()) / 1000));
        byId("ky-han").textContent = asks ? `${this.panel.dataset.patience} ${minutes(left)}` : "";
    }

    /* The service sent a code instead of asking on the telephone. */
    askCode(job) {
        const box = byId("ky-ma-gui");
        const field = byId("ky-ma-dv");
        const wanted = job.wants_code === true;
        if (wanted && box.hidden) field.value = "";
        const first = wanted && box.hidden;
        box.hidden = !wanted;
        if (first) field.focus();
        const give = async () => {
            if (!field.value.trim()) return field.focus();
            const code = field.value.trim();
            field.value = "";
            await this.call("POST", `/api/v1/sign/jobs/${job.id}`, { step: "code", code });
        };
        byId("ky-gui-ma").onclick = () => give().catch((error) => this.say(error.message));
        field.onkeydown = (event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            byId("ky-gui-ma").click();
        };
    }

    /* A server that is started again answers after a while. */
    async look() {
        for (;;) {
            try {
                return await this.call("GET", this.place);
            } catch (error) {
                if (error instanceof SigningError) throw error;
                this.say(this.panel.dataset.lost);
                await pause();
            }
        }
    }

    /* A step that comes too late is no fault: the next look says where the job stands. */
    async step(job, word) {
        try {
            await this.call("POST", `${JOBS}/${job.id}`, { step: word });
        } catch (error) {
            if (error.code !== "conflict") throw error;
        }
    }

    show(job) {
        for (const { record, outcome, message } of job.records) this.tell(record, outcome, message);
        const goes = job.state === "running" || job.state === "paused";
        byId("ky-dang").hidden = !goes;
        if (goes || job.state === "asking") this.hideFields();
        else this.showFields();
        this.countDown(job);
        this.askCode(job);
        byId("ky-tam-dung").hidden = job.state !== "running";
        byId("ky-tiep").hidden = job.state !== "paused";
        byId("ky-tien").max = Math.max(job.total, 1);
        byId("ky-tien").value = job.signed + job.failed;
        byId("ky-dem").textContent = `${job.signed + job.failed} / ${job.total}`;
        const steps = { "ky-tam-dung": "pause", "ky-tiep": "resume", "ky-dung": "cancel" };
        for (const [id, word] of Object.entries(steps))
            byId(id).onclick = () => this.step(job, word).catch((error) => this.say(error.message));
    }

    end(job) {
        const { done, signed, failed, stopped, again } = this.panel.dataset;
        const counts = `${done} ${job.signed} ${signed}` + (job.failed ? `, ${job.failed} ${failed}` : "") + ".";
        const refused = job.records.filter((one) => one.outcome === "failed");
        this.choose([...job.left, ...refused.map(({ record }) => ({ record, opened: false }))]);
        if (job.state === "done") this.say(refused.length ? `${counts} ${again}` : counts);
        else if (job.state === "left") this.say(job.message);
        else this.say(job.message ?? `${counts} ${stopped}`);
    }
}
