# SPDX-License-Identifier: Apache-2.0
"""The four shapes of workbooks that schools exchange, each in many guises, with the truth."""
import people
from mess import LEVELS, RATINGS, Cell, Filled, meaning
from plan import Sheet

SUBJECTS = {
    "TV": ["Tiếng Việt"],
    "T": ["Toán", "Môn Toán"],
    "NN1": ["Ngoại ngữ", "Ngoại ngữ 1", "Tiếng Anh", "Ngoại ngữ 1 (Tiếng Anh)"],
    "LSDL": ["Lịch sử và Địa lí", "Lịch sử và Địa lý", "LS&ĐL"],
    "KH": ["Khoa học"],
    "TH": ["TH-CN (Tin học)", "Tin học và Công nghệ (Tin học)", "Tin học"],
    "CN": ["TH-CN (Công nghệ)", "Tin học và Công nghệ (Công nghệ)", "Công nghệ"],
    "DD": ["Đạo đức"],
    "TNXH": ["Tự nhiên và Xã hội", "TNXH", "TN&XH"],
    "GDTC": ["Giáo dục thể chất", "GDTC"],
    "AN": ["Nghệ thuật (Âm nhạc)", "Âm nhạc"],
    "MT": ["Nghệ thuật (Mĩ thuật)", "Mĩ thuật", "Mỹ thuật"],
    "HDTN": ["Hoạt động trải nghiệm", "HĐTN"],
}
TRAITS = {
    "pham_chat_yeu_nuoc": ["Yêu nước"], "pham_chat_nhan_ai": ["Nhân ái"],
    "pham_chat_cham_chi": ["Chăm chỉ"], "pham_chat_trung_thuc": ["Trung thực"],
    "pham_chat_trach_nhiem": ["Trách nhiệm"],
    "nang_luc_tu_chu_tu_hoc": ["Tự chủ và tự học", "Tự chủ, tự học"],
    "nang_luc_giao_tiep_hoc_tac": ["Giao tiếp và hợp tác", "Giao tiếp, hợp tác"],
    "nang_luc_giai_quyet_van_de_sang_tao": ["Giải quyết vấn đề và sáng tạo",
                                            "GQVĐ và sáng tạo"],
    "nang_luc_ngon_ngu": ["Ngôn ngữ"], "nang_luc_tinh_toan": ["Tính toán"],
    "nang_luc_khoa_hoc": ["Khoa học"], "nang_luc_cong_nghe": ["Công nghệ"],
    "nang_luc_tin_hoc": ["Tin học"], "nang_luc_tham_mi": ["Thẩm mĩ", "Thẩm mỹ"],
    "nang_luc_the_chat": ["Thể chất"],
}
PERIODS = {"gk1": "Giữa học kỳ I", "hk1": "Cuối học kỳ I", "gk2": "Giữa học kỳ II", "cn": "Cuối năm"}
NAME = ["Họ và tên", "Họ tên", "Họ và tên học sinh", "Tên học sinh"]
CODE = ["Mã học sinh", "Mã định danh", "Mã định danh Bộ GD&ĐT", "Mã HS"]
BIRTH = ["Ngày sinh", "Ngày, tháng, năm sinh", "Năm sinh"]
SCHOOL = "TRƯỜNG TIỂU HỌC TRẦN HƯNG ĐẠO"


class Column:
    """A column: its header from the top down, and what a pupil's cell holds."""

    def __init__(self, header, fill, family=False):
        self.header = [header] if isinstance(header, str) else header
        self.fill = fill
        self.family = family  # the first half of a name


class Truth:
    """What a reader must find: lines for check_workbooks.c."""

    def __init__(self):
        self.lines = []

    def add(self, *parts):
        self.lines.append("\t".join("" if p is None else str(p) for p in parts))

    def save(self, path):
        with open(path, "w", encoding="utf-8") as out:
            out.write("\n".join(self.lines) + "\n")


