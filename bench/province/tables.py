# SPDX-License-Identifier: Apache-2.0
"""The tables of the province and the workbooks of its classes, as files."""
import csv
import zipfile
from xml.sax.saxutils import escape

from model import COMPETENCES, DEPARTMENT, PLACES, PROVINCE, QUALITIES, SAID, SUBJECTS

YEAR = "2024-2025"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def cell(value):
    if value is None:
        return "<c/>"
    if isinstance(value, (int, float)):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def write_workbook(path, sheets):
    """sheets: {name: rows}; text and numbers, nothing else."""
    numbered = list(enumerate(sheets.items(), 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.writestr("[Content_Types].xml", f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType='
                     '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
                     f'ContentType="{KIND}.sheet.main+xml"/>' + "".join(
                         f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{KIND}.worksheet+xml"/>'
                         for i, _ in numbered) + "</Types>")
        out.writestr("_rels/.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
                     f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        out.writestr("xl/workbook.xml", f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>' + "".join(
            f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>' for i, (name, _) in numbered)
            + "</sheets></workbook>")
        out.writestr("xl/_rels/workbook.xml.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}">' + "".join(
            f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i, _ in numbered) + "</Relationships>")
        for i, (_, rows) in numbered:
            out.writestr(f"xl/worksheets/sheet{i}.xml", f'{HEAD}<worksheet xmlns="{SHEET}"><sheetData>' + "".join(
                "<row>" + "".join(map(cell, row)) + "</row>" for row in rows) + "</sheetData></worksheet>")


def day(born):
    return "{2:02}/{1:02}/{0}".format(*born)


def write_table(path, header, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([header.split(","), *rows])


def write_province(folder, schools):
    """The four tables of `hocba import province`."""
    classes = [(school, one) for school in schools for one in school.classes]
    write_table(folder / "don-vi.csv", "Loại đơn vị,Mã đơn vị,Tên đơn vị,Mã đơn vị quản lý,Xã,Huyện,Tỉnh,Địa danh phát hành học bạ",
                [["department", DEPARTMENT, "Sở GDĐT Quảng Ninh", "", "", "", PROVINCE, "Hạ Long"]]
                + [["school", school.code, school.name, DEPARTMENT, "Phường Hồng Gai", "Thành phố Hạ Long", PROVINCE,
                    "Hạ Long"]
                   for school in schools])
    write_table(folder / "lop.csv", "Mã trường,Năm học,Lớp,Số buổi mỗi ngày",
                [[school.code, YEAR, one.name, 2] for school, one in classes])
    header = "Mã đơn vị,Tên đăng nhập,Họ và tên,Số định danh cá nhân,Chức danh,Vai trò,Năm học,Lớp,Mã môn,Từ ngày"
    write_table(folder / "nguoi.csv", header,
                [[DEPARTMENT, "so.duyet", "Bùi Thị Lan Phương", "022180900009", "Chuyên viên", "department_approver",
                  "", "", "", "2024-08-01"]]
                + [[school.code, school.principal.login, school.principal.name, school.principal.number, "Hiệu trưởng",
                    "principal", "", "", "", "2024-08-01"] for school in schools]
                + [[school.code, one.teacher.login, one.teacher.name, one.teacher.number, "Giáo viên", "class_teacher",
                    YEAR, one.name, "", "2024-08-01"] for school, one in classes])
    write_table(folder / "hoc-sinh.csv", "Mã trường,Năm học,Lớp,Khối,Mã học sinh,Họ và tên,Ngày sinh,Số định danh cá nhân",
                [[school.code, YEAR, one.name, one.grade, pupil.code, pupil.name, day(pupil.born), pupil.number]
                 for school, one in classes for pupil in one.pupils])


PROFILE = ["STT", "Mã lớp", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Trạng thái HS", "Dân tộc",
           "Quốc tịch", "Nơi sinh", "Quê quán", "Chỗ ở hiện nay chi tiết", "Số CCCD", "Số đăng bộ", "Họ tên cha", "Họ tên mẹ",
           "Chiều cao (cm)", "Cân nặng (kg)", "Số buổi nghỉ có phép", "Số buổi nghỉ không phép"]


def profile(draw, one):
    rows = [[f"DANH SÁCH HỌC SINH LỚP {one.name} NĂM HỌC {YEAR}"], PROFILE]
    for i, pupil in enumerate(one.pupils, 1):
        surname = pupil.name.split()[0]
        rows.append([i, one.name, pupil.code, pupil.name, day(pupil.born), pupil.sex, "Đang học", pupil.people,
                     "Việt Nam", "Tỉnh Quảng Ninh", PROVINCE,
                     f"Tổ {draw.randint(1, 9)}, phường {draw.choice(PLACES)}, thành phố Hạ Long", pupil.number, f"{i}/{YEAR[:4]}",
                     f"{surname} Văn Nam", "Phạm Thị Hà", 100 + 5 * one.grade + draw.randint(0, 15),
                     17 + 3 * one.grade, draw.randint(0, 3), 0])
    return rows


def subject_sheets(draw, one):
    sheets = {}
    for subject, grades, tested in SUBJECTS:
        if one.grade not in grades:
            continue
        marked = tested and (one.grade >= 3 or subject in ("Tiếng Việt", "Toán"))
        rows = [[f"SỔ ĐÁNH GIÁ MÔN {subject.upper()} - LỚP {one.name} - CUỐI NĂM HỌC {YEAR}"],
                ["STT", "Lớp", "Mã học sinh", "Họ và tên", "Ngày sinh", "Mức đạt được", "Điểm KTĐK",
                 "Nội dung nhận xét", "Thời điểm đánh giá"]]
        for i, pupil in enumerate(one.pupils, 1):
            weak = pupil.weak and subject == "Toán"
            good = not weak and draw.random() < 0.6
            mark = (4 if weak else draw.randint(9, 10) if good else draw.randint(5, 8)) if marked else None
            said = None if pupil.forgotten and subject == "Toán" else draw.choice(SAID[:2] if good else SAID[2:])
            rows.append([i, one.name, pupil.code, pupil.name, day(pupil.born), "C" if weak else "T" if good else "H",
                         mark, said, "Cuối năm"])
        sheets[subject] = rows
    return sheets


def qualities(draw, one):
    rows = [[f"ĐÁNH GIÁ PHẨM CHẤT, NĂNG LỰC - LỚP {one.name} - CUỐI NĂM HỌC {YEAR}"],
            ["STT", "Lớp", "Mã định danh", "Họ và tên", "Ngày sinh", *QUALITIES, *COMPETENCES, "Nhận xét NL Chung",
             "Nhận xét NL Đặc thù", "Nhận xét Phẩm chất", "Khen thưởng", "Thời điểm đánh giá"]]
    for i, pupil in enumerate(one.pupils, 1):
        levels = [draw.choice("TTĐ") for _ in QUALITIES + COMPETENCES]
        rows.append([i, one.name, pupil.code, pupil.name, day(pupil.born), *levels,
                     "Tự giác thực hiện nhiệm vụ; giao tiếp tự tin.", "Diễn đạt rõ ràng, tính toán nhanh.",
                     "Chăm chỉ, đoàn kết; lễ phép, biết giúp đỡ bạn bè.", None, "Cuối năm"])
    return rows


def write_class(folder, draw, school, one):
    """The three workbooks of a class; their paths."""
    paths = []
    for kind, sheets in (("ho-so", {"Hồ sơ": profile(draw, one)}), ("mon-hoc", subject_sheets(draw, one)),
                         ("pc-nl", {"PC-NL": qualities(draw, one)})):
        paths.append(folder / f"{school.code}-{one.name}-{kind}.xlsx")
        write_workbook(paths[-1], sheets)
    return paths
