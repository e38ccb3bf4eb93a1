# SPDX-License-Identifier: Apache-2.0
"""A workbook before it is a file: cells and merges, and the ways of writing it down."""
import csv
import datetime
import html

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
            if cell.kind == "f":
                at.value = "=" + cell.value  # LibreOffice computes it
            elif cell.kind == "t":
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


def shown(cell):
    """The cell as people see it, for files that hold nothing but that."""
    if cell is None:
        return ""
    if cell.kind == "d":
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=cell.value)
        return {"dd/mm/yyyy": day.strftime("%d/%m/%Y"), "d/m/yyyy": f"{day.day}/{day.month}/{day.year}",
                "yyyy-mm-dd": day.isoformat()}.get(cell.format, day.strftime("%d-%m-%Y"))
    if cell.kind == "n":
        digits = len(cell.format or "")
        return "%0*d" % (digits, cell.value) if digits > 1 else repr(cell.value)
    return str(cell.value)


def size_of(sheet):
    return max(r for r, _ in sheet.cells), max(c for _, c in sheet.cells)


def save_csv(sheet, path, separator, encoding):
    rows, columns = size_of(sheet)
    with open(path, "w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=separator)
        for row in range(1, rows + 1):
            writer.writerow([shown(sheet.cells.get((row, c))) for c in range(1, columns + 1)])


def save_html(sheet, path):
    """A table in HTML, which many programs save as .xls."""
    rows, columns = size_of(sheet)
    spans = {(m[0], m[1]): m for m in sheet.merges}
    hidden = {(r, c) for top, left, bottom, right in sheet.merges
              for r in range(top, bottom + 1) for c in range(left, right + 1)} - set(spans)
    lines = ['<html><head><meta charset="utf-8"></head><body><table border="1">']
    for row in range(1, rows + 1):
        line = "<tr>"
        for column in range(1, columns + 1):
            if (row, column) in hidden:
                continue
            top, left, bottom, right = spans.get((row, column), (row, column, row, column))
            line += '<td%s%s>%s</td>' % (
                f' rowspan="{bottom - top + 1}"' if bottom > top else "",
                f' colspan="{right - left + 1}"' if right > left else "",
                html.escape(shown(sheet.cells.get((row, column)))).replace("\n", "<br>"))
        lines.append(line + "</tr>")
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n</table></body></html>\n")
