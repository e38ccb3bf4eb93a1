/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing from a page with what the signer has at hand: the agent (docs/agent.md), or the signing
 * component of the Government Cipher Committee where a school runs it.  Both with the same calls:
 *
 *     signer.certificates()  -> [{id, certificate, holder, token}]      id: SHA-256, hexadecimal
 *     signer.start(batch)    -> status       start, or go on with what is missing; same id, same batch
 *     signer.poll(id)        -> status       {id, state, count, signed, values, code, message}
 *     signer.cancel(id)      -> status
 *     signer.forget(id)                      once the server has the values
 *
 *     batch: {id, certificate, role, school, class, year, items: [{label, digest}]}
 *            certificate: {id, certificate} as certificates() gives it; digest: base64 of SHA-256
 *     state: "asking", "signing", then "done", "refused", "cancelled" or "failed"
 *     values: base64 by item, null where there is none yet
 *
 * signBatch() runs one to its end.  Every RSA value is checked with the certificate's key before it
 * is handed out; the server checks all of them again before it attaches one.
 */

const AGENT_PORT = 9870;
const VGCA_ADDRESS = "wss://127.0.0.1:8987";
const ATTEMPTS = 5; // for one request that was cut off, one answer that was wrong
const PAUSE_MS = 300;
const PATIENCE_MS = 5 * 60 * 1000; // a person looks for the token and types a PIN
const DIGEST_INFO = "3031300d060960864801650304020105000420"; // RFC 8017 9.2, SHA-256
const RUNNING = new Set(["asking", "signing"]);

/* A sentence in the page's language. */
const t = (vi, en) => globalThis.document?.documentElement.lang === "en" ? en : vi;

/* `code` is for programs, the message for the person. */
export class SigningError extends Error {
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// ---- bytes, certificates, RSA ----

function bytesOf(base64) {
    return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

function hexOf(bytes) {
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/* One DER value at `at`: {tag, start, end}, the bytes of its content. */
function derAt(bytes, at) {
    let size = bytes[at + 1];
    let start = at + 2;
    if (size >= 0x80) {
        const count = size & 0x7f;
        if (count < 1 || count > 3) throw new RangeError("DER");
        size = 0;
        for (let i = 0; i < count; i++) size = size * 256 + bytes[start++];
    }
    if (!(start + size <= bytes.length)) throw new RangeError("DER");
    return { tag: bytes[at], start, end: start + size };
}

function derChildren(bytes, parent) {
    const children = [];
    for (let at = parent.start; at < parent.end; at = children.at(-1).end)
        children.push(derAt(bytes, at));
    return children;
}

/* {n, e, size} of an RSA certificate; null for another kind of key (RFC 5280 4.1). */
function rsaKeyOf(certificate) {
    const bytes = bytesOf(certificate);
    const fields = derChildren(bytes, derAt(bytes, derAt(bytes, 0).start));
    const key = derChildren(bytes, fields[fields[0].tag === 0xa0 ? 6 : 5]);
    const oid = derChildren(bytes, key[0])[0];
    if (hexOf(bytes.subarray(oid.start, oid.end)) !== "2a864886f70d010101") return null;
    const [n, e] = derChildren(bytes, derAt(bytes, key[1].start + 1)).map((number) =>
        BigInt("0x" + hexOf(bytes.subarray(number.start, number.end))));
    return { n, e, size: Math.ceil(n.toString(16).length / 2) };
}

function power(base, exponent, modulus) {
    let result = 1n;
    for (let e = exponent, b = base % modulus; e > 0n; e >>= 1n, b = (b * b) % modulus)
        if (e & 1n) result = (result * b) % modulus;
    return result;
}

/* Is `value` the certificate's RSA signature over the digest?  True for other kinds of keys, which
 * are left to the server. */
export function checkValue(certificate, digest, value) {
    try {
        const key = rsaKeyOf(certificate);
        if (key === null) return true;
        const signed = bytesOf(value);
        const tail = "00" + DIGEST_INFO + hexOf(bytesOf(digest));
        const wanted = "0001" + "f".repeat(2 * key.size - 4 - tail.length) + tail;
        const got = power(BigInt("0x" + hexOf(signed)), key.e, key.n);
        return signed.length === key.size && got === BigInt("0x" + wanted);
    } catch {
        return false;
    }
}

async function fingerprint(certificate) {
    return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(certificate))));
}

// ---- the agent ----

class AgentSigner {
    constructor(address) {
        this.address = address;
        this.batches = new Map();
    }

