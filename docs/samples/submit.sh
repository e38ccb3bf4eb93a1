#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: submit.sh URL USER PASSWORD_FILE UNIT YEAR SEAL.p12 PIN_FILE RECORD.xml...
set -euo pipefail
url=$1 user=$2 password_file=$3 unit=$4 year=$5 seal=$6 pin_file=$7
shift 7
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

password=$(head -n 1 "$password_file" | tr -d '\n' | sha256sum | cut -d ' ' -f 1)
message=$(cat /proc/sys/kernel/random/uuid)
ds=http://www.w3.org/2000/09/xmldsig#
if openssl pkcs12 -in "$seal" -passin "file:$pin_file" -nodes -nocerts 2>/dev/null |
        openssl pkey -noout -text | grep -q 'ASN1 OID'; then method=ecdsa-sha256; else method=rsa-sha256; fi

post() { # PATH, the body on standard input
    curl --silent --show-error --retry 6 --retry-all-errors --max-time 120 --data-binary @- \
        --header 'Content-Type: application/json' "$url/$1"
}
field() { # of a flat JSON object
    grep -o "\"$1\" *: *\"[^\"]*\"" | head -n 1 | sed 's/^[^:]*: *"//; s/"$//'
}

# The packet: records as they are, then a template that xmlsec1 fills.
{
    printf '<DANH_SACH_HOC_BA id="dataDanhSach">'
    for record in "$@"; do
        perl -0777 -ne 'print $1 if m{(<HOC_BA.*</HOC_BA>)}s' "$record"
    done
    printf '<Signature xmlns="%s"><SignedInfo>' "$ds"
    printf '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
    printf '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#%s"/>' "$method"
    printf '<Reference URI=""><Transforms><Transform Algorithm="%senveloped-signature"/></Transforms>' "$ds"
    printf '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>'
    printf '</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature></DANH_SACH_HOC_BA>'
} > "$work/packet.xml"
xmlsec1 --sign --pkcs12 "$seal" --pwd "$(head -n 1 "$pin_file")" \
    --node-xpath "/DANH_SACH_HOC_BA/*[local-name()='Signature']" --output "$work/signed.xml" "$work/packet.xml"

# content: its length in four bytes, least first, then gzip, in base64.
size=$(stat -c %s "$work/signed.xml")
{
    for shift in 0 8 16 24; do
        printf %b "\\x$(printf %02x $((size >> shift & 255)))"
    done
    gzip -c "$work/signed.xml"
} | base64 -w 0 > "$work/content"

token=$(printf '{"user_name":"%s","password":"%s","ma_don_vi":"%s"}' "$user" "$password" "$unit" |
    post token | field token)
who() {
    printf '{"authenticationRequest":{"token":"%s","user_name":"%s","password":"%s","ma_don_vi":"%s",' \
        "$token" "$user" "$password" "$unit"
    printf '"nam_hoc":%s,"messageid":"%s","type":"%s","function":"HOC_BA"}' "$year" "$message" "$1"
}
{
    who 1
    printf ',"content":"'
    cat "$work/content"
    printf '"}'
} | post records > "$work/answer"

while ! grep -qE '"ResponseCode" *: *"(DONE|REFUSED)"' "$work/answer"; do
    sleep 0.5
    { who 2; printf '}'; } | post records/result > "$work/answer"
done
if grep -qE '"ResponseCode" *: *"REFUSED"' "$work/answer"; then
    field Error < "$work/answer" >&2
    exit 1
fi
# One result per line; then the three fields of each.
{ who 2; printf '}'; } | post records/result | sed 's/.*"data"//; s/},{/}\n{/g' |
    sed -nE 's/.*"ma_tra_cuu_uuid":"([^"]*)".*"trang_thai":([01]).*"error":"([^"]*)".*/\1 \2 \3/p'
