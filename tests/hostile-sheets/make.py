# SPDX-License-Identifier: Apache-2.0
"""Writes the files of this folder anew: make.py FOLDER.  The same bytes each time; a test compares.

Each is a class's marks in mathematics, sound but for one thing."""
import io
import pathlib
import struct
import sys
import zipfile

ROWS = [["SỔ ĐÁNH GIÁ MÔN TOÁN - LỚP 4A1 - CUỐI NĂM HỌC 2023-2024"], [],
        ["STT", "Lớp", "Mã học sinh", "Họ và tên", "Mức đạt được", "Điểm KTĐK"],
        [1, "4A1", "2201", "Bùi Gia An", "T", 9],
        [2, "4A1", "2202", "Lê Hà My", "H", 7]]

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(row, column, value):
    place = "%s%d" % (chr(ord("A") + column), row)
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet(rows=ROWS, extra="", dimension="A1:F5"):
    lines = "".join("<row r=\"%d\">%s</row>" % (
        i + 1, "".join(cell(i + 1, j, value) for j, value in enumerate(row)))
        for i, row in enumerate(rows))
    return (f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>{lines}{extra}'
            "</sheetData></worksheet>")


def relations(*rows):
    return (f'{HEAD}<Relationships xmlns="{RELATIONS}">' + "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(rows)) + "</Relationships>")


def parts(**changed):
    """The parts of the sound workbook, some replaced (None: left out)."""
    all_parts = {
        "types": ("[Content_Types].xml", f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/'
                  'package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                  "</Types>"),
        "root": ("_rels/.rels", relations(("officeDocument", "xl/workbook.xml"))),
        "workbook": ("xl/workbook.xml", f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
                     '<sheet name="Toán" sheetId="1" r:id="r0"/></sheets></workbook>'),
        "book": ("xl/_rels/workbook.xml.rels",
                 relations(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "strings.xml"))),
        "sheet": ("xl/worksheets/sheet1.xml", sheet()),
        "strings": ("xl/strings.xml", f'{HEAD}<sst xmlns="{MAIN}"><si><t>Toán</t></si></sst>'),
    }
    for key, content in changed.items():
        all_parts[key] = (all_parts[key][0], content)
    return [(name, content) for name, content in all_parts.values() if content is not None]


def package(content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in content:
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 31, 8, 0, 0)), data,
                             zipfile.ZIP_DEFLATED)
    return out.getvalue()


def book(**changed):
    return package(parts(**changed))


def with_cell(xml):
    """The sound sheet with the last mark replaced."""
    return sheet(ROWS[:4] + [ROWS[4][:5]]).replace("</row></sheetData>", xml + "</row></sheetData>")


def encrypted_bit(data):
    """The zip says that its parts are encrypted (traditional PKWARE)."""
    data = bytearray(data)
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def compound(names):
    """An OLE2 container in which nothing but the names of its streams is to be found."""
    header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header = header.ljust(44, b"\0") + struct.pack("<III", 1, 1, 0) + struct.pack("<I", 4096)
    header = header.ljust(76, b"\0") + struct.pack("<I", 0) + b"\xFF" * (108 * 4)
    fat = struct.pack("<IIII", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE).ljust(512, b"\xFF")
    entries = b""
    for kind, name in [(5, "Root Entry")] + [(2, name) for name in names]:
        text = name.encode("utf-16-le")
        entries += text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1) + bytes(48) + \
            struct.pack("<III", 2, 512, 0)
    return header + fat + entries.ljust(512, b"\0") + bytes(512)


def locked(xls):
    """An .xls whose first record after BOF says that the rest is encrypted (FILEPASS)."""
    data = bytearray(xls)
    at = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # BOF of the workbook, BIFF8
    at += 4 + struct.unpack_from("<H", data, at + 2)[0]
    struct.pack_into("<H", data, at, 0x2F)
    return bytes(data)


