// SPDX-License-Identifier: Apache-2.0
// usage: java Submit.java URL USER PASSWORD_FILE UNIT YEAR SEAL.p12 PIN_FILE RECORD.xml...

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import javax.xml.crypto.dsig.*;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

public class Submit {
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    static String post(String url, String body) throws Exception {
        while (true) {
            HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200)
                return answer.body();
            if (answer.statusCode() != 429 && answer.statusCode() != 503)
                throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
            Thread.sleep(1000 * answer.headers().firstValueAsLong("Retry-After").orElse(5));
        }
    }

    /** The first text of that name; JSON has a library of its own in software that is used. */
    static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}]*)").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    /** The whole list signed; what goes out is the text that came in, with the signature put in. */
    static String sign(String list, String seal, char[] pin) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new FileInputStream(seal), pin);
        String name = store.aliases().nextElement();
        PrivateKey key = (PrivateKey) store.getKey(name, pin);
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        Document document = builders.newDocumentBuilder().parse(new InputSource(new StringReader(list)));
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        Reference reference = factory.newReference("", factory.newDigestMethod(DigestMethod.SHA256, null),
                List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)), null, null);
        SignedInfo info = factory.newSignedInfo(
                factory.newCanonicalizationMethod(CanonicalizationMethod.INCLUSIVE,
                        (C14NMethodParameterSpec) null),
                factory.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#"
                        + (key.getAlgorithm().equals("EC") ? "ecdsa-sha256" : "rsa-sha256"), null),
                List.of(reference));
        KeyInfoFactory keys = factory.getKeyInfoFactory();
        factory.newXMLSignature(info, keys.newKeyInfo(List.of(
                keys.newX509Data(Arrays.asList(store.getCertificateChain(name))))))
                .sign(new DOMSignContext(key, document.getDocumentElement()));
        Transformer write = TransformerFactory.newInstance().newTransformer();
        write.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter signature = new StringWriter();
        write.transform(new DOMSource(document.getDocumentElement().getLastChild()), new StreamResult(signature));
        int end = list.lastIndexOf("</DANH_SACH_HOC_BA>");
        return list.substring(0, end) + signature + list.substring(end);
    }

    static String content(byte[] text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length).array());
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("com.sun.org.apache.xml.internal.security.ignoreLineBreaks", "true");
        String url = args[0], unit = args[3];
        String password = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(
                Files.readAllLines(Path.of(args[2])).get(0).getBytes(StandardCharsets.UTF_8)));
        String login = String.format("\"user_name\":\"%s\",\"password\":\"%s\",\"ma_don_vi\":\"%s\"",
                args[1], password, unit);
        String token = field(post(url + "/token", "{" + login + "}"), "token");
        StringBuilder list = new StringBuilder("<DANH_SACH_HOC_BA id=\"dataDanhSach\">");
        for (String file : Arrays.asList(args).subList(7, args.length)) {
            String text = Files.readString(Path.of(file));
            list.append(text, text.indexOf("<HOC_BA"), text.lastIndexOf("</HOC_BA>") + "</HOC_BA>".length());
        }
        list.append("</DANH_SACH_HOC_BA>");
        char[] pin = Files.readAllLines(Path.of(args[6])).get(0).toCharArray();
        String who = String.format("{\"authenticationRequest\":{\"token\":\"%s\",%s,\"nam_hoc\":%s,"
                + "\"messageid\":\"%s\",\"function\":\"HOC_BA\"", token, login, args[4], UUID.randomUUID());
        String answer = post(url + "/records", who + ",\"type\":\"1\"},\"content\":\""
                + content(sign(list.toString(), args[5], pin).getBytes(StandardCharsets.UTF_8)) + "\"}");
        do {
            if (field(answer, "ResponseCode").equals("REFUSED"))
                throw new IllegalStateException(field(answer, "Error"));
            Thread.sleep(500);
            answer = post(url + "/records/result", who + ",\"type\":\"2\"}}");
        } while (!field(answer, "ResponseCode").equals("DONE"));
        for (String one : answer.substring(answer.indexOf("\"data\"")).split("\\},"))
            System.out.println(field(one, "ma_tra_cuu_uuid") + " " + field(one, "trang_thai") + " "
                    + field(one, "error"));
    }
}