class Maker:
    """Builds one sheet after another with the habits of one workbook."""

    def __init__(self, rng, mess, truth, alone=False, formulas=False):
        self.rng, self.mess, self.truth = rng, mess, truth
        self.alone = alone  # the file has one sheet, which has no name
        self.formulas = formulas and rng.random() < 0.5
        self.left = 0 if mess.clean or rng.random() < 0.85 else rng.choice([1, 2])
        self.grade = rng.randrange(1, 6)
        self.year = rng.choice([2024, 2024, 2025]) if self.grade == 5 else rng.choice([2023, 2024])
        self.class_name = "%d%s" % (self.grade, rng.choice(["A", "A1", "B", "C2", "D"]))
        self.period = "cn"
        self.pupils = people.make_class(rng, self.grade, self.year, rng.randrange(5, 19))
        self.year_shown = rng.random() < 0.8
        self.sheets = []

    def pick(self, words):
        return self.rng.choice(words)

    # --- columns that every shape may have

    def identity(self, with_code):
        rng, mess = self.rng, self.mess
        columns = [Column(self.pick(["STT", "TT"]), self.place_of)]
        if rng.random() < 0.7:
            columns.append(Column(self.pick(["Lớp", "Mã lớp", "Tên lớp"]),
                                  lambda p: Filled(Cell("t", self.class_name))))
        if with_code:
            columns.append(Column(self.pick(CODE), lambda p: mess.code_like("@code", p.code)))
        if not mess.clean and rng.random() < 0.12:
            columns.append(Column(self.pick(["Họ và tên đệm", "Họ đệm", "Họ và đệm"]), self.family_of,
                                  family=True))
            columns.append(Column("Tên", lambda p: Filled(Cell("t", mess.spell(p.name.split()[-1])))))
        else:
            columns.append(Column(self.pick(NAME), lambda p: mess.text("@name", p.name)))
        columns.append(Column(self.pick(BIRTH[:2]), lambda p: mess.date("@birth", p.birth)))
        return columns

    def computed(self, filled):
        """The same value, as what a formula came to."""
        cell = filled.cell
        if not self.formulas or self.mess.clean or any(one[0] != "V" for one in filled.meanings):
            return filled
        words = "%s+0" % cell.value if cell.kind == "n" else '"%s"&""' % cell.value
        return Filled(Cell("f", words), *filled.meanings) if cell.kind in "nt" else filled

    def place_of(self, pupil):
        if self.formulas and not self.mess.clean:
            return Filled(Cell("f", "ROUND(%d.2,0)" % pupil.place))
        return Filled(Cell("n", pupil.place))

    def family_of(self, pupil):
        """The name but for its last word, in a column of its own; the whole is what it means."""
        cell = Cell("t", self.mess.spell(" ".join(pupil.name.split()[:-1])))
        return Filled(cell, ("V", "@name", meaning(pupil.name)))

    def odd(self, columns, some):
        """Columns that are none of ours, put between."""
        if not self.mess.clean and self.rng.random() < 0.4:
            for header in self.rng.sample(some, self.rng.randrange(1, len(some) + 1)):
                columns.insert(self.rng.randrange(1, len(columns) + 1),
                               Column(header, lambda p: Filled(Cell("t", "xyz"))))
        return columns

    def shuffle(self, columns):
        """Any order; most files keep the number of the row first."""
        if self.mess.clean or self.rng.random() < 0.4:
            return columns
        first, rest = columns[:1], columns[1:]
        self.rng.shuffle(rest)
        given = next((c for c in rest if c.header == ["Tên"]), None)
        if given:  # the two halves of a name stay together
            rest.remove(given)
            family = next(i for i, c in enumerate(rest) if c.family)
            rest.insert(family + 1, given)
        if self.rng.random() < 0.1:
            rest.insert(self.rng.randrange(len(rest) + 1), first.pop())
        return first + rest

    # --- the sheet around them

    def numbers_row(self, sheet, row, columns):
        """Under the header of some forms stand the numbers of the columns."""
        if self.mess.clean or self.rng.random() < 0.85:
            return row
        words = self.rng.choice(["(%d)", "%d"])
        for at in range(1, len(columns) + 1):
            sheet.put(row, at + self.left, Cell("t", words % at))
        return row + 1

    def titles(self, sheet, words, width):
        """Lines above the header; returns the first free row."""
        rng = self.rng
        lines = []
        if rng.random() < 0.8:
            lines += ["PHÒNG GDĐT TP HẠ LONG", SCHOOL]
        if rng.random() < 0.2:
            lines += ["BÁO CÁO", "(Kết xuất từ phần mềm)"]
        if self.year_shown:
            words += rng.choice([" NĂM HỌC %d-%d", " - Năm học %d - %d", " năm học: %d – %d"]) % (
                self.year, self.year + 1)
        lines.append(words)
        if rng.random() < 0.6:
            lines.append(None)
        row = rng.choice([1, 1, 2])
        for line in lines:
            if line:
                at = 1 + rng.choice([0, self.left])
                sheet.put(row, at, Cell("t", self.mess.spell(line) if rng.random() < 0.5 else line))
                if rng.random() < 0.3:
                    sheet.merge(row, at, row, at + max(1, width // 2))
            row += 1
        return row

    def header(self, sheet, row, columns):
        """Write the header rows, merging equal neighbours; returns the first row below."""
        depth = max(len(c.header) for c in columns)
        for at, column in enumerate(columns, 1):
            for level, words in enumerate(column.header):
                before = columns[at - 2].header[:level + 1] if at > 1 else None
                last = level == len(column.header) - 1
                if not last and before == column.header[:level + 1]:
                    continue
                sheet.put(row + level, at + self.left, Cell("t", self.mess.header(words)))
                right = at
                while not last and right < len(columns) and (
                        columns[right].header[:level + 1] == column.header[:level + 1]):
                    right += 1
                sheet.merge(row + level, at + self.left, row + (depth - 1 if last else level),
                            right + self.left)
        return row + depth

    def body(self, sheet, row, columns):
        gap = 0 if self.mess.clean or self.rng.random() < 0.9 else self.rng.randrange(2, 5)
        for place, pupil in enumerate(self.pupils, 1):
            pupil.place = place
            row += place == gap  # one empty row among the pupils
            filled = [(at + self.left, c.fill(pupil)) for at, c in enumerate(columns, 1)]
            told = {k: t for _, f in filled for m, k, t in f.meanings if k[0] == "@" and m == "V"}
            self.truth.add("R", len(self.sheets), row, told.get("@code"), told.get("@number"),
                           told.get("@name"), told.get("@birth"), pupil.name)
            for at, one in filled:
                sheet.put(row, at, one.cell)
                for mark, key, text in one.meanings:
                    if mark == "D":
                        self.truth.add("D", at, key, text)
                    elif key[0] != "@":
                        self.truth.add(mark, key, text)
            row += 1
        return row

    def below(self, sheet, row, columns):
        """Totals and signatures, at which reading must stop."""
        rng = self.rng
        if self.mess.clean or rng.random() < 0.4:
            return
        name = next(at for at, c in enumerate(columns, 1)
                    if c.header[0] in NAME or c.family) + self.left
        total = rng.choice(["Tổng số: %d học sinh", "Tổng cộng: %d", "Danh sách có %d học sinh"])
        sheet.put(row, rng.choice([1 + self.left, name]), Cell("t", total % len(self.pupils)))
        row += rng.choice([1, 2])
        sheet.put(row, max(2, len(columns) - 2), Cell("t", "Hạ Long, ngày 31 tháng 5 năm 2024"))
        sheet.put(row + 1, name, Cell("t", "GIÁO VIÊN CHỦ NHIỆM"))
        sheet.put(row + 2, name, Cell("t", "(Ký và ghi rõ họ tên)"))
        sheet.put(row + 5, name, Cell("t", "Phạm Thị Dung"))

    def guide(self):
        """A first sheet that explains how to fill in the others."""
        if self.sheets or self.alone or self.mess.clean or self.rng.random() < 0.9:
            return
        sheet = Sheet("Hướng dẫn")
        for row, line in enumerate(["HƯỚNG DẪN NHẬP LIỆU", None, "1. Không sửa tên cột.",
                                    "2. Ngày sinh ghi dạng dd/mm/yyyy."], 1):
            sheet.put(row, 1, Cell("t", line) if line else None)
        self.truth.add("N", "Hướng dẫn")
        self.sheets.append(sheet)

    def add(self, name, shape, words, columns, subject=None):
        self.guide()
        while any(name == other.name for other in self.sheets):
            name += "b"
        sheet = Sheet(name)
        row = self.titles(sheet, words, len(columns))
        self.truth.add("S", shape, row, subject, self.period)
        row = self.header(sheet, row, columns)
        row = self.numbers_row(sheet, row, columns)
        row = self.body(sheet, row, columns)
        self.below(sheet, row, columns)
        self.sheets.append(sheet)

    # --- the shapes

    def suffix(self):
        return "" if self.period == "cn" else "." + self.period

    def profile(self):
        mess, pick = self.mess, self.pick
        columns = self.identity(with_code=False)
        for column in columns:
            if column.header[0] in NAME:
                column.fill = lambda p: join(mess.text("@name", p.name), "@name", "ho_va_ten")
            if column.family:
                column.fill = lambda p: join(self.family_of(p), "@name", "ho_va_ten")
            if column.header[0] in BIRTH:
                column.fill = lambda p: join(mess.date("@birth", p.birth), "@birth", "ngay_sinh")
        sexes = {"1": "Nam", "2": "Nữ"}
        columns += [
            Column(pick(CODE), lambda p: join(mess.code_like("@code", p.code), "@code", "ma_hoc_sinh")),
            self.girls() if not mess.clean and self.rng.random() < 0.1 else
            Column(pick(["Giới tính", "Nam/Nữ"]),
                   lambda p: sex(mess, sexes, "1" if p.male else "2")),
            Column(pick(["Dân tộc"]), lambda p: mess.text("dan_toc", p.ethnic)),
            Column(pick(["Số CCCD", "Số định danh cá nhân", "CCCD", "Số CMND/CCCD"]),
                   lambda p: join(mess.personal_number("@number", p.number), "@number", "so_cccd")),
        ]
        more = [
            Column(pick(["Trạng thái HS", "Trạng thái"]), lambda p: mess.text("trang_thai", "Đang học")),
            Column("Quốc tịch", lambda p: mess.text("quoc_tich", "Việt Nam")),
            Column("Nơi sinh", lambda p: mess.text("noi_sinh", p.birth_place)),
            Column("Quê quán", lambda p: mess.text("que_quan", p.home)),
            Column(pick(["Chỗ ở hiện nay chi tiết", "Chỗ ở hiện nay", "Địa chỉ", "Nơi ở hiện nay"]),
                   lambda p: mess.text("cho_o_hien_nay", p.address)),
            Column(pick(["Số đăng bộ", "Số sổ đăng bộ"]),
                   lambda p: mess.text("so_so_dang_bo", p.register)),
            Column(pick(["Họ tên cha", "Họ và tên cha"]), lambda p: mess.text("ho_va_ten_cha", p.father)),
            Column(pick(["Họ tên mẹ", "Họ và tên mẹ"]), lambda p: mess.text("ho_va_ten_me", p.mother)),
            Column(pick(["Họ tên người giám hộ", "Người giám hộ"]),
                   lambda p: mess.text("ho_va_ten_nguoi_giam_ho", p.guardian)),
            Column(pick(["Chiều cao (cm)", "Chiều cao"]), lambda p: mess.number("chieu_cao", p.height)),
            Column(pick(["Cân nặng (kg)", "Cân nặng"]), lambda p: mess.decimal("can_nang", p.weight)),
            Column(pick(["Số buổi nghỉ có phép", "Nghỉ có phép"]),
                   lambda p: mess.number("tong_so_buoi_nghi_co_phep", p.excused)),
            Column(pick(["Số buổi nghỉ không phép", "Nghỉ không phép"]),
                   lambda p: mess.number("thong_so_buoi_nghi_khong_phep", p.unexcused)),
            Column("Ghi chú", lambda p: mess.text("ghi_chu", p.note)),
        ]
        columns += [c for c in more if self.rng.random() < 0.85]
        columns = self.odd(columns, ["Điện thoại liên hệ", "Email phụ huynh", "Mã bưu chính"])
        self.add(pick(["Hồ sơ học sinh", "Sheet1", "DS lớp", "Danh sách"]), "profile",
                 "DANH SÁCH HỌC SINH LỚP " + self.class_name, self.shuffle(columns))

    def girls(self):
        """A column that marks girls and says nothing of boys."""
        return Column("Nữ", lambda p: Filled(None, ("O", "gioi_tinh", "1")) if p.male else
                      Filled(Cell("t", self.rng.choice("xX")), ("V", "gioi_tinh", "2")))

    def subject(self):
        mess, pick, rng = self.mess, self.pick, self.rng
        self.period = rng.choice(["cn", "cn", "cn", "gk1", "hk1", "gk2"])
        labels = {}
        for code in rng.sample(people.subjects_of(self.grade),
                               1 if self.alone else rng.randrange(1, 6)):
            labels[code] = pick(SUBJECTS[code])
        for place, (code, label) in enumerate(labels.items()):
            columns = self.identity(with_code=rng.random() < 0.9)
            columns.append(Column(pick(["Mức đạt được", "Mức độ đạt được", "Mức đạt"]),
                                  self.level_of(code)))
            if people.tested(code, self.grade, self.period):
                columns.append(Column(pick(["Điểm KTĐK", "Điểm kiểm tra định kỳ", "Điểm KT"]),
                                      self.mark_of(code)))
            columns.append(Column(pick(["Nội dung nhận xét", "Nhận xét"]), self.comment_of(code)))
            told = rng.random() < 0.6
            if told:
                columns.append(Column(pick(["Thời điểm đánh giá", "Thời điểm"]),
                                      lambda p: Filled(Cell("t", mess.spell(PERIODS[self.period])))))
            columns = self.odd(columns, ["Mã nhận xét", "Người nhập"])
            named = rng.random() < 0.6 and not self.alone
            title = "SỔ ĐÁNH GIÁ MÔN %s - LỚP %s" % (label.upper(), self.class_name)
            if named and rng.random() < 0.4:
                title = "SỔ ĐÁNH GIÁ HỌC SINH LỚP " + self.class_name
            if not told or rng.random() < 0.5:
                title += " - " + PERIODS[self.period].upper()
            name = label.replace("/", "-")[:31] if named else "Sheet%d" % (place + 1)
            self.add(name, "subject", title, self.shuffle(columns), code)

    def level_of(self, code):
        return lambda p: self.computed(
            self.mess.choice("mon.%s.muc%s" % (code, self.suffix()), p.level[code], LEVELS))

    def mark_of(self, code):
        return lambda p: self.computed(
            self.mess.mark("mon.%s.diem%s" % (code, self.suffix()), p.mark[code]))

    def comment_of(self, code):
        return lambda p: self.mess.comment("mon.%s.nhan_xet%s" % (code, self.suffix()), p.comment[code])

    def rating_of(self, trait):
        return lambda p: self.mess.choice(trait + self.suffix(), p.rating[trait], RATINGS)

    def traits(self):
        mess, pick, rng = self.mess, self.pick, self.rng
        self.period = rng.choice(["cn", "cn", "cn", "hk1"])
        grouped = rng.random() < 0.4
        qualities, general, specific = [], [], []
        for trait, words in TRAITS.items():
            if self.grade <= 2 and trait in ("nang_luc_cong_nghe", "nang_luc_tin_hoc"):
                continue
            to, group = ((qualities, "Phẩm chất chủ yếu") if trait.startswith("pham") else
                         (general, "Năng lực chung") if trait[9:] in people.GENERAL else
                         (specific, "Năng lực đặc thù"))
            to.append(Column([group, pick(words)] if grouped else pick(words), self.rating_of(trait)))
        comments = [
            Column(pick(["Nhận xét NL Chung", "Nhận xét năng lực chung"]),
                   self.trait_comment("nhan_xet_nang_luc_chung")),
            Column(pick(["Nhận xét NL Đặc thù", "Nhận xét năng lực đặc thù"]),
                   self.trait_comment("nhan_xet_nang_luc_dac_thu")),
            Column(pick(["Nhận xét Phẩm chất", "Nhận xét PC"]), self.trait_comment("nhan_xet_pham_chat")),
        ]
        identity = self.identity(with_code=True)
        told = rng.random() < 0.6
        tail = [Column("Thời điểm đánh giá",
                       lambda p: Filled(Cell("t", mess.spell(PERIODS[self.period]))))] if told else []
        if grouped:
            columns = identity + qualities + general + specific + comments + tail
        else:
            columns = self.shuffle(self.odd(identity + qualities + general + specific + comments + tail,
                                            ["Người nhập"]))
        title = "ĐÁNH GIÁ PHẨM CHẤT, NĂNG LỰC - LỚP " + self.class_name
        if not told or rng.random() < 0.5:
            title += " - " + PERIODS[self.period].upper()
        self.add(pick(["PC-NL", "Sheet1", "Phẩm chất năng lực"]), "traits", title, columns)

    def trait_comment(self, key):
        return lambda p: self.mess.comment(key + self.suffix(), p.comments[key])

    def summary(self):
        mess, pick, rng = self.mess, self.pick, self.rng
        columns = [c for c in self.identity(with_code=rng.random() < 0.3)]
        columns += [Column("Giới tính", lambda p: sex(mess, {"1": "Nam", "2": "Nữ"}, "1" if p.male else "2",
                                                      optional=True)),
                    Column("Dân tộc", lambda p: optional(mess.text("dan_toc", p.ethnic)))]
        group = pick(["Môn học và hoạt động giáo dục", "Các môn học và hoạt động giáo dục"])
        codes = people.subjects_of(self.grade)
        if not mess.clean and rng.random() < 0.3:
            rng.shuffle(codes)
        for code in codes:
            label = pick(SUBJECTS[code])
            columns.append(Column([group, label, pick(["Mức đạt được", "Mức"])], self.level_of(code)))
            if people.tested(code, self.grade, "cn"):
                columns.append(Column([group, label, pick(["Điểm KTĐK", "Điểm"])], self.mark_of(code)))
        for trait, words in TRAITS.items():
            if self.grade <= 2 and trait in ("nang_luc_cong_nghe", "nang_luc_tin_hoc"):
                continue
            over = "Phẩm chất chủ yếu" if trait.startswith("pham") else "Năng lực cốt lõi"
            columns.append(Column([over, pick(words)], self.rating_of(trait)))
        for result in people.RESULTS:
            columns.append(Column(["Đánh giá kết quả giáo dục", result], crossed(result)))
        columns.append(Column(["Khen thưởng cuối năm"],
                              lambda p: Filled(Cell("t", "X"), ("V", "khen_thuong_cuoi_nam", "1"))
                              if p.award else Filled(None)))
        columns.append(Column(["Chưa được lên lớp"], not_promoted))
        columns.append(Column(["Ghi chú"], lambda p: mess.text("ghi_chu", p.note)))
        self.add(pick(["Tổng hợp", "Sheet1", "Mẫu %d" % (3 if self.grade < 3 else 9)]), "summary",
                 "BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC CUỐI NĂM LỚP " + self.class_name, columns)


def join(filled, identity, key):
    """A value that is both the pupil's identity and a field of the draft."""
    more = [(m, key, t) for m, k, t in filled.meanings if k == identity]
    return Filled(filled.cell, *(m for m in filled.meanings if m[0] != "D"), *more)


def optional(filled):
    return Filled(filled.cell, *(("O" if m == "V" else m, k, t) for m, k, t in filled.meanings))


def sex(mess, words, value, optional=False):
    return Filled(Cell("t", mess.spell(words[value])), ("O" if optional else "V", "gioi_tinh", value))


def crossed(result):
    return lambda p: (Filled(Cell("t", "X"), ("V", "ket_qua_xep_loai", result))
                      if p.result == result else Filled(None))


def not_promoted(pupil):
    if pupil.result == people.RESULTS[3]:
        return Filled(Cell("t", "x"), ("V", "duoc_len_lop", "0"))
    return Filled(None, ("O", "duoc_len_lop", "1"))


assert meaning("a  b ") == "a b"
