# SPDX-License-Identifier: Apache-2.0
"""Who is signed in looks a pupil up, over plain HTTP: finds their own and no other's, sees every
year, takes the book, gives the family its slip; and all of it stands in the access log."""
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "serve"))
import demo  # noqa: E402
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402

PROGRAM = os.environ["HOCBA_PROGRAM"]
PASSWORD = "một câu dễ nhớ"
NO_CODE = ">chưa có mã<"


class LookUp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "home"
        demo.make(PROGRAM, cls.home)
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0",
                            "--quiet")
        cls.addClassCleanup(lambda: cls.server.stop())

    @classmethod
    def hocba(cls, *words):
        return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True,
                              check=True).stdout.strip()

    def visitor(self, login):
        first = self.hocba("account", "give", login, "--home", self.home).splitlines()[-1].split()[-1]
        visitor = Visitor(self.server.address)
        visitor.sign_in(login, first)
        code, page, _ = visitor.post("/tai-khoan/mat-khau",
                                     {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        self.assertIn(code, (200, 303), page)
        return visitor

    def look(self, visitor, text):
        token = visitor.token()
        code, body, _ = visitor.ask("POST", "/api/v1/lookup", headers={
            "Content-Type": "application/json", "X-CSRF": token}, body=json.dumps({"q": text}))
        self.assertEqual(code, 200, body)
        answer = json.loads(body)
        page = visitor.post("/tra-cuu", {"tim": text}, token)[1]
        rows = re.findall(r'<th scope="row"><a href="/hoc-sinh/([0-9a-f-]{36})">([^<]+)<', page)
        self.assertEqual([pupil["pupil"] for pupil in answer["pupils"]], [row[0] for row in rows])
        return answer["pupils"]

    def test_signed_in_only(self):
        stranger = Visitor(self.server.address)
        self.assertEqual(stranger.get("/tra-cuu")[0], 303)
        code, _, _ = stranger.ask("POST", "/api/v1/lookup", body='{"q": "an"}')
        self.assertEqual(code, 401)

    def test_class_teacher(self):
        teacher = self.visitor("gv.minh.nguyet")
        found = self.look(teacher, "luc khanh anh")
        self.assertEqual([pupil["name"] for pupil in found], ["Lục Khánh Ánh"])
        self.assertEqual(found, self.look(teacher, "Lục Khánh Ánh"))
        self.assertEqual(found, self.look(teacher, "anh 7/10/2014 4A1"))
        classes = {pupil["class"] for pupil in self.look(teacher, "nguyen")}
        self.assertLessEqual(classes, {"4A1"})
        self.assertEqual(self.look(teacher, "4A1 nobody"), [])

        path = f"/hoc-sinh/{found[0]['pupil']}"
        code, page, _ = teacher.get(path)
        self.assertEqual(code, 200)
        for word in ("Lục Khánh Ánh", "2023-2024", "4A1", "đang có giá trị", "Ai đã xem"):
            self.assertIn(word, page)
        code, data, headers = teacher.ask("GET", path + "/tep/1/xml")
        self.assertEqual((code, headers["Content-Type"]), (200, "application/xml"))
        self.assertIn("Lục Khánh Ánh", data)
        page = teacher.get(path)[1]
        self.assertIn("xem học bạ: xml 2023-2024", page)
        self.assertIn("xem trang học sinh", page)

        code, body, _ = teacher.get(f"/api/v1/pupils/{found[0]['pupil']}")
        answer = json.loads(body)
        self.assertEqual((code, answer["years"][0]["class"], answer["records"][0]["standing"]),
                         (200, "4A1", "valid"))

        # A teacher of another class finds nobody, and the page is closed.
        other = self.visitor("gv.3a")
        self.assertEqual(self.look(other, "luc khanh anh"), [])
        self.assertEqual(other.get(path)[0], 403)
        self.assertEqual(other.get(f"/api/v1/pupils/{found[0]['pupil']}")[0], 403)
        self.assertEqual(other.ask("GET", path + "/tep/1/xml")[0], 403)
        self.assertEqual(teacher.get("/hoc-sinh/khong-co")[0], 404)

    def test_slips(self):
        principal = self.visitor("hieutruong")
        found = self.look(principal, "4A1 luc khanh anh")
        page = principal.get(f"/hoc-sinh/{found[0]['pupil']}")[1]
        path = re.search(r'href="(/lop/[0-9a-f-]{36}/phieu-gia-dinh)"', page)[1]
        code, page, _ = principal.get(path)
        self.assertEqual(code, 200)
        # PDF is no text: only the code and the type are looked at. Codes that there are end.
        self.assertEqual(self.post_file(principal, path, {"doi_ma": "1"}),
                         (200, "application/pdf"))
        page = principal.get(path)[1]
        self.assertEqual(page.count(NO_CODE), 0)
        self.assertEqual(principal.post(path, {})[0], 409)
        pupil = found[0]["pupil"]
        self.assertEqual(principal.post(path + "/thu-hoi", {"hoc_sinh": pupil, "ly_do": "mất"})[0], 303)
        self.assertEqual(principal.get(path)[1].count(NO_CODE), 1)
        self.assertEqual(self.post_file(principal, path, {}), (200, "application/pdf"))
        self.assertEqual(principal.get(path)[1].count(NO_CODE), 0)
        self.api(principal, found[0])
        # Somebody without the right.
        teacher = self.visitor("gv.3b")
        self.assertEqual(teacher.get(path)[0], 403)
        self.assertEqual(teacher.post(path, {})[0], 403)
        self.assertEqual(
            teacher.post(path + "/thu-hoi", {"hoc_sinh": pupil, "ly_do": "x"})[0], 403)

    def api(self, principal, pupil):
        """The same by the API."""
        class_id = json.loads(principal.get(f"/api/v1/pupils/{pupil['pupil']}")[1])["years"][0]["class_id"]
        codes = f"/api/v1/classes/{class_id}/family-codes"
        families = json.loads(principal.get(codes)[1])["families"]
        self.assertTrue(all(family["since"] for family in families))
        headers = {"Content-Type": "application/json", "X-CSRF": principal.token()}
        end = f"/api/v1/pupils/{pupil['pupil']}/family-code/end"
        self.assertEqual(principal.ask("POST", end, headers=headers, body="{}")[0], 400)
        self.assertEqual(principal.ask("POST", end, headers=headers, body='{"reason": "x"}')[0], 200)
        self.assertEqual(principal.ask("POST", end, headers=headers, body='{"reason": "x"}')[0], 404)
        families = json.loads(principal.get(codes)[1])["families"]
        self.assertEqual([family["name"] for family in families if not family["since"]],
                         [pupil["name"]])
        code, body, _ = principal.ask("POST", codes, headers=headers, body='{"pupil": "khong"}')
        self.assertEqual((code, json.loads(body)["error"]["code"]), (404, "not_found"))

    def post_file(self, visitor, path, fields):
        connection = http.client.HTTPConnection(self.server.address, timeout=60)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
            connection.request("POST", path,
                               urllib.parse.urlencode({**fields, "_csrf": visitor.token()}),
                               {"Content-Type": "application/x-www-form-urlencoded",
                                "Cookie": cookies})
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers["Content-Type"]
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main()
