# SPDX-License-Identifier: Apache-2.0
"""A record is replaced over the pages alone: the registrar asks, the officer decides, the seal clerk
of the department seals, the teacher's grid opens for that pupil, and who may not sees nothing."""
import html
import io
import json
import pathlib
import re
import sqlite3
import sys
import unittest
import urllib.request
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from browser import Visitor  # noqa: E402
from inspection_pages import InspectionPages, ReceivedPages  # noqa: E402
from report_pages import ReportPages  # noqa: E402
from workplace import Workplace  # noqa: E402

REASON = "Điểm môn Toán nhập nhầm của bạn khác"


class DepartmentPages(InspectionPages, ReportPages, Workplace):
    @classmethod
    def prepare(cls):
        with sqlite3.connect(cls.home / "hocba.db") as store:
            cls.record, cls.pupil, cls.name = store.execute(
                "SELECT r.uuid, p.id, p.name FROM record AS r JOIN enrolment AS e ON e.id = r.enrolment"
                " JOIN pupil AS p ON p.id = e.pupil WHERE r.state = 'issued' ORDER BY p.name_key"
            ).fetchone()

    def state(self):
        with sqlite3.connect(self.home / "hocba.db") as store:
            return store.execute("SELECT state FROM record WHERE uuid = ?", [self.record]).fetchone()[0]

    def ask(self, registrar):
        """From the pupil's page; what is missing comes back with what was typed."""
        self.assertIn(f"/thu-hoi/de-nghi/{self.record}", registrar.get(f"/hoc-sinh/{self.pupil}")[1])
        form = f"/thu-hoi/de-nghi/{self.record}"
        self.assertIn(self.name, registrar.get(form)[1])
        code, page, _ = registrar.post(form, {"de_nghi": "replace", "ly_do": "", "can_cu": "BB 5"})
        self.assertEqual(code, 400)
        self.assertIn("BB 5", page)
        code, _, headers = registrar.post(form, {"de_nghi": "replace", "ly_do": REASON, "can_cu": "BB 5"})
        self.assertEqual(code, 303)
        self.assertEqual(self.state(), "revocation_requested")
        self.assertEqual(registrar.post(form, {"de_nghi": "replace", "ly_do": REASON})[0], 409)
        return headers["Location"]

    def test_a_record_is_replaced(self):
        registrar, officer, clerk = (self.visitor(login) for login in ("hocvu", "so.duyet", "so.vanthu"))
        teacher = self.visitor("gv.tieng.anh")
        request = self.ask(registrar)
        page = registrar.get(request)[1]
        self.assertIn(REASON, page)
        self.api(registrar, request, teacher)
        with sqlite3.connect(self.home / "hocba.db") as store:
            (asker,) = store.execute("SELECT name FROM person WHERE login = 'hocvu'").fetchone()
        self.assertIn(asker, page.partition("Gửi lúc")[2])  # by name, not by login
        for path in (request, "/thu-hoi/de-nghi/" + self.record):
            code, page, _ = teacher.get(path)
            self.assertEqual(code, 403)
            self.assertNotIn(self.name, page)
        self.assertNotIn(self.name, teacher.get("/thu-hoi")[1])
        self.assertEqual(self.waiting(officer), ["1", "0", "0", "0"])
        self.decide(officer, request)
        self.seal(clerk, request)
        self.assertEqual(self.waiting(officer), ["0"] * 4)
        self.assertEqual(self.state(), "suspended")
        self.shown_as_suspended(registrar)
        page = registrar.get(request)[1]
        self.assertIn("31/QĐ-SGDĐT", page)
        self.assertEqual(page.count(REASON), 1)  # the school's own, not said again as the ruling's
        self.assertIn("31/QĐ-SGDĐT", registrar.get(f"/hoc-sinh/{self.pupil}")[1])
        self.many(registrar)
        code, text, _ = registrar.get(request + "/quyet-dinh")
        self.assertIn("<KET_LUAN>DONG_Y_THAY_THE</KET_LUAN>", text)
        # Anybody with the printed code learns that it is stopped; its proof stays.
        code, page, _ = Visitor(self.server.address).get(f"/xac-minh/{self.record}")
        self.assertNotIn(self.name, page)
        self.hocba("ledger", "publish", "--out", self.folder / "public", "--home", self.home)

    @staticmethod
    def waiting(officer):
        """On the first page of who works in the department: the counts of what waits, each with its place."""
        page = officer.get("/")[1]
        places = ("/thu-hoi", "/chung-thu", "/cong-tiep-nhan", "/kiem-tra")
        return [re.search(rf'<a class="card-label" href="{place}">[^<]*</a>\s*<b class="card-rate">(\d+)</b>',
                          page).group(1) for place in places]

    def many(self, registrar):
        """More requests than a page holds: each stands on one of them, the oldest on the last."""
        with sqlite3.connect(self.home / "hocba.db") as store:
            store.executemany(
                "INSERT INTO revocation_request (id, unit, year, made_at, made_by) SELECT ?, unit, year,"
                " 0, made_by FROM revocation_request LIMIT 1",
                [(f"00000000-0000-4000-8000-{number:012d}",) for number in range(700)])
        seen, path = [], "/thu-hoi"
        while path:
            page = registrar.get(path)[1]
            seen += re.findall(r'href="/thu-hoi/([0-9a-f-]{36})"', page)
            more = re.search(r'rel="next" href="([^"]+)"', page)
            path = more and more.group(1)
        with sqlite3.connect(self.home / "hocba.db") as store:
            self.assertEqual(sorted(seen), [one for one, in store.execute(
                "SELECT id FROM revocation_request ORDER BY id")])
        self.assertEqual(seen[-1], "00000000-0000-4000-8000-000000000699")

    def api(self, registrar, request, teacher):
        """What the pages say, as JSON; the same rules, the same rights."""
        address, id = "/api/v1/revocations", request.rpartition("/")[2]
        self.assertIn(id, [one["id"] for one in json.loads(registrar.get(address)[1])["requests"]])
        told = json.loads(registrar.get(f"{address}/{id}")[1])
        self.assertEqual([(one["record"], one["reason"], one["evidence"]) for one in told["items"]],
                         [(self.record, REASON, "BB 5")])
        self.assertEqual(told["decision"], None)
        item = {"record": self.record, "wish": "replace", "reason": REASON}
        for visitor, items, code in ((registrar, [], 400), (registrar, [{"record": self.record}], 400),
                                     (registrar, [item], 409), (teacher, [item], 403)):
            headers = {"X-CSRF": visitor.token(), "Content-Type": "application/json"}
            self.assertEqual(visitor.ask("POST", address, body=json.dumps({"items": items}), headers=headers)[0], code)
        self.assertEqual(teacher.get(f"{address}/{id}")[0], 403)
        self.assertEqual(registrar.get(f"{address}/{id}/decision")[0], 404)

    def shown_as_suspended(self, registrar):
        """Among the issued ones of its class it does not pass for good."""
        with sqlite3.connect(self.home / "hocba.db") as store:
            (group,) = store.execute("SELECT e.class FROM record AS r JOIN enrolment AS e"
                                     " ON e.id = r.enrolment WHERE r.uuid = ?", [self.record]).fetchone()
        page = html.unescape(registrar.get(f"/ky/{group}/phat-hanh")[1])
        row = re.search(rf'<tr><th scope="row">{self.name}</th><td><span class="tag (\w*)">([^<]*)<', page)
        self.assertEqual(row.groups(), ("bad", "tạm dừng, chờ bản thay thế"))
        # The package that is taken away carries the decision, so that nobody takes it for good.
        paths = re.findall(r'href="(/hoc-sinh/[^"]*/goi)"', registrar.get(f"/hoc-sinh/{self.pupil}")[1])
        cookies = "; ".join(f"{name}={value}" for name, value in registrar.cookies.items())
        names = []
        for path in paths:
            asked = urllib.request.Request(f"http://{self.server.address}{path}", headers={"Cookie": cookies})
            with urllib.request.urlopen(asked, timeout=60) as answer:
                names += zipfile.ZipFile(io.BytesIO(answer.read())).namelist()
        self.assertEqual([names.count(name) for name in ("status.cwt", "decision.xml")], [1, 1])

    def decide(self, officer, request):
        place = f"ket_luan-{self.record}"
        fields = {"so": "31/QĐ-SGDĐT", place: "dong_y", "mat_khau": self.pin("officer"), "ma": "000000"}
        self.assertIn("hai lớp", officer.get(request)[1])
        codes = self.take_factor(officer)
        silent = {name: value for name, value in fields.items() if name != place}
        code, page, _ = officer.post(request + "/quyet-dinh", {**silent, "ma": codes[0]})
        self.assertEqual(code, 400)  # neither agreed to nor refused
        self.assertIn(self.name, page)
        refused = {**fields, place: "tu_choi", "ma": codes[0]}
        code, page, _ = officer.post(request + "/quyet-dinh", refused)
        self.assertEqual(code, 400)  # no reason; and no code was spent
        self.assertEqual(officer.post(request + "/quyet-dinh", fields)[0], 403)
        self.assertEqual(officer.post(request + "/quyet-dinh", {**fields, "ma": codes[0], "mat_khau": "x"})[0],
                         403)
        code, page, _ = officer.post(request + "/quyet-dinh", {**fields, "ma": codes[1]})
        self.assertEqual(code, 200, page)
        self.assertIn("chờ đóng dấu", page)
        self.assertEqual(self.state(), "revocation_requested")
        self.assertEqual(officer.post(request + "/dong-dau", {"mat_khau": "x", "ma": codes[2]})[0], 403)

    def seal(self, clerk, request):
        self.assertEqual(clerk.post(request + "/quyet-dinh", {"so": "9", "mat_khau": "x", "ma": "x"})[0], 403)
        codes = self.take_factor(clerk)
        page = clerk.get(request)[1]
        self.assertIn("31/QĐ-SGDĐT", page)  # what is to be sealed
        paper = re.search(r'name="quyet_dinh" value="([0-9a-f]{64})"', page).group(1)
        fields = {"mat_khau": self.pin("department"), "ma": codes[0]}
        for other in ("", "0" * 64):  # another paper than the clerk saw
            self.assertEqual(clerk.post(request + "/dong-dau", {**fields, "quyet_dinh": other})[0], 409)
        code, page, _ = clerk.post(request + "/dong-dau", {**fields, "quyet_dinh": paper})
        self.assertEqual(code, 200, page)
        self.assertEqual(clerk.post(request + "/dong-dau", {**fields, "quyet_dinh": paper})[0], 409)


class WithSuppliers(ReceivedPages, Workplace):
    DEMO = ("--suppliers",)


if __name__ == "__main__":
    unittest.main(verbosity=2)
