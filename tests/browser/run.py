#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A story in the browser: Debian's Chromium, driven by npm's playwright-core.

usage: run.py STORY.mjs BUILD_FOLDER [more arguments of the story]

Pictures of what was seen stay in BUILD_FOLDER/pictures.
"""
import fcntl
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def install(build):
    """npm ci, once per build folder and lock file; the folder of its modules."""
    home = os.path.join(build, "browser")
    os.makedirs(home, exist_ok=True)
    with open(os.path.join(HERE, "package-lock.json"), encoding="utf-8") as file:
        wanted = file.read()
    with open(os.path.join(home, "lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = os.path.join(home, "installed")
        if os.path.exists(done):
            with open(done, encoding="utf-8") as file:
                if file.read() == wanted:
                    return os.path.join(home, "node_modules")
        for name in ("package.json", "package-lock.json"):
            shutil.copy(os.path.join(HERE, name), home)
        result = subprocess.run(["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund",
                                 "--ignore-scripts"], cwd=home, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, check=False)
        if result.returncode != 0:
            sys.exit("npm ci failed:\n" + result.stdout)
        with open(done, "w", encoding="utf-8") as file:
            file.write(wanted)
    return os.path.join(home, "node_modules")


def main():
    story, build, *more = sys.argv[1:]
    modules = install(build)
    pictures = os.path.join(build, "pictures")
    sys.exit(subprocess.run(["node", story, modules, pictures, *more], check=False).returncode)


if __name__ == "__main__":
    main()
