# SPDX-License-Identifier: Apache-2.0
"""An invented province, the same for the same seed: schools, classes, people, pupils and results."""
import dataclasses
import random

SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô Dương Lý Chíu Bàn Tằng Voòng".split()
MIDDLE = {"Nam": "Văn Hữu Quang Minh Gia Đức Bảo Tuấn".split(), "Nữ": "Thị Ngọc Thu Minh Khánh Bảo Hà Quỳnh".split()}
GIVEN = {"Nam": "An Bách Cường Duy Dũng Hải Huy Khang Khôi Long Nam Phong Quân Sơn Tùng Việt".split(),
         "Nữ": "Anh Bích Chi Diệp Giang Hà Hoa Hương Lan Linh Mai Ngân Nhung Phương Thảo Vy".split()}
PEOPLES = ["Kinh"] * 12 + ["Tày", "Dao", "Sán Dìu", "Sán Chay"]
PLACES = ["Bãi Cháy", "Hồng Gai", "Cao Xanh", "Hà Khẩu", "Giếng Đáy", "Hùng Thắng"]
SAID = ["Có nhiều tiến bộ, hoàn thành tốt các yêu cầu của môn học; biết giúp đỡ bạn.",
        "Nắm chắc kiến thức, vận dụng linh hoạt vào bài tập và cuộc sống.",
        "Hoàn thành nội dung môn học, cần mạnh dạn hơn khi phát biểu ý kiến.",
        "Có cố gắng; cần luyện tập thêm để thực hiện nhanh và chính xác hơn."]
QUALITIES = ["Yêu nước", "Nhân ái", "Chăm chỉ", "Trung thực", "Trách nhiệm"]
COMPETENCES = ["Tự chủ và tự học", "Giao tiếp và hợp tác", "Giải quyết vấn đề và sáng tạo", "Ngôn ngữ", "Tính toán",
               "Khoa học", "Công nghệ", "Tin học", "Thẩm mĩ", "Thể chất"]
# Subjects by the grades that have them; those with a test at the end of the year bear a mark.
SUBJECTS = [("Tiếng Việt", range(1, 6), True), ("Toán", range(1, 6), True), ("Ngoại ngữ", range(3, 6), True),
            ("Lịch sử và Địa lí", range(4, 6), True), ("Khoa học", range(4, 6), True),
            ("TH-CN (Tin học)", range(3, 6), True), ("TH-CN (Công nghệ)", range(3, 6), True),
            ("Đạo đức", range(1, 6), False), ("Tự nhiên và Xã hội", range(1, 4), False),
            ("Giáo dục thể chất", range(1, 6), False), ("Nghệ thuật (Âm nhạc)", range(1, 6), False),
            ("Nghệ thuật (Mĩ thuật)", range(1, 6), False), ("Hoạt động trải nghiệm", range(1, 6), False)]
DEPARTMENT, PROVINCE = "22", "Quảng Ninh"


@dataclasses.dataclass
class Person:
    login: str
    name: str
    number: str


@dataclasses.dataclass
class Pupil:
    code: str
    name: str
    sex: str
    born: tuple  # (year, month, day)
    people: str
    number: str
    weak: bool       # a result that is not enough: waits for the summer
    forgotten: bool  # a comment was never entered: no record before it is


@dataclasses.dataclass
class Class:
    name: str
    grade: int
    teacher: Person
    pupils: list


@dataclasses.dataclass
class School:
    code: str
    name: str
    principal: Person
    classes: list


class Maker:
    """`schools` schools with `classes` classes each and `pupils` pupils a class, about."""

    def __init__(self, seed, begins=2024):
        self.random, self.begins, self.serial = random.Random(seed), begins, 0

    def name(self, sex):
        return " ".join(self.random.choice(part) for part in (SURNAMES, MIDDLE[sex], GIVEN[sex]))

    def number(self, sex, year):
        """Province, century and sex, year of birth, six digits that nobody else has."""
        self.serial += 1
        digit = (2 if year >= 2000 else 0) + (sex == "Nữ")
        return f"022{digit}{year % 100:02}{self.serial:06}"

    def person(self, login):
        sex = self.random.choice(("Nam", "Nữ"))
        return Person(login, self.name(sex), self.number(sex, self.random.randint(1970, 1999)))

    def pupil(self, grade):
        sex = self.random.choice(("Nam", "Nữ"))
        year = self.begins - 5 - grade
        born = (year, self.random.randint(1, 12), self.random.randint(1, 28))
        number = self.number(sex, year)
        return Pupil(f"22{self.serial:08}", self.name(sex), sex, born, self.random.choice(PEOPLES), number,
                     self.random.random() < 0.01, self.random.random() < 0.01)

    def school(self, index, classes, pupils):
        code = f"2219{index:04}"
        made = []
        for i in range(max(1, classes + self.random.randint(-1, 1) if classes > 5 else classes)):
            grade = i % 5 + 1
            name = f"{grade}A{i // 5 + 1}"
            size = max(1, pupils + self.random.randint(-4, 4) if pupils > 8 else pupils)
            teacher = self.person(f"gv.{code}.{name.lower()}")
            made.append(Class(name, grade, teacher, [self.pupil(grade) for _ in range(size)]))
        principal = self.person(f"ht.{code}")
        return School(code, f"Trường Tiểu học số {index} Quảng Ninh", principal, made)

    def province(self, schools, classes, pupils):
        return [self.school(i + 1, classes, pupils) for i in range(schools)]
