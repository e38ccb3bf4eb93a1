# SPDX-License-Identifier: Apache-2.0
"""Every role asks every route of the server, about its own school's things and another's."""
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "serve"))
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402

PROGRAM = os.environ["HOCBA_PROGRAM"]
YEAR, PASSWORD = "2023-2024", "một câu dễ nhớ"
OURS, THEIRS, COMMUNE = "22193401", "22193402", "06673"  # ours is the commune's
DEPARTMENT, ROUND, SESSION, SURVEY = "22", "KT-1", "TH-1", "KS-1"  # theirs is the department's, which inspects it
# Names that stand nowhere but in the other school's data, and in one class of ours.
SECRET, NEIGHBOUR, OWN = "Nông Thị Bí Mật", "Triệu Văn Lớp Bên", "Bàn Thị Lớp Tôi"
GRADE = "Vi Thị Khối Ba"
PEOPLE = {  # login: (school, role, class, subject)
    "quantri": (OURS, "school_admin", None, None),
    "hocvu": (OURS, "registrar", None, None),
    "vanthu": (OURS, "seal_clerk", None, None),
    "hieutruong": (OURS, "principal", None, None),
    "pho": (OURS, "deputy_principal", None, None),
    "khoi": (OURS, "grade_head", None, None),  # of grade 3: neither 2A nor 2B
    "gvcn": (OURS, "class_teacher", "2A", None),
    "gvbm": (OURS, "subject_teacher", "2A", "AN"),
    "gv.kia": (THEIRS, "class_teacher", "2A", None),
    "xa": (COMMUNE, "office_staff", None, None),
    "ht.kia": (THEIRS, "principal", None, None),
    "so.kiem": (DEPARTMENT, "department_staff", None, None),
}
INSPECTING = {"so": "1", "y_kien": "x", "nhan_xet": "x", "da_xong": "roi", "ket_qua-staff": "yes", "muc_do": "minor",
              "can_cu": "x", "noi_dung": "x", "han": "2024-06-30", "ket_luan": "x",
              "khong_co_vi": "x", "dia_diem": "x", "phia_truong": "x", "y_kien_truong": "x",
              "bat_dau": "2024-05-20 08:00", "xong_luc": "2024-05-20 09:00", "nguoi": "gv.kia", "danh_sach": "gv.kia", "c1": "x"}
MAY_ENTER = {"hocvu": {"mon.TV.muc", "mon.AN.muc"}, "gvbm": {"mon.AN.muc"}}
GOES_ON = re.compile(r"/(dang-xuat|dang-nhap|ngon-ngu|gia-dinh/thoat|sign-out|sign-in|family/leave)$")
# What a body of the API holds where its description says no more; a file is base64.
TOLD = {"finding": 1, "schools": 1, "records": 1, "from": "2024-05-20", "to": "2024-05-30", "deadline": "2024-06-30",
        "hours": "1", "year": YEAR, "logins": ["gv.kia"], "people": ["gv.kia"], "login": "gv.kia", "roles": ["principal"]}


