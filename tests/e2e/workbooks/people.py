# SPDX-License-Identifier: Apache-2.0
"""Invented pupils: everything that the four shapes of workbooks say of a child."""
import datetime

FAMILY = ("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Triệu Bàn Chíu Lỷ "
          "Tằng Lục La Nông Tô Trương Từ Diệp").split()
MIDDLE = "Văn Thị Đức Minh Gia Ngọc Thanh Bảo Khánh Hải Tuấn Quỳnh Thuỳ Hữu Phương".split()
GIVEN = ("An Anh Ánh Bảo Châu Chi Duy Đạt Đào Giang Hà Hân Hoà Huy Khang Khôi Lâm Linh Loan Long Mai My "
         "Nam Ngân Nghĩa Nhi Phong Phúc Quân Quý Sơn Tâm Thảo Thuỷ Thuý Trang Trâm Trí Tú Uyên Việt Vy "
         "Yến").split()
# The two places of a tone mark; which one is on the birth certificate decides, so it is kept.
TONES = {"Hoà": "Hòa", "Thuỳ": "Thùy", "Thuỷ": "Thủy", "Thuý": "Thúy"}
ETHNIC = ["Kinh"] * 6 + ["Dao", "Tày", "Sán Dìu", "Sán Chay", "Hoa", "Nùng"]
PLACES = ["Tỉnh Quảng Ninh", "TP. Hạ Long, Quảng Ninh", "Hải Phòng", "Bệnh viện Bãi Cháy, Quảng Ninh"]
COMMENTS = [
    "Em học đều, chăm chỉ, có nhiều tiến bộ.",
    "Nắm chắc kiến thức; vận dụng linh hoạt vào bài tập.",
    "Có cố gắng, cần luyện tập thêm để thực hiện thành thạo.",
    "Hoàn thành nội dung môn học, cần mạnh dạn hơn khi phát biểu.",
    "Đọc to, rõ; viết chữ đẹp (giữ vở sạch), trình bày cẩn thận.",
    "Biết chia sẻ với bạn bè, lễ phép với thầy cô – giữ lời hứa.",
    "Còn chậm ở một số nội dung, cần được kèm cặp thêm; gia đình phối hợp cùng giáo viên.",
]
QUALITIES = ["yeu_nuoc", "nhan_ai", "cham_chi", "trung_thuc", "trach_nhiem"]
GENERAL = ["tu_chu_tu_hoc", "giao_tiep_hoc_tac", "giai_quyet_van_de_sang_tao"]
SPECIFIC = ["ngon_ngu", "tinh_toan", "khoa_hoc", "cong_nghe", "tin_hoc", "tham_mi", "the_chat"]
TRAITS = (["pham_chat_" + t for t in QUALITIES] + ["nang_luc_" + t for t in GENERAL] +
          ["nang_luc_" + t for t in SPECIFIC])
RESULTS = ["Hoàn thành xuất sắc", "Hoàn thành tốt", "Hoàn thành", "Chưa hoàn thành"]


def subjects_of(grade):
    """Codes of the subjects that a grade has, without electives."""
    codes = ["TV", "T"]
    if grade >= 3:
        codes += ["NN1"]
    if grade >= 4:
        codes += ["LSDL", "KH"]
    if grade >= 3:
        codes += ["TH", "CN"]
    codes += ["DD"] + (["TNXH"] if grade <= 3 else []) + ["GDTC", "AN", "MT", "HDTN"]
    return codes


def tested(code, grade, period):
    """Does the subject have a periodic test then? TT27 Điều 7.1.b."""
    if code in ("TV", "T"):
        return period in ("hk1", "cn") or grade >= 4
    return period in ("hk1", "cn") and code in ("NN1", "LSDL", "KH", "TH", "CN") and grade >= 3


class Pupil:
    def __init__(self, rng, grade, year):
        self.male = rng.random() < 0.5
        words = [rng.choice(FAMILY), rng.choice(MIDDLE)]
        words += [rng.choice(GIVEN) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        self.name = " ".join(TONES.get(w, w) if rng.random() < 0.5 else w for w in words)
        self.birth = (datetime.date(year - grade - 5, 1, 1) +
                      datetime.timedelta(days=rng.randrange(365)))
        self.code = "22%08d" % rng.randrange(10**8)
        self.number = "022%d%02d%06d" % (2 if self.male else 3, self.birth.year % 100,
                                         rng.randrange(10**6))
        self.register = "%d/%d" % (rng.randrange(1, 999), year)
        self.ethnic = rng.choice(ETHNIC)
        self.birth_place = rng.choice(PLACES)
        self.home = rng.choice(["Quảng Ninh", "Hải Dương", "Nam Định"])
        self.address = "Tổ %d, khu %d, phường Hồng Gai, thành phố Hạ Long" % (
            rng.randrange(1, 9), rng.randrange(1, 9))
        self.father = None if rng.random() < 0.05 else "%s Văn %s" % (words[0], rng.choice(GIVEN))
        self.mother = "%s Thị %s" % (rng.choice(FAMILY), rng.choice(GIVEN))
        self.guardian = None if rng.random() < 0.9 else "%s Thị %s" % (
            rng.choice(FAMILY), rng.choice(GIVEN))
        self.height = rng.randrange(105, 145)
        self.weight = rng.randrange(180, 420) / 10
        self.excused, self.unexcused = rng.randrange(0, 9), rng.choice([0, 0, 0, 1, 2])
        self.note = rng.choice([None, None, None, "Hộ nghèo", "Chuyển đến trong năm"])
        self.level = {c: rng.choice("TTTHHC") for c in subjects_of(grade)}
        self.mark = {c: rng.randrange(0, 11) for c in subjects_of(grade)}
        self.comment = {c: rng.choice(COMMENTS) if rng.random() < 0.9 else None
                        for c in subjects_of(grade)}
        self.rating = {t: rng.choice("TTTĐĐC") for t in TRAITS}
        self.comments = {k: rng.choice(COMMENTS) for k in (
            "nhan_xet_nang_luc_chung", "nhan_xet_nang_luc_dac_thu", "nhan_xet_pham_chat")}
        self.result = rng.choice(RESULTS)
        self.award = rng.choice([None, None, "Học sinh Xuất sắc", "Giải Nhì hội thi Viết chữ đẹp"])


def make_class(rng, grade, year, size):
    """Pupils of one class, no two with the same name, code or number."""
    pupils, seen = [], set()
    while len(pupils) < size:
        pupil = Pupil(rng, grade, year)
        if not {pupil.name, pupil.code, pupil.number} & seen:
            seen |= {pupil.name, pupil.code, pupil.number}
            pupils.append(pupil)
    return pupils
