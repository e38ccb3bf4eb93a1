# SPDX-License-Identifier: Apache-2.0
"""The lines of docs/trust.md that verify a record without our software do so, and refuse forged
ones."""
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(os.environ["SOURCE_ROOT"])
section = (ROOT / "docs/trust.md").read_text().split("## A record without our software")[1]
script = "\n".join(re.findall(r"^    (.*)$", section.split("\n## ")[0], flags=re.M))


def run(name):
    return subprocess.run(["bash", "-c", script, "by-hand", f"tests/hostile/{name}"], cwd=ROOT,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


good = run("valid.xml")
assert good.returncode == 0, good.stdout
assert good.stdout.count("Verified OK") == 3, good.stdout
assert good.stdout.count(": OK") == 3, good.stdout
assert "school covers sig-cbql-value" in good.stdout, good.stdout
for name in ("changed.xml", "dtd.xml", "comment.xml", "duplicate-id-spelled.xml", "hmac.xml",
             "wrapped-first.xml", "sha1-digest.xml", "signer-stranger.xml", "signer-missing.xml",
             "signer-removed.xml"):
    forged = run(name)
    assert forged.returncode != 0, (name, forged.stdout)
print("1..1\nok 1 - verified by hand")
