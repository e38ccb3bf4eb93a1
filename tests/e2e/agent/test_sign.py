# SPDX-License-Identifier: Apache-2.0
"""hocba sign --agent: a class of the demo, signed with a token on this computer."""
import concurrent.futures
import pathlib
import shutil
import sys
import time
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "support"), str(TESTS / "flow")]
import hocba  # noqa: E402
import test_signing  # noqa: E402
from agent import Agent, Person  # noqa: E402
from soft_token import SHIM, Key, SoftToken, run  # noqa: E402

CLASS = test_signing.CLASS


class AgentSigning(hocba.Story):
    setUpClass = classmethod(test_signing.Signing.setUpClass.__func__)
    tearDownClass = classmethod(test_signing.Signing.tearDownClass.__func__)
    reset_database = test_signing.Signing.reset_database
    build, build_anew = test_signing.Signing.build, test_signing.Signing.build_anew
    approve = test_signing.Signing.approve
    create = test_signing.Signing.create
    states = test_signing.Signing.states
    counts = test_signing.Signing.counts
    verify_all = test_signing.Signing.verify_all

    def setUp(self):
        super().setUp()
        self.reset_database()
        self.build()
        self.token = SoftToken(self.folder / "token")
        for name in ("gvcn", "cbql", "school"):
            self.token.add(self.key(name))
        self.person = Person(self.folder / "person")
        self.agent = Agent(SHIM, self.person, self.token.env, ["hocba"])
        self.addCleanup(self.agent.stop)

    def key(self, name):
        """A key of the demo, out of its PKCS#12 file."""
        pki, pem = self.demo / "pki", self.folder / f"{name}.pem"
        run("openssl", "pkcs12", "-in", pki / f"{name}.p12", "-passin", f"file:{pki / name}.pin",
            "-nodes", "-nocerts", "-out", pem)
        run("openssl", "x509", "-in", pki / f"{name}.pem", "-outform", "DER", "-out",
            self.folder / f"{name}.der")
        return Key(self.folder, name, pem).read()

    def sign(self, role, *more, code=0):
        return self.ok("sign", "--as", role, *CLASS, "--agent",
                       f"http://127.0.0.1:{self.agent.port}", "--certificate",
                       self.demo / "pki" / f"{role}.pem", "--json", *more, code=code)

    def test_a_class_signed_by_a_token(self):
        self.create()
        self.assertEqual(self.counts(self.sign("gvcn").json), (35, 0, 0))
        question = self.person.questions("confirm")[0]
        for words in ["Chương trình hocba trên máy này", "35 học bạ", "Giáo viên chủ nhiệm",
                      "Trường Tiểu học Trần Hưng Đạo", "4A1", "2023-2024", "Nguyễn Minh Nguyệt"]:
            self.assertIn(words, question)

        self.token.rule("remove-after 10")   # pulled out half-way
        self.sign("cbql", code=5)
        self.token.rule("")
        self.assertEqual(self.counts(self.sign("cbql").json), (25, 10, 0))

        self.person.says("no", "123456")     # the clerk says no, then yes
        self.sign("school", code=5)
        self.person.says("yes", "123456")
        self.assertEqual(self.counts(self.sign("school").json), (35, 0, 0))

        self.assertEqual(self.counts(self.ok("issue", *CLASS, "--json").json), (35, 0, 0))
        self.assertEqual(self.states(), {"issued"})
        self.verify_all()
        signed = self.token.signed()
        self.assertEqual((len(signed), len(set(signed))), (105, 105))

        self.ok("class", "close", *CLASS, "--agent", f"http://127.0.0.1:{self.agent.port}",
                "--certificate", self.demo / "pki" / "cbql.pem")
        question = self.person.questions("confirm")[-1]
        for words in ["Chốt lớp 4A1", "Cán bộ quản lý", "Trường Tiểu học Trần Hưng Đạo"]:
            self.assertIn(words, question)

        self.ok("report", "make", "--year", CLASS[1], "--out", self.folder / "packets", "--agent",
                f"http://127.0.0.1:{self.agent.port}", "--certificate", self.demo / "pki" / "school.pem")
        question = self.person.questions("confirm")[-1]
        self.assertIn("yêu cầu ký 1 văn bản.", question)
        self.assertNotIn("Lớp:", question)

    def while_asked(self, words, meanwhile):
        """The person thinks about it until `meanwhile` is done; what the command answered."""
        agent = ("--agent", f"http://127.0.0.1:{self.agent.port}", "--certificate",
                 self.demo / "pki" / "cbql.pem")
        asked = len(self.person.questions("confirm"))
        self.person.hold(True)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            answer = pool.submit(self.ok, *words, *agent, code=5)
            try:
                while len(self.person.questions("confirm")) == asked and not answer.done():
                    time.sleep(0.02)
                meanwhile()
            finally:
                self.person.hold(False)
            return answer.result().err

    def test_the_books_change_while_the_principal_thinks(self):
        """Nothing is kept that was so when it was shown, and is not when it is signed."""
        self.create()
        for role in ("gvcn", "cbql", "school"):
            self.sign(role)
        codes = [row["code"] for row in self.ok("list", *CLASS, "--json").json["records"]]
        reasons = self.folder / "reasons"
        reasons.write_text(f"{codes[0]}\tcòn khiếu nại\n")
        for code in codes[1:]:
            self.ok("issue", *CLASS, "--pupil", code)
        close = ("class", "close", *CLASS, "--reasons", reasons)
        said = self.while_asked(close, lambda: self.ok("issue", *CLASS, "--pupil", codes[0]))
        self.assertIn("đã có thay đổi", said)
        self.ok("class", "manifest", *CLASS, code=2)
        self.ok("class", "close", *CLASS, "--key", self.demo / "pki" / "cbql.p12", "--pass-file",
                self.demo / "pki" / "cbql.pin")
        said = self.while_asked(("year", "freeze", CLASS[1]),
                                lambda: self.ok("class", "add", *CLASS[:2], "--name", "5C"))
        self.assertIn("đã có thay đổi", said)
        self.assertEqual({row["state"] for row in self.ok("year", "list", "--json").json["years"]}, {"open"})

    def test_no_agent(self):
        self.create()
        self.agent.stop()
        answer = self.sign("gvcn", code=6)
        self.assertIn("hocba agent ở http://127.0.0.1", answer.out)


if __name__ == "__main__":
    unittest.main()
