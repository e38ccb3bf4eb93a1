// SPDX-License-Identifier: Apache-2.0
/*
 * A peer that speaks as the signing component of the Government Cipher Committee does (domain: one
 * JSON message on a WebSocket of its own at /SignMsg, one back), with keys of its own and bad habits:
 *
 *     node vgca_peer.mjs KEY.pem CERT.der OTHER.pem OTHER.der [TLS_KEY.pem TLS_CERT.pem]
 *
 * Every tenth connection is cut, in turn before and after the signature was made; answers are held
 * back so that they come out of order; every seventeenth is signed by the other key.  It writes its
 * port first, then a line for every signature: digest, "right" or "other", "sent" or "lost".
 * While the digest is that of 32 zero bytes it says that the person refused.
 */
import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";

const [keyFile, certFile, otherFile, otherCertFile, tlsKey, tlsCert] = process.argv.slice(2);
const right = { key: fs.readFileSync(keyFile), certificate: fs.readFileSync(certFile) };
const other = { key: fs.readFileSync(otherFile), certificate: fs.readFileSync(otherCertFile) };
const DIGEST_INFO = Buffer.from("3031300d060960864801650304020105000420", "hex");
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 1.3
const seen = { connections: 0, cut: 0, answers: 0 };

function sign(digest, key) {
    return crypto.privateEncrypt({ key, padding: crypto.constants.RSA_PKCS1_PADDING },
        Buffer.concat([DIGEST_INFO, digest]));
}

/* The text of a client's frame (RFC 6455 5.2), or null while it is not whole. */
function readFrame(bytes) {
    if (bytes.length < 6) return null;
    let size = bytes[1] & 0x7f;
    let at = 2;
    if (size === 126) {
        size = bytes.readUInt16BE(2);
        at = 4;
    }
    if (bytes.length < at + 4 + size) return null;
    const mask = bytes.subarray(at, at + 4);
    return Buffer.from(bytes.subarray(at + 4, at + 4 + size).map((b, i) => b ^ mask[i % 4]));
}

function writeFrame(text) {
    const body = Buffer.from(text);
    const head = Buffer.alloc(body.length < 126 ? 2 : 4);
    head[0] = 0x81;
    if (body.length < 126) head[1] = body.length;
    else {
        head[1] = 126;
        head.writeUInt16BE(body.length, 2);
    }
    return Buffer.concat([head, body]);
}

function answer(text, cut) {
    const { HashAlg, HashValue, Encode } = JSON.parse(text);
    const digest = Buffer.from(HashValue, "base64");
    if (HashAlg !== "SHA256" || Encode !== "RSA" || digest.length !== 32)
        return { Status: 1, Message: "Sai tham số" };
    if (digest.equals(Buffer.alloc(32)))
        return { Status: 1, Message: "Người dùng hủy ký" };
    const by = ++seen.answers % 17 === 0 ? other : right;
    const value = sign(digest, by.key);
    console.log(digest.toString("hex"), by === right ? "right" : "other", cut ? "lost" : "sent");
    return { Status: 0, Signature: value.toString("base64"),
             CertBase64: by.certificate.toString("base64") };
}

function serve(request, socket) {
    socket.on("error", () => {});
    const turn = ++seen.connections % 10 === 0 ? ++seen.cut % 2 + 1 : 0; // 0, before, after
    if (request.url !== "/SignMsg" || turn === 2) return socket.destroy();
    const accept = crypto.createHash("sha1").update(request.headers["sec-websocket-key"] + GUID);
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
                 `Sec-WebSocket-Accept: ${accept.digest("base64")}\r\n\r\n`);
    let got = Buffer.alloc(0);
    socket.on("data", (piece) => {
        got = Buffer.concat([got, piece]);
        if ((got[0] & 0x0f) === 8) return socket.end();
        const text = readFrame(got);
        if (text === null) return;
        got = Buffer.alloc(0);
        const reply = answer(text, turn === 1);
        if (turn === 1) return socket.destroy();
        setTimeout(() => socket.write(writeFrame(JSON.stringify(reply))), seen.answers * 7 % 20);
    });
}

const server = tlsKey ? https.createServer({ key: fs.readFileSync(tlsKey),
                                             cert: fs.readFileSync(tlsCert) }) : http.createServer();
server.on("upgrade", serve);
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
