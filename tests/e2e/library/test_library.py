# SPDX-License-Identifier: Apache-2.0
"""Install the library somewhere, build the example against it, shared and static, and let it judge
what a demo made."""
import glob
import os
import pathlib
import subprocess
import tempfile

ROOT = os.environ["SOURCE_ROOT"]
PROGRAM = os.environ["HOCBA_PROGRAM"]


def run(*command, code=0, **more):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          **more)
    assert done.returncode == code, (command, done.returncode, done.stdout)
    return done.stdout


with tempfile.TemporaryDirectory() as folder:
    there = pathlib.Path(folder, "there")
    run("meson", "install", "-C", os.environ["BUILD_ROOT"], "--no-rebuild", "--quiet",
        "--destdir", str(there))
    config = next(there.rglob("hocba.pc"))
    environment = os.environ | {"PKG_CONFIG_PATH": str(config.parent),
                                "PKG_CONFIG_SYSROOT_DIR": str(there)}
    flags = run("pkg-config", "--cflags", "--libs", "hocba", env=environment).split()
    needs = [flag for flag in run("pkg-config", "--static", "--libs", "hocba",
                                  env=environment).split()
             if flag.startswith("-l") and flag != "-lhocba"]
    include = next(there.rglob("hocba/verify.h")).parent.parent
    archive = next(there.rglob("libhocba.a"))
    example = ["gcc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", f"-I{include}",
               f"{ROOT}/examples/verify.c"]
    run(*example, *flags, "-o", f"{folder}/shared")
    run(*example, str(archive), *needs, "-lm", "-o", f"{folder}/static")

    demo = f"{folder}/demo"
    run("/usr/bin/python3", f"{ROOT}/tests/e2e/support/demo.py", PROGRAM, demo)
    record = sorted(glob.glob(f"{demo}/out/xml/*.xml"))[0]
    root = f"{demo}/pki/root.pem"
    bent = pathlib.Path(folder, "bent.xml")
    bent.write_bytes(pathlib.Path(record).read_bytes().replace("Tiếng Việt".encode(),
                                                               "Tiếng Viêt".encode(), 1))
    loader = os.environ | {"LD_LIBRARY_PATH": str(archive.parent)}
    for kind in "shared", "static":
        good = run(f"{folder}/{kind}", root, record, env=loader)
        assert "THỬ NGHIỆM" in good and "signatures   yes" in good, good
        assert "\nTOTAL-PASSED\n" in good and good.count(", TOTAL-PASSED") == 3, good
        refused = run(f"{folder}/{kind}", root, str(bent), env=loader, code=1)
        assert "KHÔNG CÔNG NHẬN" in refused and "\nTOTAL-FAILED HASH_FAILURE\n" in refused, refused
        run(f"{folder}/{kind}", root, f"{folder}/nothing", env=loader, code=2)
        run(f"{folder}/{kind}", record, record, env=loader, code=2)
    assert list(there.rglob("hocba-verify.3"))
print("1..1\nok 1 - installed, built against, asked")
