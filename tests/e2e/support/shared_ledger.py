# SPDX-License-Identifier: Apache-2.0
"""A department's ledger that a service keeps, and two homes that may connect to it: the same pupils,
other keys. A demo decides about its own records, so its home comes as a department's."""
import contextlib
import hashlib
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile

import hocba
from transparency import Server

TOKENS = {"truong-a": "school", "so": "department", "phong": "department"}


class SharedLedger(hocba.DemoStory):
    @classmethod
    def setUpClass(cls):
        cls.second = pathlib.Path(tempfile.mkdtemp(prefix="hocba-demo-")) / "demo"
        cls.addClassCleanup(shutil.rmtree, cls.second.parent, True)
        making = subprocess.Popen([hocba.PROGRAM, "demo", str(cls.second)],
                                  stdout=subprocess.DEVNULL)
        super().setUpClass()
        if making.wait():
            raise RuntimeError("no second demo")

    service = None

    def setUp(self):
        super().setUp()
        self.without_ledger(self.demo)
        self.other = self.folder / "khac"
        self.without_ledger(self.second, self.other)
        self.keeper = self.folder / "keeper"
        self.ok("init", self.keeper, "--training")
        shutil.rmtree(self.keeper / "ledger")
        self.ok("ledger", "init", "--origin", "so-cai.example/22", home=self.keeper)
        self.place = self.folder / "place"
        self.place.mkdir()
        key = self.ok("ledger", "show", "--json", home=self.keeper).json["key"]
        self.policy = self.folder / "policy"
        self.policy.write_text(f"log {key}\nquorum none\n")
        self.clients = self.folder / "clients"
        self.clients.write_text("".join(
            f"{name} {role} {hashlib.sha256(name.encode()).hexdigest()}\n"
            for name, role in TOKENS.items()))
        self.clients.chmod(0o600)
        for name in TOKENS:
            (self.folder / name).write_text(f"{name}\n")
            (self.folder / name).chmod(0o600)
        self.addCleanup(self.stop)

    def serve(self, ledger=None):
        self.service = Server(hocba.PROGRAM, "ledger", "serve", ledger or self.keeper / "ledger",
                              "--listen", "127.0.0.1:0", "--clients", self.clients, "--policy",
                              self.policy, "--place", self.place)

    def stop(self, how=signal.SIGTERM):
        service, self.service = self.service, None
        return service.stop(how) if service else None

    def connect(self, home, name="so", code=0):
        answer = self.ok("ledger", "connect", f"http://{self.service.address}/", "--token-file",
                         self.folder / name, home=home, code=code)
        if code == 0 and "ledger.policy" not in (home / "settings").read_text():
            with open(home / "settings", "a", encoding="utf-8") as file:
                file.write(f"ledger.policy={self.policy}\n")
        return answer

    def change_numbers(self, home, statement):
        """Of pupils: they are others then."""
        with contextlib.closing(sqlite3.connect(home / "hocba.db")) as database:
            database.execute(f"UPDATE pupil SET code = {statement}")
            database.commit()

    def size(self):
        code, body, _ = self.service.ask("GET", "/checkpoint")
        return int(body.splitlines()[1]) if code == 200 else 0
