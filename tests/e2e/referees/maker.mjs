// SPDX-License-Identifier: Apache-2.0
//
// Signs a document with npm's xml-crypto.
//
//     node maker.mjs NODE_MODULES KEY.pem CERT.pem IN.xml OUT.xml URI C14N     URI "" is enveloped
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [modules, key, certificate, input, output, uri, c14n] = process.argv.slice(2);
const require = createRequire(join(modules, "maker.js"));
const { SignedXml } = require("xml-crypto");

const signed = new SignedXml({
  privateKey: readFileSync(key),
  publicCert: readFileSync(certificate),
  signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  canonicalizationAlgorithm: c14n,
});
const enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
signed.addReference({
  xpath: uri ? "//*[local-name(.)='data']" : "/*",
  digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
  transforms: uri ? [c14n] : [enveloped, c14n],
  isEmptyUri: !uri,
});
signed.computeSignature(readFileSync(input, "utf8"));
writeFileSync(output, signed.getSignedXml());