def billion_laughs():
    names = "abcdefghij"
    entities = '<!ENTITY a "Toán">' + "".join(
        f'<!ENTITY {name} "{"&%s;" % before * 10}">' for before, name in zip(names, names[1:]))
    return f'{HEAD}<!DOCTYPE sst [{entities}]><sst xmlns="{MAIN}"><si><t>&j;</t></si></sst>'


def csv(rows, separator=";"):
    return "\n".join(separator.join(str(value) for value in row) for row in rows).encode() + b"\n"


def files(here):
    xls = (here.parent / "unit" / "sheet" / "results.xls").read_bytes()
    sound = book()
    far = '<row r="17000000"><c r="A17000000"><v>1</v></c></row>'
    wide = "".join(f'<c r="ZZ{i}"><v>1</v></c>' for i in (6,))
    nested = "<x>" * 200 + "</x>" * 200
    table = "<table>" + "".join(
        "<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in ROWS)
    return {
        "sound.xlsx": sound,
        "zip-bomb.xlsx": book(sheet=sheet().replace("</sheetData>", "<!--" + " " * (40 << 20) +
                                                    "--></sheetData>")),
        "truncated.xlsx": sound[:len(sound) * 2 // 3],
        "crc-wrong.xlsx": sound.replace(b"PK\1\2", b"PK\1\3", 1),
        "formula-error.xlsx": book(sheet=with_cell('<c r="F5" t="e"><f>1/0</f><v>#DIV/0!</v></c>')),
        "formula-unsaved.xlsx": book(sheet=with_cell('<c r="F5"><f>A5+1</f></c>')),
        "password-zip.xlsx": encrypted_bit(sound),
        "password.xlsx": compound(["EncryptionInfo", "EncryptedPackage"]),
        "password.xls": locked(xls),
        "truncated.xls": xls[:3072],
        "rows-17-million.xlsx": book(sheet=sheet(extra=far, dimension="A1:XFD17000000")),
        "rows-only-claimed.xlsx": book(sheet=sheet(dimension="A1:XFD17000000")),
        "columns-702.xlsx": book(sheet=sheet(extra=f'<row r="6">{wide}</row>')),
        "cell-too-long.xlsx": book(sheet=with_cell(cell(5, 5, "x" * 70000))),
        "entity-bomb.xlsx": book(strings=billion_laughs()),
        "entity-file.xlsx": book(sheet=sheet().replace(
            HEAD, HEAD + '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>')),
        "nested-zip.xlsx": package([("inside.xlsx", sound)]),
        "nested-elements.xlsx": book(sheet=sheet().replace("</sheetData>", nested + "</sheetData>")),
        "not-xml.xlsx": book(sheet="marks: 9, 7"),
        "sheet-missing.xlsx": book(sheet=None),
        "path-outside.xlsx": book(book=relations(("worksheet", "../../../../etc/passwd"))),
        "types-of-word.xlsx": package([("[Content_Types].xml", parts()[0][1]),
                                       ("_rels/.rels", relations(("officeDocument",
                                                                  "word/document.xml"))),
                                       ("word/document.xml", HEAD + "<w/>")]),
        "ods.xlsx": package([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                             ("content.xml", HEAD + "<x/>")]),
        "word.xls": compound(["WordDocument"]),
        "pdf.xls": b"%PDF-1.7\n1 0 obj\n",
        "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(32),
        "nul.csv": csv(ROWS).replace(b"2201", b"22\x0001"),
        "quote-open.csv": csv(ROWS).replace(b";B", b';"B', 1),
        "mark-of-nobody.csv": csv(ROWS[:4] + [[2, "4A1", "2299", "Không Có Ai", "H", 7]]),
        "table-open.xls": ("<html><meta charset=utf-8>" + table[:-12]).encode(),
        "empty.csv": b"",
        "nothing.xlsx": package([]),
    }


def main():
    out = pathlib.Path(sys.argv[1])
    for name, data in files(pathlib.Path(__file__).resolve().parent).items():
        (out / name).write_bytes(data)


if __name__ == "__main__":
    main()
