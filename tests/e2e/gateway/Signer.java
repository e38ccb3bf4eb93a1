/* SPDX-License-Identifier: Apache-2.0
 *
 * Signs records and packets with the JDK's own XML signatures, as it does by default: inclusive
 * canonical XML, no XAdES.  Each line of standard input is one signature, answered by "ok":
 *
 *     KEY.p12 PASSWORD METHOD IN.xml OUT.xml PARENT     PARENT "" is a packet: enveloped, the root's
 *
 * (tabs between them).  Of a record the data and SigningTime are signed, below the element PARENT.
 */
import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.X509Certificate;
import java.util.*;
import javax.xml.crypto.XMLStructure;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.*;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.*;
import javax.xml.crypto.dsig.spec.*;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.*;

public class Signer {
    static final XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");

    static Reference reference(String uri, List<Transform> transforms) throws Exception {
        return factory.newReference(uri, factory.newDigestMethod(DigestMethod.SHA256, null), transforms, null, null);
    }

    static void sign(String store, String password, String method, String in, String out, String parent)
            throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new FileInputStream(store), password.toCharArray());
        String alias = keys.aliases().nextElement();
        PrivateKey key = (PrivateKey) keys.getKey(alias, password.toCharArray());
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        Document document = builders.newDocumentBuilder().parse(in);
        Element place = document.getDocumentElement();
        List<Reference> references = new ArrayList<>();
        List<XMLObject> objects = new ArrayList<>();
        String id = parent.isEmpty() ? null : "ky-" + parent;
        if (parent.isEmpty()) {
            references.add(reference("", List.of(factory.newTransform(Transform.ENVELOPED,
                    (TransformParameterSpec) null))));
        } else {
            place = (Element) document.getElementsByTagName(parent).item(0);
            ((Element) document.getElementsByTagName("DU_LIEU_HOC_BA").item(0)).setIdAttribute("Id", true);
            Element time = document.createElement("SigningTime");
            time.setTextContent("2024-05-31T08:00:00+07:00");
            SignatureProperty property = factory.newSignatureProperty(
                    List.of((XMLStructure) new DOMStructure(time)), "#" + id, null);
            objects.add(factory.newXMLObject(List.of(factory.newSignatureProperties(List.of(property), id + "-luc")),
                    null, null, null));
            references.add(reference("#data", List.of()));
            references.add(reference("#" + id + "-luc", List.of()));
        }
        SignedInfo info = factory.newSignedInfo(
                factory.newCanonicalizationMethod(CanonicalizationMethod.INCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#" + method, null), references);
        KeyInfoFactory infos = factory.getKeyInfoFactory();
        List<X509Certificate> chain = new ArrayList<>();
        for (java.security.cert.Certificate one : keys.getCertificateChain(alias))
            chain.add((X509Certificate) one);
        factory.newXMLSignature(info, infos.newKeyInfo(List.of(infos.newX509Data(chain))), objects, id, null)
                .sign(new DOMSignContext(key, place));
        try (FileOutputStream to = new FileOutputStream(out)) {
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(to));
        }
    }

    public static void main(String[] args) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = lines.readLine()) != null;) {
            String[] words = line.split("\t", -1);
            sign(words[0], words[1], words[2], words[3], words[4], words[5]);
            System.out.println("ok");
        }
    }
}
