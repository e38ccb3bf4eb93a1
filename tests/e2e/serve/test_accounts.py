# SPDX-License-Identifier: Apache-2.0
"""Accounts over real HTTP: first passwords, sessions, one-time codes, who may do what with them."""
import base64
import hashlib
import hmac
import html
import json
import os
import pathlib
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402

PROGRAM = os.environ["HOCBA_PROGRAM"]


def one_time_code(key, step):
    """RFC 6238, written once more."""
    mac = hmac.new(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 10 ** 6:06d}"


class Accounts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "home"
        cls.hocba("init", cls.home, "--training")
        for code, name in (("22193401", "Trường Một"), ("22193402", "Trường Hai")):
            cls.hocba("unit", "add", "--kind", "school", "--code", code, "--name", name, "--province",
                      "Quảng Ninh", "--commune", "Phường Một", "--home", cls.home)
        for login, school, role in (("quantri", "22193401", "school_admin"),
                                    ("gv1", "22193401", "registrar"),
                                    ("quantri2", "22193402", "school_admin"),
                                    ("gv2", "22193402", "registrar")):
            cls.hocba("person", "add", "--login", login, "--name", f"Người {login}", "--unit",
                      school, "--role", role, "--from", "2020-01-01", "--home", cls.home)
        cls.start()
        cls.addClassCleanup(lambda: cls.server.stop())

    @classmethod
    def start(cls):
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0",
                            "--quiet")

    @classmethod
    def hocba(cls, *words):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"{words}: {done.stderr}")
        return done.stdout.strip()

    def give(self, login):
        return self.hocba("account", "give", login, "--home", self.home)

    def visitor(self, login, password="một câu dễ nhớ"):
        """Signed in with a password of their own."""
        first, visitor = self.give(login), Visitor(self.server.address)
        code, _, headers = visitor.sign_in(login, first)
        self.assertEqual((code, headers["Location"]), (303, "/tai-khoan"))
        code, _, headers = visitor.post("/tai-khoan/mat-khau",
                                        {"cu": first, "moi": password, "moi_lai": password})
        self.assertEqual((code, headers["Location"]), (303, "/"))
        return visitor

    def test_first_password_must_be_changed(self):
        first, visitor = self.give("gv1"), Visitor(self.server.address)
        self.assertRegex(first, r"^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$")
        visitor.sign_in("gv1", first)
        code, _, headers = visitor.get("/tra-cuu")
        self.assertEqual((code, headers["Location"]), (303, "/tai-khoan"))
        for wrong in ("ngắn", "gv1 gv1 gv1", first):
            code, page, _ = visitor.post("/tai-khoan/mat-khau",
                                         {"cu": first, "moi": wrong, "moi_lai": wrong})
            self.assertEqual(code, 400, wrong)
            self.assertIn('role="alert"', page)
        code, page, _ = visitor.post("/tai-khoan/mat-khau", {"cu": "sai", "moi": "câu mới dễ nhớ",
                                                             "moi_lai": "câu mới dễ nhớ"})
        self.assertIn("không đúng", page)
        self.assertEqual(visitor.post("/tai-khoan/mat-khau",
                                      {"cu": first, "moi": "câu mới dễ nhớ",
                                       "moi_lai": "câu mới dễ nhớ"})[0], 303)
        self.assertEqual(visitor.get("/tra-cuu")[0], 200)

    def test_same_sentence_for_everything_wrong(self):
        self.give("gv2")
        said = {Visitor(self.server.address).sign_in(login, "sai mật khẩu")[1].split("role=\"alert\"")[1]
                .split("</div>")[0] for login in ("gv2", "khong-co-ai")}
        self.assertEqual(len(said), 1)

    def test_sessions_survive_a_restart_and_end(self):
        visitor = self.visitor("gv1")
        self.server.stop()
        self.start()
        visitor.address = self.server.address
        self.assertIn("Người gv1", visitor.get("/")[1])
        other = Visitor(self.server.address)
        other.sign_in("gv1", "một câu dễ nhớ")
        page = visitor.get("/tai-khoan")[1]
        digest = re.search(r'name="phien" value="([0-9a-f]{64})"', page).group(1)
        self.assertEqual(visitor.post("/tai-khoan/phien", {"phien": digest})[0], 303)
        self.assertEqual(other.get("/tai-khoan")[0], 303)
        self.assertEqual(visitor.post("/dang-xuat", {})[0], 303)
        self.assertEqual(visitor.get("/tai-khoan")[2]["Location"], "/dang-nhap?ve=/tai-khoan")

    def test_token_is_in_no_database(self):
        visitor = self.visitor("gv1")
        token = visitor.cookies["phien"]
        self.assertNotIn(token.encode(), (self.home / "hocba.db").read_bytes() +
                         (self.home / "hocba.db-wal").read_bytes())

    def test_forms_need_their_token(self):
        visitor = self.visitor("gv1")
        self.assertEqual(visitor.ask("POST", "/dang-xuat", {})[0], 403)
        self.assertEqual(visitor.ask("POST", "/dang-xuat", {"_csrf": "0" * 128})[0], 403)
        self.assertNotEqual(visitor.token(), visitor.token())  # masked anew each time
        self.assertEqual(visitor.get("/tai-khoan")[0], 200)

    def test_one_time_codes(self):
        visitor = self.visitor("gv1")
        page = visitor.get("/tai-khoan/hai-lop")[1]
        self.assertIn("<svg", page)
        key = re.search(r'<p class="code">([A-Z2-7]{32})</p>', page).group(1)
        sealed = html.unescape(re.search(r'name="khoa" value="([^"]+)"', page).group(1))
        code, page, _ = visitor.post("/tai-khoan/hai-lop", {"khoa": sealed, "ma": "000000"})
        self.assertEqual(code, 400)
        self.assertIn(key, page)  # the same key is still offered
        step = int(time.time()) // 30
        code, page, _ = visitor.post("/tai-khoan/hai-lop",
                                     {"khoa": sealed, "ma": one_time_code(key, step)})
        self.assertEqual(code, 200)
        spare = re.findall(r'<li class="code">([a-z0-9-]+)</li>', page)
        self.assertEqual(len(set(spare)), 8)

        other, password = Visitor(self.server.address), "một câu dễ nhớ"
        with sqlite3.connect(self.home / "hocba.db") as database:
            kept = database.execute("SELECT totp FROM account WHERE totp IS NOT NULL").fetchone()[0]
        database.close()
        for thief in (self.visitor("gv2"), visitor):  # the table opens nothing, whoever brings it
            code, page, _ = thief.post("/tai-khoan/hai-lop", {"khoa": kept, "ma": "000000"})
            self.assertNotEqual(code, 200)
            self.assertNotIn(key, page)
        self.assertIn("6 chữ số", other.sign_in("gv1", password)[1])
        self.assertEqual(other.sign_in("gv1", password, one_time_code(key, step))[0], 403)  # used
        self.assertEqual(other.sign_in("gv1", password, one_time_code(key, step + 1))[0], 303)
        third = Visitor(self.server.address)
        self.assertEqual(third.sign_in("gv1", password, spare[0])[0], 303)
        self.assertEqual(Visitor(self.server.address).sign_in("gv1", password, spare[0])[0], 403)
        page = third.get("/tai-khoan/hai-lop")[1]  # a session alone moves no factor
        key = re.search(r'<p class="code">([A-Z2-7]{32})</p>', page).group(1)
        sealed = html.unescape(re.search(r'name="khoa" value="([^"]+)"', page).group(1))
        move = {"khoa": sealed, "ma": one_time_code(key, int(time.time()) // 30)}
        self.assertEqual(third.post("/tai-khoan/hai-lop", move)[0], 400)
        self.assertEqual(third.post("/tai-khoan/hai-lop", {**move, "ma_cu": spare[0]})[0], 400)
        self.assertEqual(third.post("/tai-khoan/hai-lop", {**move, "ma_cu": spare[1]})[0], 200)
        database = sqlite3.connect(self.home / "hocba.db")
        self.addCleanup(database.close)
        rows = database.execute("SELECT totp FROM account WHERE totp IS NOT NULL").fetchall()
        self.assertNotIn(base64.b32decode(key), base64.b64decode(rows[0][0]))
        self.hocba("account", "drop-factor", "gv1", "--home", self.home)
        self.assertEqual(third.get("/tai-khoan")[0], 303)  # its sessions have ended
        self.assertEqual(Visitor(self.server.address).sign_in("gv1", password)[0], 303)

    def test_administrator_of_one_school(self):
        admin = self.visitor("quantri")
        page = admin.get("/quan-tri/tai-khoan")[1]
        self.assertIn("gv1", page)
        self.assertNotIn("gv2", page)
        token = admin.token()
        code, page, _ = admin.post("/quan-tri/tai-khoan", {"ten": "gv1"}, token)
        self.assertEqual(code, 200)
        first = re.search(r'<b class="code">([a-z0-9-]{14})</b>', page).group(1)
        teacher = Visitor(self.server.address)
        self.assertEqual(teacher.sign_in("gv1", first)[0], 303)
        self.assertEqual(admin.post("/quan-tri/tai-khoan", {"ten": "gv2"}, token)[0], 403)
        self.assertEqual(admin.post("/quan-tri/tai-khoan/khoa", {"ten": "gv2", "khoa": "1"},
                                    token)[0], 403)
        admin.post("/quan-tri/tai-khoan/khoa", {"ten": "gv1", "khoa": "1"}, token)
        self.assertEqual(teacher.get("/tai-khoan")[0], 303)
        self.assertEqual(Visitor(self.server.address).sign_in("gv1", first)[0], 403)
        admin.post("/quan-tri/tai-khoan/khoa", {"ten": "gv1", "khoa": "0"}, token)
        self.assertEqual(Visitor(self.server.address).sign_in("gv1", first)[0], 303)
        page = admin.get("/quan-tri/nhat-ky")[1]
        self.assertLess(page.index("mở lại tài khoản"), page.index("đóng tài khoản"))
        told = json.loads(admin.get("/api/v1/access-log")[1])["entries"]
        self.assertEqual([one["what"] for one in told if one["what"] in ("opened", "closed")][:2], ["opened", "closed"])
        older = json.loads(admin.get(f"/api/v1/access-log?before={told[0]['number']}")[1])["entries"]
        self.assertEqual(older[0], told[1])
        self.assertEqual(teacher.get("/api/v1/access-log")[0], 401)

    def pdf_text(self, path):
        return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True,
                              text=True).stdout

    def newcomers(self, *logins, until=()):
        for login in logins:
            self.hocba("person", "add", "--login", login, "--name", f"Cô {login}", "--unit", "22193401",
                       "--role", "registrar", "--from", "2020-01-01", *until, "--home", self.home)

    def test_slips_for_a_staff_list(self):
        """Everybody without an account, once; whoever has none today is left out."""
        self.newcomers("moi.mot", "moi.hai")
        self.newcomers("da.nghi", until=("--to", "2020-12-31"))
        file = self.folder / "phieu.pdf"
        slips = ("account", "slips", "--unit", "22193401", "--home", self.home, "--out", file)
        self.assertIn("Đã in", self.hocba(*slips, "--address", "https://hocba.example"))
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        text = self.pdf_text(file)
        self.assertIn("https://hocba.example/dang-nhap", text.replace("\n", " "))
        self.assertNotIn("da.nghi", text)
        passwords = re.findall(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", text)
        for login in ("moi.mot", "moi.hai"):
            self.assertIn(f"Tên đăng nhập: {login}", text)
            self.assertEqual(sum(Visitor(self.server.address).sign_in(login, each)[0] == 303
                                 for each in passwords), 1)
        file.unlink()
        done = subprocess.run([PROGRAM, *map(str, slips)], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Không in phiếu nào", done.stderr)
        self.assertFalse(file.exists())

    def test_slips_from_the_page(self):
        admin = self.visitor("quantri")
        self.newcomers("moi.ba")
        cookies = "; ".join(f"{name}={value}" for name, value in admin.cookies.items())
        file = self.folder / "trang.pdf"
        subprocess.run(["curl", "-sf", "-o", file, "-b", cookies, "-d", f"_csrf={admin.token()}",
                        f"http://{self.server.address}/quan-tri/tai-khoan/phieu"], check=True)
        text = self.pdf_text(file)
        first = re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", text)[0]
        self.assertIn("Tên đăng nhập: moi.ba", text)
        self.assertEqual(Visitor(self.server.address).sign_in("moi.ba", first)[0], 303)
        self.assertEqual(admin.post("/quan-tri/tai-khoan/phieu", {})[0], 409)
        self.assertEqual(self.visitor("gv1").post("/quan-tri/tai-khoan/phieu", {})[0], 403)

    def test_api(self):
        admin = self.visitor("quantri")

        def call(path, body, visitor=admin):
            code, text, _ = visitor.ask("POST", f"/api/v1/accounts/{path}", body=json.dumps(body),
                                        headers={"X-CSRF": visitor.token(),
                                                 "Content-Type": "application/json"})
            return code, json.loads(text)

        code, given = call("give", {"login": "gv1"})
        self.assertEqual((code, given["login"]), (200, "gv1"))
        self.assertEqual(Visitor(self.server.address).sign_in("gv1", given["password"])[0], 303)
        rows = json.loads(admin.get("/api/v1/accounts")[1])["accounts"]
        row = {row["login"]: row for row in rows}["gv1"]
        self.assertEqual((row["account"], row["first_password"], row["factor"], row["closed"]),
                         (True, True, False, False))
        self.assertNotIn("gv2", {row["login"] for row in rows})
        self.assertEqual(call("close", {"login": "gv1", "closed": "x"})[0], 400)
        self.assertEqual(call("close", {"login": "gv1"})[0], 200)
        self.assertEqual(Visitor(self.server.address).sign_in("gv1", given["password"])[0], 403)
        self.assertEqual(call("close", {"login": "gv1", "closed": False})[0], 200)
        self.assertEqual(Visitor(self.server.address).sign_in("gv1", given["password"])[0], 303)
        self.assertEqual(call("drop-factor", {"login": "gv1"})[0], 200)
        self.assertEqual(call("give", {})[0], 400)
        for path in ("give", "close", "drop-factor"):
            self.assertEqual(call(path, {"login": "gv2"})[0], 403, path)
            self.assertEqual(call(path, {"login": "quantri"}, self.visitor("gv1"))[0], 403, path)

    def test_departments_roles_are_no_schools(self):
        for words in (("--login", "quantri", "--role", "department_approver"),
                      ("--login", "moi", "--name", "Người mới", "--role", "department_admin")):
            done = subprocess.run([PROGRAM, "person", "add", *words, "--unit", "22193401", "--by",
                                   "quantri", "--home", self.home], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("chỉ có ở sở", done.stderr)

    def test_nobody_is_called_like_a_seal(self):
        """The server keeps a person's key as LOGIN.p12 and a seal as seal-CODE.p12."""
        done = subprocess.run([PROGRAM, "person", "add", "--login", "seal-22193401", "--name", "Ai Đó",
                               "--role", "registrar", "--unit", "22193401", "--home", self.home],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("seal-", done.stderr)

    def test_everything_ends_with_the_last_assignment(self):
        self.hocba("person", "add", "--login", "gv3", "--name", "Người gv3", "--unit", "22193401",
                   "--role", "registrar", "--from", "2020-01-01", "--home", self.home)
        teacher = self.visitor("gv3")
        self.assertEqual(teacher.get("/tai-khoan")[0], 200)
        self.hocba("person", "end", "--login", "gv3", "--to", "2020-01-02", "--home", self.home)
        self.assertEqual(teacher.get("/tai-khoan")[0], 303)
        code, page, _ = Visitor(self.server.address).sign_in("gv3", "một câu dễ nhớ")
        self.assertEqual(code, 403)
        self.assertIn("không có phân công", page)

    def test_teacher_is_no_administrator(self):
        teacher = self.visitor("gv2")
        for path in ("/quan-tri/tai-khoan", "/quan-tri/nhat-ky"):
            self.assertEqual(teacher.get(path)[0], 403)
        self.assertEqual(teacher.post("/quan-tri/tai-khoan", {"ten": "gv2"})[0], 403)

    def test_log(self):
        admin = self.visitor("quantri2")
        page = admin.get("/quan-tri/nhat-ky")[1]
        self.assertIn("đăng nhập", page)
        self.assertIn("127.0.0.x", page)
        database = sqlite3.connect(self.home / "hocba.db")
        self.addCleanup(database.close)
        with self.assertRaises(sqlite3.DatabaseError):
            database.execute("DELETE FROM access_log")
        database.rollback()

    def test_guessing_is_slowed_where_it_happens(self):
        self.give("gv2")
        guesser = Visitor(self.server.address)
        codes = [guesser.sign_in("gv2-khac", "đoán")[1] for _ in range(10)]
        self.assertIn("Đã thử nhiều lần", codes[-1])
        # Another login from there is not touched.
        self.assertNotIn("Đã thử nhiều lần", guesser.sign_in("gv9", "đoán")[1])

    def test_guessing_keeps_nobody_out_of_their_own_browser(self):
        """A school's computers share an address: whoever guesses there slows down themselves."""
        self.newcomers("chung.mang")
        mine = self.visitor("chung.mang")
        mine.post("/dang-xuat", {})
        guesser = Visitor(self.server.address)
        for _ in range(10):
            page = guesser.sign_in("chung.mang", "đoán")[1]
        self.assertIn("Đã thử nhiều lần", page)
        self.assertEqual(mine.sign_in("chung.mang", "một câu dễ nhớ")[0], 303)
        # Its mark is worth nothing for another login, changed, or when its own tries are used up.
        other = Visitor(self.server.address)
        mark = mine.cookies["may_quen"]
        for mark in (mark[:-1] + ("0" if mark[-1] != "0" else "1"), "0" * 97, "x", mark.replace(".", "-")):
            other.cookies["may_quen"] = mark
            self.assertIn("Đã thử nhiều lần", other.sign_in("chung.mang", "một câu dễ nhớ")[1])
        mine.post("/dang-xuat", {})
        for _ in range(10):
            page = mine.sign_in("chung.mang", "đoán")[1]
        self.assertIn("Đã thử nhiều lần", page)
        self.assertIn("Đã thử nhiều lần", mine.sign_in("chung.mang", "một câu dễ nhớ")[1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
