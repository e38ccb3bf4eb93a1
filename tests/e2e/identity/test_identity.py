# SPDX-License-Identifier: Apache-2.0
"""Identity: who has no number or a doubtful one, the file for the police and their answer."""
import http.server
import json
import pathlib
import sqlite3
import subprocess
import sys
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "support"))
import hocba  # noqa: E402
import keys  # noqa: E402

PUPILS = (  # code, name, birth, number
    ("1", "Bàn Thị Một", "2014-03-04", "022314000001"),
    ("2", "Bàn Thị Hai", "2014-05-06", "022314000002"),
    ("3", "Bàn Thị Ba", "2014-07-08", "022313000003"),
    ("4", "Bàn Thị Bốn", "2014-09-10", None),
    ("5", "Bàn Thị Năm", "2014-11-12", "022314000005"),
    ("6", "Bàn Thị Sáu", "2014-12-13", "022314000005"),
)
BASIS = "Kế hoạch 213/KH-UBND ngày 20/9/2024"


class Identity(hocba.Story):
    def setUp(self):
        super().setUp()
        self.found()
        self.ok("person", "add", "--login", "hocvu", "--name", "Đỗ Thị Học", "--number",
                "022181000099", "--role", "registrar", "--from", "2023-09-01")
        for code, name, birth, number in PUPILS:
            self.ok("pupil", "add", "--code", code, "--name", name, "--birth", birth, "--year",
                    hocba.YEAR, "--class", "4A1", *(["--number", number] if number else []))
        self.pem, _ = keys.make(self.folder, "police", "MST:0000000001")
        self.sent = self.folder / "request.der"

    def states(self):
        rows = self.ok("identity", "list", "--json").json["pupils"]
        return {row["code"]: row["state"] for row in rows}

    def cases(self):
        rows = self.ok("identity", "list", "--json").json["pupils"]
        return {row["code"]: row["case"] for row in rows if row["case"]}

    def export(self, *more, code=0):
        return self.ok("identity", "export", "--to", self.pem, "--basis", BASIS, *more, self.sent,
                       code=code)

    def decrypt(self):
        """openssl is the judge: it reads the file with the recipient's key, and nobody without."""
        done = subprocess.run(["openssl", "cms", "-decrypt", "-inform", "DER", "-in", self.sent,
                               "-inkey", self.folder / "police.key", "-recip", self.pem,
                               "-binary"], check=True, capture_output=True)
        return json.loads(done.stdout)

    def answer(self, cases, *more, code=0):
        path = self.folder / "answer.json"
        path.write_text(json.dumps({"format": "hocba-identity-answer-v1", "cases": cases}))
        return self.ok("identity", "import", path, *more, code=code)

    def asked(self):
        self.export()
        return {one["name"]: one["case"] for one in self.decrypt()["cases"]}

    def test_the_file_holds_little_is_encrypted_and_logged_with_its_basis(self):
        self.assertEqual(self.states(), {"1": "unverified", "2": "unverified", "3": "doubtful",
                                         "4": "none", "5": "duplicate", "6": "duplicate"})
        self.export("--by", "gvcn", code=4)
        self.assertFalse(self.sent.exists())
        self.export("--by", "hocvu")
        self.assertNotIn("Bàn Thị".encode(), self.sent.read_bytes())
        request = self.decrypt()
        self.assertEqual((request["format"], request["basis"]), ("hocba-identity-request-v1", BASIS))
        self.assertEqual([set(one) for one in request["cases"]],
                         [{"case", "name", "birth_date", "sex", "personal_number"}] * len(PUPILS))
        self.assertEqual({(one["name"], one["personal_number"]) for one in request["cases"]},
                         {(name, number) for _, name, _, number in PUPILS})
        store = sqlite3.connect(self.home / "hocba.db")
        [(login, detail)] = store.execute(
            "SELECT login, detail FROM access_log WHERE what = 'identity'")
        [(basis, by)] = store.execute("SELECT basis, made_by FROM identity_exchange")
        store.close()
        self.assertEqual((login, basis, by), ("hocvu", BASIS, "hocvu"))
        self.assertIn(BASIS, detail)
        # A file for another recipient opens for nobody else.
        _, other = keys.make(self.folder, "stranger", "MST:0000000002")
        self.assertNotEqual(0, subprocess.run(
            ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", self.sent, "-inkey",
             self.folder / "stranger.key", "-recip", self.folder / "stranger.pem"],
            capture_output=True).returncode)

    def test_an_answer_changes_nothing_until_somebody_accepts_it(self):
        case = self.asked()
        shown = self.answer([
            {"case": case["Bàn Thị Một"], "result": "match"},
            {"case": case["Bàn Thị Hai"], "result": "differs", "name": "Bàn Thị Hài"},
            {"case": case["Bàn Thị Ba"], "result": "not_found"},
            {"case": case["Bàn Thị Bốn"], "result": "differs", "personal_number": "022314000004"}])
        self.assertIn("họ tên: Bàn Thị Hai → Bàn Thị Hài", shown.out)
        self.assertIn("1 khớp, 2 khác, 1 không tìm thấy", shown.out)
        self.assertEqual(self.states(), {"1": "verified", "2": "differs", "3": "differs",
                                         "4": "differs", "5": "duplicate", "6": "duplicate"})
        self.assertEqual(self.cases(), {"2": case["Bàn Thị Hai"], "3": case["Bàn Thị Ba"],
                                        "4": case["Bàn Thị Bốn"]})
        self.ok("identity", "accept", case["Bàn Thị Bốn"], "--by", "gvcn", code=4)
        self.ok("identity", "accept", case["Bàn Thị Bốn"], "--by", "hocvu")
        self.assertIn("022314000004", self.ok("pupil", "show", "4").out)
        self.ok("identity", "keep", case["Bàn Thị Hai"], "--reason", "giấy khai sinh ghi Hai",
                "--by", "hocvu")
        self.ok("identity", "keep", case["Bàn Thị Hai"], "--reason", "lần nữa", code=5)
        self.ok("identity", "accept", case["Bàn Thị Ba"], code=5)  # nothing to take over
        self.assertEqual(self.states(), {"1": "verified", "2": "unverified", "3": "differs",
                                         "4": "verified", "5": "duplicate", "6": "duplicate"})
        # What was confirmed is confirmed no more when the pupil's data change.
        self.ok("set", "--pupil", "1", "--year", hocba.YEAR, "ho_va_ten=Bàn Thị Mốt")
        self.assertEqual(self.states()["1"], "unverified")

    def test_a_bent_answer_is_refused_as_a_whole(self):
        case = self.asked()["Bàn Thị Một"]
        good = {"case": case, "result": "match"}
        for bent in ({"result": "match"}, {"case": case, "result": "perhaps"},
                     {"case": case, "result": "match", "name": "A B"},
                     {"case": case, "result": "differs"},
                     {"case": case, "result": "differs", "birth_date": "4/3/2014"},
                     {"case": case, "result": "differs", "personal_number": "12"},
                     {"case": "00000000-0000-4000-8000-000000000000", "result": "match"}):
            with self.subTest(bent=bent):
                path = self.folder / "bent.json"
                path.write_text(json.dumps({"format": "hocba-identity-answer-v1",
                                            "cases": [good, bent]}))
                self.assertNotEqual(self.run_any("identity", "import", path).code, 0)
                self.assertEqual(self.states()["1"], "unverified")
        self.assertNotEqual(self.run_any("identity", "import", self.sent).code, 0)  # encrypted
        self.answer([good])
        self.assertEqual(self.states()["1"], "verified")

    def test_apply_takes_every_difference_over(self):
        case = self.asked()
        self.answer([{"case": case["Bàn Thị Ba"], "result": "differs",
                      "birth_date": "2013-07-08", "name": "Bàn Thị Bá"}], "--apply")
        shown = self.ok("pupil", "show", "3").out
        self.assertIn("Bàn Thị Bá", shown)
        self.assertEqual(self.states()["3"], "verified")

    def test_apply_goes_on_past_a_record_that_is_being_signed(self):
        case = self.asked()
        with sqlite3.connect(self.home / "hocba.db") as store:
            store.execute("INSERT INTO record (uuid, enrolment, state, made_at) SELECT"
                          " '00000000-0000-4000-8000-000000000001', e.id, 'signed_gvcn', 0 FROM enrolment AS e"
                          " JOIN pupil AS p ON p.id = e.pupil WHERE p.code = '1'")
        store.close()
        answers = [{"case": case["Bàn Thị Một"], "result": "differs", "name": "Bàn Thị Mốt"},
                   {"case": case["Bàn Thị Ba"], "result": "differs", "birth_date": "2013-07-08"}]
        said = self.answer(answers, "--apply", "--json", code=5).json
        self.assertEqual((said["applied"], [one["code"] for one in said["left"]]), (1, ["1"]))
        self.assertIn("đang ký", said["left"][0]["reason"])
        self.assertEqual({code: self.states()[code] for code in "13"}, {"1": "differs", "3": "verified"})
        self.assertNotIn("Mốt", self.ok("pupil", "show", "1").out)
        told = self.answer(answers[:1], "--apply", code=5)
        self.assertIn("1 học sinh chưa nhận, hồ sơ còn nguyên", told.out)
        self.assertIn("Bàn Thị Một", told.out)

    def serve(self, answer):
        """A verification service: it answers a request's cases, or with a code."""
        seen = []

        class Service(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                seen.append((self.path, json.loads(body)))
                code, data = answer(seen[-1][1])
                data = json.dumps(data).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}/verify", seen

    def test_the_verification_service_answers_over_http(self):
        def population(request):
            known = {"Bàn Thị Một": {"result": "match"},
                     "Bàn Thị Bốn": {"result": "differs", "personal_number": "022314000004"}}
            return 200, {"format": "hocba-identity-answer-v1", "cases": [
                {"case": one["case"], **known.get(one["name"], {"result": "not_found"})}
                for one in request["cases"]]}

        url, seen = self.serve(population)
        ask = ("identity", "verify", "--basis", BASIS, "--url")
        for bad in ("http://dan-cu.example/x", "https://a:b@dan-cu.example/x", "ftp://127.0.0.1:1/"):
            self.ok(*ask, bad, code=2)
        self.ok(*ask, url, "--by", "gvcn", code=4)
        self.assertEqual(seen, [])
        self.assertIn("1 khớp, 1 khác, 4 không tìm thấy", self.ok(*ask, url, "--by", "hocvu").out)
        self.assertEqual(seen[0][0], "/verify")
        self.assertEqual(len(seen[0][1]["cases"]), len(PUPILS))
        self.assertEqual(self.states(), {"1": "verified", "2": "differs", "3": "differs",
                                         "4": "differs", "5": "duplicate", "6": "duplicate"})
        self.assertNotIn("022314000004", self.ok("pupil", "show", "4").out)
        self.ok(*ask, url)  # whoever is verified is not asked about again
        self.assertEqual(len(seen[1][1]["cases"]), len(PUPILS) - 1)
        url, seen = self.serve(lambda request: (403, {}))
        self.assertIn("403", self.run_any(*ask, url).err)
        url, seen = self.serve(lambda request: (200, {"cases": []}))
        self.assertNotEqual(self.run_any(*ask, url).code, 0)
        self.assertEqual(self.states()["1"], "verified")


if __name__ == "__main__":
    unittest.main()
