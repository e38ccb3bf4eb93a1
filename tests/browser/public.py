# SPDX-License-Identifier: Apache-2.0
"""The stage of public.mjs: a demo with records in every state that can come about, its slips, and
the server.

usage: public.py BUILD_FOLDER
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e" / "public"))
from test_public import Public, run  # noqa: E402


def main():
    Public.setUpClass()
    try:
        stage = Public("test_family")
        altered = Public.folder / "altered.xml"
        altered.write_bytes(Public.xml[0].read_bytes()[:-200])
        other = Public.folder / "other.xml"
        other.write_bytes(b"<HOC_BA/>")
        name, birth = stage.birth_of(Public.codes[0])
        plan = {
            "address": f"http://{Public.server.address}",
            "files": {"valid": str(Public.packages[0]), "revoked": str(Public.xml[1]),
                      "superseded": str(Public.xml[2]), "undecided": str(Public.xml[3]),
                      "suspended": str(Public.xml[5]),
                      "altered": str(altered), "unknown": str(other)},
            "staff": [{"login": login, "first": run("account", "give", login, "--home",
                                                    Public.home).stdout.split()[-1]}
                      for login in ("hieutruong", "gv.minh.nguyet", "hocvu")],
            "family": {"code": Public.codes[0], "birth": birth, "name": name},
        }
        return subprocess.run([sys.executable, HERE / "run.py", HERE / "public.mjs", sys.argv[1],
                               json.dumps(plan)], check=False).returncode
    finally:
        Public.doClassCleanups()


if __name__ == "__main__":
    sys.exit(main())
