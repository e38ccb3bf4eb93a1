# SPDX-License-Identifier: Apache-2.0
"""A demo that is served, and its people as visitors."""
import base64
import html
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import demo  # noqa: E402
from browser import Visitor  # noqa: E402
from test_accounts import one_time_code  # noqa: E402
from transparency import Server  # noqa: E402

PROGRAM = os.environ["HOCBA_PROGRAM"]
PASSWORD = "một câu dễ nhớ"


class Workplace(unittest.TestCase):
    DEMO = ()  # more words for `hocba demo`

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "demo"
        demo.make(PROGRAM, cls.home, *cls.DEMO)
        cls.keys = {}
        cls.prepare()
        cls.start()
        cls.addClassCleanup(lambda: cls.server.stop())

    @classmethod
    def prepare(cls):
        """Before it is served."""

    @classmethod
    def start(cls):
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0", "--quiet")

    @classmethod
    def hocba(cls, *words):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"{words}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def visitor(self, login):
        """Signed in, with a password of the person's own."""
        first = self.hocba("account", "give", login, "--home", self.home)
        visitor = Visitor(self.server.address)
        visitor.sign_in(login, first)
        code, _, _ = visitor.post("/tai-khoan/mat-khau",
                                  {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        self.assertEqual(code, 303)
        return visitor

    def take_factor(self, visitor):
        """Spare codes of the second factor that is turned on: each opens a key once."""
        page = visitor.get("/tai-khoan/hai-lop")[1]
        key = re.search(r'<p class="code">([A-Z2-7]{32})</p>', page).group(1)
        sealed = html.unescape(re.search(r'name="khoa" value="([^"]+)"', page).group(1))
        code, page, _ = visitor.post("/tai-khoan/hai-lop", {
            "khoa": sealed, "ma": one_time_code(key, int(time.time()) // 30)})
        self.assertEqual(code, 200)
        visitor.factor = key
        return re.findall(r'<li class="code">([a-z0-9-]+)</li>', page)

    def pin(self, name):
        return (self.home / "pki" / f"{name}.pin").read_text().strip()

    # ---- the token, played by openssl ----

    def certificate(self, name):
        der = subprocess.run(["openssl", "x509", "-in", self.home / "pki" / f"{name}.pem",
                              "-outform", "DER"], check=True, capture_output=True).stdout
        return base64.b64encode(der).decode()

    def sign(self, name, digest):
        if name not in self.keys:
            key = self.folder / f"{name}.key"
            subprocess.run(["openssl", "pkcs12", "-in", self.home / "pki" / f"{name}.p12",
                            "-passin", f"file:{self.home / 'pki' / name}.pin", "-nodes",
                            "-nocerts", "-out", key], check=True, capture_output=True)
            self.keys[name] = key
        value = subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.keys[name],
                                "-pkeyopt", "digest:sha256"], input=base64.b64decode(digest),
                               check=True, capture_output=True).stdout
        return base64.b64encode(value).decode()
