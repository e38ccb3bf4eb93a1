# SPDX-License-Identifier: Apache-2.0
"""The demo, and what a stranger finds who verifies its files with nothing but them."""
import base64
import gzip
import hashlib
import os
import pathlib
import queue
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import gateway  # noqa: E402
import hocba  # noqa: E402

CLASS = ("--year", "2023-2024", "--class", "4A1")


class Demo(hocba.Story):
    """One demo for all stories here: none of them changes it."""

    @classmethod
    def setUpClass(cls):
        cls.stage = pathlib.Path(tempfile.mkdtemp(prefix="hocba-demo-"))
        cls.demo = cls.stage / "demo"
        words = [hocba.PROGRAM, "demo", str(cls.demo), "--json"]
        if hocba.POSTGRES:
            words += ["--store", hocba.POSTGRES]
        done = subprocess.run(words, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
        cls.made = hocba.Answer(words, done).json

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.stage, True)

    def setUp(self):
        super().setUp()
        self.files = sorted((self.demo / "out" / "xml").glob("*.xml"))
        self.root = self.demo / "pki" / "root.pem"

    def verify(self, *files, code, anchors=None, more=()):
        return self.ok("verify", *files, "--anchors", anchors or self.root, "--json", *more,
                       code=code).json["files"]

    def bent(self, change):
        """A copy of the first record, bent."""
        path = self.folder / "bent.xml"
        path.write_bytes(change(self.files[0].read_bytes()))
        return path

    def test_whole_job(self):
        self.assertEqual(self.made["records"], 35)
        self.assertEqual(self.made["refused"], 0)
        # Nothing fails but the audit of the store in which a byte was changed.
        failed = [step["step"] for step in self.made["steps"] if step["failed"]]
        self.assertEqual([step[:24] for step in failed],
                         [] if hocba.POSTGRES else ["Kiểm toán bản sao kho bị"])
        self.assertLess(self.made["ms"], 60000)
        self.assertEqual(len(self.files), 35)
        rows = self.ok("list", *CLASS, "--json", home=self.demo).json["records"]
        self.assertEqual({row["state"] for row in rows}, {"issued"})

    def test_every_record_is_authentic(self):
        for report in self.verify(*self.files, code=0):
            checks = {check["id"]: check["result"] for check in report["checks"]}
            self.assertEqual(report["verdict"], "authentic")
            self.assertTrue(report["training"])
            self.assertEqual(checks["entitlement"], "not_asked")
            self.assertEqual([one["role"] for one in report["signatures"]],
                             ["gvcn", "cbql", "school"])

    def test_registry(self):
        registry = self.demo / "out" / "registry.xml"
        for report in self.verify(*self.files, code=0, more=("--registry", registry)):
            checks = {check["id"]: check["result"] for check in report["checks"]}
            self.assertEqual(checks["entitlement"], "yes")
        bent = self.folder / "registry.xml"
        bent.write_bytes(registry.read_bytes().replace(b"22193401", b"22193402", 1))
        self.assertNotEqual(self.run_any("verify", self.files[0], "--anchors", self.root,
                                         "--registry", bent).code, 0)

    def test_other_root(self):
        other = self.folder / "other"
        self.ok("demo", other, "--suppliers")
        answer = self.ok("verify", self.files[0], "--anchors", other / "pki" / "root.pem", code=1)
        self.assertIn("THỬ NGHIỆM", answer.out)
        self.check_suppliers(other)
        self.check_pilot(other)

    def check_suppliers(self, home):
        """One school's records came through the gateway; of the other the seal is not approved yet."""
        told = {one["unit"]: one for one in self.ok("gateway", "list", "--json", home=home).json["messages"]}
        self.assertEqual([(told[unit]["accepted"], told[unit]["error"]) for unit in ("22193402", "22193403")],
                         [("8", ""), ("0", "CERTIFICATE")])
        states = {row["state"] for row in self.ok("gateway", "show", told["22193402"]["number"], "--json",
                                                  home=home).json["results"]}
        self.assertEqual(states, {"lưu hành"})
        made = self.ok("list", "--year", "2023-2024", "--class", "4C", "--json",
                       home=home / "nha-cung-cap" / "phan-mem-b").json["records"]
        self.assertEqual(sorted({row["state"] for row in made}), ["draft", "issued"])
        audit = self.ok("audit", "--store", "--ledger", home / "out" / "ledger", "--policy", home / "policy",
                        "--json", home=home).json
        self.assertEqual((audit["clean"], audit["compared"]), (True, 44))

    def check_pilot(self, home):
        """A session with people who were there and who were not; three questionnaires with answers."""
        (session,) = self.ok("training", "list", "--json", home=home).json["training"]
        self.assertTrue(0 < session["attended"] < session["expected"])
        told = {one["audience"]: one for one in self.ok("survey", "list", "--json", home=home).json["surveys"]}
        self.assertEqual(set(told), {"teachers", "principals", "parents"})
        self.assertTrue(all(0 < one["answered"] <= one["expected"] for one in told.values()), told)
        shown = self.ok("survey", "show", told["parents"]["code"], "--json", home=home).json
        self.assertEqual(sum(one["answers"] for one in shown["schools"]), shown["answered"])

    def test_bent_files(self):
        flipped = self.bent(lambda data: data.replace(b"<MUC_DAT_DUOC>T<", b"<MUC_DAT_DUOC>H<", 1))
        report = self.verify(flipped, code=1)[0]
        self.assertEqual(report["verdict"], "not_authentic")
        self.assertEqual({c["id"]: c["result"] for c in report["checks"]}["integrity"], "no")
        self.assertTrue(report["training"])        # THỬ NGHIỆM in every verdict
        for keep in (0, 1, 500, -1):
            self.verify(self.bent(lambda data: data[:keep]), code=1)
        self.verify(self.bent(lambda data: b"PK\x03\x04" + data), code=1)
        self.assertEqual(len(self.verify(self.files[0], flipped, code=1)), 2)

    def test_mistakes_of_the_command_line(self):
        self.ok("verify", self.files[0], "--anchors", self.folder / "no.pem", code=2)
        self.ok("verify", self.files[0], "--anchors", self.files[0], code=2)
        self.ok("verify", self.folder / "no.xml", "--anchors", self.root, code=2)
        self.ok("verify", self.files[0], code=2)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)                            # nobody writes: an answer, not a wait
        self.ok("verify", pipe, "--anchors", self.root, code=2)

    def test_files_that_cannot_be_read(self):
        """The same shape of report; a missing file hides no forged one, and no yes hides it."""
        large = self.folder / "large.xml"
        with large.open("wb") as file:
            file.truncate(1 << 30)
        missing = self.folder / "no.xml"
        forged = self.bent(lambda data: data.replace(b">T<", b">H<", 1))
        rows = [
            ("too large", (large,), 1, "not_authentic", "no"),
            ("a folder", (self.folder,), 2, None, "not_asked"),
            ("missing", (missing,), 2, None, "not_asked"),
            ("missing and authentic", (missing, self.files[0]), 2, None, "not_asked"),
            ("missing and forged", (missing, forged), 1, None, "not_asked"),
            ("too large and missing", (large, missing), 1, "not_authentic", "no"),
        ]
        names = [one["id"] for one in self.verify(self.files[0], code=0)[0]["checks"]]
        for about, files, code, verdict, of_format in rows:
            with self.subTest(about):
                first = self.verify(*files, code=code)[0]
                self.assertEqual(first["verdict"], verdict)
                self.assertEqual([one["id"] for one in first["checks"]], names)
                self.assertEqual(first["checks"][names.index("format")]["result"], of_format)
                self.assertEqual(first["signatures"], [])
                self.assertTrue(first["error"])

    def test_a_registry_that_cannot_be_used(self):
        nonsense = self.folder / "registry.xml"
        for content in (b"", b"nonsense", self.files[0].read_bytes()):
            nonsense.write_bytes(content)
            for registry in (nonsense, self.folder / "no-registry.xml", self.folder):
                answer = self.ok("verify", self.files[0], "--anchors", self.root, "--registry",
                                 registry, code=2)
            self.assertEqual(answer.out, "")

    def test_incomplete_chain_is_undecided(self):
        seal = self.demo / "pki" / "school.pem"
        own = seal.read_text().split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
        anchors = self.folder / "seal-only.pem"
        anchors.write_text(own)
        self.assertIn(self.run_any("verify", self.files[0], "--anchors", anchors).code, (1, 3))

    def test_a_trust_folder_says_what_and_when(self):
        folder = self.folder / "tin-cay"
        folder.mkdir()
        pem = self.root.read_text()
        (folder / "goc.pem").write_text(pem)
        der = ssl.PEM_cert_to_DER_cert(pem)
        right, wrong = hashlib.sha256(der).hexdigest(), hashlib.sha256(b"").hexdigest()
        rows = [
            ("right", f"goc.pem\t{right}\tsigners,tsa\t-\t-\n", (0,), ""),
            ("another fingerprint", f"goc.pem\t{wrong}\tsigners\t-\t-\n", (2,), "vân tay"),
            ("no such file", f"mat.pem\t{right}\tsigners\t-\t-\n", (2,), "không có tệp"),
            ("outside the folder", f"../goc.pem\t{right}\tsigners\t-\t-\n", (2,), "thư mục"),
            ("for another purpose", f"goc.pem\t{right}\ttsa\t-\t-\n", (1, 3), ""),
            ("no longer", f"goc.pem\t{right}\tsigners\t-\t2001-01-01\n", (1, 3), ""),
        ]
        for about, table, codes, says in rows:
            with self.subTest(about):
                (folder / "anchors.tsv").write_text("# ghi chú\n" + table)
                answer = self.run_any("verify", self.files[0], "--anchors", folder)
                self.assertIn(answer.code, codes, answer.out + answer.err)
                self.assertIn(says, answer.out + answer.err)

    def home_of_its_own(self):
        """A copy of the demo's home, for a story that changes it (SQLite only)."""
        if hocba.POSTGRES:
            self.skipTest("the demo's database is everybody's here")
        copy = self.folder / "copy"
        shutil.copytree(self.demo, copy)
        return copy

    def book_text(self, home, pupil, *more):
        out = self.folder / f"book{len(list(self.folder.iterdir()))}"
        self.ok("export", *CLASS, "--format", "pdf", "--pupil", pupil, "--out", out, *more, home=home)
        pdf = next(out.glob("*.pdf"))
        subprocess.run(["qpdf", "--check", pdf], check=True, stdout=subprocess.DEVNULL)
        return subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True,
                              text=True).stdout

    def test_years_on_paper(self):
        home = self.home_of_its_own()
        pupil = self.ok("list", *CLASS, "--json", home=home).json["records"][0]["code"]
        plain = self.book_text(home, pupil, "--book")
        paper = ("pupil", "paper", pupil, "--year")
        self.ok(*paper, "2020-2021", "--reference", "Học bạ giấy số 112/TĐ", "--class", "1A1",
                "--school", "Trường Tiểu học Bãi Cháy", "--since", "5/9/2020", "--register", "112",
                home=home)
        self.ok(*paper, "2021-2022", "--reference", "Học bạ giấy số 113/TĐ", home=home)
        rows = [
            ("the year of an issued record", ("2023-2024", "--reference", "số 1"), 5),
            ("no school year", ("2019", "--reference", "số 1"), 2),
            ("no reference", ("2019-2020", "--reference", " "), 2),
            ("neither set nor removed", ("2019-2020",), 2),
            ("nothing to remove", ("2019-2020", "--remove"), 2),
        ]
        for about, words, code in rows:
            with self.subTest(about):
                self.ok(*paper, *words, home=home, code=code)
        shown = self.ok("pupil", "show", pupil, "--json", home=home).json["paper"]
        self.assertEqual([(one["year"], one["reference"], one["since"]) for one in shown],
                         [("2020-2021", "Học bạ giấy số 112/TĐ", "2020-09-05"),
                          ("2021-2022", "Học bạ giấy số 113/TĐ", None)])
        for more in ((), ("--draft",)):
            with self.subTest(more):
                book = self.book_text(home, pupil, "--book", *more)
                line = next(one for one in book.splitlines() if "2020-2021" in one)
                for word in ("1A1", "112", "05/09/2020"):
                    self.assertIn(word, line)
                for word in ("Trường Tiểu học Bãi Cháy", "giấy số 112/TĐ", "giấy số 113/TĐ"):
                    self.assertIn(word, book)
                if not more:  # a line each, no empty pages
                    self.assertEqual(book.count("\f"), plain.count("\f"))
        self.assertNotIn("112/TĐ", self.book_text(home, pupil))  # the year alone: only what is signed
        history = self.ok("show", "--pupil", pupil, "--history", "--json", home=home).json["history"]
        self.assertIn("hoc_ba_giay.2020-2021.so", [one["key"] for one in history])
        self.ok(*paper, "2020-2021", "--remove", home=home)
        self.assertNotIn("112/TĐ", self.book_text(home, pupil, "--book"))

    def test_pdf(self):
        pdfs = sorted((self.demo / "out" / "pdf").glob("*.pdf"))
        self.assertEqual(len(pdfs), 36)
        for pdf in pdfs:
            subprocess.run(["qpdf", "--check", pdf], check=True, stdout=subprocess.DEVNULL)
        text = subprocess.run(["pdftotext", "-layout", pdfs[0], "-"], check=True,
                              capture_output=True, text=True).stdout
        self.assertIn("Trường Tiểu học Trần Hưng Đạo".upper(), text.upper())
        self.assertIn("THỬ NGHIỆM", text)
        self.assertNotIn("BẢN XEM TRƯỚC", text)

    def test_figures_equal_a_recount(self):
        """What monitoring says of a class is what its signed documents and its list of pupils say."""
        signed = {"gvcn": set(), "cbql": set(), "school": set()}
        numbered = set()
        for path in self.files:
            root = xml.etree.ElementTree.parse(path).getroot()
            pupil = next(node.text for node in root.iter() if node.tag.endswith("MA_HOC_SINH"))
            number = next(node.text for node in root.iter() if node.tag.endswith("SO_CCCD"))
            numbered.update([pupil] if len(number or "") == 12 else [])
            for node in root.iter("{http://www.w3.org/2000/09/xmldsig#}Signature"):
                signed[node.get("Id").removeprefix("sig-")].add(pupil)
        enrolled = self.ok("pupil", "list", *CLASS, "--json", home=self.demo).json["pupils"]
        told = self.ok("monitor", "--unit", "22193401", "--json", home=self.demo).json
        row = next(row for row in told["rows"] if row["name"] == "4A1")
        table = self.ok("monitor", "--unit", "22193401", home=self.demo).out  # for people, too
        self.assertRegex(table, rf"(?m)^\s*4A1 +{row['enrolled']} ")
        self.assertEqual((row["enrolled"], row["numbered"], row["signed_gvcn"], row["signed_cbql"],
                          row["issued"], row["in_ledger"], row["corrected"]),
                         (len(enrolled), len(numbered), len(signed["gvcn"]), len(signed["cbql"]),
                          len(signed["school"]), len(signed["school"]), 1))
        for name in row.keys() & {"numbered", "entered", "checked", "issued", "revoked"}:
            self.assertLessEqual(row[name], row["enrolled"])
        self.ok("rebuild", home=self.demo)
        again = self.ok("monitor", "--unit", "22193401", "--json", home=self.demo).json
        for part in ("total", "rows", "weeks", "forecasts"):
            self.assertEqual(again[part], told[part])

    def test_export_again(self):
        out = self.folder / "out"
        self.ok("export", *CLASS, "--format", "xml", "--out", out, home=self.demo)
        for path in self.files:
            self.assertEqual((out / path.name).read_bytes(), path.read_bytes())
        self.ok("export", *CLASS, "--format", "xml", "--out", out, home=self.demo, code=5)
        self.ok("export", *CLASS, "--format", "xml", "--out", out, "--force", home=self.demo)
        self.ok("export", *CLASS, "--format", "pdf", "--draft", "--one-file", "--out", out,
                home=self.demo)
        text = subprocess.run(["pdftotext", out / "4A1-2023-2024-xem-truoc.pdf", "-"], check=True,
                              capture_output=True, text=True).stdout
        for page in text.split("\f")[:-1]:
            self.assertIn("BẢN XEM TRƯỚC", page)
        self.ok("export", *CLASS, "--format", "doc", "--out", out, home=self.demo, code=2)

    def report(self, seal, folder, *more, code=0):
        pki = self.demo / "pki"
        return self.ok("report", "make", "--year", "2023-2024", "--out", folder, "--key",
                       pki / f"{seal}.p12", "--pass-file", pki / f"{seal}.pin", "--json", *more,
                       home=self.demo, code=code)

    def check_packet(self, packet):
        """Before others: xmlsec1, and the content as CV2088 describes it."""
        file = pathlib.Path(packet["file"])
        signature = "/*[local-name()='DANH_SACH_HOC_BA']/*[local-name()='Signature']"
        done = subprocess.run(["xmlsec1", "--verify", "--enabled-key-data", "x509",
                               "--enabled-reference-uris", "empty,same-doc", "--verification-time",
                               "2024-06-01 12:00:00", "--node-xpath", signature, "--trusted-pem",
                               self.root, "--untrusted-pem", self.demo / "pki" / "ca.pem", file],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        content = base64.b64decode(file.with_suffix(".content").read_bytes(), validate=True)
        text = gzip.decompress(content[4:])
        self.assertEqual(int.from_bytes(content[:4], "little", signed=True), len(text))
        self.assertEqual(text, file.read_bytes())
        self.assertEqual(text.count(b"<HOC_BA>"), packet["records"])
        return text

    def test_packets_to_be_sent(self):
        folder = self.folder / "packets"
        packets = self.report("school", folder, "--at-most", 20).json["packets"]
        self.assertEqual([packet["records"] for packet in packets], [20, 15])
        texts = b"".join(self.check_packet(packet) for packet in packets)
        for file in self.files:  # every record is in there, byte for byte as it was issued
            uuid = file.stem.rpartition("-")[2].encode()
            self.assertEqual(texts.count(b"<MA_TRA_CUU_UUID>" + uuid), 1)
        before = {path: path.read_bytes() for path in folder.iterdir()}
        pathlib.Path(packets[0]["file"]).with_suffix(".content").unlink()  # as if killed there
        again = self.report("school", folder, "--at-most", 20).json["packets"]
        self.assertEqual({packet["made"] for packet in again}, {"đã có"})
        self.assertEqual({path: path.read_bytes() for path in folder.iterdir()}, before)
        self.report("cbql", self.folder / "none", code=4)
        self.assertFalse((self.folder / "none").exists())
        second = self.report("school", folder, "--at-most", 20, "--round", 2).json["packets"]
        self.assertEqual(len({packet["message_id"] for packet in packets + second}), 4)
        whole = self.report("department", self.folder / "upwards").json["packets"]
        self.assertEqual([packet["records"] for packet in whole], [35])
        file = pathlib.Path(whole[0]["file"])
        file.write_bytes(self.check_packet(whole[0]).replace(b"Tr", b"tr", 1))
        self.report("department", self.folder / "upwards", code=6)

    def sending(self, peer, files):
        """The words of a command that sends these packets there."""
        password = self.folder / "password"
        password.write_text("Mật khẩu thử\n")
        return ("report", "send", *files, "--url", peer.url, "--user", "truong", "--unit", "22193401",
                "--password-file", password, "--year", "2023-2024", "--json")

    def test_packets_are_sent_once(self):
        """Busy, a token that ends, a connection that breaks, killed: each record once, each answered."""
        folder, home = self.folder / "packets", self.folder / "sender"
        shutil.copytree(self.demo, home)  # its queue hears what became of them
        packets = self.report("school", folder, "--at-most", 20).json["packets"]
        files = [packet["file"] for packet in packets]
        peer = gateway.Gateway("truong", "Mật khẩu thử", "22193401")
        self.addCleanup(peer.close)
        words = self.sending(peer, files)
        env = dict(os.environ, HOCBA_HOME=str(home))
        box = queue.Queue()
        peer.manners = [503, lambda: os.kill(box.get(timeout=60), signal.SIGKILL)]
        with subprocess.Popen([hocba.PROGRAM, *map(str, words)], env=env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as killed:
            box.put(killed.pid)
            self.assertEqual(killed.wait(timeout=60), -signal.SIGKILL)
        self.assertEqual(list(peer.messages), [packets[0]["message_id"]])
        peer.manners = ["stale", "drop"]
        bad = gateway.UUID.findall(pathlib.Path(files[1]).read_bytes())[3].decode()
        peer.refused = {bad: "Chứng thư chưa được duyệt."}
        sent = self.ok(*words, home=home, code=1).json["records"]
        self.assertEqual(list(peer.messages), [packet["message_id"] for packet in packets])
        self.assertEqual([row["record"] for row in sent],
                         [found.decode() for file in files
                          for found in gateway.UUID.findall(pathlib.Path(file).read_bytes())])
        self.assertEqual([(row["record"], row["error"], row["field"], row["reason"]) for row in sent
                          if row["state"] != "accepted"],
                         [(bad, "E1", "KY_PHAT_HANH", "Chứng thư chưa được duyệt.")])
        asked = len(peer.asked)
        self.assertEqual(self.ok(*words, home=home, code=1).json["records"], sent)
        self.assertEqual(len(peer.asked), asked)  # what has its result is not sent again
        pki = self.demo / "pki"
        second = self.ok("report", "make", "--year", "2023-2024", "--out", folder, "--round", 2, "--key",
                         pki / "school.p12", "--pass-file", pki / "school.pin", "--json", home=home).json["packets"]
        self.assertEqual([one["records"] for one in second], [1])  # what was refused, and nothing else
        self.assertIn(bad, pathlib.Path(second[0]["file"]).read_text())

    def test_packets_that_are_not_taken(self):
        packets = self.report("school", self.folder / "packets").json["packets"]
        files = [packets[0]["file"]]
        peer = gateway.Gateway("truong", "Mật khẩu khác", "22193401")
        self.addCleanup(peer.close)
        answer = self.ok(*self.sending(peer, files), home=self.demo, code=4)
        self.assertNotIn(peer.password, answer.out + answer.err)
        peer.password = hashlib.sha256("Mật khẩu thử".encode()).hexdigest()
        peer.messages[packets[0]["message_id"]] = b"other"
        told = self.ok(*self.sending(peer, files), home=self.demo, code=1).json["records"]
        self.assertEqual({(one["state"], one["error"]) for one in told}, {("refused", "CONFLICT")})
        self.assertIn("lần gửi trước", told[0]["reason"])
        far = ["http://gateway.invalid/v1" if word == peer.url else word
               for word in self.sending(peer, files)]
        self.assertIn("https://", self.ok(*far, home=self.demo, code=2).out)
        self.ok(*self.sending(peer, self.files[:1]), home=self.demo, code=2)

    def test_not_into_a_folder_that_has_something(self):
        self.ok("demo", self.stage, code=5)

    @unittest.skipUnless(hocba.POSTGRES, "on SQLite: e2e/restore_issued")
    def test_every_issued_record_is_verified_after_a_restore(self):
        subprocess.run(["psql", "-q", hocba.POSTGRES, "-c",
                        "CREATE DATABASE restored TEMPLATE template0"], check=True,
                       capture_output=True)
        file = self.folder / "mot.backup"
        self.ok("backup", file, home=self.demo)
        done = self.ok("restore", file, self.home, "--key", self.demo / "backup.key", "--anchors",
                       self.root, "--store",
                       hocba.POSTGRES.replace("/postgres?", "/restored?"), "--json").json
        issued = self.made["records"] + 1  # and the one whose place another took
        self.assertEqual((done["issued"], done["verified"], done["failed"]), (issued, issued, 0))
        row = self.ok("list", *CLASS, "--json").json["records"][0]
        self.ok("set", "--pupil", row["code"], "can_nang=33", code=5)

    def test_issued_records_do_not_change(self):
        row = self.ok("list", *CLASS, "--json", home=self.demo).json["records"][0]
        self.ok("set", "--pupil", row["code"], "mon.TV.diem=5", home=self.demo, code=5)
        self.ok("return", row["uuid"], "--reason", "thử", home=self.demo, code=5)
        again = self.ok("issue", *CLASS, "--json", home=self.demo).json
        self.assertEqual((again["done"], again["already"], again["failed"]), (0, 35, 0))
        again = self.ok("create", *CLASS, "--remake", "thử", "--json", home=self.demo).json
        self.assertEqual((again["done"], again["already"]), (0, 35))


if __name__ == "__main__":
    unittest.main()
