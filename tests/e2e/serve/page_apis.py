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
POST /ky/{}/bang-ke                 POST /api/v1/papers/prepare
POST /chot-nam                      POST /api/v1/papers/prepare
GET /chot-nam/{}                    GET /api/v1/years/{}/freeze
POST /kiem-tra/{}/{}/bien-ban/ky    POST /api/v1/papers/prepare
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
GET /xac-minh                       POST /api/v1/verify
POST /xac-minh                      POST /api/v1/verify
GET /xac-minh/{}                    POST /api/v1/verify/code
"""

# The server itself, and signing in: an API's client signs in as a browser does.
_ITS_OWN = """
GET /tinh/{}/{}
POST /ngon-ngu
GET /healthz
GET /readyz
GET /metrics
GET /dang-nhap
POST /dang-nhap
POST /dang-xuat
"""

# Pages that have none yet: one's own account, a key that the server keeps, the department's
# papers, what trains and asks people.
_NONE_YET = """
GET /tai-khoan
POST /tai-khoan/mat-khau
GET /tai-khoan/hai-lop
POST /tai-khoan/hai-lop
POST /tai-khoan/phien
GET /chung-thu
GET /chung-thu/{}
POST /chung-thu/{}
GET /dinh-danh
POST /dinh-danh
POST /dinh-danh/gui
POST /dinh-danh/tra-loi
GET /chot-nam
POST /thu-hoi/{}/quyet-dinh
POST /thu-hoi/{}/dong-dau
GET /giam-sat/lop/{}
GET /giam-sat/tep/{}
POST /danh-gia
GET /danh-gia/tep/{}
GET /kiem-tra
POST /kiem-tra
GET /kiem-tra/{}
POST /kiem-tra/{}/chon-mau
POST /kiem-tra/{}/ket-thuc
GET /kiem-tra/{}/{}
GET /kiem-tra/{}/hoc-ba/{}
GET /kiem-tra/{}/tep/{}
POST /kiem-tra/{}/{}/tep
GET /kiem-tra/{}/{}/bien-ban.pdf
GET /kiem-tra/{}/{}/bien-ban.xml
POST /kiem-tra/{}/{}/bien-ban
POST /kiem-tra/{}/{}/bien-ban/ly-do
POST /kiem-tra/{}/{}/dieu-kien
POST /kiem-tra/{}/{}/phat-hien
POST /kiem-tra/{}/{}/tra-loi
POST /kiem-tra/{}/{}/theo-doi
GET /vuong-mac
GET /vuong-mac/bao
POST /vuong-mac/bao
POST /vuong-mac/{}/xem
POST /vuong-mac/{}/tra-loi
GET /tap-huan
POST /tap-huan
GET /tap-huan/{}
POST /tap-huan/{}/danh-sach
POST /tap-huan/{}/truong/{}
POST /tap-huan/{}/huy
GET /tap-huan/{}/tep/{}
GET /khao-sat
POST /khao-sat
GET /khao-sat/{}
POST /khao-sat/{}/dong
GET /khao-sat/{}/tep/{}
GET /khao-sat/{}/tra-loi
POST /khao-sat/{}/tra-loi
POST /gia-dinh/thoat
GET /gia-dinh/khao-sat/{}
POST /gia-dinh/khao-sat/{}
GET /bao-cao/tep/{}
GET /cong-tiep-nhan
GET /cong-tiep-nhan/{}
"""

APIS = {tuple(words[:2]): tuple(words[2:]) for words in map(str.split, _PAGES.strip().splitlines())}
WITHOUT_API = {tuple(line.split()) for line in (_ITS_OWN + _NONE_YET).split("\n") if line}
