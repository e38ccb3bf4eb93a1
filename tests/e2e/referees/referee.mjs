// SPDX-License-Identifier: Apache-2.0
//
// Verifies every signature of the files with npm's xml-crypto (and Node's crypto for ECDSA, which
// it does not have).
//
//     node referee.mjs NODE_MODULES FILE...     exit 0 when all are valid
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createVerify, X509Certificate } from "node:crypto";
import { join } from "node:path";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, "referee.js"));
const { SignedXml } = require("xml-crypto");
const { DOMParser } = require("@xmldom/xmldom");

const DS = "http://www.w3.org/2000/09/xmldsig#";
const ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

class EcdsaSha256 {
  getAlgorithmName = () => ECDSA;
  verifySignature = (material, key, value) =>
    createVerify("sha256")
      .update(material)
      .verify({ key, dsaEncoding: "ieee-p1363" }, Buffer.from(value, "base64"));
}

function check(text) {
  const document = new DOMParser().parseFromString(text, "text/xml");
  const signatures = Array.from(document.getElementsByTagNameNS(DS, "Signature"));
  for (const node of signatures) {
    const base64 = node.getElementsByTagNameNS(DS, "X509Certificate")[0].textContent;
    const certificate = new X509Certificate(Buffer.from(base64, "base64"));
    const publicCert = certificate.publicKey.export({ type: "spki", format: "pem" });
    const signed = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
    signed.SignatureAlgorithms[ECDSA] = EcdsaSha256;
    signed.loadSignature(node);
    if (!signed.checkSignature(text)) return -1;
  }
  return signatures.length;
}

let all = files.length > 0;
for (const file of files) {
  let count = -1;
  try {
    count = check(readFileSync(file, "utf8"));
  } catch (error) {
    console.log(error.message);
  }
  console.log(`${count} ${file}`);
  all = all && count > 0;
}
process.exit(all ? 0 : 1);
