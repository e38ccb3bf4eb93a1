# SPDX-License-Identifier: Apache-2.0
"""A department, its districts and then its communes: who reaches which school on which side of
1/7/2025, what the tree was, mergers and splits."""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["HOCBA_PROGRAM"]
YEAR = "2024-2025"
NEAR, FAR = "22193401", "22198401"  # a school of Hạ Long, one of Bình Liêu
UNITS = (  # kind, code, name, parent
    ("ministry", "00", "Bộ Giáo dục và Đào tạo", None),
    ("department", "22", "Sở GDĐT Quảng Ninh", "00"),
    ("district", "193", "Phòng GDĐT Hạ Long", "22"),
    ("district", "198", "Phòng GDĐT Bình Liêu", "22"),
    ("commune", "06673", "UBND phường Bãi Cháy", "22"),
    ("commune", "06838", "UBND xã Bình Liêu", "22"),
    ("school", NEAR, "Trường Gần", "193"),
    ("school", FAR, "Trường Xa", "198"),
    ("campus", FAR + "-1", "Điểm trường Khe Cả", FAR),
)
PEOPLE = {  # login: (unit, role)
    "so": ("22", "department_staff"), "quantri.so": ("22", "department_admin"),
    "huyen.gan": ("193", "office_staff"), "huyen.xa": ("198", "office_staff"),
    "xa.gan": ("06673", "office_staff"), "xa.xa": ("06838", "office_staff"),
}


class Home:
    def __init__(self, folder):
        self.home = pathlib.Path(folder) / "home"

    def fill(self):
        self.run("init", self.home, "--training", "--clock", "2025-06-20T08:00:00+07:00")
        for kind, code, name, parent in UNITS:
            self("unit", "add", "--kind", kind, "--code", code, "--name", name,
                 *(["--parent", parent] if parent else []))
        for code in (NEAR, FAR):
            self("year", "open", YEAR, "--unit", code)
            self("class", "add", "--year", YEAR, "--name", "1A", "--unit", code)
            self("pupil", "add", "--code", "1001", "--name", "Bàn Thị Thử", "--birth", "2018-03-04",
                 "--year", YEAR, "--class", "1A", "--unit", code)
        for login, (unit, role) in PEOPLE.items():
            self("person", "add", "--login", login, "--name", f"Người {login}", "--unit", unit,
                 "--role", role, "--from", "2024-09-01")

    def in_july(self, folder):
        """The same home a month later."""
        shutil.copytree(self.home, pathlib.Path(folder) / "home")
        database = sqlite3.connect(pathlib.Path(folder) / "home" / "hocba.db")
        with database:
            database.execute("UPDATE instance SET value = '2025-07-20T08:00:00+07:00' "
                             "WHERE key = 'clock'")
        database.close()
        return Home(folder)

    @staticmethod
    def run(*words):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr}")
        return done.stdout

    def __call__(self, *words):
        return self.run(*words, "--home", self.home)

    def sees(self, login, school):
        try:
            self("pupil", "show", "1001", "--unit", school, "--by", login)
        except RuntimeError as refused:
            if "không được phép" not in str(refused):
                raise
            return False
        return True

    def reach(self, *logins):
        return {login: "".join(mark for mark, school in (("gần ", NEAR), ("xa", FAR))
                               if self.sees(login, school)).strip() for login in logins or PEOPLE}

    def tree(self, *words):
        units = json.loads(self("unit", "tree", *words, "--json"))["units"]
        return [unit["code"] for unit in units]

    def refused(self, *words):
        try:
            self(*words)
        except RuntimeError as refused:
            return str(refused)
        raise AssertionError(f"{words} was done")


