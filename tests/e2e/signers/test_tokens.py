# SPDX-License-Identifier: Apache-2.0
"""Tokens through their PKCS#11 module, in hocba-signer: SoftHSM2, and a shim before it for what a
soft token does not do by itself."""
import os
import shutil
import subprocess
import unittest

import stage
from stage import soft_token


class Tokens(stage.Stage):
    def setUp(self):
        super().setUp()
        self.token = soft_token.SoftToken(self.folder / "token", label="The ky")
        self.pin = self.folder / "pin"
        self.pin.write_text(soft_token.PIN)
        for name in ("SOFTHSM2_CONF", "HOCBA_SHIM_MODULE", "HOCBA_SHIM_FOLDER"):
            os.environ[name] = self.token.env[name]
        self.create()

    def put(self, role):
        """The demo's key of that role onto the token."""
        pki, pem = self.demo / "pki", self.folder / f"{role}.key"
        subprocess.run(["openssl", "pkcs12", "-in", pki / f"{role}.p12", "-nocerts", "-nodes",
                        "-passin", f"file:{pki}/{role}.pin", "-out", pem], check=True,
                       capture_output=True)
        key = soft_token.Key(self.folder, role, pem)
        subprocess.run(["openssl", "x509", "-in", pki / f"{role}.pem", "-outform", "DER", "-out",
                        key.certificate], check=True, capture_output=True)
        self.token.add(key)

    def sign_by_token(self, role, *more, uri="token=The%20ky", pin=None, code=0):
        return self.ok("sign", "--as", role, *stage.CLASS, "--token",
                       f"pkcs11:{uri}?module-path={soft_token.SHIM}", "--certificate",
                       self.demo / "pki" / f"{role}.pem", "--pass-file", pin or self.pin, *more,
                       code=code)

    def test_everybody_by_token(self):
        """P-256 for people, RSA for the seal, each on the same token and chosen by its id."""
        for number, role in enumerate(("gvcn", "cbql", "school"), 1):
            self.put(role)
            answer = self.sign_by_token(role, "--json", uri=f"token=The%20ky;id=%{number:02x}")
            self.assertEqual(self.counts(answer.json), (35, 0, 0))
        self.ok("issue", *stage.CLASS)
        self.verify_all()
        signed = self.token.signed()
        self.assertEqual(len(signed), 105)
        self.assertEqual(len(set(signed)), 105)
        answer = self.sign_by_token("gvcn", code=5)  # which of the three?
        self.assertIn("Có 3 chứng thư", answer.err)

    def test_removed_in_the_middle(self):
        self.put("gvcn")
        self.token.rule("remove-after 12")
        answer = self.sign_by_token("gvcn", "--json", code=6).json
        done = answer["done"]  # two threads sign, so one more may be under way
        self.assertIn(done, (12, 13))
        self.assertEqual(self.counts(answer), (done, 0, 35 - done))
        reasons = {one["message"] for one in answer["records"] if one["outcome"] == "failed"}
        self.assertEqual(len(reasons), 1)
        self.assertIn("rút ra", reasons.pop())
        self.token.rule("")
        again = self.sign_by_token("gvcn", "--json").json
        self.assertEqual(self.counts(again), (35 - done, done, 0))
        signed = self.token.signed()
        self.assertEqual(len(signed), len(set(signed)))

    def test_pin_for_each_signature(self):
        self.put("gvcn")
        self.token.rule(f"pin-each {soft_token.PIN}")
        self.assertEqual(self.counts(self.sign_by_token("gvcn", "--json").json), (35, 0, 0))

    def test_words(self):
        """Each trouble in its own sentence; nothing is signed."""
        self.put("gvcn")
        wrong, none = self.folder / "wrong", self.folder / "none.so"
        wrong.write_text("999999")
        for about, rule, more, code, words in (
                ("wrong PIN", "", {"pin": wrong}, 4, "không đúng"),
                ("locked PIN", "locked", {}, 4, "bị khóa"),
                ("the person cancels", "own-window-cancel", {}, 5, "hủy"),
                ("another token", "", {"uri": "token=Khac"}, 2, "Không thấy thẻ"),
                ("another serial", "", {"uri": "serial=0"}, 2, "Không thấy thẻ"),
                ("a part we cannot look at", "", {"uri": "object=x"}, 2, "chỉ nhận")):
            with self.subTest(about):
                self.token.rule(rule)
                answer = self.sign_by_token("gvcn", code=code, **more)
                self.assertIn(words, answer.err)
        for uri, words in ((f"pkcs11:?module-path={none}", "Không nạp được"),
                           ("pkcs11:token=x", "module-path"), ("x", "pkcs11:")):
            answer = self.ok("sign", "--as", "gvcn", *stage.CLASS, "--token", uri, "--pass-file",
                             self.pin, code=2)
            self.assertIn(words, answer.err)
        self.token.rule("")
        shutil.rmtree(self.token.folder / "tokens")
        (self.token.folder / "tokens").mkdir()
        answer = self.sign_by_token("gvcn", code=2)
        self.assertIn("Không thấy thẻ", answer.err)
        self.assertEqual(self.states(), {"created"})
        self.assertEqual(self.token.signed(), [])


if __name__ == "__main__":
    unittest.main()
