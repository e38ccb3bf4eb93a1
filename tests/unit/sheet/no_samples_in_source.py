#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nothing in src/ may know the samples: no file name, sheet name or cell address of theirs.

usage: no_samples_in_source.py SRC SAMPLES
"""
import pathlib
import re
import sys
import zipfile

src, samples = (pathlib.Path(p) for p in sys.argv[1:])
# Names of subjects and traits are words of the field and stand in model/.
field_words = "".join(p.read_text() for p in (src / "model").glob("*.c"))
field_words += (src.parent / "data" / "subjects.tsv").read_text()
known = set()
for path in samples.glob("*/*.xlsx"):
    known |= {path.name, path.stem}
    book = zipfile.ZipFile(path).read("xl/workbook.xml").decode()
    known |= {name for name in re.findall(r'<sheet [^>]*name="([^"]*)"', book)
              if name not in field_words}
assert len(known) >= 16 + 3, known
bad = []
for path in sorted(src.rglob("*.[ch]")):
    text = path.read_text()
    bad += [f"{path}: {name}" for name in known if name in text]
    if path.parent.name == "sheet":
        bad += [f"{path}: {cell}" for cell in re.findall(r'"\$?[A-Z]{1,3}\$?[0-9]{1,3}"', text)]
print("\n".join(bad) or f"ok: {len(known)} names")
sys.exit(bool(bad))
