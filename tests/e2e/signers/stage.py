# SPDX-License-Identifier: Apache-2.0
"""The demo's class before its first signature, and the programs that sign for it."""
import os
import pathlib
import signal
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
for folder in ("support", "flow"):
    sys.path.insert(0, str(HERE.parent / folder))
import hocba  # noqa: E402
import soft_token  # noqa: E402,F401
import test_signing  # noqa: E402

CLASS = test_signing.CLASS
SIGNER = os.environ["HOCBA_SIGNER"]
PEER = os.environ["HOCBA_SIGNER_PEER"]
SUBJECTS = ("TV", "T", "NN1", "DD", "KH", "LSDL", "TH", "CN", "GDTC", "AN", "MT", "HDTN")


class Stage(test_signing.Signing):
    def serve(self, *words, env=None):
        """A program that says when it is ready, ended with the story."""
        run = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        self.addCleanup(run.stdout.close)
        line = run.stdout.readline()
        self.assertTrue(line, f"{words[0]} did not start")
        return run

    def peer(self, key, how):
        """signer_peer with that key of the demo: its socket and its journal."""
        socket, journal = self.folder / f"{key}.socket", self.folder / f"{key}.journal"
        pki = self.demo / "pki"
        self.serve(PEER, socket, pki / f"{key}.p12", pki / f"{key}.pin", journal, how)
        return socket, journal

    def lines(self, journal, word):
        return [line.split()[1] for line in journal.read_text().splitlines()
                if line.split()[0] == word]

    def sign_at(self, socket, role, *more, code=0):
        return self.ok("sign", "--as", role, *CLASS, "--socket", socket, "--json", *more,
                       code=code).json

    def kill_in_the_middle(self, words, reached):
        """Start hocba, wait until `reached()`, kill it without warning."""
        run = subprocess.Popen([hocba.PROGRAM, *map(str, words)],
                               env=dict(os.environ, HOCBA_HOME=str(self.home)),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL)
        while not reached():
            self.assertIsNone(run.poll(), "it ended before")
        run.send_signal(signal.SIGKILL)
        run.wait()


# The stories of Signing are played elsewhere.
for name in [name for name in dir(test_signing.Signing) if name.startswith("test_")]:
    setattr(Stage, name, None)
