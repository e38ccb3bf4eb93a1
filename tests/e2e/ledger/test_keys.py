# SPDX-License-Identifier: Apache-2.0
"""Keys that seal no more, and the policy that counts, written down in the ledger: what is believed
after a key was compromised is what witnesses had seen before."""
import datetime
import hashlib
import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402
from transparency import Server  # noqa: E402

FIRST, SECOND = ("--year", "2023-2024", "--class", "4A1"), ("--year", "2023-2024", "--class", "3B")
WHY = ("--number", "31/QĐ-SGDĐT", "--reason", "Mất thẻ con dấu")


class Keys(hocba.DemoStory):
    def setUp(self):
        super().setUp()
        self.without_ledger(self.demo)
        self.public, self.policy = self.folder / "public", self.folder / "policy"
        (self.folder / "place").mkdir()
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write(f"ledger.place={self.folder}/place\nledger.policy={self.policy}\n")
        self.log = self.show_key()
        self.serve_witness()
        self.assertTrue(self.ok("ledger", "enter", "--json").json["final"])
        listed = self.ok("certificate", "list", "--json").json["certificates"]
        self.seal = next(one["sha256"] for one in listed if one.get("holder", "").startswith("Trường"))

    def show_key(self):
        self.policy.write_text("log a\n")
        return (self.home / "ledger" / "origin").read_text().splitlines()[1]

    def serve_witness(self):
        folder, ledgers = self.folder / "witness", self.folder / "ledgers"
        key = self.ok("witness", "init", folder, "--name", "w.example").out.strip()
        ledgers.write_text(f"log {self.log}\nquorum none\n")
        self.witness = Server(hocba.PROGRAM, "witness", "serve", folder, "--listen", "127.0.0.1:0",
                              "--policy", ledgers)
        self.addCleanup(lambda: self.witness.process.poll() is None and self.witness.stop())
        self.policy.write_text(f"log {self.log}\nwitness w {key} http://{self.witness.address}/\n"
                               "quorum w\n")

    def key(self, name):
        pki = self.home / "pki"
        return ("--key", pki / f"{name}.p12", "--pass-file", pki / f"{name}.pin")

    def issue_second(self):
        self.ok("sign", "--as", "school", *SECOND, *self.key("school"))
        self.ok("issue", *SECOND)
        self.ok("ledger", "enter")
        return [row["uuid"] for row in self.ok("list", *SECOND, "--json").json["records"]]

    def leaves(self):
        return self.ok("ledger", "show", "--json").json["leaves"]

    def compromise(self, *more, code=0, by="so.duyet", key="officer"):
        answer = self.ok("ledger", "key", "compromise", self.seal, *WHY, *more, *self.key(key),
                         *(["--by", by] if by else []), "--json", code=code)
        return answer.json if code == 0 else answer

    def audit(self, code=0):
        self.ok("ledger", "publish", "--out", self.public)
        return self.ok("audit", "--store", "--ledger", self.public, "--policy", self.policy, "--json",
                       code=code).json

    def rules(self):
        return {finding["rule"] for finding in self.audit(code=1)["findings"]} - {"manifest"}

    def package(self, record, of):
        out = self.folder / record[:8]
        self.ok("export", *of, "--format", "package", "--out", out)
        return next(path for path in out.rglob("*.hocba") if record[:8] in path.name)

    def verify(self, file, code=0):
        report = self.ok("verify", file, "--anchors", self.home / "pki" / "root.pem", "--policy",
                         self.policy, "--status", self.public / "status.cwt", "--json",
                         code=code).json["files"][0]
        return report, {check["id"]: check["result"] for check in report["checks"]}

    def test_compromised(self):
        """What witnesses saw before stands, what came later under the key is revoked for good."""
        first = [row["uuid"] for row in self.ok("list", *FIRST, "--json").json["records"]
                 if row["state"] == "issued"][0]
        seen = self.leaves()
        time.sleep(2)  # witnesses' times are whole seconds
        since = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        time.sleep(1)
        later = self.issue_second()
        before = self.package(later[0], SECOND)
        self.assertEqual(self.audit()["revoked"], 0)
        self.verify(before)
        done = self.compromise("--since", since)
        self.assertEqual((done["from"], done["witnessed"], done["revoked"], done["final"]),
                         (seen, True, len(later), True))
        audit = self.audit()
        self.assertEqual((audit["clean"], audit["revoked"], audit["keys"]), (True, len(later), 1))
        report, checks = self.verify(before, code=1)
        self.assertEqual((report["ledger"]["status"], checks["status"]), ("revoked", "no"))
        report, checks = self.verify(self.package(first, FIRST))
        self.assertEqual((report["ledger"]["status"], checks["status"]), ("valid", "yes"))
        self.assertEqual(self.ok("show", later[0], "--json").json["state"], "revoked")
        # The school makes another one, which names it; the void one stays what it is.
        made = self.ok("create", *SECOND, "--json").json
        self.assertEqual((made["done"], made["failed"]), (len(later), 0))
        self.assertEqual(self.ok("show", later[0], "--json").json["state"], "revoked")
        # It cannot be taken back or said to be later; only that it was earlier.
        self.compromise("--from", str(seen), code=5)
        self.assertEqual(self.compromise("--from", str(seen - 1))["refused"], 0)
        self.assertTrue(self.audit()["clean"])

    def certified_again(self, name):
        """Another certificate of the same key, by an authority of ours."""
        file, out = self.folder / "key.pem", self.folder / "again.pem"
        pki = self.home / "pki"
        subprocess.run(["openssl", "pkcs12", "-in", pki / f"{name}.p12", "-passin", f"file:{pki / f'{name}.pin'}",
                        "-nodes", "-nocerts", "-out", file], check=True, capture_output=True)
        subprocess.run(["openssl", "req", "-x509", "-key", file, "-subj", "/CN=Trường/UID=MATRUONG:22193401", "-days", "400",
                        "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
                        "keyUsage=digitalSignature,nonRepudiation", "-out", out], check=True,
                       capture_output=True)
        return out

    def test_who_may_say_so(self):
        leaves = self.leaves()
        # Whoever runs the machine has no person's key of their own.
        self.ok("ledger", "key", "retire", self.seal, *WHY, *self.key("gvcn"), code=4)
        for more in ({"by": None}, {"by": "hieutruong"}, {"key": "school"}, {"key": "gvcn"}):
            self.compromise("--from", "3", code=4, **more)
        self.compromise(code=2)
        self.compromise("--from", "3", "--since", "2024-06-01T00:00:00Z", code=2)
        self.compromise("--from", "100000", code=2)
        self.assertEqual(self.leaves(), leaves)

    def test_retired(self):
        """Nothing more under the key; what stands there is as good as before."""
        self.ok("sign", "--as", "school", *SECOND, *self.key("school"))
        done = self.ok("ledger", "key", "retire", self.seal, *WHY, *self.key("school"), "--json").json
        self.assertEqual((done["from"], done["revoked"], done["documents"]), (0, 0, 1))
        refused = self.ok("issue", *SECOND, "--json", code=5).json
        self.assertEqual((refused["done"], refused["failed"]), (0, 14))
        self.assertIn("thôi dùng", refused["records"][0]["message"])
        audit = self.audit()
        self.assertEqual((audit["clean"], audit["keys"], audit["revoked"], audit["valid"]),
                         (True, 1, 0, 35))
        self.ok("ledger", "key", "retire", self.seal, *WHY, *self.key("school"), code=5)
        # Its authority certifies the key again: that is no way back.
        again = self.certified_again("school")
        said = self.ok("certificate", "add", "--unit", "22193401", "--file", again, code=5).err
        self.assertIn("xin chứng thư của một khóa mới", said)
        # It may still turn out to have been compromised.
        self.assertEqual(self.compromise("--from", "2")["revoked"], 35)
        self.assertEqual(self.audit()["revoked"], 35)

    def test_whose_signer(self):
        """With an auditor's own roots the paper's signer must lead there, as who signs a decision must."""
        self.compromise("--from", "20")
        self.ok("ledger", "publish", "--out", self.public)
        other = self.folder / "other.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.folder / "other.key",
                        "-subj", "/CN=Gốc khác", "-days", "4000", "-out", other], check=True, capture_output=True)
        found = {}
        for name, anchors in (("own", self.home / "pki" / "root.pem"), ("other", other)):
            told = self.run_any("audit", "--store", "--ledger", self.public, "--policy", self.policy, "--anchors",
                                anchors, "--json").json
            found[name] = [one["message"] for one in told["findings"] if one["rule"] == "key"]
        self.assertEqual((found["own"], len(found["other"])), ([], 1))
        self.assertIn("đáng tin", found["other"][0])

    def test_tampering(self):
        self.compromise("--from", "20")
        self.audit()
        home = self.content()
        for statement in ("UPDATE key_closing SET bytes = CAST(REPLACE(CAST(bytes AS TEXT), 'Mất', "
                          "'Thay') AS BLOB)",
                          "DELETE FROM closed_certificate",
                          "UPDATE key_closing SET since = 30"):
            with self.subTest(statement):
                self.assertEqual(self.content(), home)
                (self.home / "hocba.db").rename(self.folder / "kept.db")
                (self.home / "hocba.db").write_bytes((self.folder / "kept.db").read_bytes())
                self.change_store(*([statement] if "closed" not in statement else
                                    [statement, "DELETE FROM key_closing"]))
                self.assertIn("key", self.rules())
                (self.folder / "kept.db").rename(self.home / "hocba.db")
        # The certificates of the key, without which nobody would know whose seal is void.
        (self.home / "hocba.db").rename(self.folder / "kept.db")
        (self.home / "hocba.db").write_bytes((self.folder / "kept.db").read_bytes())
        self.change_store("DELETE FROM closed_certificate")
        self.assertEqual(self.rules(), {"key"})
        (self.folder / "kept.db").rename(self.home / "hocba.db")
        self.change_store("UPDATE record SET state = 'issued' WHERE state = 'revoked'")
        self.assertIn("decision", self.rules())

    def test_the_policy_that_counts(self):
        first = self.ok("ledger", "rule", "--json").json
        printed = self.ok("ledger", "policy").out
        self.assertEqual(first["policy"], hashlib.sha256(printed.encode()).hexdigest())
        self.assertTrue(self.ok("ledger", "rule", "--json").json["already"])
        given = self.folder / "given"
        given.write_text(printed)
        self.ok("ledger", "publish", "--out", self.public)
        audit = self.ok("audit", "--ledger", self.public, "--policy", given, "--json").json
        self.assertEqual((audit["rule"], audit["is_rule"]), (first["index"], True))
        weaker = self.folder / "weaker"
        weaker.write_text(f"log {self.log}\nquorum none\n")
        audit = self.ok("audit", "--ledger", self.public, "--policy", weaker)
        self.assertIn("KHÁC với tệp này", audit.out)
        self.ok("ledger", "rule", "--file", weaker)
        self.assertIn("# ngày tháng", self.ok("ledger", "rule", code=5).err)
        given.write_text("no policy\n")
        self.ok("ledger", "rule", "--file", given, code=1)


if __name__ == "__main__":
    unittest.main()
