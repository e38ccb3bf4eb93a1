// SPDX-License-Identifier: Apache-2.0
// The demo's school behind a real `hocba serve`, for stories: made once, served on a free port,
// killed and started again on the same one, and people who sign in.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export class RealSchool {
    #program;
    #process = null;
    #signer;
    home;
    address = null;

    constructor(program, signer) {
        this.#program = program;
        this.#signer = signer;
        this.folder = mkdtempSync(join(tmpdir(), "hocba-browser-"));
        this.home = join(this.folder, "home");
        execFileSync("python3", [fileURLToPath(new URL("../e2e/support/demo.py", import.meta.url)), program, this.home]);
    }

    hocba(...words) {
        return execFileSync(this.#program, [...words, "--home", this.home], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"],
            env: { ...process.env, HOCBA_SIGNER: this.#signer } });
    }

    async start() {
        const listen = this.address ? new URL(this.address).host : "127.0.0.1:0";
        this.#process = spawn(this.#program, ["serve", "--quiet", "--home", this.home, "--listen", listen], { stdio: ["ignore", "pipe", "inherit"] });
        const line = await new Promise((resolve, reject) => {
            createInterface({ input: this.#process.stdout }).once("line", resolve);
            this.#process.once("exit", (code) => reject(new Error(`hocba serve ended with ${code}`)));
        });
        this.address = line.startsWith("http") ? line.trim().replace(/\/$/, "") : `http://${line.trim()}`;
    }

    async stop(signal = "SIGTERM") {
        const ended = new Promise((resolve) => this.#process.once("exit", resolve));
        this.#process.kill(signal);
        await ended;
    }

    /* The id of a class of the demo. */
    async classPath(page, name) {
        await page.goto(`${this.address}/`);
        return page.getByRole("link", { name, exact: true }).getAttribute("href");
    }

    /* A first password, changed at the first sign-in; the page is at home afterwards. */
    async signIn(page, login, password) {
        const first = this.hocba("account", "give", login).trim();
        await page.goto(`${this.address}/dang-nhap`);
        await enter(page, login, first);
        await page.waitForURL("**/tai-khoan");
        await page.locator("input[name=cu]").fill(first);
        await page.locator("input[name=moi]").fill(password);
        await page.locator("input[name=moi_lai]").fill(password);
        await page.locator("form[action='/tai-khoan/mat-khau'] button").click();
        await page.waitForURL(`${this.address}/`);
    }


    end() {
        this.#process?.kill("SIGKILL");
        rmSync(this.folder, { recursive: true, force: true });
    }
}

export async function enter(page, login, password) {
    await page.locator("input[name=ten]").fill(login);
    await page.locator("input[name=mat_khau]").fill(password);
    await page.locator("main form button.main").click();
}
