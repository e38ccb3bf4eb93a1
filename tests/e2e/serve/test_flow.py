# SPDX-License-Identifier: Apache-2.0
"""A class goes its way over plain HTTP: cells saved, submitted, locked, returned with a reason,
opened for one person; and who teaches elsewhere neither sees nor steps."""
import contextlib
import io
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
import uuid
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import demo  # noqa: E402
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402

PROGRAM = os.environ["HOCBA_PROGRAM"]
PASSWORD = "một câu dễ nhớ"


class Flow(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "home"
        demo.make(PROGRAM, cls.home)
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0",
                            "--quiet")
        cls.addClassCleanup(lambda: cls.server.stop())
        cls.teacher, cls.principal = cls.visitor("gv.1a"), cls.visitor("hieutruong")
        page = cls.teacher.get("/tien-do")[1]
        cls.path, cls.name = re.search(
            r'href="(/lop/[0-9a-f-]{36}/tien-do)\?ky=cn">([^<]+)</a>', page).groups()
        cls.api = "/api/v1/classes/" + cls.path.split("/")[2]

    @classmethod
    def hocba(cls, *words):
        return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True,
                              check=True).stdout.strip()

    @classmethod
    def visitor(cls, login):
        first = cls.hocba("account", "give", login, "--home", cls.home).splitlines()[-1].split()[-1]
        visitor = Visitor(cls.server.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        visitor.csrf = visitor.token()
        return visitor

    def json(self, visitor, method, path, body=None):
        code, text, _ = visitor.ask(method, path, body=body and json.dumps(body), headers={
            "Content-Type": "application/json", "X-CSRF": visitor.csrf})
        return code, json.loads(text)

    def step(self, visitor, step, **more):
        return visitor.post(self.path, {"ky": "gk1", "buoc": step, **more}, visitor.csrf)[0]

    def save(self, visitor, enrolment, value, base, request=None, period="gk1"):
        code, answer = self.json(visitor, "PUT", "/api/v1/cells", {
            "id": request or str(uuid.uuid4()), "cells": [
                {"enrolment": enrolment, "key": f"mon.TV.muc.{period}", "base": base, "value": value,
                 "source": "typed"}]})
        self.assertEqual(code, 200, answer)
        return answer["cells"][0]

    def test_the_way_of_a_class(self):
        code, grid = self.json(self.teacher, "GET",
                               self.api + "/grid?view=subject&subject=TV&period=gk1")
        self.assertEqual(code, 200, grid)
        pupil = grid["pupils"][0]
        place = [column["key"] for column in grid["columns"]].index("mon.TV.muc.gk1")
        value = "H" if pupil["cells"][place]["v"] != "H" else "T"
        request, base = str(uuid.uuid4()), pupil["cells"][place]["n"]
        first = self.save(self.teacher, pupil["enrolment"], value, base, request)
        self.assertEqual(first["outcome"], "saved")
        second = self.save(self.teacher, pupil["enrolment"], "C", first["n"])
        self.assertEqual(second["outcome"], "saved")
        again = self.save(self.teacher, pupil["enrolment"], value, base, request)
        self.assertEqual((again["outcome"], again["n"]), ("saved", first["n"]))

        # What is missing is counted; submitting all the same wants a reason.
        _, flow = self.json(self.teacher, "GET", self.api + "/flow?period=gk1")
        self.assertEqual(flow["state"], "đang nhập")
        self.assertEqual(flow["steps"], ["submit"])
        if any(row["levels"] + row["marks"] for row in flow["missing"]):
            self.assertEqual(self.step(self.teacher, "submit"), 400)
        self.assertEqual(self.step(self.teacher, "approve"), 403)
        self.assertEqual(self.step(self.teacher, "submit", ly_do="đã xong phần của mình"), 303)
        refused = self.save(self.teacher, pupil["enrolment"], "T", second["n"])
        self.assertEqual(refused["outcome"], "refused")
        self.assertIn("đã nộp", refused["message"])

        # Back with a reason that the teacher reads; on again, and open for one person.
        self.assertEqual(self.step(self.principal, "return", ly_do="Thiếu điểm <Toán>"), 303)
        page = self.teacher.get(self.path + "?ky=gk1")[1]
        self.assertIn("Thiếu điểm &lt;Toán&gt;", page)
        told = self.json(self.teacher, "GET", "/api/v1/notices")[1]["notices"]  # another test's, of the same second, too
        self.assertIn(("Thiếu điểm <Toán>", "gk1", False), [(one["reason"], one["subject"], one["seen"]) for one in told])
        self.assertIn("Thiếu điểm &lt;Toán&gt;", self.teacher.get("/thong-bao")[1])
        told = self.json(self.teacher, "POST", "/api/v1/notices/seen", {})[1]["notices"]
        self.assertEqual({one["seen"] for one in told}, {True})
        self.assertNotIn("Thiếu điểm", self.principal.get("/thong-bao")[1])  # who did it knows
        self.assertEqual(self.save(self.teacher, pupil["enrolment"], "T", second["n"])["outcome"],
                         "saved")
        self.assertEqual(self.step(self.teacher, "submit", ly_do="đã bổ sung"), 303)
        for step in ("check", "approve", "close"):
            self.assertEqual(self.step(self.principal, step), 303)
        self.assertEqual(self.step(self.principal, "close"), 409)
        self.assertIn("đã chốt", self.principal.get("/tien-do?ky=gk1")[1])
        told = self.json(self.principal, "GET", "/api/v1/progress?period=gk1")[1]["classes"]
        self.assertIn((self.path.split("/")[2], "đã chốt"), [(one["class"], one["state"]) for one in told])
        self.assertEqual(len(told), len({one["class"] for one in told}))
        self.assertEqual([one["class"] for one in self.json(self.teacher, "GET", "/api/v1/progress")[1]["classes"]],
                         [self.path.split("/")[2]])

    def test_what_is_wrong_before_it_is_submitted(self):
        """The rules' sentences of the year's end, each with a link to its pupil; none of earlier periods."""
        page = self.teacher.get(self.path + "?ky=cn")[1]
        found = self.json(self.teacher, "GET", self.api + "/problems")[1]["problems"]
        errors = sum(one["severity"] == "error" for one in found)
        self.assertGreater(errors, 0)
        self.assertIn(f"<summary>{errors} lỗi, {len(found) - errors} lời nhắc</summary>", page)
        self.assertIn(f'hs={next(one for one in found if one["severity"] == "error")["enrolment"]}', page)
        self.assertNotIn("<summary>", self.teacher.get(self.path + "?ky=hk1")[1])

    def test_one_person_is_chosen_from_who_teaches_there(self):
        """Closed, then opened for one until a day."""
        login = "gv.1a"
        pupil = self.values("hk1")[0][5]
        save = lambda value: self.save(self.teacher, pupil["enrolment"], value, self.number, period="hk1")  # noqa: E731
        self.number = pupil["cells"][0]["n"]
        steps = [(self.teacher, "submit")] + [(self.principal, step) for step in ("check", "approve", "close")]
        for visitor, step in steps:
            self.assertEqual(visitor.post(self.path, {"ky": "hk1", "buoc": step, "ly_do": "thử"}, visitor.csrf)[0], 303)
        self.assertEqual(save("C")["outcome"], "refused")
        page = self.principal.get(self.path + "?ky=hk1")[1]
        self.assertIn(f'<option value="{login}">', page)
        self.assertNotIn('<option value="gv.2a">', page)
        allow = {"ky": "hk1", "buoc": "allow", "ly_do": "nhập nhầm", "nguoi": login}
        self.assertEqual(self.principal.post(self.path, {**allow, "den_ngay": "31/05/2034"}, self.principal.csrf)[0], 400)
        events = self.json(self.principal, "GET", self.api + "/flow?period=hk1")[1]["events"]
        day = "/".join(reversed(events[-1]["at"][:10].split("-")))  # today, by the instance's clock
        self.assertEqual(self.principal.post(self.path, {**allow, "den_ngay": day}, self.principal.csrf)[0], 303)
        saved = save("C")
        self.assertEqual(saved["outcome"], "saved")
        self.number = saved["n"]
        self.assertIn("mở riêng cho thầy cô", self.teacher.get("/thong-bao")[1])
        self.assertEqual(self.principal.post(self.path, {"ky": "hk1", "buoc": "return", "ly_do": "lại"},
                                             self.principal.csrf)[0], 303)
        self.assertEqual(save("H")["outcome"], "saved")

    def test_who_opens_a_class_is_logged_once(self):
        deputy, page = self.visitor("phohieutruong"), self.path.replace("tien-do", "nhap")
        for path in (page, page, self.api + "/grid?view=body"):
            self.assertEqual(deputy.get(path)[0], 200)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            looks = store.execute("SELECT detail, pupil FROM access_log WHERE what = 'class' "
                                  "AND login = 'phohieutruong'").fetchall()
        self.assertEqual(looks, [(f"{self.name}, 2023-2024", None)])

    def upload(self, fields, file=None, name="TV.csv", binary=False):
        """A form with a file, as browsers send it."""
        mark = uuid.uuid4().hex
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
                 for field, value in {**fields, "_csrf": self.teacher.csrf}.items()]
        if file:
            parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="tep"; '
                         f'filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'.encode() +
                         (file if isinstance(file, bytes) else file.encode()) + b"\r\n")
        return self.teacher.ask("POST", self.path.replace("tien-do", "nhap-tep"),
                                body=b"".join(parts) + f"--{mark}--\r\n".encode(), binary=binary,
                                headers={"Content-Type": f"multipart/form-data; boundary={mark}"})

    def values(self, period):
        _, grid = self.json(self.teacher, "GET",
                            f"{self.api}/grid?view=subject&subject=TV&period={period}")
        return grid["pupils"], [pupil["cells"][0]["v"] for pupil in grid["pupils"]]

    def edits(self, visitor):
        return self.json(visitor, "GET", self.api + "/edits")[1]

    def test_proof_reading(self):
        """Whoever signs next suggests another text; it stands there only once its teacher accepts it."""
        key, room = "mon.TV.nhan_xet", self.path.replace("tien-do", "doc-soat")
        pupils = self.json(self.teacher, "GET", self.api + "/grid?view=subject&subject=TV&period=cn")[1]
        place = [column["key"] for column in pupils["columns"]].index(key)
        first, second = pupils["pupils"][:2]

        def text(pupil):
            return self.json(self.teacher, "GET", f"/api/v1/cells/history?enrolment={pupil['enrolment']}&key={key}")[1]["changes"]

        for pupil in (first, second):
            code, told = self.json(self.teacher, "PUT", "/api/v1/cells", {"id": str(uuid.uuid4()), "cells": [
                {"enrolment": pupil["enrolment"], "key": key, "base": pupil["cells"][place]["n"],
                 "value": "Em đọc to, rỏ ràng <và> hay.", "source": "typed"}]})
            self.assertIn(told["cells"][0]["outcome"], ("saved", "unchanged"))
        before, after = "Em đọc to, rỏ ràng <và> hay.", "Em đọc to, rõ ràng <và> hay."
        page = self.principal.get(f"{room}?mon=TV&ky=cn")[1]
        self.assertIn("Em đọc to, rỏ ràng &lt;và&gt; hay.", page)
        head, stranger = self.visitor("khoitruong3"), self.visitor("gv.3a")
        for other in (head, stranger):  # another grade's, another class's
            self.assertEqual(other.get(room)[0], 403)
            self.assertEqual(self.json(other, "POST", self.api + "/edits",
                                       {"enrolment": first["enrolment"], "key": key, "after": after})[0], 403)
        form = {"hoc_sinh": first["enrolment"], "khoa": key, "cu": before, "mon": "TV", "ky": "cn"}
        self.assertEqual(self.principal.post(room, {**form, "moi": before}, self.principal.csrf)[0], 400)
        self.assertEqual(self.principal.post(room, {**form, "moi": after, "cu": "khác"}, self.principal.csrf)[0], 409)
        self.assertEqual(self.principal.post(room, {**form, "moi": after, "ly_do": "chính tả"}, self.principal.csrf)[0], 303)
        self.assertEqual(self.principal.post(room, {**form, "moi": after}, self.principal.csrf)[0], 409)
        self.assertEqual(self.json(self.principal, "POST", self.api + "/edits", {
            "enrolment": second["enrolment"], "key": key, "before": before, "after": "Em đọc rất hay."})[0], 200)
        self.assertEqual(text(first)[-1]["to"], before)  # nothing changes in silence
        heard = [one for one in self.json(self.teacher, "GET", "/api/v1/notices")[1]["notices"] if one["kind"] == "edits_proposed"]
        self.assertEqual([(one["class"], one["seen"]) for one in heard], [(self.path.split("/")[2], False)])
        self.assertIn(f'href="{room}"', self.teacher.get("/thong-bao")[1])

        page = self.teacher.get(room)[1]
        self.assertIn("<del>rỏ</del> <ins>rõ</ins>", page)
        told = self.edits(self.teacher)
        self.assertEqual((told["waiting"], [one["may_rule"] for one in told["edits"]]), (2, [True, True]))
        one, two = (next(edit["number"] for edit in told["edits"] if edit["enrolment"] == pupil["enrolment"])
                    for pupil in (first, second))
        self.assertEqual(self.json(stranger, "POST", f"{self.api}/edits/{one}", {"ruling": "accepted"})[0], 403)
        self.assertEqual(self.json(self.teacher, "POST", f"{self.api}/edits/{one}", {"ruling": "withdrawn"})[0], 403)
        self.assertEqual(self.teacher.post(f"{room}/{one}", {"viec": "accepted"}, self.teacher.csrf)[0], 303)
        self.assertEqual(self.json(self.teacher, "POST", f"{self.api}/edits/{two}",
                                   {"ruling": "declined", "answer": "Giữ cho em biết."})[0], 200)
        self.assertEqual(self.json(self.teacher, "POST", f"{self.api}/edits/{two}", {"ruling": "accepted"})[0], 409)
        self.assertEqual([text(pupil)[-1]["to"] for pupil in (first, second)], [after, before])
        self.assertEqual(text(first)[-1]["source"], "theo đề nghị của hieutruong")
        heard = [one for one in self.json(self.principal, "GET", "/api/v1/notices")[1]["notices"] if one["kind"] == "edit_declined"]
        self.assertEqual([one["reason"] for one in heard], [f"{second['name']}: Giữ cho em biết."])
        self.assertEqual(self.edits(self.principal)["waiting"], 0)

        # What was changed by hand meanwhile is not written over.
        self.json(self.principal, "POST", self.api + "/edits", {"enrolment": second["enrolment"], "key": key, "after": "Em đọc hay."})
        again = self.json(self.teacher, "GET", self.api + "/grid?view=subject&subject=TV&period=cn")[1]["pupils"][1]
        self.json(self.teacher, "PUT", "/api/v1/cells", {"id": str(uuid.uuid4()), "cells": [
            {"enrolment": second["enrolment"], "key": key, "base": again["cells"][place]["n"], "value": "Em đọc tốt.",
             "source": "typed"}]})
        stale = next(edit for edit in self.edits(self.teacher)["edits"] if not edit["ruling"])
        self.assertTrue(stale["stale"])
        self.assertEqual(self.json(self.teacher, "POST", f"{self.api}/edits/{stale['number']}", {"ruling": "accepted"})[0], 409)
        self.assertEqual(self.json(self.principal, "POST", f"{self.api}/edits/{stale['number']}", {"ruling": "withdrawn"})[0], 200)

    def test_an_issued_class(self):
        """What is issued is not being entered, though nobody took a step; and nobody need submit it."""
        self.assertRegex(self.principal.get("/tien-do")[1], r'>4A1</a></th><td><span class="tag good">đã phát hành</span>')
        told = {one["name"]: one for one in self.json(self.principal, "GET", "/api/v1/progress")[1]["classes"]}
        self.assertEqual((told["4A1"]["issued"], told["4A1"]["steps"].count("submit")), (told["4A1"]["pupils"], 0))
        self.assertEqual(told["1A"]["issued"], 0)

    def test_a_workbook(self):
        pupils, before = self.values("gk2")
        rows = [f'{pupil["code"]},{pupil["name"]},{"/".join(pupil["birth"].split("-")[::-1])},'
                f'{"H" if level != "H" else "T"}' for pupil, level in zip(pupils, before)]
        file = "\n".join(["Môn: Tiếng Việt - Giữa học kỳ II",
                          "Mã học sinh,Họ và tên,Ngày sinh,Mức đạt được", *rows])
        self.assertEqual(self.teacher.get(self.path.replace("tien-do", "nhap-tep"))[0], 200)
        self.assertEqual(self.upload({})[0], 400)
        code, page, _ = self.upload({}, file)
        self.assertEqual(code, 200, page)
        self.assertIn("chưa nhập gì", page)
        self.assertRegex(page, "đánh giá môn học, Giữa học kỳ II</span></h3>")
        self.assertRegex(page, r'<select name="cot.1!D"[^>]*>\s*<option value="">[^<]*Mức đạt được')
        self.assertEqual(self.values("gk2")[1], before)
        content = re.search(r'name="noi_dung" value="([^"]+)"', page)
        self.assertTrue(content, page)
        code, page, _ = self.upload({"ten": "TV.csv", "noi_dung": content[1], "nhap": "1"})
        self.assertEqual(code, 200, page)
        self.assertIn("Đã nhập.", page)
        after = self.values("gk2")[1]
        self.assertEqual(after, ["H" if level != "H" else "T" for level in before])

        # The same as JSON: the file is the body; seen first, taken in when asked.
        back, api = file.replace(",T", ",?").replace(",H", ",T").replace(",?", ",H"), self.api + "/import?name=TV.csv"
        for asked, applied, values in (("", False, after), ("&apply=1", True, before)):
            code, text, _ = self.teacher.ask("POST", api + asked, body=back.encode(), headers={"X-CSRF": self.teacher.csrf})
            told = json.loads(text)
            self.assertEqual((code, told["applied"], told["changed"], told["refused"]), (200, applied, len(rows), 0), told)
            self.assertEqual(self.values("gk2")[1], ["H" if level == "H" else "T" for level in values])
        self.upload({"ten": "TV.csv", "noi_dung": content[1], "nhap": "1"})
        self.assertEqual(self.json(self.teacher, "POST", api, {"x": 1})[0], 400)

        # What is submitted takes no workbook.
        self.assertEqual(self.teacher.post(self.path, {"ky": "gk2", "buoc": "submit",
                                                       "ly_do": "thử"}, self.teacher.csrf)[0], 303)
        page = self.upload({"nhap": "1"}, file.replace(",H", ",C").replace(",T", ",C"))[1]
        self.assertIn("đã nộp", page)
        self.assertEqual(self.values("gk2")[1], after)

    def test_columns_said_otherwise(self):
        """Headings that nobody knows are said by hand, seen again, then taken in; what is wrong is a table."""
        pupils, before = self.values("gk1")
        level = {pupil["code"]: "T" if value == "H" else "H" for pupil, value in zip(pupils, before)}
        rows = [f'{pupil["code"]},{pupil["name"]},{level[pupil["code"]]}' for pupil in pupils]
        wrong = f'{pupils[0]["code"]},{pupils[0]["name"]},Giỏi'
        file = "\n".join(["Môn: Tiếng Việt - Giữa học kỳ I", "Mã HS,Họ và tên,Em học thế nào", *rows])
        page = self.upload({}, file)[1]
        self.assertIn("không nhận ra dòng tiêu đề", page)
        self.assertIn('<td data-label="Tiêu đề" lang="vi">Em học thế nào</td>', page)
        self.assertNotIn("Nhập vào bản nháp", page)
        content = re.search(r'name="noi_dung" value="([^"]+)"', page)[1]
        carried = {"ten": "TV.csv", "noi_dung": content}

        # Not what was seen is not taken in: first it is seen.
        chosen = {"cot.1!C": "mon.muc"}
        page = self.upload({**carried, **chosen, "da_xem": "", "nhap": "1"})[1]
        self.assertIn("Cách hiểu các cột vừa đổi nên chưa nhập gì", page)
        self.assertEqual(self.values("gk1")[1], before)
        self.assertIn('<option value="mon.muc" selected>', page)
        seen = re.search(r'name="da_xem" value="([^"]+)"', page)[1]
        self.assertIn('name="cot.1!C" value="mon.muc|Em học thế nào"', page)
        self.assertEqual(self.upload({**carried, "cot.1!C": "khong-co"})[0], 200)
        self.assertEqual(self.upload({**carried, "cot.!": "mon.muc"})[0], 400)
        page = self.upload({**carried, **chosen, "da_xem": seen, "nhap": "1"})[1]
        self.assertIn("Đã nhập.", page)
        self.assertEqual(self.values("gk1")[1], list(level.values()))

        # The school's next file with the same headings is offered what was chosen, whoever brings it.
        page = self.upload({}, file)[1]
        self.assertIn("cho tệp có cùng tiêu đề", page)
        self.assertIn('<option value="mon.muc" selected>', page)
        self.assertNotIn("Đã nhập.", page)
        other = "\n".join(["Môn: Tiếng Việt - Giữa học kỳ I", "Mã HS,Họ và tên,Em học ra sao", *rows])
        self.assertNotIn("cho tệp có cùng tiêu đề", self.upload({}, other)[1])
        code, text, _ = self.teacher.ask("POST", self.api + "/import?name=TV.csv&columns=C%3Dmon.muc", body=file.encode(),
                                         headers={"X-CSRF": self.teacher.csrf})
        self.assertEqual((code, json.loads(text)["remembered"]), (200, None))
        # Chosen otherwise, it is not insisted on.
        self.assertNotIn("cho tệp có cùng tiêu đề", self.upload({**carried, "da_xem": seen, "cot.1!C": ""})[1])

        # Kept for the next file, where the heading is the same; what is wrong there as a workbook.
        spoilt = file.replace(rows[0], wrong)
        page = self.upload({"cot.1!C": "mon.muc|Em học thế nào"}, spoilt)[1]
        self.assertRegex(page, r'<td data-label="Trong tệp" lang="vi">Giỏi</td>')
        self.assertIn("Sửa ô này trong tệp rồi nộp lại tệp", page)
        content = re.search(r'name="noi_dung" value="([^"]+)"', page)[1]
        book = self.upload({"ten": "TV.csv", "noi_dung": content, **chosen, "loi": "1"}, binary=True)[1]
        text = zipfile.ZipFile(io.BytesIO(book)).read("xl/sharedStrings.xml").decode()
        for wanted in ("Giỏi", "Giá trị trong tệp", "Việc cần làm", "Sửa ô này"):
            self.assertIn(wanted, text)
        self.assertNotIn("selected", self.upload({"cot.1!C": "mon.muc|Điểm"}, spoilt)[1])

        # The same as JSON, and by command.
        api = self.api + "/import?name=TV.csv&columns="
        code, text, _ = self.teacher.ask("POST", api + "C%3Dmon.muc", body=spoilt.encode(), headers={"X-CSRF": self.teacher.csrf})
        told = json.loads(text)
        self.assertEqual((code, told["refused"], told["columns"][2]["chosen"]), (200, 1, "mon.muc"))
        problem = next(one for one in told["problems"] if one["severity"] == "error")
        self.assertEqual((problem["row"], problem["column"], problem["value"]), (3, "C", "Giỏi"))
        self.assertEqual(self.teacher.ask("POST", api + "C", body=spoilt.encode(), headers={"X-CSRF": self.teacher.csrf})[0], 400)

    def edited(self, book, changes):
        """The workbook with other texts in cells, {(sheet, cell): text}, as a spreadsheet saves it."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.namelist():
                text = old.read(part).decode()
                for (sheet, cell), value in changes.items():
                    if part == f"xl/worksheets/sheet{sheet}.xml":
                        text, count = re.subn(
                            rf'<c r="{cell}"( s="\d+")?(?: t="s")?(?:/>|>.*?</c>)',
                            rf'<c r="{cell}"\1 t="inlineStr"><is><t>{value}</t></is></c>', text)
                        self.assertEqual(count, 1, (sheet, cell))
                new.writestr(part, text)
        return out.getvalue()

    def test_where_there_is_no_network(self):
        """The class's workbook, filled in elsewhere while others go on typing here."""
        for pupil in self.values("hk1")[0][:3]:
            self.assertEqual(self.save(self.teacher, pupil["enrolment"], "T", 0, period="hk1")["outcome"],
                             "saved")
        path = self.path.replace("tien-do", "bang-nhap.xlsx")
        code, book, _ = self.teacher.ask("GET", path + "?ky=hk1", binary=True)
        self.assertEqual((code, book[:2]), (200, b"PK"))
        self.assertEqual(self.teacher.ask("GET", f"{self.api}/workbook?period=hk1", binary=True)[1], book)
        self.assertEqual(self.teacher.get(path + "?ky=xx")[0], 400)
        page = self.upload({}, book, "bang.xlsx")[1]
        self.assertIn("chưa nhập gì", page)
        self.assertIn("<dt>Hàng thay đổi giá trị đã có</dt><dd>0</dd>", page)
        self.assertNotIn('name="nhap"', page)  # nothing typed, nothing to take in
        pupils, before = self.values("hk1")
        self.assertEqual(before[:3], ["T"] * 3)
        mine = theirs = both = "H"
        for i in (1, 2):  # meanwhile, at school
            self.assertEqual(self.save(self.teacher, pupils[i]["enrolment"], "H",
                                       pupils[i]["cells"][0]["n"], period="hk1")["outcome"], "saved")
        book = self.edited(book, {(1, "E6"): mine, (1, "E8"): "C"})
        page = self.upload({}, book, "bang.xlsx")[1]
        self.assertIn(f"đổi từ “{before[0]}” thành “{mine}”", page)
        self.assertNotIn(f"thành “{before[1]}”", page)  # what was not touched turns nothing back
        self.assertIn(f"bảng ghi “C”, nhưng sau khi bảng này được tải về đã có người sửa thành “{both}”", page)
        self.assertEqual(self.values("hk1")[1][:3], [before[0], theirs, both])
        self.assertNotIn('name="nhap"', page)  # a row is refused: not without being asked for the others
        page = self.upload({"nhap": "1", "bo_qua": "1"}, book, "bang.xlsx")[1]
        self.assertIn("Đã nhập.", page)
        self.assertEqual(self.values("hk1")[1][:3], [mine, theirs, both])

    def test_others(self):
        other = self.visitor("gv.minh.nguyet")
        for path in (self.path, self.path.replace("tien-do", "nhap-tep"), self.path.replace("tien-do", "bang-nhap.xlsx"),
                     self.api + "/workbook", self.api + "/flow", self.api + "/grid?view=body"):
            self.assertEqual(other.get(path)[0], 403, path)
        self.assertEqual(self.step(other, "submit", ly_do="thử"), 403)
        self.assertEqual(Visitor(self.server.address).get(self.path)[0], 303)
        self.assertEqual(self.teacher.get(self.path + "?ky=xx")[0], 400)
        self.assertEqual(self.teacher.get("/lop/khong-co/tien-do")[0], 404)


if __name__ == "__main__":
    unittest.main()
