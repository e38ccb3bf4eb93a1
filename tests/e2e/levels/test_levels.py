# SPDX-License-Identifier: Apache-2.0
"""Timestamps for issued records from a real authority (OpenSSL's) with good and bad manners."""
import datetime
import hashlib
import http.server
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402

CLASS = ("--year", "2023-2024", "--class", "4A1")
CONFIG = """
[ext]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/root.pem
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """`openssl ts` behind HTTP. `manners`: good, wrong_imprint, wrong_nonce, garbage, busy_once,
    silent, deadly (whoever asks is killed before the answer; see `victim`)."""

    def __init__(self, folder, manners="good", web=None):
        self.folder, self.manners, self.asked, self.last = folder, manners, 0, None
        self.lives, self.victim, self.scheme = 0, None, "https" if web else "http"
        self.lock = threading.Lock()
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                code, body = authority.answer(query)
                self.send_response(code)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        if web:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(web)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.server.server_address[1]}/tsr"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def stamp(self, query):
        with self.lock:
            path = self.folder / "query.tsq"
            path.write_bytes(query)
            subprocess.run(["openssl", "ts", "-reply", "-config", self.folder / "ts.cnf",
                            "-section", "tsa", "-queryfile", path, "-out",
                            self.folder / "reply.tsr"], check=True, capture_output=True)
            return (self.folder / "reply.tsr").read_bytes()

    def answer(self, query):
        self.asked += 1
        if self.manners == "silent":
            time.sleep(4)
        if self.manners == "deadly" and self.asked > self.lives:
            self.victim.send_signal(signal.SIGKILL)
        if self.manners == "garbage":
            return 200, b"0\x03abc"
        if self.manners == "busy_once" and self.asked == 1:
            return 503, b""
        if self.manners == "wrong_imprint":
            at = query.index(b"\x04\x20") + 2
            query = query[:at] + bytes(32) + query[at + 32:]
        reply = self.stamp(query)
        if self.manners == "wrong_nonce":
            self.last = self.last or reply
            at = query.index(b"\x04\x20") + 34 + 2
            return 200, self.stamp(query[:at] + bytes([query[at] ^ 1]) + query[at + 1:])
        return 200, reply


class Responder:
    """`openssl ocsp` behind HTTP for several authorities. `says`: by serial (hex), "V" or the moment
    of its revocation. `manners`: good, stale, replayed, stranger (another authority's responder
    signs)."""

    def __init__(self, folder, authorities):
        self.folder, self.manners, self.says, self.last = folder, "good", {}, None
        self.authorities = {self.key_hash(ca): (ca, signer, key) for ca, signer, key in authorities}
        self.lock = threading.Lock()
        responder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                with responder.lock:
                    body = responder.answer(query)
                self.send_response(200)
                self.send_header("Content-Type", "application/ocsp-response")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def openssl(self, *words):
        done = subprocess.run(["openssl", "ocsp", *map(str, words)], check=True, text=True,
                              capture_output=True)
        return done.stdout

    @staticmethod
    def field(text, name):
        return re.search(rf"{name}: ([0-9A-F]+)", text)[1]

    def key_hash(self, ca):
        request = self.folder / "probe.der"
        self.openssl("-sha1", "-issuer", ca, "-serial", "1", "-reqout", request)
        return self.field(self.openssl("-reqin", request, "-req_text"), "Issuer Key Hash")

    def write_index(self, serial):
        """The authority's database: this certificate alone."""
        said = self.says.get(serial, "V")
        later = "491231000000Z"
        row = (["V", later, "", serial, "unknown", "/CN=x"] if said == "V"
               else ["R", later, said.strftime("%y%m%d%H%M%SZ"), serial, "unknown", "/CN=x"])
        (self.folder / "index.txt").write_text("\t".join(row) + "\n")

    def answer(self, query):
        request, response = self.folder / "query.ocsp", self.folder / "answer.ocsp"
        request.write_bytes(query)
        text = self.openssl("-reqin", request, "-req_text")
        ca, signer, key = self.authorities[self.field(text, "Issuer Key Hash")]
        if self.manners == "stranger":
            signer, key = next((s, k) for c, s, k in self.authorities.values() if c != ca)
        self.write_index(self.field(text, "Serial Number"))
        command = ["openssl", "ocsp", "-index", self.folder / "index.txt", "-CA", ca, "-rsigner",
                   signer, "-rkey", key, "-reqin", request, "-respout", response, "-nmin", "60"]
        if self.manners == "stale":
            command = ["faketime", "10 days ago", *command]
        subprocess.run(command, check=True, capture_output=True)
        if self.manners == "replayed" and self.last:
            return self.last
        self.last = response.read_bytes()
        return self.last


