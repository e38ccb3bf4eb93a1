#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The truth about the sample workbooks, read with openpyxl and with knowledge of their layout:
nothing of src/ is used.  Writes one TSV per workbook: sheet, row, key, value.

usage: make_import_truth.py SAMPLES OUT
"""
import datetime
import pathlib
import sys
import unicodedata

import openpyxl

LEVEL = {"T": "T", "H": "H", "C": "C", "Hoàn thành tốt": "T", "Hoàn thành": "H",
         "Chưa hoàn thành": "C"}
RATING = {"T": "T", "Đ": "Đ", "C": "C", "Tốt": "T", "Đạt": "Đ", "Cần cố gắng": "C"}
SUBJECT = {"Tiếng Việt": "TV", "Toán": "T", "Ngoại ngữ": "NN1", "Lịch sử và Địa lí": "LSDL",
           "Khoa học": "KH", "TH-CN (Tin học)": "TH", "TH-CN (Công nghệ)": "CN", "Đạo đức": "DD",
           "Tự nhiên và Xã hội": "TNXH", "Giáo dục thể chất": "GDTC",
           "Nghệ thuật (Âm nhạc)": "AN", "Nghệ thuật (Mĩ thuật)": "MT",
           "Hoạt động trải nghiệm": "HDTN"}
TRAIT = {"Yêu nước": "pham_chat_yeu_nuoc", "Nhân ái": "pham_chat_nhan_ai",
         "Chăm chỉ": "pham_chat_cham_chi", "Trung thực": "pham_chat_trung_thuc",
         "Trách nhiệm": "pham_chat_trach_nhiem", "Tự chủ và tự học": "nang_luc_tu_chu_tu_hoc",
         "Giao tiếp và hợp tác": "nang_luc_giao_tiep_hoc_tac",
         "Giải quyết vấn đề và sáng tạo": "nang_luc_giai_quyet_van_de_sang_tao",
         "Ngôn ngữ": "nang_luc_ngon_ngu", "Tính toán": "nang_luc_tinh_toan",
         "Khoa học": "nang_luc_khoa_hoc", "Công nghệ": "nang_luc_cong_nghe",
         "Tin học": "nang_luc_tin_hoc", "Thẩm mĩ": "nang_luc_tham_mi",
         "Thể chất": "nang_luc_the_chat"}
PROFILE = {"Trạng thái HS": "trang_thai", "Dân tộc": "dan_toc", "Quốc tịch": "quoc_tich",
           "Nơi sinh": "noi_sinh", "Quê quán": "que_quan",
           "Chỗ ở hiện nay chi tiết": "cho_o_hien_nay", "Số đăng bộ": "so_so_dang_bo",
           "Họ tên cha": "ho_va_ten_cha", "Họ tên mẹ": "ho_va_ten_me",
           "Họ tên người giám hộ": "ho_va_ten_nguoi_giam_ho", "Chiều cao (cm)": "chieu_cao",
           "Cân nặng (kg)": "can_nang", "Số buổi nghỉ có phép": "tong_so_buoi_nghi_co_phep",
           "Số buổi nghỉ không phép": "thong_so_buoi_nghi_khong_phep", "Ghi chú": "ghi_chu"}
COMMENT = {"Nhận xét NL Chung": "nhan_xet_nang_luc_chung",
           "Nhận xét NL Đặc thù": "nhan_xet_nang_luc_dac_thu",
           "Nhận xét Phẩm chất": "nhan_xet_pham_chat", "Khen thưởng": "noi_dung_khen_thuong"}


def text(value):
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def day(value):
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, (int, float)):
        return (datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))).isoformat()
    d, m, y = text(value).split("/")
    return datetime.date(int(y), int(m), int(d)).isoformat()


def header_row(sheet):
    return next(r for r in range(1, 20) if sheet.cell(r, 1).value in ("STT", "TT"))


def is_pupil(sheet, row):
    return isinstance(sheet.cell(row, 1).value, int)


def flat(sheet, subject=None):
    """A sheet with one header row."""
    top = header_row(sheet)
    heads = [text(c.value) if c.value else "" for c in sheet[top]]
    for row in range(top + 1, sheet.max_row + 1):
        if not is_pupil(sheet, row):
            continue
        for i, head in enumerate(heads, 1):
            value = sheet.cell(row, i).value
            if value is None or head in ("STT", ""):
                continue
            if head in ("Họ tên", "Họ và tên"):
                yield row, "@name", text(value)
                if subject is None and "Nơi sinh" in heads:
                    yield row, "ho_va_ten", text(value)
            elif head == "Ngày sinh":
                yield row, "@birth", day(value)
                if subject is None and "Nơi sinh" in heads:
                    yield row, "ngay_sinh", day(value)
            elif head.startswith("Mã học sinh") or head.startswith("Mã định danh"):
                yield row, "@code", text(value)
                if "Nơi sinh" in heads:
                    yield row, "ma_hoc_sinh", text(value)
            elif head == "Số CCCD":
                if len(str(value)) == 12:
                    yield row, "@number", str(value)
                    yield row, "so_cccd", str(value)
                else:
                    yield row, "!proposal", "0" + str(value)
            elif head in ("Lớp", "Mã lớp"):
                yield row, "@class", text(value)
            elif head == "Giới tính":
                yield row, "gioi_tinh", {"Nam": "1", "Nữ": "2"}[text(value)]
            elif head in PROFILE:
                yield row, PROFILE[head], text(value)
            elif head in TRAIT:
                yield row, TRAIT[head], RATING[text(value)]
            elif head in COMMENT:
                yield row, COMMENT[head], text(value)
            elif head == "Mức đạt được":
                yield row, f"mon.{subject}.muc", LEVEL[text(value)]
            elif head == "Điểm KTĐK":
                yield row, f"mon.{subject}.diem", str(int(value))
            elif head == "Nội dung nhận xét":
                yield row, f"mon.{subject}.nhan_xet", text(value)
            elif head == "Thời điểm đánh giá":
                assert text(value) == "Cuối năm"
            else:
                raise SystemExit(f"unknown column {head}")


def summary(sheet):
    """The class summary: three header rows, groups merged."""
    top = header_row(sheet)
    group = name = ""
    columns = {}
    for i in range(1, sheet.max_column + 1):
        group = sheet.cell(top, i).value or group
        name = sheet.cell(top + 1, i).value or ("" if sheet.cell(top, i).value else name)
        columns[i] = (text(group), text(name), text(sheet.cell(top + 2, i).value or ""))
    class_name = [w for w in text(sheet.cell(top - 2, 1).value).split() if w[0] in "12345"][-1]
    for row in range(top + 3, sheet.max_row + 1):
        if not is_pupil(sheet, row):
            continue
        yield row, "@class", class_name
        for i, (group, name, part) in columns.items():
            value = sheet.cell(row, i).value
            if value is None or group == "TT":
                continue
            if group == "Họ và tên":
                yield row, "@name", text(value)
            elif group == "Ngày, tháng, năm sinh":
                yield row, "@birth", day(value)
            elif group == "Giới tính":
                yield row, "gioi_tinh", {"Nam": "1", "Nữ": "2"}[text(value)]
            elif group == "Dân tộc":
                yield row, "dan_toc", text(value)
            elif group == "Môn học và hoạt động giáo dục" and part == "Mức đạt được":
                yield row, f"mon.{SUBJECT[name]}.muc", LEVEL[text(value)]
            elif group == "Môn học và hoạt động giáo dục":
                yield row, f"mon.{SUBJECT[name]}.diem", str(int(value))
            elif group in ("Phẩm chất chủ yếu", "Năng lực cốt lõi"):
                yield row, TRAIT[name], RATING[text(value)]
            elif group == "Đánh giá kết quả giáo dục":
                assert value == "X"
                yield row, "ket_qua_xep_loai", name
            elif group == "Khen thưởng cuối năm":
                yield row, "khen_thuong_cuoi_nam", "1"
            elif group == "Chưa được lên lớp":
                yield row, "duoc_len_lop", "0"
            else:
                raise SystemExit(f"unknown column {group}")


def main():
    samples, out = (pathlib.Path(p) for p in sys.argv[1:])
    for path in sorted(samples.glob("*/*.xlsx")):
        lines = []
        for sheet in openpyxl.load_workbook(path):
            code = SUBJECT.get(text(sheet.title))
            rows = summary(sheet) if sheet.merged_cells.ranges else flat(sheet, code)
            lines += [f"{text(sheet.title)}\t{r}\t{k}\t{v}" for r, k, v in rows]
        name = out / f"import-{path.stem}.tsv"
        name.write_text("\n".join(sorted(lines)) + "\n")
        print(name, len(lines))


main()
