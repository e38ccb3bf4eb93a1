# SPDX-License-Identifier: Apache-2.0
"""Setting up a school and entering a class: import, check, set, list, rights, exit codes."""
import datetime
import os
import pathlib
import random
import signal
import subprocess
import sys
import time
import unicodedata
import unittest

import openpyxl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hocba import PROGRAM, YEAR, Story  # noqa: E402

PROFILE = ["STT", "Mã lớp", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc",
           "Quốc tịch", "Số CCCD"]
SUBJECT = ["STT", "Lớp", "Mã học sinh", "Họ và tên", "Ngày sinh", "Mức đạt được", "Điểm KTĐK",
           "Nội dung nhận xét"]


def workbook(path, title, header, rows, sheet="Dữ liệu"):
    """A workbook with a title, a header and rows."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append([title])
    page.append([])
    page.append(header)
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def profile_row(number, code, name, birth=datetime.date(2014, 3, 2), class_name="4A1"):
    return [number, class_name, code, name, birth, "Nam", "Kinh", "Việt Nam", None]


class Entry(Story):
    def setUp(self):
        super().setUp()
        self.found()

    def counts(self, answer):
        return [(f["new"], f["changed"], f["unchanged"], f["refused"], f["applied"])
                for f in answer.json["files"]]

    def profiles(self, rows, name="ho-so.xlsx", class_name="4A1"):
        return workbook(self.folder / name, f"DANH SÁCH HỌC SINH LỚP {class_name} NĂM HỌC {YEAR}",
                        PROFILE, rows)

    def marks(self, rows, name="so.xlsx", sheet="Toán"):
        return workbook(self.folder / name,
                        f"SỔ ĐÁNH GIÁ MÔN TOÁN - LỚP 4A1 - CUỐI NĂM HỌC {YEAR}", SUBJECT, rows,
                        sheet)

    # --- the class -------------------------------------------------------------------------------

    def test_a_class_is_imported_checked_set_and_listed(self):
        first = self.ok("import", *self.samples("4A1"), "--json")
        self.assertEqual([f["shape"] for f in first.json["files"]],
                         ["profile", "summary", "traits", "subject"])
        self.assertEqual(self.counts(first)[0], (35, 0, 0, 0, True))
        again = self.ok("import", *reversed(self.samples("4A1")), "--json")
        for new, changed, unchanged, refused, _ in self.counts(again):
            self.assertEqual((new, changed, refused), (0, 0, 0))
            self.assertGreater(unchanged, 0)
        listed = self.ok("list", "--year", YEAR, "--class", "4A1", "--json").json["records"]
        self.assertEqual(len(listed), 35)
        self.assertEqual({r["state"] for r in listed}, {"draft"})
        check = self.run_any("check", "--year", YEAR, "--class", "4A1", "--json")
        self.assertEqual(len(check.json["pupils"]), 35)
        self.assertEqual(check.code, 1 if check.json["errors"] else 0)
        self.assertIn("Hoàn thành xuất sắc", {p["result"] for p in check.json["pupils"]})

    def test_every_mark_and_level_is_the_workbooks(self):
        self.ok("import", *self.samples("4A1"))
        book = openpyxl.load_workbook(next(p for p in self.samples("4A1")
                                           if p.name.startswith("so-danh-gia")), data_only=True)
        page = book.worksheets[1]  # the second subject of the book
        rows = [r for r in page.iter_rows(values_only=True) if isinstance(r[0], int)]
        self.assertEqual(len(rows), 35)
        for row in rows:
            draft = {v["key"]: v["value"] for v in
                     self.ok("show", "--pupil", row[2], "--json").json["draft"]}
            self.assertEqual(draft["ho_va_ten"], " ".join(row[3].split()))
            self.assertEqual(draft["mon.T.muc"], row[5])
            self.assertEqual(draft["mon.T.diem"], None if row[6] is None else str(row[6]))
            self.assertEqual(draft["mon.T.nhan_xet"], row[8])

    def test_the_messy_class_proposes_and_does_not_guess(self):
        answer = self.ok("import", *self.samples("3A"), "--json")
        self.assertTrue(all(f["applied"] for f in answer.json["files"]))
        lost = [p for p in answer.json["files"][0]["problems"] if p["proposal"]]
        self.assertEqual([(p["row"], p["severity"], p["proposal"]) for p in lost],
                         [(13, "warning", "022215291794")])
        draft = {v["key"]: v["value"] for v in
                 self.ok("show", "--pupil", "2224785699", "--json").json["draft"]}
        self.assertIsNone(draft["so_cccd"])  # not repaired in silence
        self.assertEqual(draft["ten_lop"], "3A")  # the class was made by the profiles
        self.ok("set", "--pupil", "2224785699", "so_cccd=022215291794")
        again = self.ok("import", *self.samples("3A"), "--json")
        self.assertEqual(sum(f["changed"] for f in again.json["files"]), 0)

    def test_the_order_of_files_does_not_matter(self):
        self.ok("import", *reversed(self.samples("4A1")))
        one = self.run_any("check", "--year", YEAR, "--class", "4A1", "--json").json
        self.assertEqual(len(one["pupils"]), 35)
        self.assertFalse([p for pupil in one["pupils"] for p in pupil["problems"]
                          if p["rule"].startswith("TT27-7.1.a")])

    def test_history_says_who_when_from_where(self):
        self.ok("import", *self.samples("4A1"))
        self.ok("set", "--pupil", "2220101615", "mon.T.diem=9", "--by", "gvcn")
        last = self.ok("show", "--pupil", "2220101615", "--history", "--json").json["history"][-1]
        self.assertEqual((last["key"], last["from"], last["to"], last["by"], last["source"]),
                         ("mon.T.diem", "10", "9", "gvcn", "set"))
        self.assertTrue(last["at"].startswith("2024-05-31T"))
        history = self.ok("show", "--pupil", "2220101615", "--history", "--json").json["history"]
        self.assertTrue(any("hàng 6" in (h["source"] or "") for h in history))
        marks = self.ok("show", "--pupil", "2220101615", "--marks", "--json").json["marks"]
        self.assertEqual([(m["attempt"], m["mark"]) for m in marks if m["subject"] == "T"],
                         [(1, 10), (2, 9)])

    # --- what an import does and does not --------------------------------------------------------

    def test_a_dry_run_changes_nothing_and_sees_what_the_files_before_bring(self):
        before = self.content()
        answer = self.ok("import", "--dry-run", *self.samples("4A1"), *self.samples("3A"), "--json")
        self.assertEqual(self.content(), before)
        self.assertEqual(sum(f["refused"] for f in answer.json["files"]), 0)
        self.assertEqual(sum(f["new"] for f in answer.json["files"]), 35 * 15 + 36 * 14)
        self.assertFalse(any(f["applied"] for f in answer.json["files"]))

    def test_a_file_goes_in_whole_or_not_at_all(self):
        self.ok("import", self.profiles([profile_row(1, "2201", "Bùi Gia An"),
                                         profile_row(2, "2202", "Đỗ Hải Bình")]))
        before = self.content()
        file = self.marks([[1, "4A1", "2201", "Bùi Gia An", None, "T", 9, "Chăm học."],
                           [2, "4A1", "2299", "Người Lạ Mặt", None, "H", 6, None]])
        answer = self.ok("import", file, "--json", code=1)
        self.assertEqual(self.counts(answer), [(1, 0, 0, 1, False)])
        problem = [p for p in answer.json["files"][0]["problems"] if p["severity"] == "error"]
        self.assertEqual([(p["sheet"], p["row"]) for p in problem], [("Toán", 5)])
        self.assertIn("2299", problem[0]["message"])
        self.assertEqual(self.content(), before)
        answer = self.ok("import", file, "--skip-refused", "--json", code=1)
        self.assertEqual(self.counts(answer), [(1, 0, 0, 1, True)])
        self.assertNotEqual(self.content(), before)

    def test_columns_are_what_people_say(self):
        """A heading that nobody knows is said by hand; what is wrong is a table to work through."""
        self.ok("import", self.profiles([profile_row(1, "2201", "Bùi Gia An"),
                                         profile_row(2, "2202", "Đỗ Hải Bình")]))
        file = workbook(self.folder / "so.xlsx", f"SỔ ĐÁNH GIÁ MÔN TOÁN - LỚP 4A1 - CUỐI NĂM HỌC {YEAR}",
                        ["Mã học sinh", "Họ và tên", "Mức đạt được", "Bài thi cuối kì"],
                        [["2201", "Bùi Gia An", "T", 9], ["2202", "Đỗ Hải Bình", "H", "bảy"]], "Toán")
        said, table = "Toán!D=mon.T.diem", self.folder / "can-sua.xlsx"
        answer = self.ok("import", file, "--columns", said, "--errors", table, "--json", code=1)
        self.assertEqual(self.counts(answer), [(1, 0, 0, 1, False)])
        rows = list(openpyxl.load_workbook(table).active.values)
        self.assertEqual(rows[1][:5], ("Tệp", "Trang", "Hàng", "Cột", "Giá trị trong tệp"))
        self.assertEqual(rows[2][:6], ("so.xlsx", "Toán", "5", "D", "bảy", "lỗi"))
        self.assertIn("Sửa ô này", rows[2][7])
        before, order = self.content(), ("import", file, "--columns", said, "--skip-refused")
        self.ok(*order, "--errors", self.folder / "can-sua.txt", code=2)
        self.assertEqual(self.content(), before)
        self.ok(*order, code=1)
        draft = {v["key"]: v["value"] for v in
                 self.ok("show", "--pupil", "2201", "--json").json["draft"]}
        self.assertEqual(draft["mon.T.diem"], "9")
        checked = self.ok("check", file, "--columns", said, code=1)
        self.assertIn("bảy", checked.out)
        for wrong, code in (("D", 2), ("D=diem_thi", 1), ("Tiếng Việt!D=mon.T.diem", 1)):
            self.ok("import", file, "--columns", wrong, "--dry-run", code=code)

    def test_a_changed_value_is_told_and_kept(self):
        self.ok("import", self.profiles([profile_row(1, "2201", "Bùi Gia An")]))
        self.ok("import", self.marks([[1, "4A1", "2201", "Bùi Gia An", None, "H", 6, "Khá."]]))
        file = self.marks([[1, "4A1", "2201", "Bùi Gia An", None, "H", 7, "Khá."]])
        answer = self.ok("import", file, "--json")
        self.assertEqual(self.counts(answer), [(0, 1, 0, 0, True)])
        self.assertTrue(any("“6” thành “7”" in p["message"]
                            for p in answer.json["files"][0]["problems"]))
        empty = self.marks([[1, "4A1", "2201", "Bùi Gia An", None, None, None, None]])
        self.ok("import", empty)  # an empty cell removes nothing
        draft = {v["key"]: v["value"] for v in
                 self.ok("show", "--pupil", "2201", "--json").json["draft"]}
        self.assertEqual((draft["mon.T.muc"], draft["mon.T.diem"]), ("H", "7"))

    def test_reasons_for_missing_numbers_come_with_the_profiles(self):
        """A column says for many pupils at once why they have no number; each is a decision."""
        header = PROFILE + ["Lý do chưa có số định danh", "Lý do không có họ tên mẹ"]
        rows = [profile_row(n, f"220000000{n}", name) + [why, no_mother] for n, name, why, no_mother in (
            (1, "Nguyễn An Bình", "Chờ cấp lại giấy khai sinh", None),
            (2, "Trần Bảo Châu", None, "Mẹ mất sớm"))]
        path = workbook(self.folder / "ho-so.xlsx", "HỒ SƠ HỌC SINH NĂM HỌC 2023-2024", header, rows)

        def missing(problems):
            return [p["rule"] for p in problems
                    if p["rule"].startswith("CCCD-") or p["rule"].endswith("-ho-va-ten-me")]

        def checked(*words):
            return [missing(p["problems"]) for p in
                    self.ok("check", *words, "--json", code=1).json["pupils"]]

        filed = checked(path)
        self.assertEqual(self.counts(self.ok("import", path, "--json")), [(2, 0, 0, 0, True)])
        self.assertEqual(checked("--year", YEAR, "--class", "4A1"), filed)
        self.assertEqual(filed, [["CV2088-1.1-ho-va-ten-me", "CCCD-cho-cap"], ["CCCD-thieu"]])
        self.assertEqual(self.counts(self.ok("import", path, "--json")), [(0, 0, 2, 0, True)])
        rows[0][-2] = "Gia đình chưa nộp giấy tờ"
        workbook(path, "HỒ SƠ HỌC SINH NĂM HỌC 2023-2024", header, rows)
        answer = self.ok("import", path, "--json")
        self.assertEqual(self.counts(answer), [(0, 1, 1, 0, True)])
        self.assertEqual([p["message"] for p in answer.json["files"][0]["problems"]],
                         ["Lý do chưa có số định danh đổi từ “Chờ cấp lại giấy khai sinh” thành "
                          "“Gia đình chưa nộp giấy tờ”."])

    def test_doubt_is_reported_never_guessed(self):
        born = datetime.date(2014, 3, 2)
        self.ok("import", self.profiles([profile_row(1, "2201", "Bùi Gia An", born),
                                         profile_row(2, "2202", "Đỗ Hải Bình", born),
                                         profile_row(3, "2203", "Đỗ Hoà Bình", born)]))
        rows = {
            "mã của em khác": ([1, "4A1", "2201", "Đỗ Hải Bình", born, "T", 9, None], 1, 0),
            "tên lạ": ([1, "4A1", "2201", "Ngô Văn Cảnh", born, "T", 9, None], 1, 0),
            "chỉ khác dấu": ([1, "4A1", "2201", "Bui Gia An", born, "T", 9, None], 0, 1),
            "tên khác, ngày sinh khác": ([1, "4A1", "2201", "Ngô Văn Cảnh",
                                          datetime.date(2014, 1, 1), "T", 9, None], 1, 0),
            "chỉ có tên": ([1, "4A1", None, "Bùi Gia An", None, "T", 9, None], 1, 0),
            "tên và ngày sinh": ([1, "4A1", None, "Bùi Gia An", born, "T", 9, None], 0, 1),
            "dấu thanh đặt kiểu khác": ([1, "4A1", None, "Đỗ Hòa Bình", born, "T", 9, None], 0, 1),
            "chữ dựng tổ hợp": ([1, "4A1", None, unicodedata.normalize("NFD", "Đỗ Hải Bình"), born, "T", 9, None], 0, 1),
        }
        for about, (row, refused, new) in rows.items():
            with self.subTest(about):
                answer = self.run_any("import", "--dry-run", self.marks([row]), "--json")
                found = answer.json["files"][0]
                self.assertEqual((found["refused"], found["new"]), (refused, new), answer.out)

    def test_a_dry_run_lists_every_row_with_what_would_become_of_it(self):
        people = [profile_row(n, f"22{n:02}", f"Bùi Gia {name}")
                  for n, name in enumerate(("An", "Bình", "Cúc", "Dũng"), 1)]
        self.ok("import", self.profiles(people[:3]))
        people[1][7] = "Lào"                       # changed
        people.append(profile_row(5, "2205", "Vũ Minh", "không rõ"))
        book = self.profiles(people)
        said = self.ok("import", "--dry-run", book, code=1).out
        for line in ("    mới: hàng 7\n", "    thay đổi: hàng 5\n", "    không đổi: hàng 4, 6\n",
                     "    từ chối: hàng 8\n", "hàng 5, cột H: Quốc tịch đổi từ “Việt Nam” thành “Lào”."):
            self.assertIn(line, said)
        report = self.ok("import", "--dry-run", book, "--json", code=1).json["files"][0]
        self.assertEqual([(row["row"], row["fate"]) for row in report["rows"]],
                         [(4, "unchanged"), (5, "changed"), (6, "unchanged"), (7, "new"),
                          (8, "refused")])
        self.assertEqual({row["sheet"] for row in report["rows"]}, {"Dữ liệu"})

    def test_files_without_sheets_are_told_by_their_rows(self):
        """CSV and HTML have no sheet with a name: none is quoted, neither on screen nor in history."""
        head = [[f"DANH SÁCH HỌC SINH LỚP 4A1 NĂM HỌC {YEAR}"], PROFILE]
        bad = [profile_row(2, "2202", "Lê Hà My", "2/3/2014"),
               profile_row(3, "2202", "Lê Hà Mi", "3/3/2014"),
               profile_row(4, "2203", "Vũ Minh", "không rõ")]
        for kind in ("csv", "html"):
            with self.subTest(kind):
                refused = self.text_file(f"sai.{kind}", head + bad)
                said = self.ok("import", "--dry-run", refused, code=1).out
                for what in ("tên", "ngày sinh"):  # each told once
                    self.assertEqual(said.count(f"LỖI: hàng 4: Mã học sinh “2202” ở dòng này đi với "
                                                f"{what} khác với dòng 3;"), 1, said)
                for empty in ("trang “", "“”", ": :"):
                    self.assertNotIn(empty, said)
                good = profile_row(1, f"22{kind}", f"Bùi Gia {kind.upper()}", "2/3/2014")
                self.ok("import", self.text_file(f"dung.{kind}", head + [good]))
                history = self.ok("show", "--pupil", f"22{kind}", "--history").out
                self.assertIn(f"dung.{kind}, hàng ", history)
                self.assertNotIn("trang ,", history)

    def text_file(self, name, rows):
        path = self.folder / name
        rows = [[str(cell or "") for cell in row] for row in rows]
        if name.endswith("html"):
            cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
            path.write_text("<html><meta charset=utf-8><table>" +
                            "".join(f"<tr>{row}</tr>" for row in cells) + "</table></html>")
        else:
            path.write_text("\n".join(";".join(row) for row in rows) + "\n")
        return path

    def test_adding_is_all_or_nothing(self):
        """Who cannot be assigned or enrolled as told is not added either."""
        self.ok("class", "add", "--year", YEAR, "--name", "Ghép 1+2")
        before = self.content()
        pupil = ("pupil", "add", "--code", "78", "--name", "Lê Thị Cam", "--birth", "1/2/2017",
                 "--year", YEAR, "--class", "Ghép 1+2")
        teacher = ("person", "add", "--login", "gvx", "--name", "Trần Thị B")
        rows = [
            ("a class that tells no grade", pupil),
            ("no such role", (*teacher, "--role", "king")),
            ("a role of a class without one", (*teacher, "--role", "class_teacher")),
            ("no such class", (*teacher, "--role", "class_teacher", "--year", YEAR, "--class", "9Z")),
            ("ends before it begins", (*teacher, "--role", "registrar", "--from", "1/9/2023", "--to",
                                       "31/8/2023")),
        ]
        for about, words in rows:
            with self.subTest(about):
                self.ok(*words, code=2)
                self.assertEqual(self.content(), before)
        self.ok(*pupil, "--grade", "1")
        self.ok(*teacher, "--role", "registrar")

    # --- correcting ------------------------------------------------------------------------------

    def history(self, *words):
        rows = self.ok(*words, "--history", "--json").json["history"]
        return [(row["key"], row["from"], row["to"], row["by"]) for row in rows if row["from"]]

    def test_a_unit_is_corrected_with_its_history(self):
        school = ("unit", "set", "22193401")
        self.ok(*school, "--name", "Trường TH Trần Hưng Đạo", "--district", "")
        shown = {row["key"]: row["value"]
                 for row in self.ok("unit", "show", "22193401", "--json").json["unit"]}
        self.assertEqual((shown["name"], shown["district"], shown["commune"]),
                         ("Trường TH Trần Hưng Đạo", None, "Phường Hồng Gai"))
        self.assertEqual(self.history("unit", "show", "22193401"),
                         [("ten", "Trường Tiểu học Trần Hưng Đạo", "Trường TH Trần Hưng Đạo", "operator"),
                          ("quan_huyen", "Thành phố Hạ Long", None, "operator")])
        self.ok(*school, "--new-code", "22193402")
        self.ok("unit", "show", "22193401", code=2)
        rows = [
            ("nothing to set", ("22193402",), 2),
            ("no name", ("22193402", "--name", " "), 2),
            ("a code of another length", ("22193402", "--new-code", "2219340"), 2),
            ("no such unit", ("11111111", "--name", "A"), 2),
            ("by one who may not", ("22193402", "--name", "A", "--by", "gvcn"), 4),
        ]
        for about, words, code in rows:
            with self.subTest(about):
                self.ok("unit", "set", *words, code=code)

    def test_a_person_is_corrected_with_their_history(self):
        self.ok("person", "set", "gvcn", "--name", "Trần Thị Thu Hà", "--number", "022185000009",
                "--title", "Giáo viên")
        self.assertEqual(self.history("person", "show", "gvcn"),
                         [("ten", "Trần Thu Hà", "Trần Thị Thu Hà", "operator"),
                          ("so_dinh_danh", "022185000002", "022185000009", "operator")])
        self.assertIn("Trần Thị Thu Hà (gvcn), Giáo viên", self.ok("person", "show", "gvcn").out)
        rows = [
            ("nothing to set", ("gvcn",), 2),
            ("no name", ("gvcn", "--name", ""), 2),
            ("a number of another length", ("gvcn", "--number", "12"), 2),
            ("nobody", ("khong.co", "--name", "A"), 2),
            ("by one who may not", ("gvcn", "--name", "A", "--by", "gvcn"), 4),
        ]
        for about, words, code in rows:
            with self.subTest(about):
                self.ok("person", "set", *words, code=code)

    def test_a_pupil_moves_to_another_class_within_the_year(self):
        """Results, marks and history go along; the move itself is history."""
        self.ok("import", *self.samples("4A1"))
        for name in ("4A2", "5A1"):
            self.ok("class", "add", "--year", YEAR, "--name", name)
        row = self.ok("list", "--year", YEAR, "--class", "4A1", "--json").json["records"][4]
        pupil = row["code"]
        before = self.ok("show", "--pupil", pupil, "--json").json["draft"]
        marks = self.ok("show", "--pupil", pupil, "--marks", "--json").json
        move = ("pupil", "move", pupil, "--year", YEAR, "--class")
        self.ok(*move, "4A2", "--from", "15/1/2024", "--reason", "theo nguyện vọng gia đình")
        classes = [len(self.ok("list", "--year", YEAR, "--class", name, "--json").json["records"])
                   for name in ("4A1", "4A2")]
        self.assertEqual(classes, [34, 1])
        after = self.ok("show", "--pupil", pupil, "--json").json["draft"]
        changed = {one["key"] for one, other in zip(before, after) if one != other}
        self.assertEqual({key for key in changed if key.startswith(("mon.", "pham_chat", "nang_luc"))},
                         set())
        self.assertIn("ten_lop", changed)
        self.assertEqual(self.ok("show", "--pupil", pupil, "--marks", "--json").json, marks)
        history = self.ok("show", "--pupil", pupil, "--history", "--json").json["history"]
        moved = [one for one in history if one["key"] == "lop"]
        self.assertEqual([(one["from"], one["to"], one["source"]) for one in moved],
                         [("4A1", "4A2",
                           "chuyển lớp từ ngày 15/01/2024: theo nguyện vọng gia đình")])
        said = self.ok("import", *self.samples("4A1"), code=1).out
        self.assertIn("hocba pupil move", said)  # the old class's list still names the pupil
        rows = [
            ("there already", ("4A2",), 5),
            ("another grade", ("5A1",), 5),
            ("no such class", ("4A9",), 2),
            ("by one who may not", ("4A1", "--by", "hieutruong"), 4),
        ]
        for about, words, code in rows:
            with self.subTest(about):
                self.ok(*move, *words, code=code)
        self.ok(*move, "4A1")
        self.ok("year", "freeze", YEAR)
        self.ok(*move, "4A2", code=5)
        self.ok("pupil", "add", "--code", "79", "--name", "Lê Thị Cam", "--birth", "1/2/2014", "--year",
                YEAR, "--class", "4A2", code=5)
        # The next year: nobody is in a class of it yet.
        self.ok("year", "open", "2024-2025")
        for name in ("5A1", "5A2"):
            self.ok("class", "add", "--year", "2024-2025", "--name", name)
        later = ("pupil", "move", pupil, "--year", "2024-2025", "--class")
        self.assertIn("xếp vào lớp 5A1", self.ok(*later, "5A1").out)
        self.assertIn("chuyển từ lớp 5A1 sang lớp 5A2", self.ok(*later, "5A2").out)
        years = self.ok("pupil", "show", pupil, "--json").json["enrolments"]
        self.assertEqual([(year["year"], year["class"], year["grade"]) for year in years],
                         [(YEAR, "4A1", 4), ("2024-2025", "5A2", 5)])

    def test_a_class_is_made_only_by_profiles_and_only_in_an_open_year(self):
        other = self.profiles([profile_row(1, "2209", "Bùi Gia An", class_name="5B")], "5b.xlsx", "5B")
        marks = workbook(self.folder / "so5b.xlsx",
                         f"SỔ ĐÁNH GIÁ MÔN TOÁN - LỚP 5B - CUỐI NĂM HỌC {YEAR}", SUBJECT,
                         [[1, "5B", "2209", "Bùi Gia An", None, "T", 9, None]], "Toán")
        answer = self.ok("import", marks, "--json", code=1)
        self.assertIn("hocba class add", answer.out)
        answer = self.ok("import", marks, other, "--json")
        self.assertTrue(any("Lớp 5B" in p["message"] for p in answer.json["files"][0]["problems"]))
        late = workbook(self.folder / "sau.xlsx", "DANH SÁCH HỌC SINH LỚP 4A1 NĂM HỌC 2024-2025",
                        PROFILE, [profile_row(1, "2210", "Lê Hà My")])
        self.assertIn("chưa mở", self.ok("import", late, "--json", code=1).out)
        self.ok("year", "freeze", YEAR)
        self.assertIn("đã chốt", self.ok("import", other, "--json", code=1).out)
        self.ok("set", "--pupil", "2209", "can_nang=30", code=5)

    def test_a_sudden_death_leaves_all_or_nothing(self):
        self.ok("import", *[p for p in self.samples("4A1") if p.name.startswith("ho-so")])
        rest = next(p for p in self.samples("4A1") if p.name.startswith("so-danh-gia"))
        before = self.content()
        chance = random.Random(20240531)
        env = dict(os.environ, HOCBA_HOME=str(self.home))
        for _ in range(12):
            process = subprocess.Popen([PROGRAM, "import", str(rest)], env=env,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.005, 0.12))
            process.send_signal(signal.SIGKILL)
            process.wait()
            marks = self.ok("show", "--pupil", "2220101615", "--marks", "--json").json["marks"]
            self.assertIn(len(marks), (0, 7))
            if marks:
                break
            self.assertEqual(self.content(), before)
        answer = self.ok("import", rest, "--json")
        self.assertEqual(self.counts(answer)[0][0] + self.counts(answer)[0][2], 420)
        self.assertIn("nguyên vẹn", self.ok("doctor").out)

    # --- combined classes ------------------------------------------------------------------------

    def combined(self, grades):
        header = PROFILE[:2] + ["Khối"] + PROFILE[2:]
        rows = []
        for i, grade in enumerate(grades):
            row = profile_row(i + 1, f"22000000{i:02d}", f"Lò Văn {'ABCDE'[i]}",
                              datetime.date(2017, 1, 2 + i), "Ghép 1+2")
            rows.append(row[:2] + [grade] + row[2:])
        return workbook(self.folder / "ghep.xlsx", f"DANH SÁCH HỌC SINH NĂM HỌC {YEAR}", header,
                        rows)

    def grades(self):
        listed = self.ok("pupil", "list", "--year", YEAR, "--class", "Ghép 1+2", "--json").json
        return {p["code"]: str(p["grade"]) for p in listed["pupils"]}

    def test_a_combined_class_has_the_grades_of_its_rows(self):
        self.ok("import", self.combined([1, "Khối 2"]))
        self.assertEqual(self.grades(), {"2200000000": "1", "2200000001": "2"})
        again = self.ok("import", self.combined([1, 2]), "--json")
        self.assertEqual(self.counts(again), [(0, 0, 2, 0, True)])
        other = self.ok("import", self.combined([2, 2]), "--json")
        self.assertEqual(self.counts(other), [(0, 1, 1, 0, True)])
        self.assertEqual(self.grades(), {"2200000000": "2", "2200000001": "2"})
        for grades in [[1, None], [1, 6], [1, "12"]]:
            with self.subTest(grades):
                Entry.setUp(self)
                answer = self.ok("import", self.combined(grades), "--json", code=1)
                self.assertEqual(self.counts(answer)[0][3:], (1, False))

    def test_a_combined_class_without_grades_is_refused(self):
        file = self.profiles([profile_row(1, "2200000001", "Lò Văn A", class_name="Ghép 1+2")])
        answer = self.ok("import", file, "--json", code=1)
        self.assertEqual(self.counts(answer), [(0, 0, 0, 1, False)])
        self.assertIn("Khối", answer.json["files"][0]["problems"][0]["message"])

    def test_a_sheet_of_no_known_subject_refuses_the_file(self):
        self.ok("import", self.profiles([profile_row(1, "2200000001", "Lò Văn A")]))
        book = workbook(self.folder / "la.xlsx", f"SỔ ĐÁNH GIÁ - LỚP 4A1 - CUỐI NĂM HỌC {YEAR}",
                        SUBJECT, [[1, "4A1", "2200000001", "Lò Văn A", None, "T", 9, "Tốt"]],
                        "Vật lí")
        answer = self.ok("import", book, "--json", code=1)
        self.assertEqual(self.counts(answer), [(0, 0, 0, 1, False)])
        self.ok("import", book, "--dry-run", code=1)

    def test_an_exemption_names_what_a_record_has(self):
        self.ok("import", *self.samples("4A1"))
        pupil = ["--pupil", "2220101615"]
        for text, code in [("xyz", 2), ("mon.XX", 2), ("mon.T.diem abc", 2), (",", 2), ("mon.T", 0),
                           ("mon.T.diem, pham_chat_nhan_ai", 0), ("all", 0)]:
            with self.subTest(text):
                self.ok("decide", "exemption", text, *pupil, code=code)

    def test_who_signs_is_somebody(self):
        self.ok("import", *self.samples("4A1"))
        of = ["--class", "4A1", "--year", "2023-2024"]
        self.ok("decide", "signer_choice", "gvcn=khong.co.ai", *of, code=2)

    # --- without an instance ---------------------------------------------------------------------

    def test_workbooks_are_checked_without_an_instance(self):
        errors = self.folder / "loi.xlsx"
        nowhere = self.folder / "nowhere"
        answer = self.run_any("check", *self.samples("4A1"), "--xlsx", errors, "--json", home=nowhere)
        self.assertEqual(len(answer.json["pupils"]), 35)
        self.assertEqual(answer.code, 1 if answer.json["errors"] else 0)
        self.assertFalse(nowhere.exists())
        page = openpyxl.load_workbook(errors).active
        self.assertGreaterEqual(page.max_row, answer.json["errors"] + answer.json["warnings"])
        self.ok("import", *self.samples("4A1"))
        within = self.run_any("check", "--year", YEAR, "--class", "4A1", "--json").json
        self.assertEqual({p["code"]: p["result"] for p in within["pupils"]},
                         {p["code"]: p["result"] for p in answer.json["pupils"]})

    # --- rights ----------------------------------------------------------------------------------

    def test_who_may_do_what(self):
        self.ok("import", *self.samples("4A1"))
        self.person("gvtoan", "Phạm Văn Dũng", "022079000004", "subject_teacher", "--class", "4A1",
                    "--year", YEAR, "--subject", "T")
        self.person("gv3a", "Bùi Thị Én", "022187000005", "class_teacher", "--class", "4A1",
                    "--year", YEAR, "--to", "2023-12-31")
        pupil = ["--pupil", "2220101615"]
        rows = [
            ("quản trị viên không xem kết quả", ["show", *pupil, "--history"], "quantri", 4),
            ("quản trị viên không sửa kết quả", ["set", *pupil, "mon.T.diem=8"], "quantri", 4),
            ("quản trị viên phân công", ["person", "add", "--login", "moi", "--name", "Lê Văn Mới",
                                         "--role", "registrar"], "quantri", 0),
            ("giáo viên không phân công", ["person", "add", "--login", "moi2", "--name", "Lê Ba"],
             "gvcn", 4),
            ("giáo viên chủ nhiệm sửa lớp mình", ["set", *pupil, "can_nang=31"], "gvcn", 0),
            ("giáo viên môn sửa môn mình", ["set", *pupil, "mon.T.diem=8"], "gvtoan", 0),
            ("giáo viên môn không sửa môn khác", ["set", *pupil, "mon.TV.diem=8"], "gvtoan", 4),
            ("giáo viên môn không sửa phẩm chất", ["set", *pupil, "pham_chat_nhan_ai=T"], "gvtoan",
             4),
            ("hết phân công", ["set", *pupil, "can_nang=31"], "gv3a", 4),
            ("không ai tên đó", ["list", "--year", YEAR], "khongai", 4),
            ("giáo viên không chốt năm", ["year", "freeze", YEAR], "gvcn", 4),
        ]
        for about, words, by, code in rows:
            with self.subTest(about):
                self.ok(*words, "--by", by, code=code)

    # --- exit codes ------------------------------------------------------------------------------

    def test_exit_codes(self):
        broken = self.folder / "hong.xlsx"
        broken.write_bytes(b"PK\x03\x04 not a workbook")
        rows = [
            ("không có lệnh", ["nhap"], 2),
            ("tùy chọn lạ", ["list", "--yaer", YEAR], 2),
            ("thiếu tùy chọn", ["list"], 2),
            ("không có tệp", ["import", self.folder / "khong-co.xlsx"], 2),
            ("tệp hỏng", ["import", broken], 1),
            ("không có hệ thống", ["list", "--year", YEAR, "--home", self.folder / "none"], 2),
            ("không có lớp", ["check", "--year", YEAR, "--class", "9Z"], 2),
            ("năm học viết sai", ["year", "open", "2023-2025"], 2),
            ("năm học viết tắt", ["year", "open", "2023"], 2),
            ("giá trị không nhận", ["year", "set", YEAR, "so_ngay_lech=nhiều"], 2),
            ("ngày viết sai", ["year", "set", YEAR, "ngay_phat_hanh=31/2/2024"], 2),
            ("năm học chưa mở", ["list", "--year", "2030-2031"], 2),
            ("năm học viết tắt khi xem lớp", ["class", "list", "--year", "2023"], 2),
            ("số định danh thiếu chữ số", ["person", "add", "--login", "a", "--name", "Lê A",
                                           "--number", "12"], 2),
            ("tên đăng nhập viết hoa", ["person", "add", "--login", "A", "--name", "Lê A"], 2),
            ("học sinh thiếu chữ số", ["pupil", "add", "--code", "1", "--name", "Lê A", "--birth",
                                       "1/1/2014", "--number", "12"], 2),
            ("quyết định không rõ", ["decide", "promotion", "maybe", "--pupil", "2201"], 2),
            ("mã trường sai độ dài", ["unit", "add", "--kind", "school", "--code", "2219340",
                                      "--name", "Trường Tiểu học A"], 2),
            ("mã sở sai độ dài", ["unit", "add", "--kind", "department", "--code", "022",
                                  "--name", "Sở B"], 2),
            ("đã có", ["year", "open", YEAR], 5),
            ("thư mục không trống", ["init", self.home], 5),
            ("được", ["year", "list"], 0),
            ("hướng dẫn", ["import", "--help"], 0),
            ("hướng dẫn một nhóm lệnh", ["help", "report"], 0),
            ("hướng dẫn lệnh không có", ["help", "reports"], 2),
        ]
        for about, words, code in rows:
            with self.subTest(about):
                answer = self.ok(*words, code=code)
                self.assertEqual(bool(answer.err), code != 0 and about != "tệp hỏng", answer.err)
        unknown = self.ok("list", "--yaer", YEAR, code=2)
        self.assertIn("--year", unknown.err)  # a suggestion
        json_error = self.ok("check", "--year", YEAR, "--class", "9Z", "--json", code=2).json
        self.assertEqual(json_error["error"]["status"], "not_found")

    def test_a_damaged_instance_is_6(self):
        database = self.home / "hocba.db"
        database.write_bytes(b"garbage" * 4096)
        self.ok("year", "list", code=6)


if __name__ == "__main__":
    unittest.main(verbosity=2)
