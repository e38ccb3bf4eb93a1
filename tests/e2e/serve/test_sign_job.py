# SPDX-License-Identifier: Apache-2.0
"""Signing with the keys that the school keeps on its server, over real HTTP and with the real
hocba-signer: who may open a key, a pause, a server that is killed in the middle, one record that
fails and is tried again alone."""
import contextlib
import json
import pathlib
import re
import signal
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from transparency import Server  # noqa: E402
from workplace import PROGRAM, Workplace, one_time_code  # noqa: E402

JOBS = "/api/v1/sign/jobs"
PATIENCE = 60
# What a signature of the principal costs while this stands: long enough to be in its middle.
SLOW = ("CREATE TRIGGER in_the_way BEFORE INSERT ON record_signature WHEN NEW.role = 'cbql' BEGIN "
        "SELECT COUNT(*) FROM (SELECT 1 FROM change AS a, change AS b, change AS c LIMIT 8000000); END")
REFUSE = ("CREATE TRIGGER in_the_way BEFORE INSERT ON record_signature WHEN NEW.record = '{}' BEGIN "
          "SELECT RAISE(ABORT, 'no'); END")


class SignJob(Workplace):
    @classmethod
    def start(cls):
        """Its log is read at the end: no secret stands there."""
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0")

    def database(self, statement):
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db", timeout=PATIENCE)) as store:
            with store:
                return store.execute(statement).fetchall()

    def count_signed(self):
        return self.database("SELECT COUNT(*) FROM record_signature WHERE role = 'cbql'")[0][0]

    # ---- the page, played by us ----

    def call(self, visitor, method, path, body=None):
        headers = {"Content-Type": "application/json", "X-CSRF": visitor.token()} if body else {}
        code, text, _ = visitor.ask(method, path, body=body and json.dumps(body), headers=headers)
        return code, json.loads(text)

    def path_of(self, visitor, name, role):
        page = visitor.get("/ky")[1]
        return re.search(rf'href="(/ky/[0-9a-f-]+/{role})">{name}<', page).group(1)

    def rows(self, visitor, path):
        page = visitor.get(path)[1]
        return [row for row in re.findall(r'<li data-record="([^"]*)" data-place="(\d)"', page)
                if row[0]]

    def open(self, visitor, path, records, password, code, opened=True):
        _, _, class_id, role = path.split("/")
        return self.call(visitor, "POST", JOBS, {
            "class": class_id, "role": role, "password": password, "code": code,
            "records": [{"record": uuid, "opened": opened} for uuid in records]})

    def look(self, visitor, path):
        _, _, class_id, role = path.split("/")
        code, job = self.call(visitor, "GET", f"{JOBS}?class={class_id}&role={role}")
        self.assertEqual(code, 200)
        return job

    def step(self, visitor, job, word):
        return self.call(visitor, "POST", f"{JOBS}/{job['id']}", {"step": word})[0]

    def until(self, visitor, path, fits):
        end = time.monotonic() + PATIENCE
        while not fits(job := self.look(visitor, path)):
            self.assertLess(time.monotonic(), end, job)
            time.sleep(0.02)
        return job

    def sign_all(self, visitor, path, records, password, code):
        status, job = self.open(visitor, path, records, password, code)
        self.assertEqual((status, job["state"]), (200, "asking"), job)
        self.assertEqual(self.step(visitor, job, "go"), 200)
        return self.until(visitor, path, lambda now: now["state"] not in ("asking", "running"))

    # ---- the story ----

    def test_the_school_keeps_the_keys(self):
        principal = self.visitor("hieutruong")
        path = self.path_of(principal, "3A", "cbql")
        self.assertIn('<option value="server">', principal.get(path)[1])
        rows = self.rows(principal, path)
        records = [uuid for uuid, _ in rows]
        codes = self.refuse(principal, path, rows)
        self.ask_first(principal, path, records, codes.pop())
        left = self.pause_and_die(principal, path, records, codes.pop())
        self.retry(principal, path, left, codes)
        self.assertEqual({place for _, place in self.rows(principal, path)}, set())
        clerk = self.seal(len(records))
        self.close(principal, clerk, path, records, codes.pop())
        self.freeze(principal, clerk, one_time_code(principal.factor, int(time.time()) // 30 + 1))
        self.guess(principal, path, records, codes.pop())
        self.no_secret_is_kept()

    def refuse(self, principal, path, rows):
        records, pin = [uuid for uuid, _ in rows], self.pin("cbql")
        self.assertEqual(self.open(principal, path, records, pin, "000000")[0], 403)  # no factor
        codes = self.take_factor(principal)
        code, answer = self.open(principal, path, records, pin, "000000")
        self.assertEqual(code, 403)
        code, answer = self.open(principal, path, records, "sai mật khẩu", codes.pop())
        self.assertEqual(code, 403)
        self.assertIn("ật khẩu", answer["error"]["message"])
        self.assertEqual(self.open(principal, path, records, "", codes[0])[0], 400)
        if [place for _, place in rows if place == "0"]:
            self.assertEqual(self.open(principal, path, records, pin, codes.pop(), False)[0], 409)
        teacher = self.visitor("gv.1a")
        self.assertEqual(self.open(teacher, path, records, pin, codes[0])[0], 403)
        self.assertEqual(self.look(teacher, path)["state"], "none")
        self.assertEqual(self.look(principal, path)["state"], "none")
        self.teacher = teacher
        return codes

    def ask_first(self, principal, path, records, code):
        """Nothing is signed before the person has said yes to the sentence."""
        before = self.count_signed()
        status, job = self.open(principal, path, records, self.pin("cbql"), code)
        self.assertEqual((status, job["state"], job["total"]), (200, "asking", len(records)), job)
        self.assertRegex(job["sentence"], rf"cán bộ quản lý, chứng thư .* ký {len(records)} học bạ "
                                          "của lớp 3A")
        self.assertEqual(self.step(self.teacher, job, "go"), 404)
        self.assertEqual(self.step(principal, job, "resume"), 409)
        self.assertEqual(self.step(principal, job, "nonsense"), 400)
        self.assertEqual(self.step(principal, job, "cancel"), 200)
        self.assertEqual(self.look(principal, path)["state"], "stopped")
        self.assertEqual(self.count_signed(), before)

    def pause_and_die(self, principal, path, records, code):
        before = self.count_signed()
        self.database(SLOW)
        status, job = self.open(principal, path, records, self.pin("cbql"), code)
        self.assertEqual(status, 200, job)
        self.assertEqual(self.step(principal, job, "go"), 200)
        self.until(principal, path, lambda now: now["signed"] >= 1)
        self.assertEqual(self.step(principal, job, "pause"), 200)
        self.assertEqual(self.open(principal, path, records, "x", "x")[0], 409)  # one at a time
        self.assertEqual(self.look(principal, path)["state"], "paused")
        self.assertEqual(self.step(principal, job, "resume"), 200)
        self.until(principal, path, lambda now: now["signed"] >= 3)
        self.server.process.send_signal(signal.SIGKILL)
        self.server.stop()
        self.start()
        principal.address = self.teacher.address = self.server.address
        self.database("DROP TRIGGER in_the_way")
        job = self.look(principal, path)
        signed = self.count_signed() - before
        self.assertTrue(3 <= signed < len(records), signed)
        self.assertEqual((job["state"], job["signed"], job["total"]),
                         ("left", signed, len(records)))
        self.assertIn("phải nhập lại", job["message"])
        self.assertTrue(all(one["opened"] for one in job["left"]))
        return [one["record"] for one in job["left"]]

    def retry(self, principal, path, left, codes):
        """One record that cannot be kept fails alone; then it is all that is tried again."""
        self.database(REFUSE.format(left[1]))
        job = self.sign_all(principal, path, left, self.pin("cbql"), codes.pop())
        self.assertEqual((job["state"], job["signed"], job["failed"]), ("done", len(left) - 1, 1))
        self.assertEqual([one["record"] for one in job["records"] if one["outcome"] == "failed"],
                         [left[1]])
        self.database("DROP TRIGGER in_the_way")
        job = self.sign_all(principal, path, [left[1]], self.pin("cbql"), codes.pop())
        self.assertEqual((job["state"], job["signed"], job["failed"]), ("done", 1, 0), job)

    def guess(self, principal, path, records, code):
        tries = [self.open(principal, path, records, f"đoán {i}", code)[0] for i in range(6)]
        self.assertEqual(set(tries), {403})
        self.assertIn("Đã thử nhiều lần",
                      self.open(principal, path, records, "đoán", code)[1]["error"]["message"])

    def seal(self, count):
        """The seal's key is its clerk's to open; then the class is issued and anybody believes it."""
        clerk = self.visitor("vanthu")
        seal = self.path_of(clerk, "3A", "school")
        code = self.take_factor(clerk).pop()
        records = [uuid for uuid, _ in self.rows(clerk, seal)]
        job = self.sign_all(clerk, seal, records, self.pin("school"), code)
        self.assertEqual((job["state"], job["signed"]), ("done", count), job)
        page = clerk.post(seal.replace("/school", "/phat-hanh"), {})[1]
        self.assertEqual(page.count(">đã phát hành</span>"), count)
        end = time.monotonic() + PATIENCE  # the server itself may be writing to the ledger just now
        while f"{count} đã vào sổ cái" not in page:
            self.assertLess(time.monotonic(), end, page)
            time.sleep(0.2)
            page = clerk.post(seal.replace("/school", "/phat-hanh"), {})[1]
        out = self.home / "out" / "khoa-may-chu"
        self.hocba("export", "--year", "2023-2024", "--class", "3A", "--format", "xml", "--out", out,
                   "--home", self.home)
        done = self.hocba("verify", *sorted(out.glob("*.xml")), "--anchors",
                          self.home / "pki" / "root.pem", "--json")
        self.assertEqual({file["verdict"] for file in json.loads(done)["files"]}, {"authentic"})
        return clerk

    def close(self, principal, clerk, path, records, code):
        """Each record's proof; then the class's manifest, by the principal alone."""
        class_path = path.rsplit("/", 1)[0]
        issued, manifest = f"{class_path}/phat-hanh", f"{class_path}/bang-ke"
        page = principal.get(issued)[1]
        proofs = re.findall(rf'href="({class_path}/bang-chung/[0-9a-f-]+)"', page)
        self.assertEqual({proof.rsplit("/", 1)[1] for proof in proofs}, set(records))
        code_, proof, _ = principal.get(proofs[0])
        self.assertEqual((code_, proof.startswith("c2sp.org/tlog-proof@v1")), (200, True))
        for path_ in (issued, proofs[0], manifest):
            self.assertEqual(self.teacher.get(path_)[0], 403)
        self.assertEqual(principal.get(manifest)[0], 404)
        self.assertNotIn('name="mat_khau"', clerk.get(issued)[1])
        given = {"mat_khau": self.pin("cbql"), "ma": code}
        self.assertEqual(clerk.post(manifest, given)[0], 409)  # keeps no such key
        self.assertEqual(principal.post(manifest, {**given, "ma": "000000"})[0], 403)
        status, page, _ = principal.post(manifest, given)
        self.assertEqual(status, 200, page)
        self.assertIn("Đã chốt lớp", page)
        self.assertRegex(page, r"số \d+ trong sổ cái")
        self.assertNotIn('name="mat_khau"', page)
        self.assertIn(records[0], principal.get(manifest)[1])

    def freeze(self, principal, clerk, code):
        """Which classes are closed and which are not; a reason for each, then the principal signs."""
        page = principal.get("/chot-nam")[1]
        self.assertIn("2 lớp đã chốt", page)
        classes = re.findall(r'name="lop" value="([^"]+)"', page)
        self.assertEqual(classes, ["1A", "2A", "2B", "3B"])
        self.assertNotIn('name="ly_do"', clerk.get("/chot-nam")[1])
        for path in ("/chot-nam", "/chot-nam/2023-2024"):
            self.assertEqual(self.teacher.get(path)[0], 403 if path == "/chot-nam" else 404)
        given = [("nam", "2023-2024"), ("mat_khau", self.pin("cbql")), ("ma", code)]
        reasons = [pair for name in classes for pair in (("lop", name), ("ly_do", f"{name} còn ký"))]
        status, page, _ = principal.post("/chot-nam", given + reasons[:4])
        self.assertEqual(status, 400)
        self.assertIn("2 lớp chưa chốt", page)
        self.assertIn('value="1A còn ký"', page)  # what was typed is not lost
        self.assertEqual(clerk.post("/chot-nam", given + reasons)[0], 403)
        status, page, _ = principal.post("/chot-nam", given + reasons)
        self.assertEqual(status, 200, page)
        self.assertIn("Đã chốt năm học", page)
        self.assertNotIn('name="mat_khau"', page)
        self.assertIn("2B còn ký", principal.get("/chot-nam/2023-2024")[1])

    def no_secret_is_kept(self):
        kinds = [what for what, in self.database("SELECT what FROM access_log")]
        self.assertGreaterEqual(kinds.count("key"), 5)
        self.assertGreaterEqual(kinds.count("key_failed"), 3)
        code, log = self.server.stop()
        self.assertEqual(code, 0, log[-2000:])
        self.start()
        self.assertIn(JOBS, log)
        kept = log.encode() + b"".join(file.read_bytes() for file in self.home.glob("hocba.db*"))
        for secret in (self.pin("cbql"), self.pin("school"), "sai mật khẩu"):
            self.assertNotIn(secret.encode(), kept)


if __name__ == "__main__":
    unittest.main(verbosity=2)
