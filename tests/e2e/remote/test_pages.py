# SPDX-License-Identifier: Apache-2.0
"""Signing from the pages with a remote service: the telephone refuses, the server is killed while it
waits, what it had sent is taken up under the same id, one record that fails is tried again alone, and
a seal."""
import collections
import contextlib
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "serve"))
from workplace import Workplace  # noqa: E402

JOBS = "/api/v1/sign/jobs"
PATIENCE = 60
PASSWORD, ACCOUNT = "mật khẩu & của 100% trường\"", "022183100025"
REFUSE = ("CREATE TRIGGER in_the_way BEFORE INSERT ON record_signature WHEN NEW.record = '{}' BEGIN "
          "SELECT RAISE(ABORT, 'no'); END")
# Services by the name of their settings: whose key, and what the telephone does.
SERVICES = {"TuChoi": ("cbql", "reject"), "SmartCA": ("cbql", "told"), "Dau": ("school", ""),
            "NguoiKhac": ("gvcn", ""), "Chot": ("cbql", "told"), "MaOTP": ("cbql", "otp")}
CODE = "nón lá 7391"  # what the peer of the dialect csc1 takes for the code that it sent
PAPERS = "/api/v1/papers/jobs"


class Pages(Workplace):
    @classmethod
    def prepare(cls):
        (cls.home / "mat-khau").write_text(PASSWORD + "\n")
        (cls.home / "mat-khau").chmod(0o600)
        for name, (role, moods) in SERVICES.items():
            dialect = "csc1" if moods == "otp" else "sp769"
            port = cls.start_peer(name, role, moods, dialect)
            (cls.home / f"{name}.json").write_text(json.dumps({
                **({"ask": "otp"} if moods == "otp" else {}), "dialect": dialect, "url": f"http://127.0.0.1:{port}", "client": "truong-22193401",
                "password_file": "mat-khau", "poll_ms": 50}))
        with open(cls.home / "settings", "a") as settings:
            settings.writelines(f"sign.remote={name}.json\n" for name in SERVICES)

    @classmethod
    def start_peer(cls, name, role, moods, dialect):
        pki = cls.home / "pki"
        run = subprocess.Popen(
            [sys.executable, os.environ["HOCBA_REMOTE_PEER"], dialect, moods,
             os.environ["HOCBA_DIGEST_SIGNER"], pki / f"{role}.p12", pki / f"{role}.pin",
             pki / f"{role}.pem", cls.folder / f"{name}.journal", "0"],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        cls.addClassCleanup(run.wait)
        cls.addClassCleanup(run.kill)
        cls.addClassCleanup(run.stdout.close)
        word, port = run.stdout.readline().split()
        assert word == b"ready"
        return int(port)

    def lines(self, name, word):
        """What the service wrote down."""
        text = (self.folder / f"{name}.journal").read_text()
        return [line.split(" ", 1)[1] for line in text.splitlines() if line.startswith(f"{word} ")]

    def database(self, statement):
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db", timeout=PATIENCE)) as store:
            with store:
                return store.execute(statement).fetchall()

    def signed(self, role):
        return self.database(f"SELECT COUNT(*) FROM record_signature WHERE role = '{role}'")[0][0]

    def call(self, visitor, method, path, body=None):
        headers = {"Content-Type": "application/json", "X-CSRF": visitor.token()} if body else {}
        code, text, _ = visitor.ask(method, path, body=body and json.dumps(body), headers=headers)
        return code, json.loads(text)

    def open(self, visitor, path, records, service, account=ACCOUNT):
        _, _, class_id, role = path.split("/")
        return self.call(visitor, "POST", JOBS, {
            "class": class_id, "role": role, "service": service, "account": account,
            "records": [{"record": record, "opened": True} for record in records]})

    def look(self, visitor, path):
        _, _, class_id, role = path.split("/")
        code, job = self.call(visitor, "GET", f"{JOBS}?class={class_id}&role={role}")
        self.assertEqual(code, 200)
        return job

    def until(self, visitor, path, fits):
        end = time.monotonic() + PATIENCE
        while not fits(job := self.look(visitor, path)):
            self.assertLess(time.monotonic(), end, job)
            time.sleep(0.02)
        return job

    def step(self, visitor, job, word):
        return self.call(visitor, "POST", f"{JOBS}/{job['id']}", {"step": word})[0]

    def go(self, visitor, path, records, service):
        """Opened, and the sentence answered with yes."""
        code, job = self.open(visitor, path, records, service)
        self.assertEqual(code, 200, job)
        job = self.until(visitor, path, lambda now: now["state"] != "opening")
        self.assertEqual(job["state"], "asking", job)
        self.assertIn(f"ký {len(records)} học bạ của lớp 3A", job["sentence"])
        self.assertEqual(self.step(visitor, job, "go"), 200)

    def ended(self, visitor, path):
        return self.until(visitor, path, lambda now: now["state"] in ("done", "stopped", "left"))

    def way(self, visitor, role):
        page = visitor.get("/ky")[1]
        path = re.search(rf'href="(/ky/[0-9a-f-]+/{role})">3A<', page).group(1)
        page = visitor.get(path)[1]
        return path, [row for row in re.findall(r'<li data-record="([^"]*)"', page) if row]

    # ---- the story ----

    def test_the_telephone_confirms(self):
        principal = self.visitor("hieutruong")
        path, records = self.way(principal, "cbql")
        page = principal.get(path)[1]
        for name in SERVICES:
            self.assertIn(f'data-service="{name}"', page)
        self.refuse(principal, path, records)
        self.wait_and_die(principal, path, records)
        self.retry(principal, path, records[1])
        clerk = self.visitor("vanthu")
        path, sealed = self.way(clerk, "school")
        self.go(clerk, path, sealed, "Dau")
        job = self.ended(clerk, path)
        self.assertEqual((job["state"], job["signed"], job["failed"]), ("done", len(records), 0), job)
        self.assertEqual({line.split()[1] for line in self.lines("Dau", "sign")}, {str(len(records))})
        self.close(principal, clerk, path.split("/")[2])
        self.freeze(principal, clerk)
        self.minutes(principal)
        log = self.server.stop()[1]
        self.start()
        kept = log.encode() + b"".join(file.read_bytes() for file in self.home.glob("hocba.db*"))
        self.assertNotIn(PASSWORD.encode(), kept)

    # ---- papers ----

    def look_paper(self, visitor, **of):
        code, job = self.call(visitor, "GET", PAPERS + "?" + "&".join(f"{k}={v}" for k, v in of.items()))
        self.assertEqual(code, 200, job)
        return job

    def until_paper(self, visitor, fits, **of):
        end = time.monotonic() + PATIENCE
        while not fits(job := self.look_paper(visitor, **of)):
            self.assertLess(time.monotonic(), end, job)
            time.sleep(0.02)
        return job

    def go_paper(self, visitor, service, reasons, words, **of):
        """Opened, and the sentence answered with yes."""
        why = reasons if isinstance(reasons, dict) else {"reasons": reasons}
        code, job = self.call(visitor, "POST", PAPERS, {**of, "service": service, "account": ACCOUNT, **why})
        self.assertEqual(code, 200, job)
        job = self.until_paper(visitor, lambda now: now["state"] != "opening", **of)
        self.assertEqual(job["state"], "asking", job)
        self.assertRegex(job["sentence"], words)
        self.assertEqual(self.step(visitor, job, "go"), 200)

    def end_paper(self, visitor, **of):
        return self.until_paper(visitor, lambda now: now["state"] in ("done", "stopped", "left"), **of)

    def close(self, principal, clerk, room):
        """The class is closed by telephone: refused first, then paused, killed, taken up again."""
        clerk.ask("POST", f"/ky/{room}/phat-hanh", {"_csrf": clerk.token()})
        page = principal.get(f"/ky/{room}/phat-hanh")[1]
        self.assertIn('data-service="Chot"', page)
        why = []  # every pupil has a record
        order = {"class": room, "service": "Chot", "account": ACCOUNT, "reasons": why}
        strange = [{"of": "một em lạ", "reason": "x"}]
        self.assertIn(self.call(principal, "POST", PAPERS, {**order, "reasons": strange})[0], (400, 404, 409))
        self.assertEqual(self.call(principal, "POST", PAPERS, {**order, "service": "Khác"})[0], 404)
        self.assertEqual(self.call(principal, "POST", PAPERS, {**order, "year": "2023-2024"})[0], 400)
        self.assertEqual(self.call(self.visitor("gv.1a"), "POST", PAPERS, order)[0], 403)
        words = r"Phạm Thị Thu Hà \(chứng thư [0-9a-f]{8}\) ký: Chốt lớp 3A, năm học 2023-2024\."
        self.go_paper(principal, "TuChoi", why, words, **{"class": room})
        job = self.end_paper(principal, **{"class": room})
        self.assertEqual(job["state"], "stopped", job)
        self.assertIn("từ chối trên điện thoại", job["message"])
        self.go_paper(principal, "Chot", why, words, **{"class": room})
        job = self.until_paper(principal, lambda now: now["confirming"], **{"class": room})
        self.assertTrue(0 < job["patience"] <= 600, job)
        self.assertEqual(self.step(principal, job, "pause"), 200)
        self.assertEqual(self.look_paper(principal, **{"class": room})["state"], "paused")
        self.assertEqual(self.call(principal, "POST", PAPERS, order)[0], 409)  # one at a time
        self.assertEqual(self.step(principal, job, "resume"), 200)
        self.until_paper(principal, lambda now: now["confirming"], **{"class": room})
        end = time.monotonic() + PATIENCE
        while not self.lines("Chot", "sign"):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        self.server.process.send_signal(signal.SIGKILL)
        self.server.stop()
        self.start()
        principal.address = clerk.address = self.server.address
        job = self.look_paper(principal, **{"class": room})
        self.assertEqual((job["state"], job["service"]), ("left", "Chot"), job)
        self.assertEqual(self.look_paper(clerk, **{"class": room})["state"], "none")  # another's
        (self.folder / "Chot.journal.yes").touch()
        self.assertEqual(self.call(principal, "POST", PAPERS, order)[0], 200)  # not asked again
        job = self.end_paper(principal, **{"class": room})
        self.assertEqual((job["state"], job["signed"]), ("done", 1), job)
        self.assertEqual(len(self.lines("Chot", "sign")), 1)
        self.assertEqual(self.database("SELECT COUNT(*) FROM manifest WHERE class = '" + room + "'"), [(1,)])
        self.assertEqual(self.database("SELECT * FROM paper_batch"), [])
        self.assertIn("Bảng kê đang đúng với lớp.", principal.get(f"/ky/{room}/phat-hanh")[1])
        code, job = self.call(principal, "POST", PAPERS, order)  # nothing new to sign
        job = self.end_paper(principal, **{"class": room})
        self.assertIn("không phải ký lại", job["message"])
        self.assertEqual(len(self.lines("Chot", "sign")), 1)

    def freeze(self, principal, clerk):
        """The year the same way; nobody else's account freezes it."""
        year = {"year": "2023-2024"}
        page = principal.get("/chot-nam")[1]
        why = [{"of": name, "reason": "chưa xong"} for name in re.findall(r'name="lop" value="([^"]+)"', page)]
        order = {**year, "service": "Chot", "account": ACCOUNT, "reasons": why}
        self.assertGreater(len(why), 0)
        self.assertEqual(self.call(clerk, "POST", PAPERS, order)[0], 403)
        self.assertNotEqual(self.call(principal, "POST", PAPERS, {**order, "reasons": []})[0], 200)
        self.go_paper(principal, "Chot", why, "ký: .*2023-2024", **year)
        job = self.end_paper(principal, **year)
        self.assertEqual((job["state"], job["signed"]), ("done", 1), job)
        self.assertEqual(self.database("SELECT COUNT(*) FROM year_freeze"), [(1,)])

    def minutes(self, principal):
        """Made and signed by the head of an inspection; hers by telephone."""
        place, school = "KT-1", "22193401"
        by, ours = ("--by", "so.duyet", "--home", self.home), (place, school)
        self.hocba("inspection", "open", *ours, "--unit", "22", "--year", "2023-2024", "--decision", "1/QĐ", "--criteria",
                   "KH213", "--members", "Bà Phương", "--from", "2024-05-31", "--to", "2024-06-07", *by)
        self.hocba("inspection", "sample", place, "--schools", 1, "--records", 1, *by)
        for item in ("computers", "network", "management_system", "signatures", "staff"):
            self.hocba("inspection", "check", *ours, item, "yes", *by)
        self.hocba("inspection", "minutes", "make", *ours, "--place", "phòng họp", "--from", "2024-05-31 08:00", "--to",
                   "2024-05-31 11:00", "--host", "Bà Hà", "--opinion", "Nhất trí", *by)
        self.hocba("inspection", "minutes", "sign", *ours, "--key", self.home / "pki" / "officer.p12", "--pass-file",
                   self.home / "pki" / "officer.pin", "--home", self.home)
        page = principal.get(f"/kiem-tra/{place}/{school}")[1]
        self.assertIn('data-service="Chot"', page)
        of = {"minutes": f"{place}/{school}"}
        order = {"service": "Chot", "account": ACCOUNT, "seen": re.search(r'name="bien_ban" value="([0-9a-f]{64})"', page)[1]}
        self.assertEqual(self.call(principal, "POST", PAPERS, {**of, **order, "seen": "0" * 64})[0], 409)
        self.assertEqual(self.call(self.visitor("gv.1a"), "POST", PAPERS, {**of, **order})[0], 403)
        self.go_paper(principal, "Chot", {"seen": order["seen"]}, r"ký: Biên bản kiểm tra [^,]+\.$", **of)
        job = self.end_paper(principal, **of)
        self.assertEqual((job["state"], job["signed"]), ("done", 1), job)
        self.assertEqual(self.database("SELECT * FROM paper_batch"), [])
        self.assertIn("đủ hai chữ ký", principal.get(f"/kiem-tra/{place}/{school}")[1])

    def refuse(self, principal, path, records):
        """Each end has its sentence, and nothing is signed."""
        self.assertEqual(self.open(principal, path, records, "Khác")[0], 404)
        self.assertEqual(self.open(principal, path, records, "SmartCA", " ")[0], 400)
        teacher = self.visitor("gv.1a")
        self.assertEqual(self.open(teacher, path, records, "SmartCA")[0], 403)
        for service, account, words in (("SmartCA", "1", "không"),
                                        ("NguoiKhac", ACCOUNT, "không được phân công ký")):
            self.assertEqual(self.open(principal, path, records, service, account)[0], 200)
            job = self.ended(principal, path)
            self.assertEqual((job["state"], job["signed"], len(job["left"])),
                             ("stopped", 0, len(records)), job)
            self.assertIn(words, job["message"])
            self.assertEqual(self.lines(service, "sign"), [])
        self.go(principal, path, records, "TuChoi")
        job = self.ended(principal, path)
        self.assertEqual((job["state"], len(job["left"])), ("stopped", len(records)), job)
        self.assertIn("từ chối trên điện thoại", job["message"])
        self.assertEqual(self.database("SELECT * FROM sign_batch WHERE signer = 'remote-page'"), [])
        told = self.database("SELECT outcome, message, COUNT(*) FROM sign_receipt_item GROUP BY 1, 2")
        self.assertEqual(told, [("failed", job["message"], len(records))])
        home = principal.get("/")[1]
        self.assertRegex(home, rf"<b>{len(records)}</b> học bạ lượt ký trước không ký được. <a href=\"{path}")

    def wait_and_die(self, principal, path, records):
        before = self.signed("cbql")
        self.database(REFUSE.format(records[1]))
        self.go(principal, path, records, "SmartCA")
        job = self.until(principal, path, lambda now: now["confirming"])
        self.assertTrue(0 < job["patience"] <= 600, job)
        self.assertEqual(self.step(principal, job, "pause"), 200)
        self.assertEqual(self.look(principal, path)["state"], "paused")
        self.assertEqual(self.open(principal, path, records, "SmartCA")[0], 409)  # one at a time
        self.assertEqual(self.step(principal, job, "resume"), 200)
        self.until(principal, path, lambda now: now["confirming"])
        while not self.lines("SmartCA", "sign"):
            time.sleep(0.02)
        self.server.process.send_signal(signal.SIGKILL)
        self.server.stop()
        self.start()
        principal.address = self.server.address
        job = self.look(principal, path)
        self.assertEqual((job["state"], job["service"], len(job["left"])),
                         ("left", "SmartCA", len(records)), job)
        self.assertIn("cùng dịch vụ", job["message"])
        (self.folder / "SmartCA.journal.yes").touch()
        self.assertEqual(self.open(principal, path, records, "SmartCA")[0], 200)
        job = self.ended(principal, path)
        self.assertEqual((job["state"], job["signed"], job["failed"]),
                         ("done", len(records) - 1, 1), job)
        self.assertEqual(self.signed("cbql") - before, len(records) - 1)
        self.assertEqual(len(self.lines("SmartCA", "sign")), 1)
        own = collections.Counter(self.lines("SmartCA", "own"))
        self.assertEqual((set(own.values()), len(own)), ({1}, len(records)))

    def retry(self, principal, path, record):
        """Alone, with a service that sends a code: a wrong one first."""
        self.database("DROP TRIGGER in_the_way")
        self.go(principal, path, [record], "MaOTP")
        job = self.until(principal, path, lambda now: now["wants_code"])
        self.assertEqual(self.give(principal, job, " "), 400)
        self.assertEqual(self.give(self.visitor("gv.1a"), job, CODE), 409)  # nobody else's batch
        self.assertEqual(self.give(principal, job, "000000"), 200)
        job = self.ended(principal, path)
        self.assertEqual((job["state"], job["signed"], len(job["left"])), ("stopped", 0, 1), job)
        self.assertIn("OTP sai", job["message"])
        self.go(principal, path, [record], "MaOTP")
        job = self.until(principal, path, lambda now: now["wants_code"])
        self.assertEqual(self.give(principal, job, CODE), 200)
        job = self.ended(principal, path)
        self.assertEqual((job["state"], job["signed"], job["failed"]), ("done", 1, 0), job)
        self.assertEqual((self.folder / "MaOTP.journal").read_text().count("code\n"), 2)

    def give(self, visitor, job, code):
        return self.call(visitor, "POST", f"{JOBS}/{job['id']}", {"step": "code", "code": code})[0]


if __name__ == "__main__":
    unittest.main(verbosity=2)
