# SPDX-License-Identifier: Apache-2.0
"""Homes of `hocba demo`. One is made for a program and the words after "demo", and copied for each story
that begins with it: nothing in a home says where it lies, and making one signs and prints whole classes.

usage: demo.py PROGRAM HOME [WORD...]
"""
import datetime
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

KEPT_DAYS = 2  # a story may still copy one that was made before midnight


def forget_old(place):
    """What other days' and other builds' stories began with."""
    oldest = datetime.datetime.now().timestamp() - KEPT_DAYS * 86400
    for made in place.iterdir():
        if made.is_dir() and made.stat().st_mtime < oldest:
            shutil.rmtree(made, True)


def original(program, words):
    """The home that is copied; made by whoever needs it first, while others wait."""
    built = os.stat(program)
    key = repr((built.st_mtime_ns, built.st_size, datetime.date.today(), words))
    place = pathlib.Path(program).resolve().parent / "demo-homes"
    place.mkdir(exist_ok=True)
    home = place / hashlib.sha256(key.encode()).hexdigest()[:16]
    with open(place / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            forget_old(place)
            half = place / "half"
            shutil.rmtree(half, True)
            done = subprocess.run([program, "demo", half, *words], capture_output=True, text=True, timeout=600)
            if done.returncode:
                raise AssertionError(f"demo {words}: {done.stdout}{done.stderr}")
            half.rename(home)
    return home


def make(program, home, *words):
    """`hocba demo HOME WORD...`."""
    shutil.copytree(original(program, tuple(map(str, words))), home, symlinks=True)


if __name__ == "__main__":
    make(*sys.argv[1:])
