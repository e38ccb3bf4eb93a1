# SPDX-License-Identifier: Apache-2.0
"""Certificates: whoever brings one proves to hold its key; what is not proven is shown as such."""
import pathlib
import sqlite3
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "support"))
import hocba  # noqa: E402
import keys  # noqa: E402


class Certificates(hocba.Story):
    def setUp(self):
        super().setUp()
        self.found()
        self.ok("person", "add", "--login", "so.duyet", "--name", "Bùi Thị Lan", "--number",
                "022181100012", "--unit", "22", "--role", "department_approver",
                "--from", "2023-09-01")
        self.pin = ("--pass-file", self.folder / "pin")

    def lines(self, *more):
        return self.ok("certificate", "list", *more, "--json").json["certificates"]

    def test_a_proof_is_a_signature_by_the_certificates_key(self):
        pem, p12 = keys.make(self.folder, "seal", "MATRUONG:22193401")
        other, other_p12 = keys.make(self.folder, "other", "CCCD:022185000002")
        self.ok("certificate", "add", "--file", pem, "--unit", "22193401", "--prove", code=2)
        # A stranger's key proves nothing, and nothing is registered.
        refused = self.run_any("certificate", "add", "--file", pem, "--unit", "22193401", "--prove",
                               "--key", other_p12, *self.pin)
        self.assertIn("không có chứng thư", refused.err)
        self.assertEqual(self.lines(), [])
        self.ok("certificate", "add", "--file", p12, "--unit", "22193401", "--prove", *self.pin)
        [line] = self.lines()
        self.assertEqual(line["proven"], "true")
        store = sqlite3.connect(self.home / "hocba.db")
        [(statement, signature)] = store.execute("SELECT statement, signature FROM certificate_proof")
        store.close()
        self.assertIn(line["sha256"], statement)
        # openssl is the judge: r||s becomes DER, the key comes from the certificate.
        half = len(signature) // 2
        numbers = [bytes([0]) + n if n[0] > 127 else n for n in
                   (signature[:half].lstrip(b"\0"), signature[half:].lstrip(b"\0"))]
        body = b"".join(b"\x02" + bytes([len(n)]) + n for n in numbers)
        (self.folder / "value").write_bytes(b"\x30" + bytes([len(body)]) + body)
        (self.folder / "statement").write_text(statement)
        public = subprocess.run(["openssl", "x509", "-in", pem, "-noout", "-pubkey"], check=True,
                                capture_output=True).stdout
        (self.folder / "public").write_bytes(public)
        subprocess.run(["openssl", "dgst", "-sha256", "-verify", self.folder / "public",
                        "-signature", self.folder / "value", self.folder / "statement"], check=True,
                       capture_output=True)

    def test_what_is_not_proven_says_so_and_history_says_who_and_why(self):
        pem, p12 = keys.make(self.folder, "seal", "MATRUONG:22193401")
        self.ok("certificate", "add", "--file", pem, "--unit", "22193401")
        [line] = self.lines()
        self.assertEqual(line["proven"], "false")
        which = line["sha256"][:12]
        self.assertIn("CHƯA chứng minh", self.ok("certificate", "show", which).out)
        self.assertIn("chưa chứng minh", self.ok("certificate", "list").out)
        self.ok("certificate", "refuse", which, "--reason", "sai tên trường", "--by", "so.duyet")
        answer = self.ok("certificate", "approve", which, "--by", "so.duyet")
        self.assertIn("chưa ai chứng minh", answer.out)
        self.ok("certificate", "prove", which, "--key", p12, *self.pin)
        shown = self.ok("certificate", "show", which, "--by", "so.duyet").out
        self.assertIn("đã chứng minh lúc 2024-05-31", shown)
        events = self.ok("certificate", "show", which, "--json").json["events"]
        self.assertEqual([(one["event"], one["by"], one["reason"]) for one in events],
                         [("đã đăng ký", "operator", "certificate add"),
                          ("bị từ chối", "so.duyet", "sai tên trường"),
                          ("đã duyệt", "so.duyet", None)])
        self.ok("certificate", "show", which, "--by", "gvcn", code=4)

    def test_the_forecast_counts_from_the_instances_day(self):
        ends = {"gvcn": ("CCCD:022185000002", "20240610000000Z"),
                "hieutruong": ("CCCD:022180000001", "20250101000000Z")}
        for login, (uid, end) in ends.items():
            pem, _ = keys.make(self.folder, login, uid, "20230101000000Z", end)
            self.ok("certificate", "add", "--file", pem, "--person", login)

        def forecast(*more):
            rows = self.ok("certificate", "expiring", *more, "--json").json["expiring"]
            return [(row["holder"], row["days"], row["renewed"]) for row in rows]

        self.assertEqual(forecast("--days", "9"), [])
        self.assertEqual(forecast("--days", "10"), [("Trần Thu Hà", 10, "false")])
        self.assertEqual([row[0] for row in forecast("--days", "400")],
                         ["Trần Thu Hà", "Lê Thị Hoa"])
        pem, _ = keys.make(self.folder, "gvcn2", "CCCD:022185000002", end="20260101000000Z")
        self.ok("certificate", "add", "--file", pem, "--person", "gvcn")
        self.assertEqual(forecast(), [("Trần Thu Hà", 10, "true")])

    def test_nobody_sees_another_schools_registry(self):
        self.ok("unit", "add", "--kind", "school", "--code", "22193402", "--parent", "22", "--name",
                "Trường Tiểu học Lê Lợi", "--province", "Quảng Ninh")
        self.ok("person", "add", "--login", "ben.kia", "--name", "Ngô Văn Bên", "--number",
                "022081000077", "--unit", "22193402", "--role", "principal", "--from", "2023-08-01")
        for unit in ("22193401", "22193402"):
            pem, _ = keys.make(self.folder, unit, f"MATRUONG:{unit}", end="20240610000000Z")
            self.ok("certificate", "add", "--file", pem, "--unit", unit)
        both, own = ["22193401", "22193402"], ["22193402"]
        for login, units in (("operator", both), ("so.duyet", both), ("ben.kia", own)):
            by = () if login == "operator" else ("--by", login)
            self.assertEqual(sorted(line["unit"] for line in self.lines(*by)), units)
            ends = self.ok("certificate", "expiring", *by, "--json").json["expiring"]
            self.assertEqual(sorted(row["unit"] for row in ends), units)
        self.ok("certificate", "list", "--unit", "22193401", "--by", "ben.kia", code=4)
        self.ok("certificate", "list", "--by", "gvcn", code=4)

    def readiness(self, *more):
        rows = self.ok("certificate", "readiness", "--unit", "22193401", *more,
                       "--json").json["signers"]
        return {(row["role"], row["login"] or row["name"] or row["where"]): row["state"]
                for row in rows}

    def test_who_can_sign_and_who_cannot_yet(self):
        school = "Trường Tiểu học Trần Hưng Đạo"
        self.ok("class", "add", "--year", hocba.YEAR, "--name", "4A2")
        self.assertEqual(self.readiness(), {
            ("gvcn", "gvcn"): "no_certificate", ("gvcn", "4A2"): "nobody",
            ("cbql", "hieutruong"): "no_certificate", ("school", school): "no_certificate"})
        for name, uid, whose, called in (
                ("gvcn", "CCCD:022185000002", "--person=gvcn", "Trần Thu Hà"),
                ("leader", "CCCD:022180000001", "--person=hieutruong", "Lê Thị Huệ"),
                ("seal", "MATRUONG:22193401", "--unit=22193401", None)):
            pem, _ = keys.make(self.folder, name, uid, end="20240620000000Z", called=called)
            self.ok("certificate", "add", "--file", pem, whose)
        self.ok("year", "set", hocba.YEAR, "han_chot=2024-06-30")
        self.assertEqual(self.readiness(), {
            ("gvcn", "gvcn"): "ends_early", ("gvcn", "4A2"): "nobody",
            ("cbql", "hieutruong"): "other_person", ("school", school): "not_approved"})
        seal = [row["sha256"] for row in self.lines() if row["holder"] == school][0]
        self.ok("certificate", "approve", seal, "--by", "so.duyet")
        self.assertEqual(self.readiness()[("school", school)], "ends_early")
        self.assertEqual(self.readiness("--on", "2024-06-21")[("gvcn", "gvcn")], "expired")
        # Who left signs no more: the class has nobody.
        self.ok("person", "end", "--login", "gvcn", "--role", "class_teacher", "--to", "2024-05-30")
        self.assertEqual(self.readiness()[("gvcn", "4A1")], "nobody")
        # Each of several schools counts its own, as when it is asked alone; who holds nothing there
        # that day, or no more, does not count.
        for code in ("22193402", "22193403"):
            self.ok("unit", "add", "--kind", "school", "--code", code, "--parent", "22", "--name",
                    f"Trường Tiểu học {code}", "--province", "Quảng Ninh")
        self.ok("year", "open", hocba.YEAR, "--unit", "22193402")
        self.ok("person", "add", "--login", "ben.kia", "--name", "Ngô Văn Bên", "--number",
                "022081000077", "--unit", "22193402", "--role", "principal", "--from", "2023-08-01")
        pem, _ = keys.make(self.folder, "other", "CCCD:022081000077", called="Ngô Văn Bên")
        self.ok("certificate", "add", "--file", pem, "--person", "ben.kia")
        rows = self.ok("certificate", "readiness", "--by", "so.duyet", "--json").json["schools"]
        self.assertEqual([(row["unit"], row["ready"], row["waiting"]) for row in rows],
                         [("22193401", 1, 3), ("22193402", 1, 1), ("22193403", 0, 0)])
        self.ok("certificate", "readiness", "--unit", "22193401", "--by", "gvcn", code=4)


if __name__ == "__main__":
    unittest.main()
