# SPDX-License-Identifier: Apache-2.0
"""hocba-agent.exe, built by mingw-w64, under Wine: its own windows, a PKCS#11 DLL with a real key."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from agent import Agent, batch_of  # noqa: E402
from soft_token import make_key, run  # noqa: E402

SOURCE = pathlib.Path(__file__).resolve().parents[3]
WINE = shutil.which("wine64") or "/usr/lib/wine/wine64"
WINESERVER = "/usr/lib/wine/wineserver64"
COMPILER = "x86_64-w64-mingw32-gcc"


def rsa_blob(pem):
    """BCRYPT_RSAFULLPRIVATE_BLOB: a head of six numbers, then the key's own, big-endian."""
    text = run("openssl", "pkey", "-in", pem, "-noout", "-text").stdout.decode()

    def number(name, size):
        digits = re.search(rf"{name}:\n((?:    [0-9a-f:]+\n)+)", text)[1]
        return int(re.sub(r"[:\s]", "", digits), 16).to_bytes(size, "big")

    full, half, e = 256, 128, (65537).to_bytes(3, "big")
    head = [0x33415352, 8 * full, len(e), full, half, half]
    return b"".join(x.to_bytes(4, "little") for x in head) + e + b"".join(
        number(name, size) for name, size in [
            ("modulus", full), ("prime1", half), ("prime2", half), ("exponent1", half),
            ("exponent2", half), ("coefficient", half), ("privateExponent", full)])


class WineTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-wine-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.env = dict(os.environ, WINEPREFIX=str(cls.folder / "prefix"), WINEDEBUG="-all",
                       LC_ALL="C.UTF-8",
                       WINEDLLOVERRIDES="mscoree,mshtml=", HOCBA_TEST_PIN="123456",
                       HOCBA_TEST_TOKEN=f"Z:{cls.folder}")
        for name in ("DISPLAY", "LD_LIBRARY_PATH"):
            cls.env.pop(name, None)
        cls.build()
        cls.key = make_key(cls.folder, "certificate", "/CN=Văn thư Thử Nghiệm/C=VN")
        (cls.folder / "key.bin").write_bytes(rsa_blob(cls.key.pem))
        cls.addClassCleanup(subprocess.run, [WINESERVER, "-k"], env=cls.env, capture_output=True)
        # Windows without a display: Wine's null driver has them.
        cls.wine("reg", "add", r"HKCU\Software\Wine\Drivers", "/v", "Graphics", "/d", "null", "/f")
        subprocess.run([WINESERVER, "-k"], env=cls.env, capture_output=True)
        subprocess.run([WINESERVER, "-w"], env=cls.env, capture_output=True, timeout=60)

    @classmethod
    def build(cls):
        """As docs/agent.md says it, in a folder with a Vietnamese name."""
        built = cls.folder / "build"
        run("meson", "setup", built, SOURCE, "--cross-file", SOURCE / "tools" / "mingw.ini")
        run("ninja", "-C", built)
        cls.place = cls.folder / "Thư mục của văn thư"
        cls.place.mkdir()
        shutil.copy(built / "hocba-agent.exe", cls.place)
        support, header = SOURCE / "tests" / "support", "/usr/include/p11-kit-1"
        run(COMPILER, "-Wall", "-Wextra", "-Werror", "-isystem", header, "-shared", "-o",
            cls.place / "thẻ.dll", support / "test_token.c", "-lbcrypt")
        run(COMPILER, "-Wall", "-Wextra", "-Werror", "-o", cls.folder / "press.exe",
            support / "press_dialogs.c")

    @classmethod
    def wine(cls, *words):
        return run(WINE, *words, env=cls.env, timeout=600).stdout.decode()

    def start(self, *more):
        """With the settings beside the program, as Notepad writes them."""
        lines = ["# tệp thiết lập", f"module = Z:{self.place}/thẻ.dll".replace("/", "\\"),
                 "origin = https://hocba.example.vn", *more, ""]
        (self.place / "hocba-agent.conf").write_bytes("\ufeff".encode() +
                                                      "\r\n".join(lines).encode())
        agent = Agent(None, None, self.env, (), [WINE, self.place / "hocba-agent.exe"])
        self.addCleanup(agent.stop)
        return agent

    def press(self, *what):
        return subprocess.Popen([WINE, self.folder / "press.exe", *what], env=self.env,
                                stdout=subprocess.PIPE)

    def sign(self, agent, name, count, *what):
        """(the batch at its end, the digests, what the windows said)"""
        wanted = [hashlib.sha256(f"{name} {i}".encode()).digest() for i in range(count)]
        person = self.press(*what) if what else None
        self.assertEqual(agent.ask("POST", "/v1/batches", batch_of(name, self.key, wanted))[0], 200)
        seen = agent.wait(name, "done", "refused", "failed", "cancelled")
        text = person.communicate(timeout=60)[0].decode() if person else ""
        return seen, wanted, text.replace("\r", "")

    def signed(self):
        path = self.folder / "signed"
        return [bytes.fromhex(x) for x in path.read_text().split()] if path.exists() else []

    def test_windows(self):
        agent = self.start()
        _, _, listed = agent.ask("GET", "/v1/certificates")
        self.assertEqual([(one["id"], one["holder"], one["serial"]) for one in listed["certificates"]],
                         [(self.key.id, "Văn thư Thử Nghiệm", "0123456789")])
        self.assertEqual(agent.ask("GET", "/v1/certificates", origin="https://x.example")[0], 403)

        before = self.signed()
        seen, _, text = self.sign(agent, "no", 3, "no")
        self.assertEqual((seen["state"], self.signed()), ("refused", before))
        for words in ["https://hocba.example.vn yêu cầu ký 3 học bạ", "Văn thư Thử Nghiệm", "4A1",
                      "Trường Tiểu học Thử Nghiệm", "1. Học sinh thử số 1\n2. Học sinh thử số 2\n"]:
            self.assertIn(words, text)

        seen, wanted, text = self.sign(agent, "yes", 25, "yes", "pin:000000", "pin:123456")
        self.assertEqual(seen["state"], "done", seen)
        self.assertIn("Mã PIN của thẻ không đúng", text)
        values = agent.values("yes")
        self.assertEqual(len(values), 25)
        for digest, value in zip(wanted, values):
            self.assertTrue(self.key.verifies(digest, value))
        self.assertEqual(self.signed(), before + wanted)

        seen, _, text = self.sign(agent, "locked", 1, "yes", "pin:1", "pin:2", "pin:3")
        self.assertEqual((seen["state"], seen["code"]), ("failed", "pin-locked"))
        self.assertIn("Chỉ còn một lần thử", text)

    def test_a_program_that_asks(self):
        agent = self.start(f"ask = Z:{self.folder}/press.exe")
        before = self.signed()
        seen, wanted, _ = self.sign(agent, "program", 5)
        self.assertEqual(seen["state"], "done", seen)
        self.assertEqual(self.signed(), before + wanted)

    def test_settings_that_are_wrong(self):
        (self.place / "hocba-agent.conf").write_text("module = x.dll\norigin = http://a.example\n")
        done = subprocess.run([WINE, self.place / "hocba-agent.exe"], env=self.env,
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 1, done)
        self.assertIn("Dòng 2: origin là địa chỉ", done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
