# SPDX-License-Identifier: Apache-2.0
"""People without an account, over plain HTTP as without JavaScript: a stranger who verifies, and a
family with the code on its slip."""
import contextlib
import http.client
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
import urllib.parse
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import demo  # noqa: E402
from transparency import Server  # noqa: E402

PROGRAM = os.environ["HOCBA_PROGRAM"]
ADDRESS = "https://hocba.example.vn"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")
UUID = re.compile(rb"<MA_TRA_CUU_UUID>([0-9a-f-]{36})<")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BYTES = {"Content-Type": "application/octet-stream"}
STATES = {"valid", "superseded", "revoked", "suspended", "undecided", "altered", "unknown"}


def run(*words):
    return subprocess.run([PROGRAM, *map(str, words)], check=True, capture_output=True, text=True)


def uuid_of(path):
    return UUID.search(path.read_bytes())[1].decode()


class Public(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "home"
        demo.make(PROGRAM, cls.home)
        with (cls.home / "settings").open("a") as settings:
            # Nor is it entered again meanwhile, on however slow a machine, what change_store() took out.
            settings.write(f"public.address={ADDRESS}\nledger.period=86400\n")
        cls.xml = sorted((cls.home / "out" / "xml").glob("*.xml"))
        cls.packages = sorted((cls.home / "out" / "packages").glob("*.hocba"))
        slips = cls.folder / "slips.pdf"
        run("family", "slips", "--home", cls.home, "--year", "2023-2024", "--class", "4A1",
            "--out", slips, "--renew")
        text = subprocess.run(["pdftotext", "-raw", slips, "-"], check=True, capture_output=True,
                              text=True).stdout
        cls.codes = CODE.findall(text)
        cls.slips = text
        cls.change_store()
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0",
                            "--quiet")
        cls.addClassCleanup(lambda: cls.server.process.poll() is None and cls.server.stop())

    @classmethod
    def change_store(cls):
        """Records 2 to 4: withdrawn; replaced; not in the ledger; and 6: suspended."""
        revoked, replaced, waiting = map(uuid_of, cls.xml[1:4])
        cls.newer = str(uuid.UUID(int=0xABCDEF0123454678_9ABCDEF012345678))
        with contextlib.closing(sqlite3.connect(cls.home / "hocba.db")) as store:
            store.execute("UPDATE record SET state = 'revoked' WHERE uuid = ?", (revoked,))
            store.execute("UPDATE record SET state = 'suspended' WHERE uuid = ?", (uuid_of(cls.xml[5]),))
            store.execute("INSERT INTO record SELECT ?, enrolment, state, made_at, uuid, planned_on,"
                          " work FROM record WHERE uuid = ?", (cls.newer, replaced))
            store.execute("INSERT INTO issued_document SELECT ?, sha256, size, bytes, dictionary,"
                          " issued_at FROM issued_document WHERE record = ?", (cls.newer, replaced))
            store.execute("UPDATE record SET state = 'replaced' WHERE uuid = ?", (replaced,))
            store.execute("DROP TRIGGER ledger_entry_no_delete")
            store.execute("DELETE FROM ledger_entry WHERE record = ?", (waiting,))
            store.commit()

    # --- HTTP --------------------------------------------------------------------------------

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.server.address, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def form(self, path, cookie=None, **fields):
        headers = dict(FORM, **({"Cookie": cookie} if cookie else {}))
        code, body, answered = self.ask("POST", path, urllib.parse.urlencode(fields), headers)
        return code, body.decode(), answered

    def upload(self, data, name="hoc-ba.xml"):
        edge = "----edge"
        body = (f'--{edge}\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n").encode() + data
        body += f"\r\n--{edge}--\r\n".encode()
        code, page, _ = self.ask("POST", "/xac-minh", body,
                                 {"Content-Type": f"multipart/form-data; boundary={edge}"})
        self.assertEqual(code, 200)
        return page.decode()

    def state(self, page):
        found = re.findall(r'data-state="(\w+)"', page)
        self.assertEqual(len(found), 1)
        self.assertIn(found[0], STATES)
        return found[0]

    def judge(self, data):
        """By the page and by the API: the same."""
        page = self.upload(data)
        code, body, _ = self.ask("POST", "/api/v1/verify", data, BYTES)
        answer = json.loads(body)
        self.assertEqual((code, answer["state"]), (200, self.state(page)))
        return page, answer

    # --- the stranger ------------------------------------------------------------------------

    def test_the_form(self):
        code, page, headers = self.ask("GET", "/xac-minh")
        page = page.decode()
        self.assertEqual(code, 200)
        self.assertIn(ADDRESS, page)
        self.assertIn('enctype="multipart/form-data"', page)
        self.assertNotIn("<script", page)
        self.assertNotIn("Set-Cookie", headers)
        code, page, _ = self.ask("GET", "/xac-minh", headers={"Cookie": "ngon_ngu=en"})
        self.assertIn("Verify a record", page.decode())

    def test_valid(self):
        for file in (self.xml[0], self.packages[0]):
            page, answer = self.judge(file.read_bytes())
            self.assertEqual(answer["state"], "valid")
            self.assertTrue(answer["training"])
            self.assertIn("THỬ NGHIỆM", page)
            self.assertIn('type="checkbox"', page)  # the values, to tick against the page
            self.assertEqual(len(answer["checks"]), 12)
        page = self.form("/xac-minh", ma=answer["code"].lower().replace("-", " "))[1]
        self.assertEqual(self.state(page), "valid")
        self.assertIn("Trường Tiểu học Trần Hưng Đạo", page)
        self.assertNotIn('type="checkbox"', page)  # a code opens no content
        name = re.search(rb"<HO_VA_TEN>([^<]+)<", self.xml[0].read_bytes())[1].decode()
        self.assertNotIn(name, page)
        self.assertEqual(self.state(self.form("/xac-minh", ma=uuid_of(self.xml[0]))[1]), "valid")

    def test_revoked_and_superseded(self):
        page, answer = self.judge(self.xml[1].read_bytes())
        self.assertEqual(answer["state"], "revoked")
        self.assertEqual(self.state(self.form("/xac-minh", ma=answer["code"])[1]), "revoked")
        page, answer = self.judge(self.xml[2].read_bytes())
        self.assertEqual(answer["state"], "superseded")
        self.assertRegex(answer["newer"], CODE)
        self.assertIn(answer["newer"], page)
        self.assertNotEqual(answer["newer"], answer["code"])
        self.assertEqual(self.state(self.form("/xac-minh", ma=self.newer)[1]), "undecided")

    def test_suspended(self):
        page, answer = self.judge(self.xml[5].read_bytes())
        self.assertEqual(answer["state"], "suspended")
        self.assertIn("tạm dừng", page)
        self.assertEqual(self.state(self.form("/xac-minh", ma=answer["code"])[1]), "suspended")
        self.assertEqual({check["result"] for check in answer["checks"] if check["id"] == "status"}, {"unknown"})

    def test_undecided(self):
        _, answer = self.judge(self.xml[3].read_bytes())
        self.assertEqual(answer["state"], "undecided")
        self.assertEqual({check["result"] for check in answer["checks"]
                          if check["id"] == "ledger"}, {"unknown"})

    def test_altered(self):
        data = self.xml[0].read_bytes()
        other = self.xml[4].read_bytes()
        name = re.search(rb"<HO_VA_TEN>([^<]+)<", data)[1]
        bent = {
            "the name": data.replace(name, "Trần Văn Sửa".encode(), 1),
            "cut short": data[:-200],
            "another's file under this UUID": other.replace(uuid_of(self.xml[4]).encode(),
                                                            uuid_of(self.xml[0]).encode()),
        }
        for about, file in bent.items():
            with self.subTest(about):
                page, answer = self.judge(file)
                self.assertEqual(answer["state"], "altered")
                self.assertNotIn('type="checkbox"', page)
                self.assertNotIn("Trần Văn Sửa", page)

    def test_unknown(self):
        for data in (b"hello", b"<HOC_BA/>", b"\xff\xfe\x00", b"%PDF-1.7"):
            page, answer = self.judge(data)
            self.assertEqual(answer["state"], "unknown")
        code = self.form("/xac-minh", ma=str(uuid.UUID(int=1 << 64, version=4)))[1]
        self.assertEqual(self.state(code), "unknown")

    def test_mistyped(self):
        for typed in ("", "abcd", "AAAA-AAAA-AAAA-AAAA", self.codes[0]):
            code, page, _ = self.form("/xac-minh", ma=typed)
            self.assertEqual(code, 400)
            self.assertIn('role="alert"', page)
            self.assertNotIn("data-state", page)

    # --- the family --------------------------------------------------------------------------

    def birth_of(self, code):
        """The pupil whose slip holds the code, in the store."""
        name = self.slips[:self.slips.index(code)].strip().splitlines()[-2].strip()
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            born, = store.execute("SELECT birth_date FROM pupil WHERE name = ?", (name,)).fetchone()
        return name, "/".join(reversed(born.split("-")))

    def test_slips(self):
        self.assertEqual(len(set(self.codes)), self.slips.count("PHIẾU XEM"))
        self.assertGreaterEqual(len(self.codes), len(self.xml))
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            dump = "\n".join(store.iterdump())
        for code in self.codes:
            self.assertNotIn(code, dump)
            self.assertNotIn(code.replace("-", ""), dump)

    def test_family(self):
        name, birth = self.birth_of(self.codes[0])
        code, page, headers = self.form("/gia-dinh", ma=self.codes[0].lower(), ngay_sinh=birth)
        self.assertEqual((code, headers["Location"]), (303, "/gia-dinh"), page)
        cookie = headers["Set-Cookie"].split(";")[0]
        self.assertIn("HttpOnly", headers["Set-Cookie"])
        self.assertNotIn(self.codes[0], headers["Set-Cookie"])
        code, page, _ = self.ask("GET", "/gia-dinh", headers={"Cookie": cookie})
        page = page.decode()
        self.assertEqual(code, 200)
        self.assertIn(name, page)
        self.assertIn("Năm học 2023-2024", page)
        code, pdf, headers = self.ask("GET", "/gia-dinh/quyen.pdf", headers={"Cookie": cookie})
        self.assertEqual((code, headers["Content-Type"], pdf[:5]),
                         (200, "application/pdf", b"%PDF-"))
        # The code that stands on every page leads to the public page.
        text = subprocess.run(["pdftotext", "-x", "465", "-y", "0", "-W", "131", "-H", "110", "-r",
                               "72", "-", "-"], input=pdf, check=True, capture_output=True).stdout
        printed = CODE.search(text.decode())[0]
        code, page, _ = self.ask("GET", f"/xac-minh/{printed}")
        self.assertEqual((code, self.state(page.decode())), (200, "valid"))
        for kind, begins in (("xml", b"<?xml"), ("goi", b"PK")):
            code, data, _ = self.ask("GET", f"/gia-dinh/tep/1/{kind}", headers={"Cookie": cookie})
            self.assertEqual((code, data[:len(begins)]), (200, begins))
            self.assertIn(self.state(self.upload(data)), ("valid", "revoked", "superseded"))
        for path in ("/gia-dinh/tep/2/xml", "/gia-dinh/tep/1/pdf", "/gia-dinh/tep/x/xml"):
            self.assertEqual(self.ask("GET", path, headers={"Cookie": cookie})[0], 404)
        # Without the cookie, or with a bent one, nothing.
        for other in ("", cookie[:-1] + ("0" if cookie[-1] != "0" else "1")):
            self.assertEqual(self.ask("GET", "/gia-dinh/quyen.pdf", headers={"Cookie": other})[0],
                             404)
        self.family_api(name, birth)
        # Ended by the school: at once.
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            pupil, = store.execute("SELECT code FROM pupil WHERE name = ?", (name,)).fetchone()
        run("family", "revoke", "--home", self.home, "--pupil", pupil, "--reason", "mất phiếu")
        self.assertEqual(self.ask("GET", "/gia-dinh/quyen.pdf", headers={"Cookie": cookie})[0], 404)
        self.assertEqual(self.form("/gia-dinh", ma=self.codes[0], ngay_sinh=birth)[0], 400)

    def family_api(self, name, birth):
        """The same as JSON, with the same cookie."""
        address, headers = "/api/v1/family", {"Content-Type": "application/json"}
        self.assertEqual(self.ask("GET", address)[0], 404)
        self.assertEqual(self.ask("POST", address, json.dumps({"code": self.codes[0]}), headers)[0], 400)
        code, _, answered = self.ask("POST", address, json.dumps({"code": self.codes[0], "birth": "1/1/2001"}), headers)
        self.assertIn(code, (400, 404))
        self.assertNotIn("Set-Cookie", answered)
        code, body, answered = self.ask("POST", address, json.dumps({"code": self.codes[0], "birth": birth}), headers)
        self.assertEqual((code, json.loads(body)["name"]), (200, name), body)
        cookie = {"Cookie": answered["Set-Cookie"].split(";")[0]}
        told = json.loads(self.ask("GET", address, headers=cookie)[1])
        self.assertEqual((told["name"], len(told["records"])), (name, 1))
        self.assertIn("gia-dinh", {one["by"] for one in told["looks"]})
        for path, begins in (("/book", b"%PDF-"), ("/files/1/xml", b"<?xml")):
            code, data, _ = self.ask("GET", address + path, headers=cookie)
            self.assertEqual((code, data[:5]), (200, begins))

    def test_wrong_tries_look_alike(self):
        name, birth = self.birth_of(self.codes[1])
        wrong = self.form("/gia-dinh", ma=self.codes[1], ngay_sinh="1/1/2001")
        nobody = self.form("/gia-dinh", ma="0000-0000-0000-0001", ngay_sinh=birth)
        self.assertEqual(wrong[0], 400)
        self.assertIn("không khớp", wrong[1])
        self.assertEqual(nobody[0], 400)
        for _ in range(7):
            self.assertEqual(self.form("/gia-dinh", ma=self.codes[1], ngay_sinh="1/1/2001")[0], 400)
        code, page, headers = self.form("/gia-dinh", ma=self.codes[1], ngay_sinh=birth)
        self.assertEqual(code, 429)
        self.assertGreater(int(headers["Retry-After"]), 0)
        # Somebody else's code is as good as ever.
        name, birth = self.birth_of(self.codes[2])
        self.assertEqual(self.form("/gia-dinh", ma=self.codes[2], ngay_sinh=birth)[0], 303)


if __name__ == "__main__":
    unittest.main()
