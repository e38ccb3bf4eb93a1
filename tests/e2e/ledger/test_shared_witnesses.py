# SPDX-License-Identifier: Apache-2.0
"""A shared ledger with three real witnesses, two of whom must cosign: one is silent all along, one
falls silent and comes back, and the proofs of the connected homes become final by themselves."""
import contextlib
import http.client
import http.server
import pathlib
import sqlite3
import sys
import threading
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402
from shared_ledger import SharedLedger  # noqa: E402
from transparency import Server  # noqa: E402

CLASS = ("--year", "2023-2024", "--class", "4A1")
NAMES = ("dai-hoc", "bao-chi", "tinh-ban")
PATIENCE = 60  # seconds; it asks a silent one again after twenty


class ReadsFirst(http.server.BaseHTTPRequestHandler):
    """Before a witness: it cosigns when the ledger has let it read meanwhile."""
    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.story.service:
            self.server.story.service.ask("GET", "/checkpoint")
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=60)
        behind.request("POST", self.path, body)
        answer = behind.getresponse()
        text = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.headers["Content-Type"] or "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        behind.close()

    def log_message(self, *_):
        pass


class Witnesses(SharedLedger):
    def setUp(self):
        super().setUp()
        self.log = self.policy.read_text().splitlines()[0]
        self.watched = self.folder / "watched"
        self.watched.write_text(f"{self.log}\nquorum none\n")
        self.witnesses, self.ports, lines = {}, {}, [self.log]
        self.addCleanup(lambda: [self.silence(name) for name in list(self.witnesses)])
        for name in NAMES:
            key = self.ok("witness", "init", self.folder / name, "--name",
                          f"{name}.example/w1").out.strip()
            self.wake(name)
            port = self.stand_before(name) if name == "dai-hoc" else self.ports[name]
            lines.append(f"witness {name} {key} http://127.0.0.1:{port}")
        lines += [f"group hai-trong-ba 2 {' '.join(NAMES)}", "quorum hai-trong-ba"]
        self.policy.write_text("".join(f"{line}\n" for line in lines))

    def stand_before(self, name):
        before = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ReadsFirst)
        before.story, before.behind = self, self.ports[name]
        thread = threading.Thread(target=before.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(lambda: (before.shutdown(), thread.join(), before.server_close()))
        return before.server_port

    def wake(self, name):
        """On the port that it had before."""
        server = Server(hocba.PROGRAM, "witness", "serve", self.folder / name, "--listen",
                        f"127.0.0.1:{self.ports.get(name, 0)}", "--policy", self.watched)
        self.witnesses[name] = server
        self.ports[name] = int(server.address.split(":")[1])

    def silence(self, name):
        self.witnesses.pop(name).stop()

    def enter(self, home):
        done = self.ok("ledger", "enter", "--json", home=home).json
        self.assertEqual(done["refused"], 0)
        return done["final"], done["silent"]

    def cosignatures(self):
        _, note, _ = self.service.ask("GET", "/checkpoint")
        return {name for name in NAMES if f" {name}.example/w1 " in note}

    def package(self, home):
        """One of the class's, and how many of all wait for witnesses."""
        out = home / "goi"
        done = self.ok("export", *CLASS, "--format", "package", "--out", out, "--force",
                       "--json", home=home)
        return sorted(out.glob("*.hocba"))[0], done.json["provisional"]

    def verify(self, file, demo, *more, code=0):
        return self.ok("verify", file, "--anchors", demo / "pki" / "root.pem", "--policy",
                       self.policy, *more, "--json", code=code).json["files"][0]

    def verdict(self, file, demo, code=0):
        report = self.verify(file, demo, code=code)
        return {check["id"]: check["result"] for check in report["checks"]}["ledger"]

    def check_bracket(self, file, demo, before):
        """What witnesses saw, from below by an earlier checkpoint, alone or in another's proof."""
        self.assertIsNone(self.verify(file, demo)["ledger"]["not_before"])
        for earlier in before:
            ledger = self.verify(file, demo, "--before", earlier)["ledger"]
            self.assertLessEqual(ledger["not_before"], ledger["seen_by"])
        # What was there already bounds nothing.
        own = self.folder / "own"
        with zipfile.ZipFile(file) as package:
            own.write_bytes(package.read("record.tlog-proof"))
        self.assertIsNone(self.verify(file, demo, "--before", own)["ledger"]["not_before"])

    def uuid_of(self, home, file):
        code = file.stem.split("-")[-1]
        with contextlib.closing(sqlite3.connect(home / "hocba.db")) as database:
            return database.execute("SELECT uuid FROM record WHERE uuid LIKE ? || '%'", [code]).fetchone()[0]

    def settled(self):
        """The size that is served, once a round of asking that was under way has ended."""
        seen = [self.size()]
        while len(seen) < 10 or len(set(seen[-10:])) > 1:
            time.sleep(0.2)
            seen.append(self.size())
        return seen[-1]

    def test_two_of_three(self):
        self.silence("tinh-ban")
        self.serve()
        self.connect(self.home)
        self.connect(self.other, "phong")
        self.change_numbers(self.other, "'9' || code")
        # One is silent: two are enough.
        self.assertEqual(self.enter(self.home), (True, 1))
        self.assertEqual(self.cosignatures(), {"dai-hoc", "bao-chi"})
        file, waiting = self.package(self.home)
        self.assertEqual((waiting, self.verdict(file, self.demo)), (0, "yes"))
        # Two are: the next home's are issued, entered, and provisional; what was final stays final.
        self.silence("bao-chi")
        final = self.settled()
        kept, proof = self.folder / "kept", self.folder / "earlier.tlog-proof"
        kept.write_text(self.service.ask("GET", "/checkpoint")[1])
        with zipfile.ZipFile(file) as package:
            proof.write_bytes(package.read("record.tlog-proof"))
        self.assertEqual(self.enter(self.other), (False, 2))
        self.assertEqual(self.size(), final)  # the newest that everybody may rely on
        later, waiting = self.package(self.other)
        self.assertGreater(waiting, 0)
        self.assertEqual(self.verdict(later, self.second, code=3), "unknown")
        file, waiting = self.package(self.home)
        self.assertEqual((waiting, self.verdict(file, self.demo)), (0, "yes"))
        # One comes back: the service asks it by itself, and nobody hands in anything.
        self.wake("bao-chi")
        end = time.monotonic() + PATIENCE
        while self.size() == final and time.monotonic() < end:
            time.sleep(0.2)
        self.assertGreater(self.size(), final)
        self.assertEqual(self.cosignatures(), {"dai-hoc", "bao-chi"})
        later, waiting = self.package(self.other)
        self.assertEqual((waiting, self.verdict(later, self.second)), (0, "yes"))
        before = self.folder / "before.checkpoint"
        self.ok("ledger", "checkpoint", "--before", self.uuid_of(self.other, later), "--out", before, home=self.other)
        self.assertEqual(before.read_text().splitlines()[:3], kept.read_text().splitlines()[:3])
        self.check_bracket(later, self.second, (kept, proof, before))
        self.assertTrue(self.enter(self.other)[0])
        # The third had seen nothing yet: it is led from the beginning to what there is by then.
        self.wake("tinh-ban")
        self.stop()
        self.serve()
        self.assertEqual(self.cosignatures(), set(NAMES))
        self.ok("audit", "--ledger", f"http://{self.service.address}", "--policy", self.policy)


if __name__ == "__main__":
    unittest.main()
