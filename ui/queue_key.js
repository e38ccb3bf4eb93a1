// SPDX-License-Identifier: Apache-2.0
// Signing records in the server, with the key that it keeps (the password opens it) or with a remote
// service (the telephone confirms).

import { Job } from "./job.js";

const JOBS = "/api/v1/sign/jobs";

export class ServerJob extends Job {
    /* `page`: {review, panel, call, say, tell, question, choose, chooseService, offerReceipt, showFields,
       hideFields} of queue.js. */
    constructor(page) {
        const { class: id, role, subject } = page.review.dataset;
        super(page, "ky", `${JOBS}?${new URLSearchParams({ class: id, role, subject })}`);
    }

    async begin(order) {
        const password = this.byId("mat-khau");
        const code = this.byId("ma");
        const body = { ...order, password: password.value, code: code.value };
        password.value = code.value = "";
        await this.open(body, this.panel.dataset.opening, password);
    }

    async beginRemote(order, service) {
        const account = this.byId("tai-khoan");
        const pin = this.byId("pin");
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

    wordsOf(job) {
        const { running, paused } = this.panel.dataset;
        if (job.service) return super.wordsOf(job);
        return job.state === "paused" ? paused : running;
    }

    show(job) {
        for (const { record, outcome, message } of job.records) this.tell(record, outcome, message);
        super.show(job);
        if (["running", "paused", "asking"].includes(job.state)) this.hideFields();
        else this.showFields();
        this.byId("tien").max = Math.max(job.total, 1);
        this.byId("tien").value = job.signed + job.failed;
        this.byId("dem").textContent = `${job.signed + job.failed} / ${job.total}`;
    }

    end(job) {
        const { done, signed, failed, stopped, again } = this.panel.dataset;
        const counts = `${done} ${job.signed} ${signed}` + (job.failed ? `, ${job.failed} ${failed}` : "") + ".";
        const refused = job.records.filter((one) => one.outcome === "failed");
        this.choose([...job.left, ...refused.map(({ record }) => ({ record, opened: false }))]);
        if (job.id) this.offerReceipt(job.id, job.signed);
        if (job.state === "done") this.say(refused.length ? `${counts} ${again}` : counts);
        else if (job.state === "left") this.say(job.message);
        else this.say(job.message ?? `${counts} ${stopped}`);
    }
}
