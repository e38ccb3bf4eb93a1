# SPDX-License-Identifier: Apache-2.0
"""How schools write: the ways in which one value can stand in a cell, and what it then means."""
import datetime
import re
import unicodedata

LEVELS = {"T": ["Hoàn thành tốt", "HTT"], "H": ["Hoàn thành", "HT"], "C": ["Chưa hoàn thành", "CHT"]}
RATINGS = {"T": ["Tốt"], "Đ": ["Đạt"], "C": ["Cần cố gắng"]}
EPOCH, EPOCH_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)


class Cell:
    """kind: t text, n number, d date, f formula, e error; format: a number format or None."""

    def __init__(self, kind, value, number_format=None):
        self.kind, self.value, self.format = kind, value, number_format


class Filled:
    """A cell with what it means: (mark, key, text) where mark is V (must be read), O (may be), or
    D (cannot be read: a problem at this cell, no value; text is the repair to propose, if any)."""

    def __init__(self, cell, *meanings):
        self.cell, self.meanings = cell, meanings


def meaning(text):
    """What a text is worth: NFC, blanks squeezed."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


class Mess:
    """The habits of one workbook."""

    def __init__(self, rng, system_1904=False, formats=True):
        self.rng = rng
        self.formats = formats  # a reader can learn how a number is shown, and of errors
        self.clean = rng.random() < 0.2
        self.nfd = not self.clean and rng.random() < 0.3
        self.spaces = 0 if self.clean else rng.choice([0, 0, 0.2, 0.5])
        self.words = 0 if self.clean else rng.choice([0, 0.3, 1])
        self.text_marks = 0 if self.clean else rng.choice([0, 0.3, 1])
        self.dates = rng.choice([["date"], ["date"], ["text"], ["padded"], ["serial"],
                                 ["date", "text", "serial"], ["dots", "dashes"], ["iso", "date"]])
        self.system_1904 = system_1904
        if system_1904:
            self.dates = [d for d in self.dates if d != "serial"] or ["date"]
        self.defects = 0 if self.clean else rng.choice([0, 0, 0, 0.02])
        self.gaps = 0 if self.clean else rng.choice([0, 0, 0, 0.1])
        self.lines = 0 if self.clean else rng.choice([0, 0, 0.3])
        self.lost_zeros = 0 if self.clean else rng.choice([0, 0, 0.3])

    def spell(self, text):
        """The same words, carelessly typed."""
        rng = self.rng
        if rng.random() < self.spaces:
            words = text.split(" ")
            at = rng.randrange(len(words))
            words[at] += rng.choice([" ", "  ", "\u00a0"]) if len(words) > 1 else ""
            text = rng.choice(["", "", " "]) + " ".join(words) + rng.choice(["", " "])
        return unicodedata.normalize("NFD", text) if self.nfd else text

    def text(self, key, value):
        if value is None:
            return Filled(None)
        return Filled(Cell("t", self.spell(value)), ("V", key, meaning(value)))

    def comment(self, key, value):
        """A long text, which may be broken over lines."""
        if value and self.rng.random() < self.lines:
            words = value.split(" ")
            at = self.rng.randrange(1, len(words))
            value = " ".join(words[:at]) + self.rng.choice(["\n", "\n\n", " \n"]) + " ".join(words[at:])
        return self.text(key, value)

    def number(self, key, value):
        return Filled(Cell("n", value), ("V", key, "%g" % value))

    def date(self, key, day):
        rng, kind = self.rng, self.rng.choice(self.dates)
        truth = ("V", key, day.isoformat())
        plain = {"text": f"{day.day}/{day.month}/{day.year}", "padded": day.strftime("%d/%m/%Y"),
                 "dots": day.strftime("%d.%m.%Y"), "dashes": day.strftime("%d-%m-%Y"),
                 "iso": day.isoformat()}
        if rng.random() < self.defects:
            bad = rng.choice([f"31/02/{day.year}", day.strftime("%d/%m/%y"), "không rõ"])
            return Filled(Cell("t", bad), ("D", key, ""))
        if rng.random() < self.gaps:
            return Filled(None)
        if kind in plain:
            return Filled(Cell("t", self.rng.choice(["", " "] if self.spaces else [""]) +
                               plain[kind]), truth)
        serial = (day - EPOCH).days
        if kind == "serial":
            return Filled(Cell("n", serial), truth)
        return Filled(Cell("d", (day - EPOCH_1904).days if self.system_1904 else serial,
                           rng.choice(["dd/mm/yyyy", "d/m/yyyy", "yyyy-mm-dd", "dd\\-mm\\-yyyy"])),
                      truth)

    def code_like(self, key, digits):
        """A code of digits: as text, or as a number where that loses nothing."""
        if digits[0] != "0" and not self.clean and self.rng.random() < 0.2:
            return Filled(Cell("n", int(digits), "0"), ("V", key, digits))
        return Filled(Cell("t", digits), ("V", key, digits))

    def personal_number(self, key, digits):
        rng = self.rng
        if rng.random() < self.lost_zeros:
            lost = digits.lstrip("0")
            cell = Cell("n", int(lost), "0") if rng.random() < 0.5 else Cell("t", lost)
            return Filled(cell, ("D", key, digits))
        if not self.clean and rng.random() < 0.1:
            return Filled(Cell("n", int(digits), "000000000000"),
                          ("V" if self.formats else "D", key, digits))
        return Filled(Cell("t", digits), ("V", key, digits))

    def choice(self, key, symbol, words):
        rng = self.rng
        if rng.random() < self.defects:
            return Filled(Cell("t", rng.choice(["Giỏi", "B", "?"])), ("D", key, ""))
        if rng.random() < self.words:
            word = rng.choice(words[symbol])
            written = rng.choice([word, word, word.upper(), word.lower()])
        else:
            written = rng.choice([symbol] * 4 + [symbol.lower()])
        return Filled(Cell("t", self.spell(written)), ("V", key, symbol))

    def mark(self, key, value):
        rng = self.rng
        if rng.random() < self.defects:
            bad = rng.choice([Cell("t", "8,5"), Cell("n", 9.5), Cell("n", 11), Cell("t", "vắng"),
                              Cell("e", "#N/A") if self.formats else Cell("t", "#N/A")])
            return Filled(bad, ("D", key, ""))
        if rng.random() < self.text_marks:
            written = rng.choice(["%d", "%d", "%d ", "%d.0"]) % value
            return Filled(Cell("t", written), ("V", key, str(value)))
        return Filled(Cell("n", value), ("V", key, str(value)))

    def decimal(self, key, value):
        truth = ("V", key, "%g" % value)
        if self.rng.random() < self.text_marks:
            return Filled(Cell("t", ("%g" % value).replace(".", self.rng.choice(".,"))), truth)
        return Filled(Cell("n", value), truth)

    def header(self, text):
        """A header's words: upper case, broken over lines, starred, with blanks."""
        rng = self.rng
        if self.clean:
            return text
        if rng.random() < 0.15:
            text = text.upper()
        if rng.random() < 0.2 and " " in text:
            words = text.split(" ")
            at = rng.randrange(1, len(words))
            text = " ".join(words[:at]) + "\n" + " ".join(words[at:])
        if rng.random() < 0.1:
            text += rng.choice([" (*)", " *", "*", " ", ":"])
        return unicodedata.normalize("NFD", text) if self.nfd else text
