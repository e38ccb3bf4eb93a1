#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents that others signed, before `hocba verify --foreign`: xmlsec1, the JDK, xml-crypto.

usage: foreign.py HOCBA BUILD_FOLDER

Each maker signs enveloped and by Id, with inclusive and exclusive C14N. We must say yes and name
what is covered, and no after one byte of it has changed.
"""
import json
import os
import subprocess
import sys
import tempfile

from run import HERE, install, run

EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
DS = "http://www.w3.org/2000/09/xmldsig#"
DOCUMENT = ("<?xml version='1.0' encoding='UTF-8'?>\n<doc xmlns='urn:a' xmlns:x='urn:x' xml:lang='vi'>"
            "<data Id='d1' b='&quot;2' x:a='1'>Nguyễn &amp; &lt;b&gt;\n<x:empty/></data><rest/>{}</doc>")
TEMPLATE = (f"<Signature xmlns='{DS}'><SignedInfo><CanonicalizationMethod Algorithm='{{c14n}}'/>"
            "<SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'/>"
            "<Reference URI='{uri}'><Transforms>{enveloped}<Transform Algorithm='{c14n}'/></Transforms>"
            "<DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><DigestValue/>"
            "</Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data>"
            "</KeyInfo></Signature>")


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def must(command):
    result = run(command)
    if result.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{result.stdout[-2000:]}")


def xmlsec1(folder, out, uri, c14n):
    enveloped = "" if uri else f"<Transform Algorithm='{DS}enveloped-signature'/>"
    write(f"{folder}/template.xml",
          DOCUMENT.format(TEMPLATE.format(c14n=c14n, uri=uri, enveloped=enveloped)))
    must(["xmlsec1", "--sign", "--id-attr:Id", "urn:a:data", "--privkey-pem",
          f"{folder}/key.pem,{folder}/cert.pem", "--output", out, f"{folder}/template.xml"])


def java(folder, out, uri, c14n):
    must(["java", "-XX:TieredStopAtLevel=1", f"{HERE}/Maker.java", f"{folder}/key.der",
          f"{folder}/cert.pem", f"{folder}/in.xml", out, uri, c14n])


def xml_crypto(folder, out, uri, c14n):
    """It does not inherit xml:lang, as inclusive C14N must (xmlsec1 says no to that as well)."""
    write(f"{folder}/plain.xml", DOCUMENT.format("").replace(" xml:lang='vi'", ""))
    must(["node", f"{HERE}/maker.mjs", f"{folder}/node_modules", f"{folder}/key.pem",
          f"{folder}/cert.pem", f"{folder}/plain.xml", out, uri, c14n])


def judge(hocba, path):
    result = run([hocba, "verify", "--foreign", "--json", path])
    return result.returncode, json.loads(result.stdout)["files"][0]


def check(hocba, path, uri):
    """What is wrong, or None."""
    code, report = judge(hocba, path)
    if code != 0 or not report["signatures"][0]["cryptographically_valid"]:
        return f"not verified: {json.dumps(report, ensure_ascii=False)[:600]}"
    covers = report["signatures"][0]["references"][0]["covers"]
    if (covers["path"], covers["whole"]) != (("/doc/data", True) if uri else ("/doc", False)):
        return f"covers {covers}"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    write(path, text.replace("Nguyễn", "Nguyên"))
    code, report = judge(hocba, path)
    if code != 1 or report["signatures"][0]["rule"] != "digest":
        return "a changed document is not refused"
    return None


def main():
    hocba, build = sys.argv[1:]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        install(build, folder)
        must(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj",
              "/CN=Someone", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"])
        must(["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", f"{folder}/key.pem", "-outform",
              "DER", "-out", f"{folder}/key.der"])
        write(f"{folder}/in.xml", DOCUMENT.format(""))
        for maker in (xmlsec1, java, xml_crypto):
            for uri in ("", "#d1"):
                for c14n in (INCLUSIVE, EXCLUSIVE):
                    path = f"{folder}/out.xml"
                    maker(folder, path, uri, c14n)
                    wrong = check(hocba, path, uri)
                    bad += wrong is not None
                    print(f"{'not ok' if wrong else 'ok'} - {maker.__name__}: "
                          f"{'by Id' if uri else 'enveloped'}, {c14n.rsplit('/', 1)[1]}")
                    if wrong:
                        print("# " + wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
