# SPDX-License-Identifier: Apache-2.0
"""A SoftHSM2 token of a test's own, with keys and certificates on it."""
import base64
import hashlib
import os
import pathlib
import re
import subprocess

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
SHIM = os.environ.get("HOCBA_TOKEN_SHIM", "")
PUT_CERTIFICATE = os.environ.get("HOCBA_PUT_CERTIFICATE", "")
PIN = "123456"
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def run(*words, **options):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True, **options)


class Key:
    """A key and its certificate, as a verifier sees them."""

    def __init__(self, folder, name, pem):
        self.pem, self.name = pem, name
        self.certificate = folder / f"{name}.der"
        self.public = folder / f"{name}.pub.pem"

    def read(self):
        self.der = self.certificate.read_bytes()
        self.id = hashlib.sha256(self.der).hexdigest()
        run("openssl", "x509", "-inform", "DER", "-in", self.certificate, "-noout", "-pubkey",
            "-out", self.public)
        text = run("openssl", "pkey", "-pubin", "-in", self.public, "-noout", "-text").stdout.decode()
        self.is_rsa = "Modulus" in text
        if self.is_rsa:
            digits = re.search(r"Modulus:\n((?:    [0-9a-f:]+\n)+)", text)[1]
            self.modulus = int(re.sub(r"[:\s]", "", digits), 16)
        return self

    def verifies(self, digest, value):
        """Is `value` this key's signature over the SHA-256 digest?"""
        if self.is_rsa:
            size = (self.modulus.bit_length() + 7) // 8
            block = pow(int.from_bytes(value, "big"), 65537, self.modulus).to_bytes(size, "big")
            tail = b"\0" + DIGEST_INFO + digest
            return len(value) == size and block == b"\0\1" + b"\xff" * (size - 2 - len(tail)) + tail
        r, s = (int.from_bytes(half, "big") for half in (value[:32], value[32:]))
        folder = self.public.parent
        (folder / "digest").write_bytes(digest)
        (folder / "value").write_bytes(der_sequence(r, s))
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", self.public,
                               "-in", folder / "digest", "-sigfile", folder / "value"],
                              capture_output=True)
        return len(value) == 64 and done.returncode == 0


def der_integer(number):
    body = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return bytes([2, len(body)]) + body


def der_sequence(r, s):
    body = der_integer(r) + der_integer(s)
    return bytes([0x30, len(body)]) + body


def make_key(folder, name, subject, kind="rsa", authority=False, issuer=None):
    """A key with a certificate; without an issuer it is signed by itself (a verifier of digests asks
    no more)."""
    pem, certificate = folder / f"{name}.pem", folder / f"{name}.der"
    options = (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"] if kind == "rsa" else
               ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"])
    run("openssl", "genpkey", *options, "-out", pem)
    configuration = folder / f"{name}.cnf"
    configuration.write_text(
        "[req]\ndistinguished_name = none\n[none]\n[own]\n" +
        f"basicConstraints = critical, CA:{'TRUE' if authority else 'FALSE'}\n" +
        f"keyUsage = critical, {'keyCertSign' if authority else 'digitalSignature, nonRepudiation'}\n")
    request = folder / f"{name}.csr"
    run("openssl", "req", "-new", "-key", pem, "-subj", subject, "-utf8", "-config", configuration,
        "-out", request)
    by = (["-CA", issuer.certificate, "-CAform", "DER", "-CAkey", issuer.pem, "-CAcreateserial"]
          if issuer else ["-signkey", pem])
    run("openssl", "x509", "-req", "-in", request, *by, "-days", "3650", "-extfile", configuration,
        "-extensions", "own", "-outform", "DER", "-out", certificate)
    return Key(folder, name, pem).read()


class SoftToken:
    def __init__(self, folder, label="The thu nghiem"):
        self.folder, self.label, self.count = pathlib.Path(folder), label, 0
        (self.folder / "tokens").mkdir(parents=True)
        configuration = self.folder / "softhsm2.conf"
        configuration.write_text(f"directories.tokendir = {self.folder}/tokens\n"
                                 "log.level = ERROR\n")
        self.env = dict(os.environ, SOFTHSM2_CONF=str(configuration), HOCBA_SHIM_MODULE=MODULE,
                        HOCBA_SHIM_FOLDER=str(self.folder))
        run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN,
            "--so-pin", "87654321", env=self.env)

    def add(self, key):
        self.count += 1
        identity = f"{self.count:02x}"
        run("softhsm2-util", "--import", key.pem, "--token", self.label, "--label", key.name,
            "--id", identity, "--pin", PIN, env=self.env)
        run(PUT_CERTIFICATE, MODULE, self.label, PIN, identity, key.certificate, env=self.env)
        return key

    def rule(self, text):
        """How the token behaves from the next time on that it is opened (token_shim.c)."""
        (self.folder / "rule").write_text(text)

    def signed(self):
        """What was signed, in order: the digests, by the shim's count."""
        path = self.folder / "signed"
        lines = path.read_text().split() if path.exists() else []
        return [bytes.fromhex(line)[-32:] for line in lines]


def decode(text):
    return base64.b64decode(text, validate=True)
