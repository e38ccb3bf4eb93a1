# SPDX-License-Identifier: Apache-2.0
"""A workbook before it is a file: cells and merges, and the two ways of writing it down."""
import datetime

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904


class Sheet:
    def __init__(self, name):
        self.name, self.cells, self.merges = name, {}, []

    def put(self, row, column, cell):
        if cell is not None:
            self.cells[row, column] = cell

    def merge(self, top, left, bottom, right):
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))


def save_openpyxl(sheets, path, system_1904=False):
    book = openpyxl.Workbook()
    book.remove(book.active)
    if system_1904:
        book.epoch = CALENDAR_MAC_1904
    for sheet in sheets:
        to = book.create_sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            at = to.cell(row, column)
            at.value = cell.value
            if cell.kind == "t":
                at.data_type = "s"  # never a formula, never an error
            elif cell.kind == "e":
                at.data_type = "e"
            elif cell.kind == "d" and system_1904:
                at.value = datetime.datetime(1904, 1, 1) + datetime.timedelta(days=cell.value)
            if cell.format:
                at.number_format = cell.format
        for top, left, bottom, right in sheet.merges:
            to.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(path)


def escape(text):
    return str(text).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def save_plan(sheets, path):
    """The list of cells that write_plan.c turns into a file with libxlsxwriter."""
    with open(path, "w", encoding="utf-8") as out:
        for sheet in sheets:
            print("sheet", escape(sheet.name), sep="\t", file=out)
            for top, left, bottom, right in sheet.merges:
                print("merge", top, left, bottom, right, sep="\t", file=out)
            for (row, column), cell in sorted(sheet.cells.items()):
                print("cell", row, column, cell.kind, escape(cell.format or ""),
                      escape(cell.value), sep="\t", file=out)
