# SPDX-License-Identifier: Apache-2.0
"""What every story needs: the built program, a home of its own, and a way to look at the store."""
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import demo

SOURCE = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = SOURCE / "tests" / "samples"
PROGRAM = os.environ.get("HOCBA_PROGRAM", str(SOURCE / "build" / "hocba"))
POSTGRES = os.environ.get("HOCBA_TEST_POSTGRES")
YEAR = "2023-2024"


def is_sanitized():
    """Whether the program is built with AddressSanitizer, whose allocator asks the clock and can wait for
    ever under faketime, which allocates to answer."""
    return b"__asan_init" in pathlib.Path(PROGRAM).read_bytes()


LEAKS_LOOKED_FOR = set()


def without_leaks(env, words):
    """Looking for leaks at the end of a process costs more than most commands: once for each is enough."""
    command = " ".join(word for word in map(str, words[:2]) if word.isalpha())
    if command in LEAKS_LOOKED_FOR:
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
    LEAKS_LOOKED_FOR.add(command)


def new_database(name):
    """An empty database on the test's server; its address."""
    subprocess.run(["psql", "-q", POSTGRES, "-c", f"CREATE DATABASE {name} TEMPLATE template0"],
                   check=True, capture_output=True)
    return POSTGRES.replace("/postgres?", f"/{name}?")


class Answer:
    """What a command answered: exit code, output, errors."""

    def __init__(self, command, done):
        self.command, self.code = command, done.returncode
        self.out, self.err = done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.out)


class Story(unittest.TestCase):
    """A story plays in a temporary folder with an instance (a training one) in it."""

    store = None  # an address of PostgreSQL, or None for SQLite

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.home = self.folder / "home"

    def run_any(self, *words, home=None, **options):
        env = dict(os.environ, HOCBA_HOME=str(home or self.home))
        env.pop("HOCBA_PIN", None)
        without_leaks(env, words)
        command = [PROGRAM, *map(str, words)]
        return Answer(command, subprocess.run(command, env=env, text=True, encoding="utf-8",
                                              capture_output=True, stdin=subprocess.DEVNULL,
                                              timeout=600, **options))

    def ok(self, *words, code=0, **options):
        """Run a command that must answer with this exit code."""
        answer = self.run_any(*words, **options)
        self.assertEqual(answer.code, code, f"{words}\n{answer.out[-3000:]}\n{answer.err[-3000:]}")
        return answer

    def found(self, *more):
        """A department, a school, its people, the year 2023-2024 with the class 4A1."""
        words = ["init", self.home, "--training", "--clock", "2024-05-31T08:00:00+07:00"]
        self.ok(*words, *(["--store", self.store] if self.store else []), *more)
        self.ok("unit", "add", "--kind", "department", "--code", "22",
                "--name", "Sở GDĐT Quảng Ninh", "--province", "Quảng Ninh")
        self.ok("unit", "add", "--kind", "school", "--code", "22193401", "--parent", "22",
                "--name", "Trường Tiểu học Trần Hưng Đạo", "--district", "Thành phố Hạ Long",
                "--commune", "Phường Hồng Gai", "--province", "Quảng Ninh",
                "--issue-place", "Hạ Long")
        self.ok("year", "open", YEAR)
        self.ok("year", "set", YEAR, "ngay_phat_hanh=31/5/2024")
        self.ok("class", "add", "--year", YEAR, "--name", "4A1")
        self.person("hieutruong", "Lê Thị Hoa", "022180000001", "principal")
        self.person("gvcn", "Trần Thu Hà", "022185000002", "class_teacher", "--class", "4A1",
                    "--year", YEAR)
        self.person("quantri", "Vũ Văn Bình", "022081000003", "school_admin")

    def person(self, login, name, number, role, *more):
        self.ok("person", "add", "--login", login, "--name", name, "--number", number, "--role", role,
                "--from", "2023-08-01", *more)

    def samples(self, name):
        return sorted((SAMPLES / name).glob("*.xlsx"))

    def without_ledger(self, made, home=None):
        """A copy of a demo whose records have not been entered anywhere, with a ledger of its own."""
        home = home or self.home
        shutil.copytree(made, home)
        for name in ("ledger", "witness", "second-place"):
            shutil.rmtree(home / name)
        settings = (home / "settings").read_text().splitlines()
        (home / "settings").write_text(
            "".join(f"{line}\n" for line in settings if not line.startswith("ledger.")))
        with contextlib.closing(sqlite3.connect(home / "hocba.db")) as database:
            for table in ("ledger_entry", "status_entry"):
                database.execute(f"DROP TRIGGER {table}_no_delete")
                database.execute(f"DELETE FROM {table}")
            database.commit()
        self.ok("ledger", "init", home=home)

    def change_store(self, *statements):
        """As who owns the database would: with every trigger out of the way."""
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in names.fetchall():
                database.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                database.execute(statement)
            database.commit()

    def content(self, home=None):
        """A digest of every row of an SQLite home: equal when nothing changed."""
        with contextlib.closing(sqlite3.connect((home or self.home) / "hocba.db")) as database:
            return hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()


def make_demo(home, *words):
    demo.make(PROGRAM, home, *words)


class DemoStory(Story):
    """A story that begins with a demo, made once for all its tests; `self.demo` stays as it is."""

    @classmethod
    def setUpClass(cls):
        cls.stage = pathlib.Path(tempfile.mkdtemp(prefix="hocba-demo-"))
        cls.addClassCleanup(shutil.rmtree, cls.stage, True)
        cls.demo = cls.stage / "demo"
        make_demo(cls.demo)
