// SPDX-License-Identifier: Apache-2.0
// A stranger who verifies, and a family that looks, without JavaScript: on a desk, on a phone.

import { assert, checkAxe, desk, phone, picture, tell } from "./browser.mjs";

const plan = JSON.parse(process.argv[4]);
const devices = { desk, phone };

// Pages run no script of ours; axe is put in past the policy, and needs scripts to be on.
const plain = (device) => ({ ...device, javaScriptEnabled: false });
const watched = (device) => ({ ...device, bypassCSP: true });

async function fitsTheScreen(page, where) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
}

async function look(page, where) {
    await picture(page, `public-${where}`);
    await checkAxe(page, where);
    await fitsTheScreen(page, where);
}

async function verifyFile(page, file) {
    await page.goto(`${plan.address}/xac-minh`);
    await page.setInputFiles("#tep", file);
    await page.keyboard.press("Tab");
    await page.locator("form[enctype] button").press("Enter");
    return page.locator(".verdict").getAttribute("data-state");
}

async function openFamily(page) {
    await page.goto(`${plan.address}/gia-dinh`);
    await page.fill("#ma", plan.family.code.toLowerCase().replaceAll("-", " "));
    await page.fill("#ngay_sinh", plan.family.birth);
    await page.keyboard.press("Enter");
    await page.waitForSelector(`form[action="/gia-dinh/thoat"]`);
}

const stories = {};

for (const [name, device] of Object.entries(devices)) {
    stories[`a stranger sees every state on a ${name}`] = async (open) => {
        const page = await (await open(watched(device))).newPage();
        await page.goto(`${plan.address}/xac-minh`);
        await look(page, `${name}-form`);
        const sentences = new Set();
        for (const [state, file] of Object.entries(plan.files)) {
            assert.equal(await verifyFile(page, file), state);
            sentences.add(await page.locator("h1").textContent());
            await look(page, `${name}-${state}`);
        }
        assert.equal(sentences.size, 7, "states are never merged");
    };
    stories[`a family opens the record on a ${name}`] = async (open) => {
        const page = await (await open(watched(device))).newPage();
        await page.goto(`${plan.address}/gia-dinh`);
        await look(page, `${name}-family-form`);
        await openFamily(page);
        assert.equal(await page.locator("h1").textContent(), plan.family.name);
        await page.locator("summary").first().press("Enter");
        await look(page, `${name}-family`);
    };
}

stories["without JavaScript: from a file to the newer one, and back to a code"] = async (open) => {
    const page = await (await open(plain(desk))).newPage();
    assert.equal(await verifyFile(page, plan.files.superseded), "superseded");
    await page.locator(".verdict button").click();
    assert.equal(await page.locator(".verdict").getAttribute("data-state"), "undecided");
    assert.equal(await verifyFile(page, plan.files.valid), "valid");
    assert.ok(await page.locator("td.tick input").count() > 20, "values to tick");
    const code = await page.locator("dd.code").first().textContent();
    await page.goto(`${plan.address}/xac-minh/${code}`);
    assert.equal(await page.locator(".verdict").getAttribute("data-state"), "valid");
    assert.equal(await page.locator("td.tick input").count(), 0, "a code opens no content");
};

stories["without JavaScript: the family's files, and closing"] = async (open) => {
    const context = await open(plain(phone));
    const page = await context.newPage();
    await openFamily(page);
    const links = await page.locator(".files a").evaluateAll((all) => all.map((one) => one.href)).catch(() => null);
    const hrefs = links ?? ["/gia-dinh/quyen.pdf", "/gia-dinh/tep/1/xml", "/gia-dinh/tep/1/goi"].map((path) => plan.address + path);
    assert.ok(hrefs.length >= 3);
    for (const href of hrefs) {
        const answer = await context.request.get(href);
        assert.equal(answer.status(), 200, href);
        assert.ok((await answer.body()).length > 1000, href);
    }
    await page.locator('form[action="/gia-dinh/thoat"] button').click();
    assert.equal(await page.locator("#ma").count(), 1);
    assert.equal((await context.request.get(hrefs[0])).status(), 404);
};

