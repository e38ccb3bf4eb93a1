#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: submit.py URL USER PASSWORD_FILE UNIT YEAR SEAL.p12 PIN_FILE RECORD.xml..."""
import base64
import gzip
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from xml.etree.ElementTree import canonicalize

DS = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
OPEN, CLOSE = '<DANH_SACH_HOC_BA id="dataDanhSach">', "</DANH_SACH_HOC_BA>"


def openssl(*words, text=None):
    return subprocess.run(["openssl", *words], input=text, capture_output=True, check=True).stdout


def key_and_certificates(seal, pin_file):
    """The key in PEM, and every certificate as base64, the signer's first."""
    inside = ("pkcs12", "-in", seal, "-passin", f"file:{pin_file}")
    key = openssl(*inside, "-nodes", "-nocerts")
    pem = openssl(*inside, "-nokeys", "-clcerts") + openssl(*inside, "-nokeys", "-cacerts")
    blocks = pem.decode().split("-----BEGIN CERTIFICATE-----")[1:]
    return key, ["".join(block.split("-----END")[0].split()) for block in blocks]


def is_elliptic(key):
    return b"ASN1 OID" in openssl("pkey", "-noout", "-text", text=key)


def sign(key, text):
    """The value as XMLDSig wants it: of ECDSA r and s, 32 bytes each, and no DER."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(key)
        file.flush()
        value = openssl("dgst", "-sha256", "-sign", file.name, text=text)
    if not is_elliptic(key):
        return value
    at, numbers = 2, []
    for _ in range(2):  # INTEGER, length, value
        size = value[at + 1]
        numbers.append(int.from_bytes(value[at + 2:at + 2 + size], "big").to_bytes(32, "big"))
        at += 2 + size
    return b"".join(numbers)


def packet(files, seal, pin_file):
    key, certificates = key_and_certificates(seal, pin_file)
    records = []
    for file in files:
        text = pathlib.Path(file).read_text(encoding="utf-8")
        records.append(text[text.index("<HOC_BA"):text.index("</HOC_BA>") + len("</HOC_BA>")])
    body = OPEN + "".join(records)
    digest = base64.b64encode(hashlib.sha256(canonicalize(body + CLOSE).encode()).digest()).decode()
    elliptic = is_elliptic(key)
    method = MORE + ("ecdsa-sha256" if elliptic else "rsa-sha256")
    # Written as its canonical form already is.
    info = (f'<SignedInfo xmlns="{DS}"><CanonicalizationMethod Algorithm="{EXCLUSIVE}">'
            f'</CanonicalizationMethod><SignatureMethod Algorithm="{method}"></SignatureMethod>'
            f'<Reference URI=""><Transforms><Transform Algorithm="{DS}enveloped-signature"></Transform>'
            f'<Transform Algorithm="{EXCLUSIVE}"></Transform></Transforms>'
            f'<DigestMethod Algorithm="{SHA256}"></DigestMethod><DigestValue>{digest}</DigestValue>'
            '</Reference></SignedInfo>')
    value = base64.b64encode(sign(key, info.encode())).decode()
    chain = "".join(f"<X509Certificate>{one}</X509Certificate>" for one in certificates)
    return (f'{body}<Signature xmlns="{DS}">{info}<SignatureValue>{value}</SignatureValue>'
            f"<KeyInfo><X509Data>{chain}</X509Data></KeyInfo></Signature>{CLOSE}")


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    while True:
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                sys.exit(f"{error.code}: {error.read().decode()}")
            time.sleep(int(error.headers.get("Retry-After", 5)))


def main():
    url, user, password_file, unit, year, seal, pin_file, *files = sys.argv[1:]
    password = pathlib.Path(password_file).read_text(encoding="utf-8").splitlines()[0]
    who = {"user_name": user, "password": hashlib.sha256(password.encode()).hexdigest(), "ma_don_vi": unit}
    who["token"] = post(f"{url}/token", who)["token"]
    who |= {"nam_hoc": int(year), "messageid": str(uuid.uuid4()), "function": "HOC_BA"}
    text = packet(files, seal, pin_file).encode()
    content = base64.b64encode(struct.pack("<I", len(text)) + gzip.compress(text)).decode()
    answer = post(f"{url}/records", {"authenticationRequest": {**who, "type": "1"}, "content": content})
    while not answer.get("data"):
        if answer["Error"]:
            sys.exit(f"{answer['Error']}: {answer['ErrorDescription']}")
        time.sleep(0.5)
        answer = post(f"{url}/records/result", {"authenticationRequest": {**who, "type": "2"}})
        if answer["ResponseCode"] != "DONE":
            answer.pop("data", None)  # some of them
    for one in answer["data"]:
        print(one["ma_tra_cuu_uuid"], one["trang_thai"], one["error"])


if __name__ == "__main__":
    main()
