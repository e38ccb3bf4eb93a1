# SPDX-License-Identifier: Apache-2.0
"""Two schools of one department: the seal of one is worth nothing on the records of the other."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402
import test_signing  # noqa: E402

CLASS = ("--unit", "22193401", "--year", "2023-2024", "--class", "4A1")
SECOND = "22193402"
HELPER = os.environ["HOCBA_OTHER_SCHOOL"]
SEALED = re.compile(rb"<KY_PHAT_HANH>.*</KY_PHAT_HANH>", re.DOTALL)


class Refused(test_signing.Signing):
    """The school of the stories of signing; before its seal, a second school settles there."""

    def setUp(self):
        super().setUp()
        self.other = self.folder / "other"
        self.other.mkdir()
        subprocess.run([HELPER, "make", str(self.other)], check=True, timeout=60)

    def settle(self):
        self.ok("unit", "add", "--kind", "school", "--code", SECOND, "--parent", "22",
                "--name", "Trường Tiểu học Bạch Đằng", "--district", "Thành phố Hạ Long",
                "--commune", "Phường Bạch Đằng", "--province", "Quảng Ninh",
                "--issue-place", "Hạ Long")
        add = ("certificate", "add", "--file", self.other / "seal.pem", "--unit")
        self.ok(*add, "22193401", code=1)  # the certificate itself says whose it is
        self.ok(*add, SECOND)
        rows = self.ok("certificate", "list", "--unit", SECOND, "--json").json["certificates"]
        self.assertEqual(len(rows), 1)
        self.ok("certificate", "approve", rows[0]["sha256"], "--by", "so.duyet")

    def states(self):
        rows = self.ok("list", *CLASS, "--json").json["records"]
        return {row["state"] for row in rows}

    def sign_with(self, folder, name, role, code):
        return self.ok("sign", "--as", role, *CLASS, "--key", folder / f"{name}.p12",
                       "--pass-file", folder / f"{name}.pin", code=code)

    def test_other_seal(self):
        """Approved, valid, opened with its PIN: and not the seal of this class's school."""
        self.create()
        self.sign("gvcn")
        self.sign("cbql")
        self.settle()
        answer = self.sign_with(self.other, "seal", "school", 4)
        self.assertIn("Trường Tiểu học Bạch Đằng", answer.err)
        for role in ("gvcn", "cbql"):  # nor instead of a person
            self.sign_with(self.other, "seal", role, 4)
        plan = self.folder / "plan.json"  # nor by the way around the key
        self.ok("sign", "--as", "school", *CLASS, "--prepare", plan, "--certificate",
                self.other / "seal.pem", code=4)
        self.assertFalse(plan.exists())
        self.assertEqual(self.states(), {"signed_cbql"})
        self.sign_with(self.demo / "pki", "school", "school", 0)
        self.assertEqual(self.states(), {"signed_school"})


# The other stories of signing are told in their own file.
for one in [one for one in dir(test_signing.Signing) if one.startswith("test_")]:
    setattr(Refused, one, None)


class Resealed(hocba.Story):
    """The demo's records, and what a stranger finds who trusts the roots of both schools."""

    @classmethod
    def setUpClass(cls):
        cls.stage = pathlib.Path(tempfile.mkdtemp(prefix="hocba-demo-"))
        cls.demo, cls.other = cls.stage / "demo", cls.stage / "other"
        cls.other.mkdir()
        hocba.make_demo(cls.demo)
        subprocess.run([HELPER, "make", str(cls.other)], check=True, capture_output=True, timeout=600)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.stage, True)

    def setUp(self):
        super().setUp()
        self.files = sorted((self.demo / "out" / "xml").glob("*.xml"))
        self.anchors = self.folder / "both.pem"
        self.anchors.write_text((self.demo / "pki" / "root.pem").read_text() +
                                (self.other / "root.pem").read_text())

    def reseal(self):
        """A genuine record without its school's signature, sealed by the other school."""
        bare, bent = self.folder / "bare.xml", self.folder / "bent.xml"
        content, count = SEALED.subn(b"", self.files[0].read_bytes())
        self.assertEqual(count, 1)
        bare.write_bytes(content)
        subprocess.run([HELPER, "sign", str(self.other), str(bare), str(bent)], check=True,
                       timeout=60)
        return bent

    def verify(self, path, code, *more):
        report = self.ok("verify", path, "--anchors", self.anchors, "--json", *more,
                         code=code).json["files"][0]
        return report["verdict"], {one["id"]: one["result"] for one in report["checks"]}

    def test_not_authentic(self):
        """Every signature is right, every chain trusted: the seal is another school's."""
        self.assertEqual(self.verify(self.files[0], 0)[0], "authentic")
        verdict, checks = self.verify(self.reseal(), 1)
        self.assertEqual(verdict, "not_authentic")
        self.assertEqual(checks["profile"], "no")
        wrong = [name for name, result in checks.items() if result == "no"]
        self.assertEqual(wrong, ["profile"])  # and for no other reason

    def test_not_entitled(self):
        """The department's registry entitles this seal to nothing there."""
        registry = self.demo / "out" / "registry.xml"
        verdict, checks = self.verify(self.reseal(), 1, "--registry", registry)
        self.assertEqual(verdict, "not_authentic")
        self.assertEqual(checks["entitlement"], "no")


if __name__ == "__main__":
    unittest.main()
