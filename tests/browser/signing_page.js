// SPDX-License-Identifier: Apache-2.0
/* Runs in the browser: the stories that /plan asks for, their outcome to /outcome. */
import { agentSigner, checkValue, signBatch, SigningError, vgcaSigner } from "/signing.js";

const plan = await (await fetch("/plan")).json();
const pick = (status) => ({ state: status.state, signed: status.signed, values: status.values,
                            code: status.code, message: status.message });

const stories = {
    async agent({ port, batch }) {
        const signer = agentSigner({ port });
        const found = await signer.certificates();
        const certificate = found.find((one) => one.id === batch.certificate);
        const seen = [];
        const status = await signBatch(signer, { ...batch, certificate },
            { everyMs: 50, onStatus: ({ state, signed }) => seen.push([state, signed]) });
        return { ...pick(status), seen };
    },

    /* The page is reloaded half-way: a new signer that knows nothing asks for the same batch. */
    async agentReload({ port, batch }) {
        const first = agentSigner({ port });
        const certificate = (await first.certificates()).find((one) => one.id === batch.certificate);
        await first.start({ ...batch, certificate });
        const status = await signBatch(agentSigner({ port }), { ...batch, certificate },
            { everyMs: 20 });
        return pick(status);
    },

    async agentCancel({ port, batch }) {
        const signer = agentSigner({ port });
        const certificate = (await signer.certificates()).find((one) => one.id === batch.certificate);
        const abort = new AbortController();
        const onStatus = ({ signed }) => signed > 0 && abort.abort();
        return pick(await signBatch(signer, { ...batch, certificate },
            { everyMs: 5, onStatus, signal: abort.signal }));
    },

    async agentStranger({ port }) {
        try {
            await agentSigner({ port }).certificates();
            return { state: "answered" };
        } catch (error) {
            return { state: error instanceof SigningError ? "error" : "odd", code: error.code };
        }
    },

    async vgca({ address, batch, parallel }) {
        const store = new Map();
        const signer = vgcaSigner({ address, parallel, store: storage(store) });
        const [certificate] = await signer.certificates();
        return { ...pick(await signBatch(signer, { ...batch, certificate }, { everyMs: 50 })),
                 certificate: certificate.id, kept: store.size };
    },

    /* Stopped half-way, then taken up by a page that has only what was kept. */
    async vgcaResume({ address, batch }) {
        const kept = storage(new Map());
        const first = vgcaSigner({ address, store: kept });
        const [certificate] = await first.certificates();
        const abort = new AbortController();
        const onStatus = ({ signed }) => signed >= 5 && abort.abort();
        const half = await signBatch(first, { ...batch, certificate },
            { everyMs: 5, onStatus, signal: abort.signal });
        const signer = vgcaSigner({ address, store: kept });
        const status = await signBatch(signer, { ...batch, certificate }, { everyMs: 20 });
        signer.forget(batch.id);
        return { ...pick(status), half: half.signed, halfState: half.state,
                 left: kept.getItem(`hocba-signing-${batch.id}`) };
    },

    /* The certificate that the page expects is not the one whose key is in the token. */
    async vgcaWrongToken({ address, batch, certificate }) {
        return pick(await signBatch(vgcaSigner({ address, store: null }), { ...batch, certificate },
            { everyMs: 20 }));
    },

    async values({ rows }) {
        return { state: "done", found: rows.map(({ certificate, digest, value }) =>
            checkValue(certificate, digest, value)) };
    },
};

function storage(map) {
    return { getItem: (key) => map.get(key) ?? null, setItem: (key, value) => map.set(key, value),
             removeItem: (key) => map.delete(key) };
}

const outcome = {};
for (const { name, story, ...with_ } of plan) {
    try {
        outcome[name] = await stories[story](with_);
    } catch (error) {
        outcome[name] = { state: "thrown", code: error.code, message: String(error) };
    }
}
await fetch("/outcome", { method: "POST", body: JSON.stringify(outcome) });
