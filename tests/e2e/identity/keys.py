# SPDX-License-Identifier: Apache-2.0
"""Keys and certificates that openssl makes, for people and seals of a story."""
import subprocess


def make(folder, name, uid, begin="20240101000000Z", end="20270101000000Z", called=None):
    """A key, a certificate whose subject has that UID, and both as PKCS#12."""
    key, pem, p12 = (folder / f"{name}.{kind}" for kind in ("key", "pem", "p12"))
    subprocess.run(["openssl", "ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", key],
                   check=True, capture_output=True)
    request = subprocess.run(["openssl", "req", "-new", "-key", key, "-utf8", "-subj",
                              f"/C=VN/CN={called or name}/UID={uid}"], check=True, capture_output=True).stdout
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=%s\ndatabase=%s\nserial=%s\ndefault_md=sha256\n"
        "policy=p\nunique_subject=no\nx509_extensions=x\n[p]\nC=optional\nCN=supplied\n"
        "UID=supplied\n[x]\nkeyUsage=critical,digitalSignature\n"
        % (folder, folder / "ca.index", folder / "ca.serial"))
    (folder / "ca.index").touch()
    if not (folder / "ca.serial").exists():
        (folder / "ca.serial").write_text("1000\n")
    (folder / "request.pem").write_bytes(request)
    subprocess.run(["openssl", "ca", "-batch", "-selfsign", "-config", folder / "ca.cnf", "-notext",
                    "-keyfile", key, "-in", folder / "request.pem", "-startdate", begin,
                    "-enddate", end, "-out", pem], check=True, capture_output=True)
    subprocess.run(["openssl", "pkcs12", "-export", "-inkey", key, "-in", pem, "-out", p12,
                    "-passout", "pass:1234"], check=True, capture_output=True)
    (folder / "pin").write_text("1234\n")
    return pem, p12
