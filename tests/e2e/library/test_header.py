# SPDX-License-Identifier: Apache-2.0
"""The header is plain C99 and C++, and the library exports what it declares and nothing else."""
import os
import pathlib
import re
import subprocess

HEADER = pathlib.Path(os.environ["SOURCE_ROOT"], "include/hocba/verify.h")
declared = set(re.findall(r"\b(hocba_[a-z_]+)\(", re.sub(r"/\*.*?\*/", "", HEADER.read_text(),
                                                         flags=re.S)))
assert len(declared) >= 15, declared

for compiler in (["gcc", "-std=c99"], ["clang-14", "-std=c99"],
                 ["clang-14", "-std=c++11", "-x", "c++"]):
    command = compiler + ["-pedantic", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                          *([] if "c++" in compiler else ["-x", "c"]), str(HEADER)]
    subprocess.run(command, check=True)


def names(*arguments):
    lines = subprocess.run(["nm", "--defined-only", *arguments], check=True, text=True,
                           stdout=subprocess.PIPE).stdout.splitlines()
    return {line.split()[2].split("@")[0] for line in lines
            if re.match(r"[0-9a-f]+ [TDBRVWu] ", line)}


assert names("-D", os.environ["SHARED"]) == declared, names("-D", os.environ["SHARED"]) ^ declared
inside = {name for name in names("-g", os.environ["STATIC"])
          if not re.match(r"__(asan|odr_asan|sancov|start|stop)|_?asan|___asan", name)}
assert inside == declared, inside ^ declared
print("1..1\nok 1 - header and symbols")
