# SPDX-License-Identifier: Apache-2.0
"""Keys stay in hocba-signer: hocba's memory never holds one."""
import os
import pathlib
import re
import signal
import stat
import subprocess
import time
import unittest

import stage
from stage import hocba


def memory_of(pid):
    """Every readable byte of a process; None when the system does not let us."""
    pieces = []
    try:
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            for line in maps:
                span, rights = line.split()[:2]
                begin, end = (int(part, 16) for part in span.split("-"))
                if not rights.startswith("r") or end - begin > 1 << 28:
                    continue
                try:
                    memory.seek(begin)
                    pieces.append(memory.read(end - begin))
                except (OSError, ValueError, OverflowError):
                    pass
    except (PermissionError, ProcessLookupError, FileNotFoundError):
        return None
    return b"".join(pieces)


def has_ended(pid):
    """Ended, though nobody may have asked yet how."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def children(pid):
    try:
        return [int(word) for word in
                pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


class Process(stage.Stage):
    def private_number(self, key):
        """The private key's number, as it lies in memory: big-endian, and in OpenSSL's words."""
        pki = self.demo / "pki"
        pem = subprocess.run(["openssl", "pkcs12", "-in", pki / f"{key}.p12", "-nocerts", "-nodes",
                              "-passin", f"file:{pki}/{key}.pin"], check=True,
                             capture_output=True).stdout
        text = subprocess.run(["openssl", "pkey", "-noout", "-text"], input=pem, check=True,
                              capture_output=True).stdout.decode()
        digits = re.search(r"priv:\n((?:    [0-9a-f:]+\n)+)", text)[1]
        number = bytes.fromhex(re.sub(r"[:\s]", "", digits)).lstrip(b"\0")
        return number, number[::-1]

    def holds(self, pid, forms):
        memory = memory_of(pid)
        return memory is not None and any(form in memory for form in forms)

    def wait_until(self, what, condition):
        for _ in range(1500):
            if condition():
                return
            time.sleep(0.01)
        self.fail(f"waited in vain for: {what}")

    def test_no_key_in_the_main_process(self):
        self.create()
        forms = self.private_number("gvcn")
        pki = self.demo / "pki"
        run = subprocess.Popen(
            [hocba.PROGRAM, "sign", "--as", "gvcn", *stage.CLASS, "--key", str(pki / "gvcn.p12"),
             "--pass-file", str(pki / "gvcn.pin")],
            env=dict(os.environ, HOCBA_HOME=str(self.home)), stdout=subprocess.DEVNULL)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        self.wait_until("the child", lambda: children(run.pid))
        run.send_signal(signal.SIGSTOP)
        child = children(run.pid)[0]
        if memory_of(child) is not None and os.geteuid() == 0:
            self.wait_until("the key in hocba-signer", lambda: self.holds(child, forms))
        looks = 0
        while looks < 6:
            memory = memory_of(run.pid)
            if not memory:
                # On its way out its memory goes before the process does.
                self.wait_until("its end", lambda: has_ended(run.pid))
                break
            self.assertFalse(any(form in memory for form in forms),
                             "a private key in hocba's memory")
            looks += 1
            run.send_signal(signal.SIGCONT)
            time.sleep(0.03)
            run.send_signal(signal.SIGSTOP)
        self.assertGreater(looks, 0)
        run.send_signal(signal.SIGCONT)
        self.assertEqual(run.wait(), 0)

    def test_the_signing_path_has_no_private_key_functions(self):
        """What hocba links for signing does not even call them."""
        objects = pathlib.Path(os.environ["HOCBA_OBJECTS"])
        files = [path for path in objects.glob("*.o")
                 if re.match(r"src_(service_sign|service_registry|service_certificate|signers_|cli_)", path.name)]
        self.assertGreater(len(files), 15)
        for path in files:
            names = subprocess.run(["nm", "-u", path], check=True, capture_output=True,
                                   text=True).stdout
            self.assertIsNone(re.search(r"\b(private_key_|pkcs12_|signer_open_file|signer_of_key)",
                                        names), path.name)

    def test_a_service_with_several_keys(self):
        self.create()
        keys, socket = self.folder / "keys", self.folder / "s"
        keys.mkdir()
        for role in ("gvcn", "cbql"):
            (keys / f"{role}.p12").write_bytes((self.demo / "pki" / f"{role}.p12").read_bytes())
            (keys / f"{role}.pass").write_bytes((self.demo / "pki" / f"{role}.pin").read_bytes())
        self.serve(stage.SIGNER, "--socket", socket, "--keys", keys)
        self.assertEqual(stat.S_IMODE(socket.stat().st_mode), 0o600)
        answer = self.ok("sign", "--as", "gvcn", *stage.CLASS, "--socket", socket, code=2)
        self.assertIn("--certificate", answer.err)
        for role in ("gvcn", "cbql"):
            done = self.sign_at(socket, role, "--certificate", self.demo / "pki" / f"{role}.pem")
            self.assertEqual(self.counts(done), (35, 0, 0))
        self.ok("sign", "--as", "school", *stage.CLASS, "--socket", socket, "--certificate",
                self.demo / "pki" / "school.pem", code=2)
        second = subprocess.run([stage.SIGNER, "--socket", socket, "--keys", keys],
                                capture_output=True, text=True, timeout=60)
        self.assertEqual(second.returncode, 1)
        self.assertIn("Đã có", second.stderr)

    def test_words(self):
        """What goes wrong with a file is said by hocba, and nothing is signed."""
        self.create()
        pki, bad, wrong = self.demo / "pki", self.folder / "bad.p12", self.folder / "wrong"
        bad.write_bytes(b"x" * 100)
        wrong.write_text("sai")
        large = self.folder / "large.p12"
        large.write_bytes(b"x" * 70000)
        for key, pin, code, words in (
                (pki / "gvcn.p12", wrong, 4, "mật khẩu"), (bad, wrong, 1, ""),
                (large, wrong, 1, "64 KB"), (self.folder / "none.p12", wrong, 2, "Không mở được"),
                (pki / "gvcn.p12", self.folder / "no-pin", 2, "")):
            answer = self.ok("sign", "--as", "gvcn", *stage.CLASS, "--key", key, "--pass-file",
                             pin, code=code)
            self.assertIn(words.lower(), answer.err.lower())
        answer = self.ok("sign", "--as", "gvcn", *stage.CLASS, "--key", pki / "gvcn.p12", code=2)
        self.assertIn("--pass-file", answer.err)
        self.assertEqual(self.states(), {"created"})


if __name__ == "__main__":
    unittest.main()