class Rights(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "home"
        cls.run_program("init", cls.home, "--training", "--clock", "2024-05-20T08:00:00+07:00")
        cls.hocba("unit", "add", "--kind", "commune", "--code", COMMUNE, "--name", "Phường Một",
                  "--from", "2023-09-01")
        cls.hocba("unit", "add", "--kind", "department", "--code", DEPARTMENT, "--name", "Sở Một")
        for code, name in ((OURS, "Trường Một"), (THEIRS, "Trường Hai")):
            cls.hocba("unit", "add", "--kind", "school", "--code", code, "--name", name,
                      "--province", "Quảng Ninh", "--commune", "Phường Một",
                      "--parent", COMMUNE if code == OURS else DEPARTMENT)
            cls.hocba("year", "open", YEAR, "--unit", code)
            for room in ("2A", "2B", "3A"):
                cls.hocba("class", "add", "--year", YEAR, "--name", room, "--unit", code)
        for code, room, pupil, name in ((OURS, "2A", "1001", OWN), (OURS, "2B", "1002", NEIGHBOUR),
                                        (OURS, "3A", "1004", GRADE), (THEIRS, "2A", "1003", SECRET)):
            cls.hocba("pupil", "add", "--code", pupil, "--name", name, "--birth", "2016-03-04",
                      "--year", YEAR, "--class", room, "--unit", code)
        for login, (code, role, room, subject) in PEOPLE.items():
            words = ["person", "add", "--login", login, "--name", f"Người {login}", "--unit", code,
                     "--role", role, "--from", "2023-09-01"]
            words += ["--year", YEAR, "--class", room] if room else []
            words += ["--subject", subject] if subject else []
            words += ["--year", YEAR, "--grade", "3"] if role == "grade_head" else []
            cls.hocba(*words)
        cls.inspect()
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0",
                            "--quiet")
        cls.addClassCleanup(lambda: cls.server.stop())
        cls.visitors = {login: cls.sign_in(login) for login in PEOPLE}
        cls.read_ids()
        told = json.loads(Visitor(cls.server.address).get("/api/v1/openapi.json")[1])
        cls.bodies = {(method.upper(), re.sub(r"\{\w*\}", "{}", path)): about["requestBody"]["content"]
                      for path, methods in told["paths"].items()
                      for method, about in methods.items() if "requestBody" in about}
        cls.routes = [(method.upper(), re.sub(r"\{\w*\}", "{}", path), about)
                      for path, methods in told["paths"].items()
                      for method, about in methods.items()]

    @classmethod
    def inspect(cls):
        """The department inspects the other school, and finds something about its pupil."""
        by = ("--by", "so.kiem")
        cls.hocba("inspection", "open", ROUND, THEIRS, "--unit", DEPARTMENT, "--year", YEAR, "--decision", "1/QĐ",
                  "--criteria", "x", "--members", "x", "--from", "2024-05-20", "--to", "2024-05-30", *by)
        cls.hocba("inspection", "sample", ROUND, "--schools", 1, "--records", 1, *by)
        cls.hocba("inspection", "find", ROUND, THEIRS, "--severity", "minor", "--article", "x", "--text",
                  f"Học bạ của {SECRET}", "--deadline", "2024-06-30", *by)

        cls.hocba("pilot", "set", YEAR, "--decision", "1/QĐ", "--date", "2024-03-01", *by)
        cls.hocba("pilot", "add", YEAR, "--school", THEIRS, "--day", "2024-04-01", *by)
        cls.hocba("training", "add", "--year", YEAR, "--title", f"Ký học bạ của {SECRET}", "--topic", "x", "--place", "x",
                  "--held-by", "x", "--day", "2024-05-20", "--hours", 1, "--roles", "class_teacher", *by)
        (cls.folder / "phieu").write_text(f"title | Ý kiến về {SECRET}\nfor | teachers\ntext | x\n")
        cls.hocba("survey", "add", cls.folder / "phieu", "--year", YEAR, "--from", "2024-05-20", "--to", "2024-05-31", *by)

    @classmethod
    def run_program(cls, *words):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"{words}: {done.stderr}")
        return done.stdout.strip()

    @classmethod
    def hocba(cls, *words):
        return cls.run_program(*words, "--home", cls.home)

    @classmethod
    def sign_in(cls, login):
        first, visitor = cls.hocba("account", "give", login), Visitor(cls.server.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        return visitor

    @classmethod
    def read_ids(cls):
        database = sqlite3.connect(cls.home / "hocba.db")
        cls.ids = {}
        for name in (SECRET, NEIGHBOUR, OWN, GRADE):
            cls.ids[name] = database.execute(
                "SELECT p.id, e.id, c.id FROM pupil AS p JOIN enrolment AS e ON e.pupil = p.id "
                "JOIN class AS c ON c.id = e.class WHERE p.name = ?", (name,)).fetchone()
        database.close()

    def paths(self, pattern, name):
        """The route about that pupil: each {} as the pupil, the enrolment, the class."""
        if "{}" not in pattern:
            return [pattern]
        if re.match(r"/kiem-tra/\{}|/api/v1/inspections/\{}", pattern) and name == SECRET:
            return [pattern.replace("{}", ROUND, 1).replace("{}", THEIRS)]
        if re.match(r"/tap-huan/\{}|/api/v1/trainings/\{}", pattern) and name == SECRET:
            return [re.sub(r"(tep|files)/\{}", r"\1/csv", pattern.replace("{}", SESSION, 1)).replace("{}", THEIRS)]
        if re.search(r"/(khao-sat|surveys)/\{}", pattern) and name == SECRET:
            return [pattern.replace("{}", SURVEY, 1).replace("{}", "csv")]
        return [pattern.replace("{}", thing, 1).replace("{}", "xml")
                for thing in self.ids[name]]

    def sample(self, schema, name="", given=None):
        """A value of that schema, with those values where it has members of that name."""
        given = {**TOLD, **(given or {})}
        kind = schema.get("type")
        if "enum" in schema:
            return given[name] if given.get(name) in schema["enum"] else schema["enum"][0]
        if kind == "object":
            return {key: self.sample(part, key, given) for key, part in schema["properties"].items()}
        if kind == "array":
            return given[name] if isinstance(given.get(name), list) else [self.sample(schema["items"], "", given)]
        if schema.get("contentEncoding"):
            return "eA=="
        known = {"string": str, "integer": int, "boolean": bool}
        empty = {"string": "x", "integer": 1, "boolean": True}
        return given[name] if kind in known and type(given.get(name)) is known[kind] else empty.get(kind, "x")

    def ask(self, visitor, method, pattern, path, name):
        pupil, enrolment, room = self.ids[name]
        query = f"?enrolment={enrolment}&key=mon.AN.muc&since=0&view=pupil&subject=AN&class={room}&role=cbql"
        if method == "GET":
            return visitor.ask("GET", path + query)
        if path.startswith("/api/"):
            body = {"id": "00000000-0000-4000-8000-000000000001", "class": room, "pupil": pupil,
                    "enrolment": enrolment, "text": "x", "subject": "AN", "level": "T", "q": name,
                    "role": "cbql", "records": [{"record": enrolment, "opened": True}],
                    "password": "x", "code": "000000",
                    "step": "submit", "period": "cn", "reason": "x",
                    "login": "gv.kia", "answer": "x", "sheets": [{"enrolment": enrolment, "sheet": 1, "remark": "x"}],
                    "cells": [{"enrolment": enrolment, "key": "mon.AN.muc", "base": 0,
                               "value": "T", "source": "typed"}]}
            schema = self.bodies.get((method, pattern), {}).get("application/json", {}).get("schema")
            if schema:
                body = self.sample(schema, "", {key: value for key, value in body.items() if key not in TOLD})
            return visitor.ask(method, path, body=json.dumps(body),
                               headers={"X-CSRF": visitor.csrf, "Content-Type": "application/json"})
        return visitor.ask(method, path, {"_csrf": visitor.csrf, "q": name, "hoc_sinh": pupil,
                                          "ten": "gv.kia", "lop": room, "ly_do": "x", "ma": "x", **INSPECTING})

    def walk(self, login, name, only=None):
        visitor = self.visitors[login]
        visitor.csrf = visitor.token()
        for method, pattern, _ in self.routes:
            if GOES_ON.search(pattern) or only not in (None, method):
                continue
            for path in self.paths(pattern, name):
                yield method, path, self.ask(visitor, method, pattern, path, name)

    def count_changes(self):
        database = sqlite3.connect(self.home / "hocba.db")
        try:
            return [database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in
                    ("change", "mark_attempt", "decision", "record", "record_event", "family_code",
                     "confirmation_sheet", "inspection", "inspection_check", "inspection_finding",
                     "inspection_step", "inspection_closing", "inspection_minutes", "inspection_excuse",
                     "inspection_file", "training_session", "training_mark", "training_cancelling", "survey",
                     "survey_closing", "survey_taken", "survey_answer", "delegation", "delegation_end",
                     "comment_ruling", "revocation_request", "revocation_paper", "certificate_event",
                     "identity_exchange", "identity_ruling", "evaluation_text", "manifest", "year_freeze")]
        finally:
            database.close()

    def test_strangers_are_sent_away(self):
        stranger = Visitor(self.server.address)
        for method, pattern, about in self.routes:
            if "security" not in about:
                continue
            for path in self.paths(pattern, OWN):
                code, page, headers = stranger.ask(method, path, {} if method != "GET" else None)
                self.assertIn(code, (303, 401), (method, path))
                if code == 303:
                    self.assertTrue(headers["Location"].startswith("/dang-nhap"), path)
                self.assertNotIn(OWN, page)

    def test_one_s_own(self):
        """What the other tests do not find is there for whoever may see it."""
        for login, name in (("gvcn", OWN), ("gvbm", OWN), ("hocvu", NEIGHBOUR), ("gv.kia", SECRET), ("ht.kia", SECRET),
                            ("so.kiem", SECRET)):
            shown = [path for _, path, (code, page, _) in self.walk(login, name, "GET")
                     if code == 200 and name in page and not path.endswith("tra-cuu")]
            self.assertGreaterEqual(len(shown), 3, (login, shown))
            self.assertEqual(f"/kiem-tra/{ROUND}/{THEIRS}" in shown, login in ("ht.kia", "so.kiem"))
            self.assertEqual(f"/tap-huan/{SESSION}" in shown, login in ("ht.kia", "so.kiem"))
            self.assertEqual(f"/khao-sat/{SURVEY}" in shown, login == "so.kiem")
            self.assertEqual(f"/khao-sat/{SURVEY}/tra-loi" in shown, login == "gv.kia")
            for path, may in ((f"inspections/{ROUND}/schools/{THEIRS}", ("ht.kia", "so.kiem")), (f"trainings/{SESSION}", ("ht.kia", "so.kiem")),
                              (f"surveys/{SURVEY}", ("so.kiem",)), (f"surveys/{SURVEY}/answers", ("gv.kia",))):
                self.assertEqual(f"/api/v1/{path}" in shown, login in may, (login, path))
            asked = f'href="/khao-sat/{SURVEY}/tra-loi"' in self.visitors[login].get("/")[1]
            self.assertEqual(asked, login == "gv.kia")

    def test_another_school(self):
        """Nobody of ours sees or changes anything of the other school, however it is asked for."""
        before = self.count_changes()
        for login, (school, *_) in PEOPLE.items():
            name = OWN if school in (THEIRS, DEPARTMENT) else SECRET
            for method, path, (code, page, _) in self.walk(login, name):
                with self.subTest(f"{login} {method} {path}"):
                    self.assertNotEqual(code, 500)
                    asked_back = method == "POST" and path.endswith("tra-cuu")
                    if not asked_back:  # a search shows what was typed
                        self.assertNotIn(name, page)
        self.assertEqual(self.count_changes(), before)

    def test_another_class(self):
        """A teacher has no part in the class next door, nor a head in another grade's."""
        before = self.count_changes()
        for login in ("gvcn", "gvbm", "khoi"):
            for method, path, (code, page, _) in self.walk(login, NEIGHBOUR):
                with self.subTest(f"{login} {method} {path}"):
                    self.assertNotEqual(code, 500)
                    if not (method == "POST" and path.endswith("tra-cuu")):
                        self.assertNotIn(NEIGHBOUR, page)
        self.assertEqual(self.count_changes(), before)

    def test_administrators_touch_no_results(self):
        before = self.count_changes()
        for method, path, (code, page, _) in self.walk("quantri", OWN):
            with self.subTest(f"{method} {path}"):
                self.assertNotEqual(code, 500)
                if not (method == "POST" and path.endswith("tra-cuu")):
                    self.assertNotIn(OWN, page)
        self.assertEqual(self.count_changes(), before)

    def test_a_commune_only_looks_on(self):
        before, shown = self.count_changes(), 0
        for method, path, (code, page, _) in self.walk("xa", OWN):
            with self.subTest(f"{method} {path}"):
                self.assertNotEqual(code, 500)
                shown += method == "GET" and code == 200 and OWN in page
        self.assertGreaterEqual(shown, 1)
        self.assertEqual(self.count_changes(), before)

    def test_obstacles(self):
        """Reported by a teacher; seen by the unit and the commune above, by nobody else; answered once."""
        page = self.visitors["gvcn"].get("/lop/" + self.ids[OWN][2] + "/nhap")[1]
        self.assertIn('href="/vuong-mac/bao?trang=/lop/*/nhap"', page)
        text = "Không mở được bảng điểm"
        self.post("gvcn", "/vuong-mac/bao", noi_dung=text, trang="/lop/*/nhap")
        self.post("gvcn", "/vuong-mac/bao", noi_dung="Trang lạ", trang="/hoc-sinh/" + OWN)
        told = json.loads(self.hocba("obstacle", "list", "--unit", OURS, "--json"))["obstacles"]
        pages = {one["text"]: one["page"] for one in told}  # the walk over all routes leaves one too
        self.assertEqual((pages[text], pages["Trang lạ"]), ("/lop/*/nhap", ""))
        sees = {login for login in PEOPLE if text in self.visitors[login].get("/vuong-mac")[1]}
        self.assertEqual(sees, {"gvcn", "quantri", "hocvu", "hieutruong", "pho", "xa"})
        page = self.visitors["xa"].get("/vuong-mac")[1]
        path = re.search(r'action="(/vuong-mac/[^"]+)/tra-loi"', page[page.index(text):])[1]
        refused = {login: self.post(login, path + "/tra-loi", tra_loi="x")
                   for login in ("gvcn", "gvbm", "vanthu", "hocvu", "gv.kia")}
        self.assertEqual(refused, {"gvcn": 404, "gvbm": 404, "vanthu": 404, "hocvu": 403, "gv.kia": 404})
        self.assertEqual(self.post("pho", path + "/xem"), 303)
        self.assertEqual(self.post("xa", path + "/tra-loi", tra_loi="Đã mở lại"), 303)
        self.assertEqual(self.post("hieutruong", path + "/tra-loi", tra_loi="Khác"), 409)
        self.assertIn("Đã mở lại", self.visitors["gvcn"].get("/thong-bao")[1])
        self.assertNotIn("Đã mở lại", self.visitors["gvbm"].get("/thong-bao")[1])
        states = json.loads(self.hocba("obstacle", "list", "--json"))["obstacles"]
        states = {one["text"]: one["state"] for one in states}
        self.assertEqual((states[text], states["Trang lạ"]), ("solved", "new"))

    def test_head_of_grade(self):
        """Sees the grade's classes, checks and returns them; approves, enters and signs nothing."""
        room, enrolment = self.ids[GRADE][2], self.ids[GRADE][1]
        flow = f"/lop/{room}/tien-do"
        step = lambda login, step, **more: self.post(login, flow, ky="cn", buoc=step, **more)  # noqa: E731
        page = self.visitors["khoi"].get("/tien-do")[1]
        self.assertIn(">3A</a>", page)
        self.assertNotIn(">2A</a>", page)
        self.assertIn(GRADE, self.visitors["khoi"].get(f"/lop/{room}/nhap")[1])
        self.assertEqual(step("khoi", "submit", ly_do="x"), 403)
        self.assertEqual(step("hocvu", "submit", ly_do="chưa đủ"), 303)
        self.assertEqual(step("khoi", "return"), 400)  # with a reason
        self.assertEqual(step("khoi", "return", ly_do="xem lại"), 303)
        self.assertEqual(step("hocvu", "submit", ly_do="chưa đủ"), 303)
        self.assertEqual(step("khoi", "check"), 303)
        self.assertEqual(step("khoi", "approve"), 403)
        self.assertEqual(step("hieutruong", "approve"), 303)
        self.assertEqual(step("khoi", "return", ly_do="xem lại"), 403)  # the principal approved it
        self.assertNotIn('value="return"', self.visitors["khoi"].get(flow)[1])
        self.assertEqual(step("pho", "return", ly_do="xem lại"), 303)
        visitor = self.visitors["khoi"]
        visitor.csrf = visitor.token()
        body = {"id": "00000000-0000-4000-8000-00000000000b", "cells": [
            {"enrolment": enrolment, "key": "mon.TV.muc", "base": 0, "value": "H", "source": "typed"}]}
        code, text, _ = visitor.ask("PUT", "/api/v1/cells", body=json.dumps(body), headers={"X-CSRF": visitor.csrf})
        self.assertTrue(code == 403 or json.loads(text)["cells"][0]["outcome"] == "refused", text)
        self.assertIn("không được phân công", visitor.get("/ky")[1])
        self.assertEqual(visitor.get(f"/ky/{room}/cbql")[0], 403)

    def test_the_bank_of_comments(self):
        """Who enters a comment proposes it, heads and leaders rule on it, another school has no part in it."""
        key, sentence = "mon.TV.nhan_xet", "{ten} đọc chậm mà chắc."

        def send(login, path, **body):
            visitor = self.visitors[login]
            return visitor.ask("POST", path, body=json.dumps({"key": key, **body}), headers={"X-CSRF": visitor.token()})[0]

        def propose(login, name):
            return send(login, "/api/v1/comments/propose", enrolment=self.ids[name][1], level="T", text="Tôi đọc chậm mà chắc.")

        self.assertEqual({login: propose(login, OWN) for login in ("gvbm", "khoi", "hieutruong", "gv.kia", "gvcn")},
                         {"gvbm": 403, "khoi": 403, "hieutruong": 403, "gv.kia": 403, "gvcn": 200})
        self.assertEqual(propose("gvcn", NEIGHBOUR), 403)
        self.assertIn("1 câu nhận xét", self.visitors["pho"].get("/")[1])
        self.assertNotIn("câu nhận xét", self.visitors["gvcn"].get("/")[1])
        sees = {login for login in PEOPLE if sentence in self.visitors[login].get("/nhan-xet")[1]}
        self.assertEqual(sees, {"khoi", "pho", "hieutruong"})
        self.assertIn("Không có câu nào chờ xem", self.visitors["ht.kia"].get("/nhan-xet")[1])
        ruled = dict(viec="accepted", khoa=key, muc_cau="T", cau=sentence)
        codes = {login: self.post(login, "/nhan-xet", **ruled) for login in PEOPLE if login not in ("khoi", "ht.kia")}
        self.assertEqual({login for login, code in codes.items() if code == 303}, {"pho", "hieutruong"}, codes)
        self.assertEqual(send("khoi", "/api/v1/comments/rulings", level="T", text=sentence, ruling="hidden"), 200)
        self.assertEqual(propose("gvcn", OWN), 409)
        self.assertEqual(send("pho", "/api/v1/comments/rulings", level="T", text=sentence, ruling="accepted"), 200)
        told = json.loads(self.visitors["khoi"].get(f"/api/v1/comments/rulings?key={key}")[1])["sentences"]
        self.assertEqual([one["ruling"] for one in told[0]["history"]], ["accepted", "hidden", "accepted", "proposed"])
        bank = json.loads(self.visitors["gvcn"].get(f"/api/v1/classes/{self.ids[OWN][2]}/comments?key={key}&level=T")[1])
        self.assertEqual(bank["comments"], [{"text": sentence, "uses": 0, "school": True}])
        bank = json.loads(self.visitors["gv.kia"].get(f"/api/v1/classes/{self.ids[SECRET][2]}/comments?key={key}&level=T")[1])
        self.assertEqual(bank["comments"], [])

    def test_delegations(self):
        """The principal lets the deputy sign one class; who may write it down, who sees it, who ends it."""
        given = dict(viec="principal", nguoi_nhan="pho", quyet_dinh="77/QĐ", ngay_qd="2024-05-20",
                     tu_ngay="2024-05-20", den_ngay="2024-05-25", lop="2A")
        words = "ký theo ủy quyền, QĐ số 77/QĐ ngày 20/05/2024"
        codes = {login: self.post(login, "/uy-quyen", **given) for login in PEOPLE if login not in ("quantri", "hieutruong")}
        self.assertEqual(set(codes.values()), {403, 400}, codes)  # 400: no school of theirs knows such a deputy
        self.assertEqual((codes["pho"], codes["ht.kia"]), (403, 400))
        self.assertEqual(self.post("quantri", "/uy-quyen", **{**given, "tu_ngay": "2024-05-19"}), 400)
        self.assertNotIn("ủy quyền", self.visitors["pho"].get("/ky")[1])
        self.assertEqual(self.post("hieutruong", "/uy-quyen", **given), 303)
        self.assertEqual(self.post("quantri", "/uy-quyen", **given), 409)
        sees = {login for login in PEOPLE if "77/QĐ" in self.visitors[login].get("/uy-quyen")[1]}
        offered = {login for login in PEOPLE if 'href="/uy-quyen"' in self.visitors[login].get("/")[1]}
        self.assertEqual(offered, {login for login in PEOPLE if self.visitors[login].get("/uy-quyen")[0] == 200},
                         "the menu leads there whoever may open it, and nobody else")
        self.assertEqual(sees, {"quantri", "hocvu", "vanthu", "hieutruong", "pho"})
        page = self.visitors["pho"].get("/ky")[1]
        self.assertEqual(page.count(words), 1)  # 2A, not 2B
        self.assertIn(words, self.visitors["pho"].get(re.search(r'href="(/ky/[^"]*/cbql)"', page)[1])[1])
        kept = json.loads(self.visitors["hocvu"].get("/api/v1/delegations")[1])["delegations"][0]
        self.assertEqual((kept["login"], kept["scope"], kept["may_end"]), ("pho", "lớp 2A (2023-2024)", False))
        end = f"/uy-quyen/{kept['id']}/ket-thuc"
        codes = {login: self.post(login, end, ly_do="về") for login in ("pho", "vanthu", "hocvu", "gvcn", "ht.kia")}
        self.assertEqual(set(codes.values()), {403}, codes)
        self.assertEqual(self.post("hieutruong", end, ly_do="đã về"), 303)
        self.assertEqual(self.post("hieutruong", end, ly_do="đã về"), 409)
        self.assertNotIn(words, self.visitors["pho"].get("/ky")[1])
        self.assertIn("đã về", self.visitors["pho"].get("/uy-quyen")[1])
        empty = {**given, "quyet_dinh": "78/QĐ", "lop": ""}  # of grades in which nobody is enrolled yet
        codes = [self.post("hieutruong", "/uy-quyen", **empty, khoi=grade) for grade in "155"]
        self.assertEqual(codes, [303, 303, 409])
        self.assertEqual(self.post("hieutruong", "/uy-quyen", **empty, khoi="4", nam="2099-2100"), 404)

    def post(self, login, path, **fields):
        visitor = self.visitors[login]
        visitor.csrf = visitor.token()
        return visitor.ask("POST", path, {"_csrf": visitor.csrf, **fields})[0]

    def test_who_enters_what(self):
        """The same cell as everybody: it is saved for those who may, and for nobody else."""
        enrolment = self.ids[OWN][1]
        for login in PEOPLE:
            visitor = self.visitors[login]
            visitor.csrf = visitor.token()
            for key in ("mon.TV.muc", "mon.AN.muc"):
                with self.subTest(f"{login} {key}"):
                    body = {"id": "00000000-0000-4000-8000-00000000000a",
                            "cells": [{"enrolment": enrolment, "key": key, "base": 0, "value": "H",
                                       "source": "typed"}]}
                    code, text, _ = visitor.ask("PUT", "/api/v1/cells", body=json.dumps(body),
                                                headers={"X-CSRF": visitor.csrf})
                    outcome = json.loads(text)["cells"][0]["outcome"] if code == 200 else "refused"
                    if key in MAY_ENTER.get(login, set()):
                        self.assertIn(outcome, ("saved", "unchanged", "conflict"))
                    elif login != "gvcn":  # a class teacher may enter the whole class
                        self.assertEqual(outcome, "refused")


if __name__ == "__main__":
    unittest.main(verbosity=2)
