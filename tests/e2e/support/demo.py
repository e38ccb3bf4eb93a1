# SPDX-License-Identifier: Apache-2.0
"""Homes of `hocba demo`. One is made for a program and the words after "demo", and copied for each story
that begins with it: nothing in a home says where it lies, and making one signs and prints whole classes.
A demo's own clock goes on with the real one since it was made; a copy's goes on from where the making ended.

usage: demo.py PROGRAM HOME [WORD...]
"""
import contextlib
import datetime
import fcntl
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

KEPT_DAYS = 2  # a story may still copy one that was made before midnight


def forget_old(place):
    """What other days' and other builds' stories began with."""
    oldest = time.time() - KEPT_DAYS * 86400
    for made in place.glob("*.made"):
        if made.stat().st_mtime < oldest:
            made.unlink()
            shutil.rmtree(made.with_suffix(""), True)


def original(program, words):
    """The home that is copied, and when it was made: by whoever needs it first, while others wait."""
    built = os.stat(program)
    key = repr((built.st_mtime_ns, built.st_size, datetime.date.today(), words))
    place = pathlib.Path(program).resolve().parent / "demo-homes"
    place.mkdir(exist_ok=True)
    home = place / hashlib.sha256(key.encode()).hexdigest()[:16]
    made = home.with_suffix(".made")
    with open(place / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            forget_old(place)
            shutil.rmtree(home, True)
            done = subprocess.run([program, "demo", home, *words], capture_output=True, text=True, timeout=600)
            if done.returncode:
                raise AssertionError(f"demo {words}: {done.stdout}{done.stderr}")
            made.touch()
    return home, made.stat().st_mtime


def set_clock(file, seconds):
    """Of one store: later by so many seconds."""
    with contextlib.closing(sqlite3.connect(file)) as store, store:
        found = store.execute("SELECT value FROM instance WHERE key = 'clock_set'").fetchone()
        if found:
            moved = datetime.datetime.fromisoformat(found[0]) + datetime.timedelta(seconds=seconds)
            store.execute("UPDATE instance SET value = ? WHERE key = 'clock_set'", (moved.isoformat(),))


def make(program, home, *words):
    """`hocba demo HOME WORD...`."""
    there, made = original(program, tuple(map(str, words)))
    shutil.copytree(there, home, symlinks=True)
    for file in pathlib.Path(home).rglob("hocba.db"):
        set_clock(file, int(time.time() - made))


if __name__ == "__main__":
    make(*sys.argv[1:])