class Units(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folders = [tempfile.mkdtemp(prefix="hocba-") for _ in range(2)]
        for folder in folders:
            cls.addClassCleanup(shutil.rmtree, folder, True)
        cls.june = Home(folders[0])
        cls.june.fill()
        cls.july = cls.june.in_july(folders[1])

    def test_before(self):
        home = self.june
        self.assertEqual(home.reach(), {"so": "gần xa", "quantri.so": "", "huyen.gan": "gần",
                                        "huyen.xa": "xa", "xa.gan": "", "xa.xa": ""})
        self.assertEqual(home.tree(), ["00", "22", "193", NEAR, "198", FAR, FAR + "-1"])
        self.assertIn("Chưa đến ngày", home.refused("unit", "move", NEAR, "--to", "06673",
                                                    "--date", "2025-07-01"))

    def test_since(self):
        home = self.july
        # Nobody has moved the schools yet: the department reaches them, no district does.
        self.assertEqual(home.reach(), {"so": "gần xa", "quantri.so": "", "huyen.gan": "",
                                        "huyen.xa": "", "xa.gan": "", "xa.xa": ""})
        home("unit", "merge", "193", "--into", "06673", "--date", "2025-07-01",
             "--decision", "1679/NQ-UBTVQH15")
        left = home("unit", "split", "198", "06838", "06673", "--date", "2025-07-01")
        self.assertIn(f"Còn phải chuyển: {FAR}", left)
        home("unit", "move", FAR, "--to", "06838", "--date", "2025-07-01", "--by", "quantri.so")
        self.assertEqual(home.reach("xa.gan", "xa.xa", "huyen.gan", "so"),
                         {"xa.gan": "gần", "xa.xa": "xa", "huyen.gan": "", "so": "gần xa"})
        self.assertEqual(home.tree(), ["00", "22", "06673", NEAR, "06838", FAR, FAR + "-1"])
        self.assertEqual(home.tree("22", "--on", "2025-06-30"),
                         ["22", "193", NEAR, "198", FAR, FAR + "-1"])
        self.assertEqual(home.tree("06838"), ["06838", FAR, FAR + "-1"])
        self.assertEqual(home.tree("06838", "--on", "2025-06-30"), [])
        shown = json.loads(home("unit", "show", "193", "--json"))["unit"]
        self.assertIn({"key": "into 2025-07-01", "value": "06673 UBND phường Bãi Cháy"}, shown)

        home("unit", "set", NEAR, "--name", "Trường Gần Hơn", "--from", "2025-07-10")
        for day, name in (("2025-07-09", "Trường Gần"), ("2025-07-10", "Trường Gần Hơn")):
            units = json.loads(home("unit", "tree", NEAR, "--on", day, "--json"))["units"]
            self.assertEqual([unit["name"] for unit in units], [name])
        self.assertIn("đã có thay đổi", home.refused("unit", "set", NEAR, "--name", "Trường Cũ",
                                                     "--from", "2025-07-05"))

    def test_refused(self):
        home = self.july
        add = ("unit", "add", "--name", "X", "--kind")
        for words, why in (
                ((*add, "commune", "--code", "00001"), "Không có xã"),
                ((*add, "district", "--code", "999"), "Không có huyện"),
                ((*add, "campus", "--code", "22193401"), "gạch nối"),
                ((*add, "village", "--code", "1"), "Loại đơn vị"),
                ((*add, "school", "--code", "22193402", "--parent", NEAR), "không thể thuộc"),
                ((*add, "commune", "--code", "06838"), "Đã có đơn vị"),
                (("unit", "move", NEAR, "--to", FAR, "--date", "2025-07-01"), "không thể thuộc"),
                (("unit", "move", NEAR, "--to", "06673", "--date", "2025-07-01", "--by", "xa.gan"),
                 "không được phép"),
                (("unit", "merge", NEAR, "--into", "06673", "--date", "2025-07-01"), "nối tiếp"),
                (("unit", "merge", "193", "193", "--into", "06673", "--date", "2025-07-01"),
                 "hai lần"),
                (("person", "add", "--login", "sai", "--name", "Sai", "--unit", NEAR, "--role",
                  "office_staff"), "chỉ có ở huyện, xã")):
            with self.subTest(" ".join(words)):
                self.assertIn(why, home.refused(*words))

    def test_places(self):
        def names(word):
            done = subprocess.run([PROGRAM, "unit", "place", word, "--json"], capture_output=True,
                                  text=True)
            return [place["name"] for place in json.loads(done.stdout)["places"]]
        self.assertEqual(names("bai chay"), ["Phường Bãi Cháy, Thành phố Hạ Long, Tỉnh Quảng Ninh",
                                             "Phường Bãi Cháy, Tỉnh Quảng Ninh"])
        self.assertEqual(names("193"), ["Thành phố Hạ Long, Tỉnh Quảng Ninh"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
