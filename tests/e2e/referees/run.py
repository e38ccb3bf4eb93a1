#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records of ours before three independent referees: xmlsec1, the JDK, npm's xml-crypto.

usage: run.py MAKE_RECORDS BUILD_FOLDER

Every record (RSA and P-256; 1, 3, 6 and 17 signatures) must be valid for each of them, and the
same record with one letter changed for none: a referee that never says no says nothing.
"""
import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTS = (1, 3, 6, 17)
IDS = ("DU_LIEU_HOC_BA", "THONG_TIN_CHUNG", "MON_HOC", "SignatureProperties", "SignedProperties",
       "SignatureValue", "Signature")


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **more)


def xmlsec1(kind, files, folder):
    """The safe command: no system store, same-document references, certificates alone."""
    env = dict(os.environ, SSL_CERT_FILE="/nonexistent", SSL_CERT_DIR="/nonexistent")
    for path in files:
        with open(path, encoding="utf-8") as file:
            ids = re.findall(r'<ds:Signature [^>]*Id="([^"]+)"', file.read())
        for signature in ids:
            command = ["xmlsec1", "--verify", "--enabled-key-data", "x509",
                       "--enabled-reference-uris", "same-doc",
                       "--verification-time", "2024-05-31 12:00:00"]
            for name in IDS:
                command += ["--id-attr:Id", name]
            command += ["--trusted-pem", f"{folder}/{kind}-root.pem",
                        "--untrusted-pem", f"{folder}/{kind}-sub.pem", "--node-id", signature,
                        path]
            result = run(command, env=env)
            if result.returncode != 0:
                return f"{os.path.basename(path)} {signature}: {result.stdout.strip()[:400]}"
    return None


def java(kind, files, folder):
    result = run(["java", "-XX:TieredStopAtLevel=1", f"{HERE}/Referee.java",
                  f"{folder}/{kind}-root.pem", *files])
    return None if result.returncode == 0 else result.stdout[-600:]


def xml_crypto(_kind, files, folder):
    result = run(["node", f"{HERE}/referee.mjs", f"{folder}/node_modules", *files])
    return None if result.returncode == 0 else result.stdout[-600:]


def install(build, folder):
    """npm ci of the referees from there, once per build folder and lock file."""
    home = os.path.join(build, "referees")
    os.makedirs(home, exist_ok=True)
    with open(os.path.join(home, "lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        npm_ci(home)
    os.symlink(os.path.join(home, "node_modules"), os.path.join(folder, "node_modules"))


def npm_ci(home):
    with open(os.path.join(HERE, "package-lock.json"), encoding="utf-8") as file:
        wanted = file.read()
    done = os.path.join(home, "installed")
    if os.path.exists(done):
        with open(done, encoding="utf-8") as file:
            if file.read() == wanted:
                return
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(HERE, name), home)
    result = run(["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"],
                 cwd=home)
    if result.returncode != 0:
        sys.exit("npm ci failed:\n" + result.stdout)
    with open(done, "w", encoding="utf-8") as file:
        file.write(wanted)


def forge(path):
    forged = path.replace(".xml", "-forged.xml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert text.count("<GIOI_TINH>2<") == 1
    with open(forged, "w", encoding="utf-8", newline="") as file:
        file.write(text.replace("<GIOI_TINH>2<", "<GIOI_TINH>1<"))
    return forged


def main():
    make_records, build = sys.argv[1:]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([make_records, folder], check=True)
        install(build, folder)
        for referee in (xmlsec1, java, xml_crypto):
            for kind in ("rsa", "p256"):
                files = [f"{folder}/{kind}-{count}.xml" for count in COUNTS]
                wrong = referee(kind, files, folder)
                if not wrong and not referee(kind, [forge(files[1])], folder):
                    wrong = "says yes to a changed record"
                bad += wrong is not None
                print(f"{'not ok' if wrong else 'ok'} - {referee.__name__}: {kind}, "
                      f"{', '.join(map(str, COUNTS))} signatures")
                if wrong:
                    print("# " + wrong.replace("\n", "\n# "))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
