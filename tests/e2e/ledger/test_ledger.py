# SPDX-License-Identifier: Apache-2.0
"""Issued records in the ledger: packages that prove themselves, and an audit that an operator of the
store, or the ledger's own keeper, does not get past."""
import base64
import functools
import hashlib
import http.server
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402
from transparency import Server  # noqa: E402

CLASS = ("--year", "2023-2024", "--class", "4A1")
RECORDS = 36  # the demo's: 35, one of which took another's place
NOTED = RECORDS + 3  # entries that the store notes: records, two manifests, a decision
LEAVES = NOTED + 4  # and two keys, two changes of status
MEMBERS = ["mimetype", "record.xml", "record.tlog-proof"]


def witness_key(name):
    """A new witness's public key as policies have it (c2sp.org/signed-note, type 4)."""
    made = subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-outform", "DER"],
                          check=True, capture_output=True).stdout
    public = subprocess.run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"],
                            input=made, check=True, capture_output=True).stdout[-32:]
    key = b"\x04" + public
    short = hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8]
    return f"{name}+{short}+{base64.b64encode(key).decode()}"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Ledger(hocba.DemoStory):
    def setUp(self):
        super().setUp()
        self.without_ledger(self.demo)
        self.empty = self.folder / "empty"
        shutil.copytree(self.home, self.empty)
        self.ok("ledger", "enter")
        self.public = self.folder / "public"
        self.policy = self.folder / "policy"
        key = self.ok("ledger", "show", "--json").json["key"]
        self.policy.write_text(f"log {key}\nquorum none\n")

    def publish(self):
        self.ok("ledger", "publish", "--out", self.public)

    def audit(self, *seen, store=True, code=0):
        words = ["--store"] if store else []
        answer = self.ok("audit", *seen, "--ledger", self.public, "--policy", self.policy, "--json",
                         *words, code=code)
        return answer.json

    def rules(self, *seen, store=True):
        """But for what the class's manifest misses besides (test_manifest.py)."""
        findings = self.audit(*seen, store=store, code=1)["findings"]
        return {finding["rule"] for finding in findings} - {"manifest"}

    def packages(self):
        out = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        self.ok("export", *CLASS, "--format", "package", "--out", out)
        return sorted(out.glob("*.hocba"))

    def verify(self, file, *more, code=0):
        answer = self.ok("verify", file, "--anchors", self.home / "pki" / "root.pem", "--policy",
                         self.policy, *more, "--json", code=code)
        report = answer.json["files"][0]
        return report, {check["id"]: check["result"] for check in report["checks"]}

    # --- records and their proofs

    def test_entered_once(self):
        before = self.ok("ledger", "show", "--json").json
        self.assertEqual((before["leaves"], before["unentered"]), (LEAVES, 0))
        self.ok("ledger", "enter")
        self.assertEqual(self.ok("ledger", "show", "--json").json["leaves"], LEAVES)

    def test_package(self):
        files = self.packages()
        self.assertEqual(len(files), 35)
        with zipfile.ZipFile(files[0]) as package:
            self.assertEqual(package.namelist(), MEMBERS)
            self.assertIsNone(package.testzip())
            for name in MEMBERS[1:]:
                (self.folder / name).write_bytes(package.read(name))
        report, checks = self.verify(files[0])
        self.assertEqual(checks["ledger"], "yes")
        self.assertEqual(checks["status"], "not_asked")
        self.assertEqual(report["verdict"], "authentic")
        self.assertGreater(report["ledger"]["index"], 0)
        # The members stand alone, side by side.
        self.assertEqual(self.verify(self.folder / "record.xml")[1]["ledger"], "yes")

    def test_no_proof_no_record(self):
        record = sorted((self.home / "out" / "xml").glob("*.xml"))[0]
        report, checks = self.verify(record, code=1)
        self.assertEqual((report["verdict"], checks["ledger"]), ("not_authentic", "no"))
        plain = self.ok("verify", record, "--anchors", self.home / "pki" / "root.pem", "--json").json
        checks = {check["id"]: check["result"] for check in plain["files"][0]["checks"]}
        self.assertEqual(checks["ledger"], "not_asked")

    def test_another_records_proof(self):
        first, second = self.packages()[:2]
        mixed = self.folder / "mixed.hocba"
        with zipfile.ZipFile(first) as a, zipfile.ZipFile(second) as b, \
                zipfile.ZipFile(mixed, "w") as out:
            out.writestr("mimetype", a.read("mimetype"))
            out.writestr("record.xml", a.read("record.xml"))
            out.writestr("record.tlog-proof", b.read("record.tlog-proof"))
        self.assertEqual(self.verify(mixed, code=1)[1]["ledger"], "no")

    def test_package_with_more_in_it(self):
        strange = self.folder / "strange.hocba"
        shutil.copy(self.packages()[0], strange)
        with zipfile.ZipFile(strange, "a") as out:
            out.writestr("readme.txt", "hello")
        self.assertEqual(self.verify(strange, code=1)[1]["format"], "no")

    def test_not_witnessed_is_not_decided(self):
        self.policy.write_text(f"{self.policy.read_text().splitlines()[0]}\n"
                               f"witness w {witness_key('w')}\nquorum w\n")
        report, checks = self.verify(self.packages()[0], code=3)
        self.assertEqual((report["verdict"], checks["ledger"]), ("undecided", "unknown"))

    def read_proof(self, package):
        with zipfile.ZipFile(package) as members:
            return members.read("record.tlog-proof").decode()

    def test_provisional_says_so(self):
        """Without a second place, in the proof itself: for who opens it, and for who verifies it."""
        package = self.packages()[0]
        self.assertIn("\n— con-tam.hocba/chua-co-noi-giu-thu-hai ", self.read_proof(package))
        report, checks = self.verify(package)
        self.assertEqual((report["ledger"]["provisional"], checks["ledger"]),
                         ("no-second-place", "yes"))
        said = self.ok("verify", package, "--anchors", self.home / "pki" / "root.pem", "--policy",
                       self.policy).out
        self.assertIn("CÒN TẠM: sổ chưa có nơi giữ điểm chốt thứ hai", " ".join(said.split()))
        self.begin_again()
        self.serve_witness().stop()
        self.ok("ledger", "enter")
        waiting = self.packages()[0]
        self.assertIn("\n— con-tam.hocba/chua-du-nhan-chung ", self.read_proof(waiting))
        self.assertEqual(self.verify(waiting, code=3)[0]["ledger"]["provisional"], "no-quorum")
        self.serve_witness()
        self.ok("ledger", "enter")
        final = self.packages()[0]
        self.assertNotIn("con-tam", self.read_proof(final))
        self.assertIsNone(self.verify(final)[0]["ledger"]["provisional"])

    def test_final_with_a_second_place_and_a_policy(self):
        self.begin_again()
        self.assertEqual(self.ok("ledger", "enter", "--json").json["final"], True)
        out = self.ok("export", *CLASS, "--format", "package", "--out", self.folder / "out", "--json")
        self.assertEqual(out.json["provisional"], 0)

    def test_the_demos_own(self):
        """The demo's packages under its policy, with the witness that saw them; its audit."""
        for file in sorted((self.demo / "out" / "packages").glob("*.hocba"))[:3]:
            report = self.ok("verify", file, "--anchors", self.demo / "pki" / "root.pem", "--policy",
                             self.demo / "policy", "--json").json["files"][0]
            self.assertEqual(report["verdict"], "authentic")
            self.assertTrue(report["ledger"]["seen_by"])
        words = ("audit", "--store", "--ledger", self.demo / "out" / "ledger", "--policy",
                 self.demo / "policy", "--json")
        self.assertTrue(self.ok(*words, home=self.demo).json["clean"])

    # --- a witness, as a program of its own

    def serve_witness(self):
        """Its address; the home's settings then ask for its cosignature."""
        folder, ledgers = self.folder / "witness", self.folder / "ledgers"
        log = self.ok("ledger", "show", "--json").json["key"]
        if not folder.exists():
            self.key = self.ok("witness", "init", folder, "--name", "w.example").out.strip()
            ledgers.write_text(f"log {log}\nquorum none\n")
        server = Server(hocba.PROGRAM, "witness", "serve", folder, "--listen", "127.0.0.1:0",
                        "--policy", ledgers)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        self.policy.write_text(f"log {log}\nwitness w {self.key} http://{server.address}/\nquorum w\n")
        return server

    def test_the_policy_for_who_verifies(self):
        """As it is written it is taken, with the demo's witness, whose address it does not tell."""
        self.home = self.demo
        own = self.folder / "cua-so"
        self.assertIn(str(own), self.ok("ledger", "policy", "--out", own).out)
        self.assertEqual(self.ok("ledger", "policy", "--json").json, {"policy": own.read_text()})
        self.assertEqual(self.ok("ledger", "policy").out.strip(), own.read_text().strip())
        self.assertEqual([line.split()[0] for line in own.read_text().splitlines()],
                         ["log", "witness", "quorum"])
        self.assertNotIn("http", own.read_text())
        file = sorted((self.demo / "out" / "packages").glob("*.hocba"))[0]
        self.ok("verify", file, "--anchors", self.demo / "pki" / "root.pem", "--policy", own)
        self.ok("audit", "--ledger", self.demo / "out" / "ledger", "--policy", own)

    def test_the_policy_without_witnesses(self):
        self.assertEqual(self.ok("ledger", "policy").out.strip(), self.policy.read_text().strip())
        other = self.folder / "khac"
        other.write_text("quorum none\n")
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write(f"ledger.policy={other}\n")
        self.assertIn("không có dòng log", self.ok("ledger", "policy", code=5).err)

    def test_witnessed(self):
        self.begin_again()
        self.serve_witness()
        self.assertTrue(self.ok("ledger", "enter", "--json").json["final"])
        report, checks = self.verify(self.packages()[0])
        self.assertEqual((report["verdict"], checks["ledger"]), ("authentic", "yes"))
        self.assertTrue(report["ledger"]["seen_by"])

    def test_a_witness_that_is_away(self):
        self.begin_again()
        self.serve_witness().stop()
        answer = self.ok("ledger", "enter", "--json").json
        self.assertEqual((answer["entered"], answer["final"], answer["silent"]), (RECORDS, False, 1))
        self.verify(self.packages()[0], code=3)
        self.serve_witness()
        self.assertTrue(self.ok("ledger", "enter", "--json").json["final"])
        self.verify(self.packages()[0])

    def test_a_server_keeps_it_up(self):
        """What waited is entered by itself, the witness asked again; an alarm begins and ends."""
        self.begin_again()
        self.serve_witness().stop()
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write("ledger.period=1\nledger.alarm=1\n")
        server = Server(hocba.PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0")
        self.addCleanup(server.stop)
        self.until(server, waiting=0, provisional=1, alarm=1)
        self.serve_witness()
        self.until(server, waiting=0, provisional=0, alarm=0)
        self.verify(self.packages()[0])

    def until(self, server, **figures):
        end = time.monotonic() + 60
        while True:
            with urllib.request.urlopen(f"http://{server.address}/metrics", timeout=30) as answer:
                shown = answer.read().decode()
            if all(f"hocba_ledger_{name} {value}\n" in shown for name, value in figures.items()):
                return
            self.assertLess(time.monotonic(), end, shown[-600:])
            time.sleep(0.1)

    def test_a_witness_that_fails(self):
        """500 to whatever it is asked: the school goes on, provisional, and is told why."""
        class Broken(Quiet):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_error(500)

        self.begin_again()
        self.serve_witness().stop()
        address = self.serve_http(Broken)
        log = self.policy.read_text().splitlines()[0]
        self.policy.write_text(f"{log}\nwitness w {self.key} {address}/\nquorum w\n")
        answer = self.ok("ledger", "enter", "--json").json
        self.assertEqual((answer["entered"], answer["final"], answer["silent"]), (RECORDS, False, 1))
        self.assertIn("500", answer["silence"])
        self.verify(self.packages()[0], code=3)
        self.serve_witness()
        self.assertTrue(self.ok("ledger", "enter", "--json").json["final"])

    def serve_http(self, handler):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}"

    def test_a_witness_that_saw_more(self):
        """The ledger and the second place put back together: the witness still knows."""
        self.begin_again()
        self.serve_witness()
        self.ok("ledger", "enter")
        shutil.rmtree(self.home / "ledger")
        shutil.copytree(self.empty / "ledger", self.home / "ledger")
        for file in (self.folder / "place").iterdir():
            file.unlink()
        self.change_store("DELETE FROM ledger_entry", "DELETE FROM status_entry")
        self.ok("ledger", "enter", code=5)

    # --- a mirror

    def mirror(self, place, code=0):
        return self.ok("ledger", "mirror", place, self.folder / "copy", "--policy", self.policy,
                       "--json", code=code).json

    def files(self, folder):
        return {str(path.relative_to(folder)): path.read_bytes()
                for path in folder.rglob("*") if path.is_file() and "evidence" not in path.parts}

    def test_mirror(self):
        """Over HTTP, from nothing; again; then the ledger grew."""
        self.publish()
        address = self.serve_http(functools.partial(Quiet, directory=self.public))
        answer = self.mirror(address)
        self.assertEqual((answer["taken"], answer["before"], answer["leaves"]), (True, 0, LEAVES + 1))
        self.assertEqual(self.mirror(address)["before"], LEAVES + 1)
        (self.public / "status.cwt").unlink()
        shutil.rmtree(self.public / "status")
        self.assertEqual(self.files(self.folder / "copy"), self.files(self.public))
        # The copy is a ledger's public files like any other.
        self.ok("audit", "--ledger", self.folder / "copy", "--policy", self.policy)

    def test_mirror_refuses_another_history(self):
        self.publish()
        self.mirror(self.public)
        before = self.files(self.folder / "copy")
        other = self.folder / "other"
        shutil.copytree(self.empty, other)
        for name in ("key", "origin"):
            shutil.copy(self.home / "ledger" / name, other / "ledger" / name)
        self.ok("ledger", "enter", home=other)
        self.ok("ledger", "publish", "--out", self.folder / "fork", home=other)
        answer = self.mirror(self.folder / "fork", code=1)
        self.assertEqual((answer["taken"], answer["before"]), (False, LEAVES + 1))
        self.assertEqual(pathlib.Path(answer["evidence"]).read_bytes(),
                         (self.folder / "fork" / "checkpoint").read_bytes())
        kept = {name: data for name, data in self.files(self.folder / "copy").items()
                if not name.startswith("incoming/")}
        self.assertEqual(kept, before)

    # --- time

    def test_timestamp(self):
        """The newest checkpoint's token, as an outsider checks it: with OpenSSL and the files alone."""
        first = self.ok("ledger", "timestamp", "--json").json
        self.assertEqual((first["already"], first["leaves"], first["missing"]), (False, LEAVES, None))
        kept = pathlib.Path(first["folder"])
        self.assertEqual(sorted(file.name for file in kept.iterdir()),
                         ["1.ocsp", "2.ocsp", "chain.pem", "checkpoint", "token.tst"])
        self.assertEqual((kept / "checkpoint").read_text(),
                         self.ok("ledger", "show", "--json").json["checkpoint"])
        self.assertEqual(self.checked(kept).returncode, 0)
        again = self.ok("ledger", "timestamp", "--json").json
        self.assertTrue(again["already"])
        (kept / "checkpoint").write_text((kept / "checkpoint").read_text().replace(f"{LEAVES}", f"{LEAVES + 1}", 1))
        self.assertNotEqual(self.checked(kept).returncode, 0)

    def test_what_lies_under_no_timestamp(self):
        """After two days it is told, by the doctor and in a server's figures and log."""
        self.ok("ledger", "timestamp")
        self.assertNotIn("dấu thời gian; hãy", self.run_any("doctor").out)
        shutil.rmtree(self.home / "ledger" / "timestamps")
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write("tsa.url=http://127.0.0.1:9/\nledger.period=1\n")
        self.assertNotIn("dấu thời gian; hãy", self.run_any("doctor").out)  # not late yet
        self.change_store("UPDATE ledger_entry SET entered_at = entered_at - 3 * 86400")
        self.assertIn("có mục 3 ngày chưa có dấu thời gian", self.run_any("doctor").out)
        server = Server(hocba.PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0")
        self.addCleanup(server.stop)
        end = time.monotonic() + 60
        while "hocba_ledger_unstamped_seconds 2592" not in (shown := self.metrics(server)):
            self.assertLess(time.monotonic(), end, shown[-600:])
            time.sleep(0.1)

    def metrics(self, server):
        with urllib.request.urlopen(f"http://{server.address}/metrics", timeout=30) as answer:
            return answer.read().decode()

    def test_timestamp_of_what_was_provisional(self):
        """Stamped before the witness answered, and again with its cosignature: both are kept."""
        self.begin_again()
        self.serve_witness().stop()
        self.ok("ledger", "enter")
        first = self.ok("ledger", "timestamp", "--json").json
        self.assertEqual((first["already"], first["final"]), (False, False))
        self.assertTrue(self.ok("ledger", "timestamp", "--json").json["already"])
        self.serve_witness()
        self.ok("ledger", "enter")
        second = self.ok("ledger", "timestamp", "--json").json
        self.assertEqual((second["already"], second["final"], second["leaves"]), (False, True, first["leaves"]))
        for kept in map(pathlib.Path, (first["folder"], second["folder"])):
            self.assertEqual(self.checked(kept).returncode, 0)
        self.assertEqual((pathlib.Path(second["folder"]) / "checkpoint").read_text(),
                         self.ok("ledger", "show", "--json").json["checkpoint"])
        self.assertTrue(self.ok("ledger", "timestamp", "--json").json["already"])

    def checked(self, kept):
        # The training instance's clock stood at the demo's day.
        return subprocess.run(["openssl", "ts", "-verify", "-token_in", "-in", kept / "token.tst",
                               "-data", kept / "checkpoint", "-CAfile", self.home / "pki/root.pem",
                               "-untrusted", kept / "chain.pem", "-attime", "1717117200"],
                              capture_output=True, check=False)

    def test_who_may(self):
        """A class teacher writes nothing into the ledger and learns nothing of the store by it."""
        by = ("--by", "gv.minh.nguyet")
        self.ok("ledger", "enter", *by, code=4)
        self.ok("ledger", "publish", "--out", self.public, *by, code=4)
        self.assertFalse(self.public.exists())
        self.publish()
        self.ok("audit", "--store", "--ledger", self.public, "--policy", self.policy, *by, code=4)

    def test_a_ledger_that_is_gone(self):
        """As after a restore from before backups held it: no second ledger beside its entries."""
        away = self.folder / "away"
        shutil.move(self.home / "ledger", away)
        self.assertIn("đưa thư mục", self.ok("ledger", "init", code=5).err)
        self.assertFalse((self.home / "ledger").exists())
        shutil.move(away, self.home / "ledger")
        self.assertEqual(self.ok("ledger", "show", "--json").json["leaves"], LEAVES)

    def doctor(self, code=0):
        found = self.ok("doctor", "--json", code=code).json["findings"]
        return [(finding["kind"], finding["sentence"]) for finding in found
                if finding["id"] == "ledger"][0]

    def test_the_doctor_looks(self):
        kind, sentence = self.doctor()
        self.assertEqual(kind, "warning")
        self.assertIn("chỗ thứ hai", sentence)
        shutil.move(self.home / "ledger", self.folder / "away")
        kind, sentence = self.doctor(code=6)
        self.assertEqual(kind, "bad")
        self.assertIn(f"{NOTED} mục", sentence)
        self.change_store("DELETE FROM ledger_entry", "DELETE FROM status_entry")
        self.assertIn("chưa có sổ cái", self.doctor(code=6)[1])
        self.begin_again()
        self.assertIn(f"{RECORDS} học bạ", self.doctor()[1])  # not entered yet
        self.ok("ledger", "enter")
        self.assertEqual(self.doctor()[0], "fine")

    def test_a_policy_that_is_none(self):
        package = self.packages()[0]
        for text in ("", "quorum nobody\n", "log x\nquorum none\n"):
            self.policy.write_text(text)
            self.ok("verify", package, "--anchors", self.home / "pki" / "root.pem", "--policy",
                    self.policy, code=2)
            self.ok("audit", "--ledger", self.public, "--policy", self.policy, code=2)

    # --- the audit

    def test_clean(self):
        self.publish()
        report = self.audit()
        self.assertTrue(report["clean"])
        self.assertEqual((report["records"], report["valid"], report["compared"]), (RECORDS, 35, RECORDS))
        self.assertEqual(list(report["schools"].values()), [RECORDS])

    def test_a_changed_record(self):
        self.publish()
        self.change_store("UPDATE issued_document SET bytes = (SELECT bytes FROM issued_document "
                          "ORDER BY record LIMIT 1), sha256 = (SELECT sha256 FROM issued_document "
                          "ORDER BY record LIMIT 1), size = (SELECT size FROM issued_document ORDER "
                          "BY record LIMIT 1) WHERE record = (SELECT record FROM issued_document "
                          "ORDER BY record DESC LIMIT 1)")
        self.assertEqual(self.rules(), {"store"})

    def test_statuses(self):
        self.publish()
        listed = self.public / "status.cwt"
        self.assertTrue(self.audit("--list", listed)["clean"])
        _, checks = self.verify(self.packages()[0], "--status", listed)
        self.assertEqual(checks["status"], "yes")
        bent = bytearray(listed.read_bytes())
        bent[60] ^= 1
        (self.folder / "bent.cwt").write_bytes(bent)
        _, checks = self.verify(self.packages()[0], "--status", self.folder / "bent.cwt", code=3)
        self.assertEqual(checks["status"], "unknown")
        self.assertEqual(self.rules("--list", self.folder / "bent.cwt"), {"list"})
        # Published again, nothing new: no second snapshot.
        self.publish()
        self.assertEqual(self.ok("ledger", "show", "--json").json["leaves"], LEAVES + 1)

    def test_a_list_for_each_school_year(self):
        """The records entered in an earlier year, the snapshot now: two lists, each its own leaves."""
        if hocba.is_sanitized():
            self.skipTest("faketime and the sanitizer's allocator may wait for each other")
        self.begin_again()
        home = ("--home", str(self.home))
        subprocess.run(["faketime", "2025-06-30 12:00:00", hocba.PROGRAM, "ledger", "enter", *home],
                       check=True, capture_output=True)
        self.publish()
        lists = sorted((self.public / "status").iterdir())
        self.assertEqual(len(lists), 2)
        self.assertEqual(lists[0].name, "2024-2025.cwt")
        for file in lists:
            self.assertTrue(self.audit("--list", file)["clean"])
        # All at once, and one that lies among them.
        every = [*lists, self.public / "status.cwt"]
        self.assertTrue(self.audit(*every)["clean"])
        bent = bytearray(every[0].read_bytes())
        bent[60] ^= 1
        (self.folder / "bent.cwt").write_bytes(bent)
        self.assertEqual(self.rules(*every, self.folder / "bent.cwt"), {"list"})
        package = self.packages()[0]
        self.assertEqual(self.verify(package, "--status", lists[0])[1]["status"], "yes")
        self.assertEqual(self.verify(package, "--status", lists[1], code=3)[1]["status"], "unknown")

    def test_the_newest_checkpoint(self):
        newest = self.ok("ledger", "checkpoint").out
        self.assertEqual(newest, self.ok("ledger", "show", "--json").json["checkpoint"])
        self.assertEqual(self.ok("ledger", "checkpoint", "--json").json, {"checkpoint": newest})
        file = self.folder / "newest"
        self.assertIn(str(file), self.ok("ledger", "checkpoint", "--out", file).out)
        self.assertEqual(file.read_text(), newest)

    def test_no_checkpoint_before(self):
        file = self.folder / "none"
        answer = self.ok("ledger", "checkpoint", "--before", "00000000-0000-4000-8000-000000000000",
                         "--out", file, code=2)
        self.assertIn("chưa được ghi", answer.err)
        self.assertFalse(file.exists())

    def test_one_bent_byte(self):
        self.publish()
        self.change_store("UPDATE issued_document SET bytes = CAST(substr(bytes, 1, 99) || CASE "
                          "substr(bytes, 100, 1) WHEN x'41' THEN x'42' ELSE x'41' END || "
                          "substr(bytes, 101) AS BLOB) WHERE record = (SELECT record FROM "
                          "issued_document LIMIT 1)")
        self.assertEqual(self.rules(), {"store"})

    def test_a_swapped_pair(self):
        self.publish()
        self.change_store("CREATE TABLE pair AS SELECT position, record FROM ledger_entry "
                          "WHERE position IN (5, 6)",
                          "DROP INDEX ledger_entry_record",
                          "UPDATE ledger_entry SET record = (SELECT record FROM pair WHERE "
                          "pair.position = 11 - ledger_entry.position) WHERE position IN (5, 6)")
        self.assertEqual(self.rules(), {"store"})

    def test_a_deleted_record(self):
        self.publish()
        self.change_store("DELETE FROM ledger_entry WHERE position = 7")
        findings = self.audit(code=1)["findings"]
        self.assertEqual(sorted(finding["rule"] for finding in findings),
                         ["manifest", "store", "store"])  # nothing at leaf 7; a record that was never entered

    def test_a_record_where_the_ledger_has_none(self):
        self.publish()
        self.change_store("UPDATE ledger_entry SET position = 99 WHERE position = 9")
        self.assertEqual(self.rules(), {"store"})

    def test_a_changed_leaf(self):
        self.publish()
        bundle = next(self.public.glob("tile/entries/*.p/*"))
        data = bytearray(bundle.read_bytes())
        data[200] ^= 1
        bundle.write_bytes(data)
        self.assertIn("root", self.rules(store=False))

    def test_a_rolled_back_ledger(self):
        self.publish()
        seen = self.folder / "seen"
        shutil.copy(self.public / "checkpoint", seen)
        self.assertTrue(self.audit(seen)["clean"])
        # The keeper begins again under the same key, with fewer records.
        keep = {name: (self.home / "ledger" / name).read_bytes() for name in ("key", "origin")}
        shutil.rmtree(self.home / "ledger")
        self.change_store("DELETE FROM ledger_entry", "DELETE FROM status_entry",
                          "DELETE FROM record_signature WHERE role = 'school' AND record = "
                          "(SELECT uuid FROM record WHERE state = 'issued' AND replaces IS NULL "
                          "LIMIT 1)")
        self.ok("ledger", "init")
        for name, data in keep.items():
            (self.home / "ledger" / name).write_bytes(data)
        self.ok("ledger", "enter")
        shutil.rmtree(self.public)
        self.publish()
        self.assertIn("fork", self.rules(seen, store=False))

    def test_an_old_copy_signs_nothing(self):
        self.begin_again()
        self.ok("ledger", "enter")
        shutil.rmtree(self.home / "ledger")
        shutil.copytree(self.empty / "ledger", self.home / "ledger")  # as it was before
        self.assertIn("bản cũ", self.ok("ledger", "enter", code=5).err)
        self.assertIn("bản cũ", self.ok("ledger", "show", code=5).err)

    def begin_again(self):
        """Nothing entered yet, a second place, and a policy that asks for no witness."""
        shutil.rmtree(self.home)
        shutil.copytree(self.empty, self.home)
        (self.folder / "place").mkdir()
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write(f"ledger.place={self.folder}/place\nledger.policy={self.policy}\n")


if __name__ == "__main__":
    unittest.main()