    /* A request that was cut off is sent again: the agent knows each batch by its id. */
    async ask(method, path, body) {
        for (let attempt = 1; ; attempt++) {
            try {
                const answer = await fetch(this.address + path, {
                    method,
                    cache: "no-store",
                    credentials: "omit",
                    headers: body ? { "Content-Type": "application/json" } : {},
                    body: body && JSON.stringify(body),
                });
                const json = await answer.json();
                if (answer.ok) return json;
                throw new SigningError(json.code, json.message);
            } catch (error) {
                if (error instanceof SigningError) throw error;
                if (attempt === ATTEMPTS)
                    throw new SigningError("unreachable", t(
                        "Không gọi được hocba agent ở máy này. Hãy mở agent, và kiểm tra trang này " +
                        "đã được đăng ký với nó.",
                        "hocba agent does not answer on this computer. Start it, and check that this " +
                        "page is registered with it."));
                await pause(PAUSE_MS * attempt);
            }
        }
    }

    async certificates() {
        return (await this.ask("GET", "/v1/certificates")).certificates;
    }

    async start(batch) {
        if (!this.batches.has(batch.id))
            this.batches.set(batch.id, { batch, values: batch.items.map(() => null), taken: 0 });
        const request = { ...batch, certificate: batch.certificate.id };
        return this.take(await this.ask("POST", "/v1/batches", request));
    }

    /* Keep what an answer brings, checked; it holds a part of the values, from `from` on. */
    take(answer) {
        const known = this.batches.get(answer.id);
        answer.values.forEach((value, i) => {
            const at = answer.from + i;
            const digest = known.batch.items[at].digest;
            if (!checkValue(known.batch.certificate.certificate, digest, value))
                throw new SigningError("wrong-value", t(
                    "Thẻ trả về chữ ký không đúng với chứng thư; không dùng chữ ký nào của lượt này. " +
                    "Hãy báo người quản trị.",
                    "The token's signature does not fit its certificate; no signature of this batch " +
                    "is used. Please tell the administrator."));
            known.values[at] = value;
            known.taken = Math.max(known.taken, at + 1);
        });
        return { ...answer, values: known.values };
    }

    async poll(id) {
        for (;;) {
            const from = this.batches.get(id).taken;
            const status = this.take(await this.ask("GET", `/v1/batches/${id}?from=${from}`));
            if (this.batches.get(id).taken >= status.signed) return status;
        }
    }

    async cancel(id) {
        await this.ask("DELETE", `/v1/batches/${id}`);
        return this.poll(id);
    }

    forget(id) {
        this.batches.delete(id);
    }
}

/* `port` is the agent's own (its settings). */
export function agentSigner({ port = AGENT_PORT } = {}) {
    return new AgentSigner(`http://127.0.0.1:${port}`);
}

// ---- the component of the Government Cipher Committee ----

/* One message there, one message back, on a connection of its own: that is how it is spoken to. */
function exchange(address, message) {
    return new Promise((resolve, reject) => {
        const socket = new WebSocket(address);
        const late = setTimeout(() => end(reject, new Error("late")), PATIENCE_MS);
        const end = (settle, value) => {
            clearTimeout(late);
            socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
            socket.close();
            settle(value);
        };
        socket.onopen = () => socket.send(message);
        socket.onmessage = (event) => end(resolve, event.data);
        socket.onclose = socket.onerror = () => end(reject, new Error("closed"));
    });
}

class VgcaSigner {
    constructor({ address, parallel, store }) {
        Object.assign(this, { address, parallel, store });
        this.batches = new Map();
    }

    /* Sign one digest: {value, certificate}. */
    async signDigest(digest) {
        const message = JSON.stringify({ HashAlg: "SHA256", HashValue: digest, Encode: "RSA" });
        let answer;
        for (let attempt = 1; answer === undefined; attempt++) {
            try {
                answer = JSON.parse(await exchange(`${this.address}/SignMsg`, message));
            } catch {
                if (attempt === ATTEMPTS)
                    throw new SigningError("unreachable", t(
                        "Không gọi được bộ ký số của Ban Cơ yếu Chính phủ ở máy này. Hãy mở chương " +
                        "trình đó rồi ký tiếp.",
                        "The component of the Government Cipher Committee does not answer on this " +
                        "computer. Start it, then go on signing."));
                await pause(PAUSE_MS * attempt);
            }
        }
        if (answer.Status !== 0 || !answer.Signature || !answer.CertBase64)
            throw new SigningError("component",
                answer.Message || answer.Error ||
                    t("Bộ ký số của Ban Cơ yếu không ký.", "The Cipher Committee's component did not sign."));
        return { value: answer.Signature, certificate: answer.CertBase64.replace(/\s/g, "") };
    }

