#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make workbooks as schools have them, with the truth beside each.

usage: generate.py OUT WRITE_PLAN COUNT      (WRITE_PLAN: the program of write_plan.c)

Two fifths are written by openpyxl, three tenths by LibreOffice (a third of these as .xls), three
tenths by libxlsxwriter; after these come a tenth more as CSV and as HTML that calls itself .xls.
Workbook number n is the same on every machine: n is its seed.
"""
import os
import random
import subprocess
import sys
import tempfile

import plan
import shapes
from mess import Mess

SHAPES = ["profile", "subject", "traits", "summary"]


def writer_of(number, count):
    if number >= count:
        return "csv" if number % 2 else "html"
    kind = number % 10
    return ("openpyxl" if kind < 4 else "xlsxwriter" if kind < 7 else
            "xls" if kind == 7 else "libreoffice")


def make(number, out, writer):
    """One workbook's cells and truth; returns the file's name without its ending."""
    rng = random.Random(number)
    system_1904 = writer == "openpyxl" and rng.random() < 0.05
    truth = shapes.Truth()
    mess = Mess(rng, system_1904, formats=writer != "xls")  # libfreexl tells neither
    maker = shapes.Maker(rng, mess, truth, alone=writer in ("csv", "html"),
                         formulas=writer in ("xls", "libreoffice"))
    shape = SHAPES[number // 10 % 4]
    truth.add("F", "%d-%d" % (maker.year, maker.year + 1) if maker.year_shown else "",
              maker.class_name)
    getattr(maker, shape)()
    if shape == "subject" and not maker.alone and rng.random() < 0.2:
        maker.traits()  # a whole class in one file
    name = "%03d-%s" % (number, shape)
    truth.save(os.path.join(out, name + ".truth"))
    if writer == "xlsxwriter":
        plan.save_plan(maker.sheets, os.path.join(out, name + ".plan"))
    elif writer == "csv":
        plan.save_csv(maker.sheets[0], os.path.join(out, name + ".csv"), rng.choice(",;\t"),
                      rng.choice(["utf-8", "utf-8-sig"]))
    elif writer == "html":
        plan.save_html(maker.sheets[0], os.path.join(out, name + ".xls"))
    else:
        folder = os.path.join(out, writer)
        os.makedirs(folder, exist_ok=True)
        plan.save_openpyxl(maker.sheets, os.path.join(folder, name + ".xlsx"), system_1904)
    return name


def convert(out, folder, ending):
    """Let LibreOffice write all files of a folder anew, in one run."""
    source = os.path.join(out, folder)
    names = sorted(os.listdir(source))
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + profile,
                        "--convert-to", ending, "--outdir", out,
                        *(os.path.join(source, n) for n in names)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    missing = [n for n in names
               if not os.path.exists(os.path.join(out, n[:-4] + ending.split(":")[0]))]
    if missing:
        sys.exit("LibreOffice did not write " + " ".join(missing))


def main():
    out, write_plan, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    os.makedirs(out, exist_ok=True)
    names = [make(number, out, writer_of(number, count)) for number in range(count + count // 10)]
    plans = [os.path.join(out, n) for n in names if os.path.exists(os.path.join(out, n + ".plan"))]
    subprocess.run([write_plan, *plans], check=True)
    for name in os.listdir(os.path.join(out, "openpyxl")):
        os.rename(os.path.join(out, "openpyxl", name), os.path.join(out, name))
    for folder, ending in (("libreoffice", "xlsx"), ("xls", "xls")):
        if os.path.isdir(os.path.join(out, folder)):
            convert(out, folder, ending)


main()
