/* SPDX-License-Identifier: Apache-2.0
 *
 * HƯỚNG DẪN GHI HỌC BẠ: the prescribed words of TT27, Phụ lục 1.
 */
#include "print/book.h"

#define INDENT    14.0
#define GUIDE_MAX 12.0
#define GUIDE_MIN 9.0

static const struct {
    bool heading;
    const char *text;
} guide[] = {
    {false,
     "Học bạ dùng để ghi kết quả tổng hợp đánh giá cuối năm học của học sinh. Khi ghi Học bạ, "
     "giáo viên cần nghiên cứu kỹ Thông tư số 27/2020/TT-BGDĐT ngày 04 tháng 9 năm 2020 của Bộ "
     "trưởng Bộ Giáo dục và Đào tạo về việc ban hành quy định đánh giá học sinh tiểu học."},
    {true, "1. Trang 3, thông tin ghi theo giấy khai sinh của học sinh."},
    {true, "2. Mục \"1. Các môn học và hoạt động giáo dục\""},
    {false,
     "- Trong cột \"Mức đạt được\": Ghi ký hiệu T nếu học sinh đạt mức \"Hoàn thành tốt\"; H nếu "
     "học sinh đạt mức \"Hoàn thành\" hoặc C nếu học sinh ở mức \"Chưa hoàn thành\"."},
    {false,
     "- Trong cột \"Điểm KTĐK\" đối với các môn học có Bài kiểm tra định kỳ: ghi điểm số của bài "
     "kiểm tra cuối năm học; đối với học sinh được kiểm tra lại, ghi điểm số của bài kiểm tra lần "
     "cuối."},
    {false,
     "- Trong cột \"Nhận xét\": Ghi những điểm nổi bật về sự tiến bộ, năng khiếu, hứng thú học "
     "tập đối với các môn học, hoạt động giáo dục của học sinh; nội dung, kỹ năng chưa hoàn thành "
     "trong từng môn học, hoạt động giáo dục cần được khắc phục, giúp đỡ (nếu có)."},
    {true, "3. Mục \"2. Những phẩm chất chủ yếu\" và mục \"3. Những năng lực cốt lõi\""},
    {false,
     "- Trong cột \"Mức đạt được\" tương ứng với từng nội dung đánh giá về phẩm chất, năng lực: "
     "ghi ký hiệu T nếu học sinh đạt mức \"Tốt\", Đ nếu học sinh đạt mức \"Đạt\" hoặc C nếu học "
     "sinh ở mức \"Cần cố gắng\"."},
    {false,
     "- Trong cột \"Nhận xét\" tương ứng với nội dung đánh giá về phẩm chất: ghi các biểu hiện, "
     "sự tiến bộ, ưu điểm, hạn chế hoặc khuyến nghị (nếu có) về sự hình thành và phát triển một "
     "số phẩm chất chủ yếu của học sinh. Ví dụ: Đi học đầy đủ, đúng giờ; mạnh dạn trình bày ý "
     "kiến cá nhân; biết giữ lời hứa; tôn trọng và biết giúp đỡ mọi người;..."},
    {false,
     "- Trong cột \"Nhận xét\" tương ứng với nội dung đánh giá về năng lực: ghi các biểu hiện, sự "
     "tiến bộ, ưu điểm, hạn chế hoặc khuyến nghị (nếu có) về sự hình thành và phát triển một số "
     "năng lực chung, năng lực đặc thù của học sinh. Ví dụ: Biết vệ sinh thân thể, ăn mặc gọn "
     "gàng; chủ động, phối hợp trong học tập; có khả năng tự học; ...; sử dụng ngôn ngữ lưu loát "
     "trong cuộc sống và học tập, biết tư duy, lập luận và giải quyết được một số vấn đề toán học "
     "quen thuộc;..."},
    {true, "4. Mục \"4. Đánh giá kết quả giáo dục\""},
    {false, "Ghi một trong bốn mức: \"Hoàn thành xuất sắc\"; \"Hoàn thành tốt\"; \"Hoàn thành\" "
            "hoặc \"Chưa hoàn thành\"."},
    {true, "5. Mục \"5. Khen thưởng\""},
    {false,
     "Ghi những thành tích mà học sinh được khen thưởng trong năm học. Ví dụ: Đạt danh hiệu Học "
     "sinh Xuất sắc; Đạt danh hiệu Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện; "
     "Đạt giải Nhì hội giao lưu An toàn giao thông cấp huyện;..."},
    {true, "6. Mục \"6. Hoàn thành chương trình lớp học/chương trình tiểu học\""},
    {false,
     "Ghi Hoàn thành chương trình lớp ......../chương trình tiểu học hoặc Chưa hoàn thành chương "
     "trình lớp ......./chương trình tiểu học; Được lên lớp hoặc Chưa được lên lớp. Ví dụ:"},
    {false, "- Hoàn thành chương trình lớp 2; Được lên lớp 3."},
    {false, "- Hoàn thành chương trình tiểu học."},
    {false, "Học bạ được nhà trường bảo quản và trả lại cho học sinh khi học sinh chuyển trường, "
            "học xong chương trình tiểu học."},
};

static struct ink
ink_of(size_t i, double size)
{
    return (struct ink){guide[i].heading ? FONT_BOLD : FONT_REGULAR, size, 0};
}

static double
left_of(size_t i)
{
    return guide[i].text[0] == '-' ? PAGE_LEFT + INDENT : PAGE_LEFT;
}

/* The height of the whole guide set in `size`. */
static double
measure(struct book *book, double size)
{
    double height = 0;

    for (size_t i = 0; i < COUNT_OF(guide); i++) {
        struct layout layout;
        canvas_wrap(&book->canvas, ink_of(i, size), PAGE_RIGHT - left_of(i), span_of(guide[i].text),
                    &layout);
        height += layout_height(size, layout.lines.count) + size * 0.3;
    }
    return height;
}

void
page_guide(struct book *book)
{
    double size = GUIDE_MAX;

    book_add_page(book, book->newest);
    canvas_text_in(&book->canvas, INK(BOLD, 16), ALIGN_CENTER, PAGE_LEFT, PAGE_RIGHT, 80,
                   "HƯỚNG DẪN GHI HỌC BẠ");
    while (size > GUIDE_MIN && measure(book, size) > PAGE_BOTTOM - TABLE_TOP)
        size -= LAYOUT_STEP;
    struct flow flow = flow_at(book, book->newest, TABLE_TOP);
    for (size_t i = 0; i < COUNT_OF(guide); i++) {
        flow_span(&flow, ink_of(i, size), left_of(i), span_of(guide[i].text), !guide[i].heading);
        flow.y += size * 0.3;
    }
}