// With the first password, which must become another at once.
async function signIn(page, { login, first }) {
    await page.goto(`${plan.address}/dang-nhap`);
    await page.fill("[name=ten]", login);
    await page.fill("[name=mat_khau]", first);
    await page.locator("main button.main").click();
    await page.fill("#cu", first);
    await page.fill("#moi", "một câu dễ nhớ");
    await page.fill("#moi_lai", "một câu dễ nhớ");
    await page.locator('form[action="/tai-khoan/mat-khau"] button').click();
    await page.goto(`${plan.address}/tra-cuu`);
}

stories["look-up as one types, and the pupil's page"] = async (open) => {
    const page = await (await open(watched(desk))).newPage();
    await signIn(page, plan.staff[0]);
    await look(page, "lookup-empty");
    const plainName = plan.family.name.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D");
    await page.locator("#tim").pressSequentially(plainName.toLowerCase());
    await page.waitForSelector(`#ket-qua a:text-is("${plan.family.name}")`);
    await look(page, "lookup-found");
    await page.fill("#tim", "khong co ai ten nay");
    await page.waitForFunction(() => document.querySelectorAll("#ket-qua tr").length === 0);
    assert.notEqual(await page.locator("#so-thay").textContent(), "");
    await page.fill("#tim", plan.family.birth);
    await page.locator(`#ket-qua a:text-is("${plan.family.name}")`).click();
    assert.equal(await page.locator("h1").textContent(), plan.family.name);
    await look(page, "pupil");
    await page.locator('a[href$="/phieu-gia-dinh"]').click();
    await look(page, "slips");
};

stories["look-up without JavaScript, on a phone"] = async (open) => {
    const page = await (await open(plain(phone))).newPage();
    await signIn(page, plan.staff[1]);
    await page.fill("#tim", `${plan.family.name} 4A1`);
    await page.keyboard.press("Enter");
    await page.locator(`#ket-qua a:text-is("${plan.family.name}")`).click();
    assert.equal(await page.locator("h1").textContent(), plan.family.name);
    await picture(page, "public-phone-pupil");
    await fitsTheScreen(page, "the pupil's page on a phone");
};

stories["sheets that families confirm, and a remark"] = async (open) => {
    const page = await (await open(watched(desk))).newPage();
    await signIn(page, plan.staff[2]);
    await page.goto(`${plan.address}/tien-do`);
    await page.locator('main a[href*="/tien-do?"]', { hasText: /^1A$/ }).first().click();
    await page.locator('a[href$="/phieu-xac-nhan"]').click();
    await look(page, "sheets-none");
    const [sheets] = await Promise.all([page.waitForEvent("download"), page.locator("main button.main").click()]);
    assert.equal(sheets.suggestedFilename(), "phieu-xac-nhan.pdf");
    await page.reload();
    await page.locator("[name=y_kien]").first().fill("Sai quê quán");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".tag.bad");
    await page.locator("[name=phieu][type=checkbox]").first().focus();
    await page.keyboard.press("Space");
    await page.locator("button[form=da-ve], #da-ve button").click();
    await page.waitForSelector(".tag.good");
    await look(page, "sheets-out");
    await page.locator('nav.menu a[href="/y-kien"]').click();
    await look(page, "remarks");
    await page.locator('main a[href^="/y-kien/"]').first().click();
    await look(page, "remark");
    await page.fill("#que_quan", "Phường Hồng Gai, Quảng Ninh");
    await page.fill("#tra_loi", "Đã sửa quê quán");
    await page.locator("main button.main").click();
    await page.waitForURL("**/y-kien");
    assert.equal(await page.locator('main a[href^="/y-kien/"]').count(), 0);
};

stories["in English"] = async (open) => {
    const page = await (await open(watched(desk))).newPage();
    await page.goto(`${plan.address}/xac-minh`);
    await page.locator(".language button").click();
    assert.equal(await page.locator("h1").textContent(), "Verify a record");
    assert.equal(await verifyFile(page, plan.files.revoked), "revoked");
    assert.match(await page.locator("h1").textContent(), /withdrawn/);
    await look(page, "english-revoked");
};

await tell(stories);
