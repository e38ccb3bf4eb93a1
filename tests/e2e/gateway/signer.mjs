// SPDX-License-Identifier: Apache-2.0
//
// The same as Signer.java for npm's xml-crypto; KEY is a folder with key.pem and chain.pem, and
// PASSWORD is not used.  It signs with RSA alone by itself and puts no Object into a signature: ECDSA
// is added as its manual says, and what holds SigningTime is signed beside and moved in.
//
//     node signer.mjs NODE_MODULES
import { createRequire } from "node:module";
import { createSign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(join(process.argv[2], "signer.js"));
const { SignedXml } = require("xml-crypto");
const c14n = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const digestAlgorithm = "http://www.w3.org/2001/04/xmlenc#sha256";
const more = "http://www.w3.org/2001/04/xmldsig-more#";

class Ecdsa {
  getSignature(text, key) {
    return createSign("sha256").update(text).sign({ key, dsaEncoding: "ieee-p1363" }, "base64");
  }
  getAlgorithmName() {
    return more + "ecdsa-sha256";
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [key, , method, input, output, parent] = line.split("\t");
  const signed = new SignedXml({
    privateKey: readFileSync(join(key, "key.pem")),
    publicCert: readFileSync(join(key, "chain.pem")),
    signatureAlgorithm: more + method,
    canonicalizationAlgorithm: c14n,
  });
  signed.SignatureAlgorithms[more + "ecdsa-sha256"] = Ecdsa;
  const id = `ky-${parent}`;
  const time = `<SignatureProperties xmlns="http://www.w3.org/2000/09/xmldsig#" Id="${id}-luc"><SignatureProperty Target="#${id}">` +
    "<SigningTime>2024-05-31T08:00:00+07:00</SigningTime></SignatureProperty></SignatureProperties>";
  let text = readFileSync(input, "utf8");
  if (parent) {
    text = text.replace(`</${parent}>`, `${time}</${parent}>`);
    for (const xpath of ["//*[local-name(.)='DU_LIEU_HOC_BA']", `//*[@Id='${id}-luc']`])
      signed.addReference({ xpath, digestAlgorithm, transforms: [c14n] });
  } else {
    signed.addReference({ xpath: "/*", digestAlgorithm, transforms: [enveloped, c14n], isEmptyUri: true });
  }
  signed.computeSignature(text, {
    attrs: { Id: id },
    location: { reference: parent ? `//*[local-name(.)='${parent}']` : "/*", action: "append" },
  });
  text = signed.getSignedXml();
  if (parent)
    text = text.replace(time, "").replace(`</Signature></${parent}>`, `<Object>${time}</Object></Signature></${parent}>`);
  writeFileSync(output, text);
  console.log("ok");
}
