#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ledgers of ours before independent referees: Go's golang.org/x/mod/sumdb with a second
implementation of entries and statuses (go/), and npm's @sigstore/verify.

usage: ledger.py HOCBA MAKE_LEDGER BUILD_FOLDER

Each must say yes to a ledger of 66,000 entries and to the demo's, and no to the same with one
byte changed, wherever it is.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from run import HERE, install, run

GO = pathlib.Path(HERE) / "go"


class Referees:
    def __init__(self, build, folder):
        self.folder, self.bad, self.build = folder, 0, build
        self.referee = self.build_go()
        install(build, folder)

    def build_go(self):
        """With Debian's x/mod (golang-golang-x-mod-dev), which lies where GOPATH mode finds it."""
        home = pathlib.Path(self.build) / "referees-go"
        home.mkdir(exist_ok=True)
        env = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOFLAGS="",
                   GOCACHE=str(home / "cache"), CGO_ENABLED="0")
        result = run(["go", "build", "-o", str(home / "referee"), "."], cwd=GO, env=env)
        if result.returncode != 0:
            sys.exit("go build failed:\n" + result.stdout)
        return str(home / "referee")

    def say(self, about, wrong):
        self.bad += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} - {about}")
        if wrong:
            print("# " + wrong.replace("\n", "\n# "))

    def go(self, *words):
        return run([self.referee, *map(str, words)])

    def sigstore(self, vkey, *proofs):
        return run(["node", f"{HERE}/ledger.mjs", f"{self.folder}/node_modules", vkey,
                    *map(str, proofs)])

    def accept(self, about, result):
        self.say(about, result.returncode and (result.stdout[-400:] or "no"))
        return result.stdout

    def refuse(self, about, result):
        self.say(f"refused: {about}", result.returncode == 0 and "it says yes")

    def same(self, about, result, file):
        wrong = result.returncode or result.stdout != file.read_text()
        self.say(about, wrong and f"another answer than {file.name}: {result.stdout[:400]}")


def bent(source, target, place):
    """A copy with one bit of one byte changed; a negative place counts from the end."""
    data = bytearray(source.read_bytes())
    data[place] ^= 1
    target.write_bytes(data)
    return target


def inside(source, text):
    return source.read_bytes().index(text)


def check_ledger(referees, stage):
    public, policy, status = stage / "public", stage / "policy", stage / "status.cwt"
    said = referees.accept("Go: a ledger of 66,000 entries",
                           referees.go("ledger", public, policy, status, stage / "part.cwt"))
    referees.say("Go: entries of every status in it",
                 any(f" 0 {word}" in said for word in ("revoked", "suspended", "superseded"))
                 and said)
    checkpoint = public / "checkpoint"
    signed = checkpoint.read_bytes()
    first, second = [place for place in range(len(signed)) if signed.startswith(b" ", place)][-3::2]
    places = {checkpoint: (3, inside(checkpoint, b"\n66") + 1, first + 20, second + 20, second + 12),
              public / "tile/0/000": (0, 8191), public / "tile/0/257.p": (),
              public / "tile/1/000": (77,), public / "tile/1/001.p": (), public / "tile/2/000.p": (),
              public / "tile/entries/000": (2, 5, 40, 70, 9000),
              public / "tile/entries/100": (12000,), public / "tile/entries/257.p": (),
              status: (5, 30, 120, -3)}
    for file, where in places.items():
        if file.is_dir():  # a partial tile, its width is its name
            file, where = next(file.iterdir()), (10,)
        whole = file.read_bytes()
        for place in where:
            bent(file, file, place)
            referees.refuse(f"Go: {file.relative_to(stage)} with byte {place} changed",
                            referees.go("ledger", public, policy, status))
            file.write_bytes(whole)
    entries = public / "tile/entries/100"
    whole = entries.read_bytes()
    size = 2 + int.from_bytes(whole[:2], "big")
    entries.write_bytes(whole[size:2 * size] + whole[:size] + whole[2 * size:])
    referees.refuse("Go: two entries in each other's place", referees.go("ledger", public, policy))
    entries.write_bytes(whole)


def check_proofs(referees, stage):
    policy, changed = stage / "policy", stage / "changed"
    vkey = policy.read_text().split()[1]
    proofs = sorted((stage / "proofs").iterdir())
    for proof in proofs:
        referees.accept(f"Go: proof of entry {proof.name}", referees.go("proof", proof, policy))
    referees.accept("@sigstore/verify: the same", referees.sigstore(vkey, *proofs))
    # The entry, the index, hashes, the root, the ledger's signature.
    proof = stage / "proofs" / "40000"
    text = proof.read_bytes()
    note = text.index(b"\n\n") + 2
    dash = text.index("—".encode(), note)
    places = (text.index(b"extra ") + 40, text.index(b"index ") + 7, note - 30, note - 400,
              text.index(b"\n66", note) + 20, text.index(b" ", dash + 4) + 20)
    for place in places:
        bent(proof, changed, place)
        referees.refuse(f"Go: a proof with byte {place} changed", referees.go("proof", changed, policy))
        referees.refuse("@sigstore/verify: the same", referees.sigstore(vkey, changed))
    lines = stage / "consistency"
    referees.accept("Go: consistency", referees.go("consistency", lines))
    for number, line in enumerate(lines.read_text().splitlines()):
        words = line.split()
        words[-1] = ("0" if words[-1][0] != "0" else "1") + words[-1][1:]
        changed.write_text(" ".join(words) + "\n")
        referees.refuse(f"Go: consistency, line {number}, a hash changed",
                        referees.go("consistency", changed))


def check_demo(referees, hocba, folder):
    """What the program made by its own commands."""
    demo = folder / "demo"
    subprocess.run([sys.executable, GO.parent.parent / "support" / "demo.py", hocba, demo], check=True, timeout=600)
    public = demo / "out" / "ledger"
    referees.accept("Go: the demo's ledger", referees.go("ledger", public, demo / "policy",
                                                         public / "status.cwt"))
    packages = sorted((demo / "out" / "packages").glob("*.hocba"))
    proofs = []
    for package in packages[:5]:
        place = folder / package.stem
        place.mkdir()
        shutil.unpack_archive(package, place, "zip")
        proofs.append(place / "record.tlog-proof")
        referees.accept("Go: a package's proof", referees.go("proof", proofs[-1], demo / "policy"))
    vkey = (demo / "policy").read_text().split()[1]
    referees.accept("@sigstore/verify: the same", referees.sigstore(vkey, *proofs))


def main():
    hocba, make_ledger, build = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="hocba-") as name:
        folder = pathlib.Path(name)
        stage = folder / "stage"
        stage.mkdir()
        subprocess.run([make_ledger, stage], check=True)
        referees = Referees(build, folder)
        check_ledger(referees, stage)
        check_proofs(referees, stage)
        referees.same("Go: the rules of status, 400 random ledgers",
                      referees.go("rules", stage / "rules"), stage / "rules.answers")
        referees.same("Go: what is an entry, 20,000 bent ones", referees.go("bent", stage / "bent"),
                      stage / "bent.answers")
        check_demo(referees, hocba, folder)
    return 1 if referees.bad else 0


if __name__ == "__main__":
    sys.exit(main())
