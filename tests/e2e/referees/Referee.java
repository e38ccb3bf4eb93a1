/* SPDX-License-Identifier: Apache-2.0
 *
 * Verifies every signature of the files with the JDK's own XML signatures, in secure mode.
 *
 *     java Referee.java ROOT.pem FILE...     exit 0 when all are valid
 */
import java.io.FileInputStream;
import java.security.Key;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorException;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Referee {
    /** The first certificate, when its chain in the file leads to the root. */
    static class Chain extends KeySelector {
        final X509Certificate root;

        Chain(X509Certificate root) {
            this.root = root;
        }

        public KeySelectorResult select(
                KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context)
                throws KeySelectorException {
            List<X509Certificate> chain = new ArrayList<>();
            for (Object data : info.getContent())
                for (Object item : ((X509Data) data).getContent())
                    if (item instanceof X509Certificate) chain.add((X509Certificate) item);
            chain.add(root);
            try {
                for (int i = 0; i + 1 < chain.size(); i++)
                    chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (Exception e) {
                throw new KeySelectorException(e);
            }
            Key key = chain.get(0).getPublicKey();
            return () -> key;
        }
    }

    static void markIds(Element element) {
        if (element.hasAttribute("Id")) element.setIdAttribute("Id", true);
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++)
            if (children.item(i) instanceof Element) markIds((Element) children.item(i));
    }

    static int check(String path, X509Certificate root) throws Exception {
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        builders.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = builders.newDocumentBuilder().parse(path);
        markIds(document.getDocumentElement());
        NodeList nodes = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");
        for (int i = 0; i < nodes.getLength(); i++) {
            DOMValidateContext context = new DOMValidateContext(new Chain(root), nodes.item(i));
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
            boolean good;
            try {
                good = signatures.unmarshalXMLSignature(context).validate(context);
            } catch (Exception e) {
                System.out.println(e.getMessage());
                good = false;
            }
            if (!good) return -1 - i;
        }
        return nodes.getLength();
    }

    public static void main(String[] args) throws Exception {
        X509Certificate root;
        try (FileInputStream in = new FileInputStream(args[0])) {
            root = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        boolean all = args.length > 1;
        for (int i = 1; i < args.length; i++) {
            int count = check(args[i], root);
            System.out.println(count + " " + args[i]);
            all &= count > 0;
        }
        System.exit(all ? 0 : 1);
    }
}
