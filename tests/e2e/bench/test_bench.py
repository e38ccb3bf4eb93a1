# SPDX-License-Identifier: Apache-2.0
"""The program's own benchmarks run and say what they measured; how fast is nobody's assertion."""
import json
import os
import subprocess

KEYS = {"verify_bb_rsa_over_raw", "verify_bb_p256_over_raw", "two_threads_over_one", "verify_blt_over_raw",
        "slow_over_fast", "slow_over_fast_p256", "verdict_cache_over_sha256", "sign_p256_over_raw",
        "sign_p256_over_raw_checked"}


def run(*arguments, code=0):
    done = subprocess.run([os.environ["HOCBA_PROGRAM"], "bench", "verify", *arguments], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == code, (arguments, done.returncode, done.stderr)
    return done.stdout


ratios = json.loads(run("--json"))
assert KEYS <= set(ratios), KEYS - set(ratios)
assert all(ratio > 0 for ratio in ratios.values()), ratios
many = json.loads(run("--records", "80", "--json"))
assert many["records"] == 80 and many["signers"] == 5 and many["seconds"] > 0, many
assert "80 học bạ khác nhau" in run("--records", "80")
run("--records", "0", code=2)
