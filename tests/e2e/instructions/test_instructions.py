# SPDX-License-Identifier: Apache-2.0
"""One verification of a record with three signatures takes at most a tenth of the instructions of
libxmlsec1 with the keys handed to it.  Warm: the difference of many and one."""
import os
import re
import subprocess
import tempfile

MANY = 21


def instructions(who, times, record, root):
    with tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}",
             os.environ["COUNT"], who, str(times), record, root],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout
        return int(re.search(r"Collected : (\d+)", done.stdout)[1])


def one(who, record, root):
    return (instructions(who, MANY, record, root) - instructions(who, 1, record, root)) // (MANY - 1)


with tempfile.TemporaryDirectory() as folder:
    subprocess.run([os.environ["MAKE_RECORDS"], folder], check=True)
    record, root = f"{folder}/rsa-3.xml", f"{folder}/rsa-root.pem"
    ours, peer = one("ours", record, root), one("xmlsec", record, root)
    print(f"ours {ours}, libxmlsec1 {peer}: 1/{peer / ours:.1f}")
    assert 10 * ours <= peer, (ours, peer)
