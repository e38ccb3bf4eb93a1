# SPDX-License-Identifier: Apache-2.0
"""Our gateway passes the kit that plays a supplier; our client passes the kit that plays a gateway, with
faults too; and each kit finds what is wrong with an end that is."""
import json
import pathlib
import signal
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402
from department import CLIENT, SCHOOL, DepartmentStory  # noqa: E402


def outcomes(report):
    return {one["id"]: one["outcome"] for one in report["cases"]}


class Kit:
    """`hocba conformance gateway` on a free port."""

    def __init__(self, story, *more):
        self.process = subprocess.Popen(
            [hocba.PROGRAM, "conformance", "gateway", "--listen", "127.0.0.1:0", "--anchors",
             story.pki / "root.pem", *map(str, story.peer), "--json", *more],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        story.addCleanup(self.process.kill)
        self.url = self.process.stderr.readline().strip()

    def post(self, path, body):
        request = urllib.request.Request(f"{self.url}/{path}", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def report(self):
        with urllib.request.urlopen(self.url.removesuffix("/api/gateway/v1") + "/report", timeout=60) as answer:
            return json.load(answer)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, json.loads(out)


class Conformance(DepartmentStory):
    def play_supplier(self, *files, key=None, code=0):
        return self.ok("conformance", "supplier", *files, "--url", self.url, *self.peer, "--year", hocba.YEAR,
                       *(key or self.seal), "--json", code=code).json

    def test_story(self):
        """One department: setting it up costs most of the time."""
        files = self.records()
        report = self.play_supplier(*files[:2])
        self.assertEqual({one["id"]: one["notes"] for one in report["cases"] if one["outcome"] != "met"}, {})
        self.assertEqual((report["missed"], report["not_seen"]), (0, 0))
        self.find_what_is_wrong(files)
        self.send_with_faults()
        self.find_what_a_supplier_does_wrong()

    def find_what_is_wrong(self, files):
        """Packets under the principal's key: the gateway takes none of them, and the kit says so."""
        key = ("--key", self.pki / "cbql.p12", "--pass-file", self.pki / "cbql.pin")
        report = self.play_supplier(*files[2:4], key=key, code=1)
        found = outcomes(report)
        self.assertEqual(found["G-TAKES"], "missed")
        self.assertEqual(found["G-BOMB"], "met")
        notes = next(one["notes"] for one in report["cases"] if one["id"] == "G-TAKES")
        self.assertIn("CERTIFICATE", notes[0])
        self.assertNotIn("trần", json.dumps(report, ensure_ascii=False).lower())  # nobody's name

    def send_with_faults(self):
        packets = self.folder / "packets"
        made = self.ok("report", "make", "--year", hocba.YEAR, "--out", packets, "--at-most", "20", *self.seal,
                       "--json", home=self.demo).json["packets"]
        self.assertGreater(len(made), 1)
        kit = Kit(self, "--faults")
        sent = self.ok("report", "send", *(one["file"] for one in made), "--url", kit.url, *self.peer, "--year",
                       hocba.YEAR, "--json", home=self.demo).json["records"]
        self.assertEqual({one["state"] for one in sent}, {"accepted"})
        self.assertEqual(kit.report()["missed"], 0)
        code, report = kit.stop()
        self.assertEqual({one["id"]: one["notes"] for one in report["cases"] if one["outcome"] != "met"}, {})
        self.assertEqual((code, report["kit"], report["unit"]), (0, "gateway", SCHOOL))

    def find_what_a_supplier_does_wrong(self):
        kit = Kit(self)
        self.assertEqual(kit.post("token", b"{"), 400)
        self.assertEqual(kit.post("token", json.dumps({"user_name": CLIENT, "password": "0" * 64,
                                                       "ma_don_vi": SCHOOL}).encode()), 401)
        self.assertEqual(kit.post("records", b" " * (11 << 20)), 413)
        code, report = kit.stop()
        found = outcomes(report)
        self.assertEqual((code, found["S-FIELDS"], found["S-TOKEN"], found["S-SIZE"]),
                         (1, "missed", "missed", "missed"))
        self.assertEqual(found["S-PACKET"], "not_seen")


if __name__ == "__main__":
    unittest.main(verbosity=2)
