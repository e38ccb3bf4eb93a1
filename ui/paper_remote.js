// SPDX-License-Identifier: Apache-2.0
// One signature under a paper with a remote service: the server asks, the telephone confirms. This
// page only looks; it may be closed and opened again.

import { SigningError } from "./signing.js";

const EVERY_MS = 400;
const JOBS = "/api/v1/papers/jobs";
const byId = (id) => document.getElementById(id);
const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));
const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export class PaperJob {
    /* `page`: {panel, of, call, say, question, reasons, choose, lock} of paper.js. */
    constructor(page) {
        Object.assign(this, page);
        this.place = `${JOBS}?${new URLSearchParams(page.of)}`;
    }

    async begin(service) {
        const account = byId("pk-tai-khoan");
        const pin = byId("pk-pin");
        const body = { ...this.of, reasons: this.reasons(), service,
            account: account.value.trim(), password: pin.value };
        pin.value = "";
        this.say(this.panel.dataset.asking);
        await this.follow(await this.call("POST", JOBS, body));
    }

    /* What runs, or was left, when the page is opened; what ended was told before. */
    async comeBack() {
        const job = await this.call("GET", this.place);
        if (!job.service || job.state === "done" || job.state === "stopped") return;
        this.choose(job.service);
        this.panel.scrollIntoView();
        await this.follow(job);
    }

    async follow(first) {
        for (let job = first, told = null; ; job = await this.look()) {
            this.show(job);
            if (job.state === "asking") {
                this.say("");
                await this.step(job, await this.question(job.sentence, []) ? "go" : "cancel");
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
        const { phone, coming, resting } = this.panel.dataset;
        if (job.state === "paused") return resting;
        if (job.wants_code) return this.panel.dataset.code;
        return job.confirming ? phone : coming;
    }

    /* The service sent a code instead of asking on the telephone. */
    askCode(job) {
        const box = byId("pk-ma-gui");
        const field = byId("pk-ma-dv");
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
        byId("pk-gui-ma").onclick = () => give().catch((error) => this.say(error.message));
        field.onkeydown = (event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            byId("pk-gui-ma").click();
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
            await this.call("POST", `/api/v1/sign/jobs/${job.id}`, { step: word });
        } catch (error) {
            if (error.code !== "conflict") throw error;
        }
    }

    show(job) {
        const goes = job.state === "running" || job.state === "paused";
        byId("pk-dang").hidden = !goes;
        this.lock(goes || job.state === "asking" || job.state === "opening");
        this.countDown(job);
        this.askCode(job);
        byId("pk-tam-dung").hidden = job.state !== "running";
        byId("pk-tiep").hidden = job.state !== "paused";
        const steps = { "pk-tam-dung": "pause", "pk-tiep": "resume", "pk-dung": "cancel" };
        for (const [id, word] of Object.entries(steps))
            byId(id).onclick = () => this.step(job, word).catch((error) => this.say(error.message));
    }

    /* What the telephone has left; the server knows it anew at each look at the service. */
    countDown(job) {
        const asks = job.state === "running" && job.confirming && job.patience > 0;
        if (asks && this.patience !== job.patience)
            this.until = performance.now() + 1000 * job.patience;
        this.patience = asks ? job.patience : 0;
        const left = Math.max(0, Math.round((this.until - performance.now()) / 1000));
        byId("pk-han").textContent = asks ? `${this.panel.dataset.patience} ${minutes(left)}` : "";
    }

    end(job) {
        const { done, stopped, back } = this.panel.dataset;
        this.say(job.message ?? (job.state === "done" ? done : stopped));
        if (job.state === "done" && !job.message) location.assign(back);
    }
}
