# SPDX-License-Identifier: Apache-2.0
"""Which row of the API does what a page shows or does."""

_PAGES = """
GET /                               GET /api/v1/progress
GET /quan-tri/tai-khoan             GET /api/v1/accounts
POST /quan-tri/tai-khoan            POST /api/v1/accounts/give
POST /quan-tri/tai-khoan/phieu      POST /api/v1/accounts/slips
POST /quan-tri/tai-khoan/khoa       POST /api/v1/accounts/close
POST /quan-tri/tai-khoan/hai-lop    POST /api/v1/accounts/drop-factor
GET /uy-quyen                       GET /api/v1/delegations
POST /uy-quyen                      POST /api/v1/delegations
POST /uy-quyen/{}/ket-thuc          POST /api/v1/delegations/{}/end
GET /quan-tri/nhat-ky               GET /api/v1/access-log
GET /lop/{}/nhap                    GET /api/v1/classes/{}/grid
GET /nhan-xet                       GET /api/v1/comments/rulings
POST /nhan-xet                      POST /api/v1/comments/rulings
GET /tien-do                        GET /api/v1/progress
GET /thong-bao                      GET /api/v1/notices
GET /lop/{}/tien-do                 GET /api/v1/classes/{}/flow
POST /lop/{}/tien-do                POST /api/v1/classes/{}/flow
GET /lop/{}/doc-soat                GET /api/v1/classes/{}/edits
POST /lop/{}/doc-soat               POST /api/v1/classes/{}/edits
POST /lop/{}/doc-soat/{}            POST /api/v1/classes/{}/edits/{}
GET /luot-ky/{}/bien-nhan           GET /api/v1/sign/batches/{}/paper
GET /luot-ky/{}/danh-sach           GET /api/v1/sign/batches/{}/table
GET /lop/{}/nhap-tep                POST /api/v1/classes/{}/import
POST /lop/{}/nhap-tep               POST /api/v1/classes/{}/import
GET /lop/{}/bang-nhap.xlsx          GET /api/v1/classes/{}/workbook
GET /lop/{}/phieu-xac-nhan          GET /api/v1/classes/{}/confirmations
POST /lop/{}/phieu-xac-nhan         POST /api/v1/classes/{}/confirmations
POST /lop/{}/phieu-xac-nhan/nhan-lai POST /api/v1/confirmations/back
GET /y-kien                         GET /api/v1/remarks
GET /y-kien/{}/{}                   GET /api/v1/remarks
POST /y-kien/{}/{}                  POST /api/v1/remarks/{}/{}
GET /ky                             GET /api/v1/sign/queue
GET /ky/{}/{}                       GET /api/v1/sign/queue/{}/{}
GET /ky/{}/xem/{}                   GET /api/v1/sign/queue/{}/papers/{}
POST /ky/{}/tra-ve/{}               POST /api/v1/sign/queue/{}/{}/return
POST /ky/{}/ghi-chu/{}              POST /api/v1/sign/queue/{}/{}/note
GET /ky/{}/phat-hanh                GET /api/v1/classes/{}/issued
POST /ky/{}/phat-hanh               POST /api/v1/classes/{}/issued
GET /ky/{}/bang-chung/{}            GET /api/v1/classes/{}/proofs/{}
GET /ky/{}/bang-ke                  GET /api/v1/classes/{}/manifest
POST /ky/{}/bang-ke                 POST /api/v1/classes/{}/manifest
GET /chot-nam                       GET /api/v1/freeze
POST /chot-nam                      POST /api/v1/freeze
GET /chot-nam/{}                    GET /api/v1/years/{}/freeze
GET /thu-hoi                        GET /api/v1/revocations
GET /thu-hoi/de-nghi/{}             POST /api/v1/revocations
POST /thu-hoi/de-nghi/{}            POST /api/v1/revocations
GET /thu-hoi/{}                     GET /api/v1/revocations/{}
GET /thu-hoi/{}/quyet-dinh          GET /api/v1/revocations/{}/decision
GET /giam-sat                       GET /api/v1/monitor
GET /giam-sat/tiep-nhan/{}          GET /api/v1/monitor/handed-in/{}
GET /giam-sat/tiep-nhan/{}/tep/{}       GET /api/v1/monitor/handed-in/{}
GET /danh-gia                       GET /api/v1/evaluation
GET /tra-cuu                        POST /api/v1/lookup
POST /tra-cuu                       POST /api/v1/lookup
GET /hoc-sinh/{}                    GET /api/v1/pupils/{}
GET /hoc-sinh/{}/quyen.pdf          GET /api/v1/pupils/{}/book
GET /hoc-sinh/{}/tep/{}/{}          GET /api/v1/pupils/{}/files/{}/{}
GET /gia-dinh                       GET /api/v1/family
POST /gia-dinh                      POST /api/v1/family
GET /gia-dinh/quyen.pdf             GET /api/v1/family/book
GET /gia-dinh/tep/{}/{}             GET /api/v1/family/files/{}/{}
GET /lop/{}/phieu-gia-dinh          GET /api/v1/classes/{}/family-codes
POST /lop/{}/phieu-gia-dinh         POST /api/v1/classes/{}/family-codes
POST /lop/{}/phieu-gia-dinh/thu-hoi POST /api/v1/pupils/{}/family-code/end
GET /bao-cao                        GET /api/v1/reports
POST /bao-cao/nop-lai               POST /api/v1/reports/again
POST /dang-nhap                     POST /api/v1/sign-in
POST /dang-xuat                     POST /api/v1/sign-out
GET /tai-khoan                      GET /api/v1/account
POST /tai-khoan/mat-khau            POST /api/v1/account/password
GET /tai-khoan/hai-lop              GET /api/v1/account/factor
POST /tai-khoan/hai-lop             POST /api/v1/account/factor
POST /tai-khoan/phien               POST /api/v1/account/sessions/end
GET /chung-thu                      GET /api/v1/certificates
GET /chung-thu/{}                   GET /api/v1/certificates/{}
POST /chung-thu/{}                  POST /api/v1/certificates/{}/decision
GET /dinh-danh                      GET /api/v1/identity
GET /dinh-danh/trung-so             GET /api/v1/packets/shared-numbers
POST /dinh-danh                     POST /api/v1/identity/rulings
POST /dinh-danh/gui                 POST /api/v1/identity/request
POST /dinh-danh/tra-loi             POST /api/v1/identity/answer
POST /thu-hoi/{}/quyet-dinh         POST /api/v1/revocations/{}/decision
POST /thu-hoi/{}/dong-dau           POST /api/v1/revocations/{}/seal
GET /giam-sat/lop/{}                GET /api/v1/monitor/classes/{}
GET /giam-sat/tep/{}                GET /api/v1/monitor/files/{}
POST /danh-gia                      POST /api/v1/evaluation
GET /danh-gia/tep/{}                GET /api/v1/evaluation/files/{}
GET /kiem-tra                       GET /api/v1/inspections
POST /kiem-tra                      POST /api/v1/inspections
GET /kiem-tra/{}                    GET /api/v1/inspections/{}
POST /kiem-tra/{}/chon-mau          POST /api/v1/inspections/{}/sample
POST /kiem-tra/{}/ket-thuc          POST /api/v1/inspections/{}/close
GET /kiem-tra/{}/{}                 GET /api/v1/inspections/{}/schools/{}
GET /kiem-tra/{}/hoc-ba/{}          GET /api/v1/inspections/{}/records/{}
GET /kiem-tra/{}/hoc-ba/{}/xac-minh GET /api/v1/inspections/{}/records/{}/verdict
GET /kiem-tra/{}/hoc-ba/{}/tep.xml  GET /api/v1/inspections/{}/records/{}/file
GET /kiem-tra/{}/tep/{}             GET /api/v1/inspections/{}/files/{}
POST /kiem-tra/{}/{}/tep            POST /api/v1/inspections/{}/schools/{}/files
GET /kiem-tra/{}/{}/bien-ban.pdf    GET /api/v1/inspections/{}/schools/{}/minutes/paper
GET /kiem-tra/{}/{}/bien-ban.xml    GET /api/v1/inspections/{}/schools/{}/minutes
POST /kiem-tra/{}/{}/bien-ban       POST /api/v1/inspections/{}/schools/{}/minutes
POST /kiem-tra/{}/{}/bien-ban/ky    POST /api/v1/inspections/{}/schools/{}/minutes/sign
POST /kiem-tra/{}/{}/bien-ban/ly-do POST /api/v1/inspections/{}/schools/{}/minutes/excuse
POST /kiem-tra/{}/{}/dieu-kien      POST /api/v1/inspections/{}/schools/{}/checks
POST /kiem-tra/{}/{}/phat-hien      POST /api/v1/inspections/{}/schools/{}/findings
POST /kiem-tra/{}/{}/tra-loi        POST /api/v1/inspections/{}/schools/{}/answers
POST /kiem-tra/{}/{}/theo-doi       POST /api/v1/inspections/{}/schools/{}/follow-up
GET /vuong-mac                      GET /api/v1/obstacles
GET /vuong-mac/bao                  POST /api/v1/obstacles
POST /vuong-mac/bao                 POST /api/v1/obstacles
POST /vuong-mac/{}/xem              POST /api/v1/obstacles/{}/seen
POST /vuong-mac/{}/tra-loi          POST /api/v1/obstacles/{}/answer
GET /tap-huan                       GET /api/v1/trainings
POST /tap-huan                      POST /api/v1/trainings
GET /tap-huan/{}                    GET /api/v1/trainings/{}
POST /tap-huan/{}/danh-sach         POST /api/v1/trainings/{}/attendance
POST /tap-huan/{}/truong/{}         POST /api/v1/trainings/{}/schools/{}
POST /tap-huan/{}/huy               POST /api/v1/trainings/{}/cancel
GET /tap-huan/{}/tep/{}             GET /api/v1/trainings/{}/files/{}
GET /khao-sat                       GET /api/v1/surveys
POST /khao-sat                      POST /api/v1/surveys
GET /khao-sat/{}                    GET /api/v1/surveys/{}
POST /khao-sat/{}/dong              POST /api/v1/surveys/{}/close
GET /khao-sat/{}/tep/{}             GET /api/v1/surveys/{}/files/{}
GET /khao-sat/{}/tra-loi            GET /api/v1/surveys/{}/answers
POST /khao-sat/{}/tra-loi           POST /api/v1/surveys/{}/answers
POST /gia-dinh/thoat                POST /api/v1/family/leave
GET /gia-dinh/khao-sat/{}           GET /api/v1/family/surveys/{}
POST /gia-dinh/khao-sat/{}          POST /api/v1/family/surveys/{}
GET /bao-cao/tep/{}                 GET /api/v1/reports/files/{}
GET /cong-tiep-nhan                 GET /api/v1/packets
GET /cong-tiep-nhan/{}              GET /api/v1/packets/{}
GET /xac-minh                       POST /api/v1/verify
POST /xac-minh                      POST /api/v1/verify
GET /xac-minh/{}                    POST /api/v1/verify/code
"""

# What no program asks for, and why.
_WITHOUT = """
GET /tinh/{}/{}   style and script of the pages
POST /ngon-ngu    the pages' language; the API speaks one
GET /healthz      for a supervisor, not below /api/
GET /readyz       the same
GET /metrics      the same, for Prometheus
GET /dang-nhap    a form alone
"""

APIS = {tuple(words[:2]): tuple(words[2:]) for words in map(str.split, _PAGES.strip().splitlines())}
WITHOUT_API = {tuple(line.split()[:2]) for line in _WITHOUT.split("\n") if line}