class Levels(hocba.Story):
    """Two records of the demo's class, issued at real time by an instance of its own."""

    databases = 0  # of PostgreSQL, made so far

    @classmethod
    def setUpClass(cls):
        cls.stage = pathlib.Path(tempfile.mkdtemp(prefix="hocba-levels-"))
        cls.make_authority()
        cls.demo = cls.stage / "demo"
        hocba.make_demo(cls.demo)
        roots = (cls.demo / "pki" / "root.pem").read_text() + (cls.stage / "root.pem").read_text()
        (cls.stage / "roots.pem").write_text(roots)

    @classmethod
    def make_authority(cls):
        folder = cls.stage
        (folder / "ts.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")

        def openssl(*words):
            subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", folder / "root.key", "-out", folder / "root.pem", "-subj",
                "/O=Kiem thu/CN=Goc dau thoi gian", "-days", "10", "-addext",
                "keyUsage=critical,keyCertSign,cRLSign")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                folder / "tsa.key", "-out", folder / "tsa.csr", "-subj", "/O=Kiem thu/CN=TSA")
        openssl("x509", "-req", "-in", folder / "tsa.csr", "-CA", folder / "root.pem", "-CAkey",
                folder / "root.key", "-set_serial", "7", "-days", "9", "-extfile",
                folder / "ts.cnf", "-extensions", "ext", "-out", folder / "tsa.pem")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.stage, True)

    def setUp(self):
        super().setUp()
        ready = self.stage / "ready"
        if not ready.exists():
            self.build()
            self.home.rename(ready)
        shutil.copytree(ready, self.home)
        if hocba.POSTGRES:
            Levels.databases += 1
            self.home_of_database(f"levels{Levels.databases}")

    def new_database(self, name, template):
        subprocess.run(["psql", "-q", hocba.POSTGRES, "-c",
                        f"CREATE DATABASE {name} TEMPLATE {template}"], check=True,
                       capture_output=True)
        return hocba.POSTGRES.replace("/postgres?", f"/{name}?")

    def home_of_database(self, name):
        """A copy of the database for the copy of the home."""
        address = self.new_database(name, "ready")
        settings = self.home / "settings"
        settings.write_text(settings.read_text().replace("/ready?", f"/{name}?"))
        self.assertIn(address, settings.read_text())

    def build(self):
        store = (["--store", self.new_database("ready", "template0")] if hocba.POSTGRES else [])
        self.ok("init", self.home, "--training", *store)
        self.ok("unit", "add", "--kind", "department", "--code", "22", "--name", "Sở GDĐT QN",
                "--province", "Quảng Ninh")
        self.ok("unit", "add", "--kind", "school", "--code", "22193401", "--parent", "22",
                "--name", "Trường Tiểu học Trần Hưng Đạo", "--district", "Thành phố Hạ Long",
                "--commune", "Phường Trần Hưng Đạo", "--province", "Quảng Ninh",
                "--issue-place", "Hạ Long")
        today = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date()
        self.ok("year", "open", "2023-2024")
        self.ok("year", "set", "2023-2024", f"ngay_phat_hanh={today}",
                "vai_tro_ky=gvcn,cbql,school")
        self.ok("class", "add", "--year", "2023-2024", "--name", "4A1")
        person = ("person", "add", "--from", "2023-09-01")
        self.ok(*person, "--login", "so.duyet", "--name", "Bùi Thị Lan Phương", "--number",
                "022181100012", "--unit", "22", "--role", "department_approver")
        self.ok(*person, "--login", "hieutruong", "--name", "Phạm Thị Thu Hà", "--number",
                "022174100021", "--title", "Hiệu trưởng", "--role", "principal")
        self.ok(*person, "--login", "gvcn", "--name", "Nguyễn Minh Nguyệt", "--number",
                "022183100025", "--role", "class_teacher", *CLASS)
        self.ok("import", *sorted((self.demo / "in").glob("*.xlsx")), *CLASS)
        for key, whose in (("gvcn", "--person=gvcn"), ("cbql", "--person=hieutruong"),
                           ("school", "--unit=22193401")):
            self.ok("certificate", "add", "--file", self.demo / "pki" / f"{key}.pem", whose)
        rows = self.ok("certificate", "list", "--unit", "22193401", "--json").json["certificates"]
        seal = [row["sha256"] for row in rows if row["holder"].startswith("Trường")][0]
        self.ok("certificate", "approve", seal, "--by", "so.duyet")
        self.ok("create", *CLASS)
        for code in self.pupils()[:2]:
            self.sign_and_issue(code)

    def pupils(self):
        return [row["code"] for row in self.ok("list", *CLASS, "--json").json["records"]]

    def sign_and_issue(self, code):
        for role in ("gvcn", "cbql", "school"):
            file = self.demo / "pki" / role
            self.ok("sign", "--as", role, *CLASS, "--pupil", code, "--key", f"{file}.p12",
                    "--pass-file", f"{file}.pin")
        return self.ok("issue", *CLASS, "--pupil", code)

    def authority(self, manners="good"):
        authority = Authority(self.stage, manners)
        self.addCleanup(authority.close)
        return authority

    def settings(self, *urls, timeout=20):
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write("".join(f"tsa.url={url}\n" for url in urls))
            file.write(f"tsa.anchors={self.stage}/roots.pem\ntsa.timeout={timeout}\n")

    def run_levels(self):
        return self.ok("levels", "--run", "--all", "--json").json

    def exported(self, level=None):
        out = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        words = ["--level", level] if level else []
        self.ok("export", *CLASS, "--format", "xml", "--out", out, *words, code=5)
        files = sorted(out.glob("*.xml"))
        self.assertEqual(len(files), 2)
        return files

    def levels_by(self, file, of_signers, of_authority):
        """The levels found with a trust folder: what the demo's root and the TSA's are for."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        rows = []
        for name, root, purposes in (("goc.pem", self.demo / "pki" / "root.pem", of_signers),
                                     ("tsa.pem", self.stage / "root.pem", of_authority)):
            pem = root.read_text()
            pem = pem[pem.index("-----BEGIN"):]
            (folder / name).write_text(pem)
            sha256 = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
            rows.append(f"{name}\t{sha256}\t{purposes}\t-\t-\n")
        (folder / "anchors.tsv").write_text("".join(rows))
        answer = self.run_any("verify", file, "--anchors", folder, "--json")
        report = (answer.json.get("files") or [answer.json])[0]
        return {one.get("level") for one in report["signatures"]}

    def test_stamped(self):
        authority = self.authority()
        self.settings(authority.url)
        issued = [file.read_bytes() for file in self.exported()]
        answer = self.run_levels()
        self.assertEqual((answer["stamped"], answer["raised"]), (2, 0))
        self.assertEqual(answer["levels"]["B-T"], 2)
        self.assertEqual(authority.asked, 6)
        self.run_levels()
        self.assertEqual(authority.asked, 6)  # nothing is stamped twice
        files = self.exported()
        self.assertEqual([file.read_bytes() for file in self.exported("B-B")], issued)
        verdict = self.ok("verify", files[0], "--anchors", self.stage / "roots.pem", "--json").json
        report = (verdict.get("files") or [verdict])[0]
        self.assertEqual({one["level"] for one in report["signatures"]}, {"B-T"})
        self.assertEqual({one["timestamp_authority"] for one in report["signatures"]}, {"TSA"})
        # An anchor for signers vouches for no timestamp: each purpose has its own.
        self.assertEqual(self.levels_by(files[0], "signers", "tsa"), {"B-T"})
        self.assertNotIn("B-T", self.levels_by(files[0], "signers,tsa", "signers"))

    def test_bad_manners_leave_it_pending(self):
        plain = (self.home / "settings").read_text()
        for manners in ("wrong_imprint", "wrong_nonce", "garbage", "silent"):
            with self.subTest(manners):
                authority = self.authority(manners)
                (self.home / "settings").write_text(plain)
                self.settings(authority.url, timeout=1 if manners == "silent" else 20)
                answer = self.run_levels()
                self.assertEqual(answer["levels"], {"B-B": 2, "B-T": 0, "B-LT": 0})
                self.assertEqual(answer["waiting"], 2)
                for row in answer["pending"]:
                    self.assertTrue(row["reason"], manners)
        self.exported()  # as issued, nothing lost

    def test_another_answers(self):
        dead = self.authority()
        dead.close()
        good = self.authority()
        self.settings(dead.url, good.url)
        self.assertEqual(self.run_levels()["levels"]["B-T"], 2)

    def web_certificate(self):
        """Of 127.0.0.1, by nobody that the system knows."""
        both = self.folder / "web.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", both, "-out",
                        self.folder / "web.crt", "-subj", "/CN=127.0.0.1", "-days", "2", "-addext",
                        "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        with open(both, "a", encoding="ascii") as file:
            file.write((self.folder / "web.crt").read_text())
        return both

    def test_over_tls(self):
        authority = Authority(self.stage, web=self.web_certificate())
        self.addCleanup(authority.close)
        self.settings(authority.url)
        answer = self.run_levels()  # the system knows nobody who would vouch for that address
        self.assertEqual((answer["levels"]["B-B"], authority.asked), (2, 0))
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write(f"tsa.ca_file={self.folder / 'web.crt'}\n")
        self.assertEqual(self.run_levels()["levels"]["B-T"], 2)

    def test_killed_while_raising(self):
        """Killed at the first request, at the second ... : what came is kept, nothing is lost."""
        authority = self.authority("deadly")
        self.settings(authority.url)
        issued = [file.read_bytes() for file in self.exported()]
        for lives in range(5):
            authority.lives = authority.asked + lives
            authority.victim = subprocess.Popen(
                [hocba.PROGRAM, "levels", "--run", "--all"], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=dict(os.environ, HOCBA_HOME=str(self.home)))
            if authority.victim.wait(timeout=60) != -signal.SIGKILL:
                break  # it had everything before
            self.assertIn("nguyên vẹn", self.run_any("doctor").out)
            self.assertEqual([file.read_bytes() for file in self.exported("B-B")], issued)
        authority.manners = "good"
        self.assertEqual(self.run_levels()["levels"]["B-T"], 2)
        for file in self.exported():
            self.assertEqual([one["level"] for one in self.verified(file)["signatures"]],
                             ["B-T"] * 3)

    def test_the_second_time(self):
        authority = self.authority("busy_once")
        self.settings(authority.url)
        self.assertEqual(self.run_levels()["levels"]["B-T"], 2)

    def test_issuing_asks_at_once(self):
        authority = self.authority()
        self.settings(authority.url)
        answer = self.sign_and_issue(self.pupils()[2])
        self.assertEqual(self.ok("levels", "--json").json["levels"]["B-T"], 3)
        self.assertIn("Có dấu thời gian: 3", answer.out)
        authority.close()  # nobody answers: issued all the same, and waiting
        self.sign_and_issue(self.pupils()[3])
        self.assertEqual(self.ok("levels", "--json").json["levels"],
                         {"B-B": 1, "B-T": 3, "B-LT": 0})

    def key_of(self, name):
        """Certificate and key of one of the demo's PKCS#12 files, in PEM."""
        pki = self.demo / "pki"
        done = subprocess.run(["openssl", "pkcs12", "-in", pki / f"{name}.p12", "-passin",
                               f"file:{pki / name}.pin", "-nodes", "-nocerts"], check=True,
                              capture_output=True)
        key = self.stage / f"{name}.key"
        key.write_bytes(done.stdout)
        return pki / f"{name}.pem", key

    def responder(self):
        """For the three authorities above the signers and the timestamps."""
        pki = self.demo / "pki"
        own = (self.stage / "root.pem", self.stage / "root.pem", self.stage / "root.key")
        responder = Responder(self.stage, [(pki / "ca.pem", *self.key_of("ocsp")),
                                           (pki / "root.pem", *self.key_of("ocsp-root")), own])
        self.addCleanup(responder.close)
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write(f"ocsp.url={responder.url}\n")
        return responder

    def serial(self, name):
        pem = self.demo / "pki" / f"{name}.pem"
        done = subprocess.run(["openssl", "x509", "-in", pem, "-noout", "-serial"], check=True,
                              text=True, capture_output=True)
        return done.stdout.strip().split("=")[1]

    def verified(self, file):
        answer = self.run_any("verify", file, "--anchors", self.stage / "roots.pem", "--json")
        return answer.json["files"][0]

    def test_raised(self):
        self.settings(self.authority().url)
        self.responder()
        self.assertEqual(self.run_levels()["levels"]["B-LT"], 2)
        for file in self.exported():
            report = self.verified(file)
            self.assertEqual({one["level"] for one in report["signatures"]}, {"B-LT"})
            self.assertEqual([check["result"] for check in report["checks"]
                              if check["id"] == "revocation"], ["yes"])

    def test_responder_with_bad_manners(self):
        self.settings(self.authority().url)
        responder = self.responder()
        for manners in ("stale", "stranger", "replayed"):
            with self.subTest(manners):
                responder.manners = manners
                answer = self.run_levels()
                self.assertEqual(answer["levels"], {"B-B": 0, "B-T": 2, "B-LT": 0})
                for row in answer["pending"]:
                    self.assertTrue(row["reason"], manners)
        responder.manners = "good"
        self.assertEqual(self.run_levels()["levels"]["B-LT"], 2)

    def test_revoked_before_it_was_stamped(self):
        self.settings(self.authority().url)
        responder = self.responder()
        responder.says[self.serial("gvcn")] = (datetime.datetime.now(datetime.timezone.utc) -
                                               datetime.timedelta(hours=1))
        answer = self.run_levels()
        self.assertEqual(answer["levels"]["B-LT"], 0)
        self.assertIn("thu hồi", answer["pending"][0]["reason"])

    def test_revoked_after_it_was_stamped(self):
        self.settings(self.authority().url)
        self.assertEqual(self.run_levels()["levels"]["B-T"], 2)
        responder = self.responder()
        time.sleep(1)  # a second that is surely later than the timestamps
        responder.says[self.serial("gvcn")] = datetime.datetime.now(datetime.timezone.utc)
        self.assertEqual(self.run_levels()["levels"]["B-LT"], 2)
        self.assertEqual({one["level"] for one in self.verified(self.exported()[0])["signatures"]},
                         {"B-LT"})

    def test_authority_revoked_after_it_stamped(self):
        """Its key may be stolen: then its stamps prove nothing, and nobody says B-LT."""
        self.settings(self.authority().url)
        self.assertEqual(self.run_levels()["levels"]["B-T"], 2)
        responder = self.responder()
        time.sleep(1)  # a second that is surely later than the timestamps
        done = subprocess.run(["openssl", "x509", "-in", self.stage / "tsa.pem", "-noout", "-serial"], check=True,
                              text=True, capture_output=True)
        responder.says[done.stdout.strip().split("=")[1]] = datetime.datetime.now(datetime.timezone.utc)
        answer = self.run_levels()
        self.assertEqual(answer["levels"], {"B-B": 0, "B-T": 2, "B-LT": 0})
        self.assertIn("về sau bị thu hồi", answer["pending"][0]["reason"])

    def test_not_configured(self):
        self.ok("levels", "--run", code=2)
        self.assertEqual(self.ok("levels", "--json").json["levels"]["B-B"], 2)


if __name__ == "__main__":
    unittest.main()
