// SPDX-License-Identifier: Apache-2.0
//
// Verifies .tlog-proof files with the Merkle and checkpoint functions of npm's @sigstore/verify.
//
//     node ledger.mjs NODE_MODULES VKEY PROOF...     exit 0 when all are right
import { createHash, createPublicKey } from "node:crypto";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [modules, vkey, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, "ledger.js"));
const { verifyMerkleInclusion } = require("@sigstore/verify/dist/tlog/merkle.js");
const { verifyCheckpoint } = require("@sigstore/verify/dist/tlog/checkpoint.js");

// A trusted log is a name, the beginning of its key's id and the key.
function logOf(text) {
  const [name, id] = text.split("+", 2);
  const base64 = text.slice(name.length + id.length + 2);
  const key = Buffer.from(base64, "base64");
  const prefix = Buffer.from("302a300506032b6570032100", "hex");
  return {
    baseURL: name,
    logID: createHash("sha256").update(name + "\n").update(key).digest(),
    publicKey: createPublicKey({
      key: Buffer.concat([prefix, key.subarray(1)]),
      format: "der",
      type: "spki",
    }),
  };
}

function check(text) {
  const cut = text.indexOf("\n\n");
  const [first, extra, index, ...hashes] = text.slice(0, cut).split("\n");
  if (first !== "c2sp.org/tlog-proof@v1") throw new Error("no proof");
  const entry = {
    canonicalizedBody: Buffer.from(extra.slice("extra ".length), "base64"),
    inclusionProof: {
      logIndex: index.slice("index ".length),
      hashes: hashes.map((hash) => Buffer.from(hash, "base64")),
      checkpoint: { envelope: text.slice(cut + 2) },
    },
  };
  verifyMerkleInclusion(entry, verifyCheckpoint(entry, [logOf(vkey)]));
}

for (const file of files) check(readFileSync(file, "utf8"));
process.exit(files.length > 0 ? 0 : 1);