    /* The component tells its certificate only with a signature: over a sentence that says so. */
    async certificates() {
        const words = new TextEncoder().encode("hocba: hỏi chứng thư của người ký");
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", words));
        const { certificate } = await this.signDigest(btoa(String.fromCharCode(...digest)));
        return [{ id: await fingerprint(certificate), certificate, holder: null, token: "VGCA" }];
    }

    start(batch) {
        let known = this.batches.get(batch.id);
        if (!known) {
            known = { batch, values: this.recall(batch), state: "", cancelled: false };
            this.batches.set(batch.id, known);
        }
        if (!RUNNING.has(known.state) && known.state !== "done") {
            Object.assign(known, { state: "signing", cancelled: false, code: undefined,
                                   message: undefined });
            this.run(known);
        }
        return this.poll(batch.id);
    }

    /* What an earlier page signed of this batch: only what fits its digests is taken. */
    recall(batch) {
        let kept = [];
        try {
            kept = JSON.parse(this.store?.getItem(`hocba-signing-${batch.id}`)) ?? [];
        } catch { /* nothing usable is kept */ }
        return batch.items.map((item, i) =>
            typeof kept[i] === "string" &&
            checkValue(batch.certificate.certificate, item.digest, kept[i]) ? kept[i] : null);
    }

    keep(known) {
        try {
            this.store?.setItem(`hocba-signing-${known.batch.id}`, JSON.stringify(known.values));
        } catch { /* a full store only means that a reloaded page signs again */ }
    }

    /* Sign what is missing, `parallel` at a time; answers may come in any order. */
    async run(known) {
        const { batch, values } = known;
        const missing = [...values.keys()].filter((i) => values[i] === null);
        const work = async () => {
            try {
                while (missing.length > 0 && !known.cancelled && !known.code) {
                    const i = missing.shift();
                    values[i] = await this.signItem(batch, batch.items[i]);
                    this.keep(known);
                }
            } catch (error) {
                known.code ??= error.code ?? "internal";
                known.message ??= error.message;
            }
        };
        await Promise.all(Array.from({ length: this.parallel }, work));
        known.state = known.code ? "failed" : values.includes(null) ? "cancelled" : "done";
    }

    /* Another key's signature is asked for again, and never handed out. */
    async signItem(batch, item) {
        for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
            const { value } = await this.signDigest(item.digest);
            if (checkValue(batch.certificate.certificate, item.digest, value)) return value;
        }
        throw new SigningError("wrong-value", t(
            "Thẻ đang cắm không phải của chứng thư đã chọn; chưa gắn chữ ký nào của nó. Hãy cắm đúng " +
            "thẻ rồi ký tiếp.",
            "The token is not that of the chosen certificate; none of its signatures was attached. " +
            "Plug the right one in, then go on signing."));
    }

    async poll(id) {
        const { batch, values, state, code, message } = this.batches.get(id);
        const signed = values.filter((value) => value !== null).length;
        const trouble = state === "failed" ? { code, message } : {};
        return { id, state, count: batch.items.length, signed, values: [...values], ...trouble };
    }

    async cancel(id) {
        this.batches.get(id).cancelled = true;
        return this.poll(id);
    }

    forget(id) {
        this.batches.delete(id);
        this.store?.removeItem(`hocba-signing-${id}`);
    }
}

/* `parallel`: connections at once; the component shows a window for each. `store`: where signed
 * values outlive a reload (a Storage), or null. */
export function vgcaSigner({ address = VGCA_ADDRESS, parallel = 1,
                             store = globalThis.sessionStorage ?? null } = {}) {
    return new VgcaSigner({ address, parallel, store });
}

// ---- a batch from start to end ----

/* Resolves with the last status; `onStatus` is called with each one, `signal` cancels. */
export async function signBatch(signer, batch, { onStatus = () => {}, signal, everyMs = 500 } = {}) {
    let status = await signer.start(batch);
    onStatus(status);
    while (RUNNING.has(status.state)) {
        await pause(everyMs);
        status = signal?.aborted ? await signer.cancel(batch.id) : await signer.poll(batch.id);
        onStatus(status);
    }
    return status;
}
