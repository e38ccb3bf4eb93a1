// SPDX-License-Identifier: Apache-2.0
// usage: dotnet run -- URL USER PASSWORD_FILE UNIT YEAR SEAL.p12 PIN_FILE RECORD.xml...
// Packages: System.Security.Cryptography.Xml. Not run by our tests: see README.md.

using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Text.Json;
using System.Xml;

using var client = new HttpClient();

async Task<JsonElement> Post(string url, object body)
{
    while (true)
    {
        using var text = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(url, text);
        if ((int)answer.StatusCode is 429 or 503)
        {
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(5));
            continue;
        }
        string said = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {said}");
        return JsonDocument.Parse(said).RootElement;
    }
}

// The whole list signed, inclusive C14N; what goes out is the text that came in with the signature put in.
string Sign(string list, X509Certificate2 seal)
{
    var document = new XmlDocument { PreserveWhitespace = true };
    document.LoadXml(list);
    var signed = new SignedXml(document) { SigningKey = seal.GetRSAPrivateKey() };
    signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigC14NTransformUrl;
    signed.SignedInfo.SignatureMethod = SignedXml.XmlDsigRSASHA256Url;
    var reference = new Reference("") { DigestMethod = SignedXml.XmlDsigSHA256Url };
    reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
    reference.AddTransform(new XmlDsigC14NTransform());
    signed.AddReference(reference);
    signed.KeyInfo = new KeyInfo();
    signed.KeyInfo.AddClause(new KeyInfoX509Data(seal, X509IncludeOption.ExcludeRoot));
    signed.ComputeSignature();
    int end = list.LastIndexOf("</DANH_SACH_HOC_BA>", StringComparison.Ordinal);
    return list[..end] + signed.GetXml().OuterXml + list[end..];
}

string Content(byte[] text)
{
    using var bytes = new MemoryStream();
    bytes.Write(BitConverter.IsLittleEndian ? BitConverter.GetBytes(text.Length)
                                            : BitConverter.GetBytes(text.Length).Reverse().ToArray());
    using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        gzip.Write(text);
    return Convert.ToBase64String(bytes.ToArray());
}

string url = args[0], user = args[1], unit = args[3];
string password = Convert.ToHexString(
    SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadLines(args[2]).First()))).ToLowerInvariant();
var seal = new X509Certificate2(args[5], File.ReadLines(args[6]).First());
string token = (await Post($"{url}/token", new { user_name = user, password, ma_don_vi = unit }))
    .GetProperty("token").GetString()!;
string message = Guid.NewGuid().ToString();
object Who(string type) => new
{
    token, user_name = user, password, ma_don_vi = unit, nam_hoc = int.Parse(args[4]), messageid = message,
    type, function = "HOC_BA"
};

var list = new StringBuilder("<DANH_SACH_HOC_BA id=\"dataDanhSach\">");
foreach (string file in args[7..])
{
    string text = File.ReadAllText(file);
    int from = text.IndexOf("<HOC_BA", StringComparison.Ordinal);
    int end = text.LastIndexOf("</HOC_BA>", StringComparison.Ordinal) + "</HOC_BA>".Length;
    list.Append(text, from, end - from);
}
list.Append("</DANH_SACH_HOC_BA>");
string content = Content(Encoding.UTF8.GetBytes(Sign(list.ToString(), seal)));
var answer = await Post($"{url}/records", new { authenticationRequest = Who("1"), content });
string state;
do
{
    if (answer.GetProperty("ResponseCode").GetString() == "REFUSED")
        throw new InvalidOperationException(answer.GetProperty("Error").GetString());
    await Task.Delay(500);
    answer = await Post($"{url}/records/result", new { authenticationRequest = Who("2") });
    state = answer.GetProperty("ResponseCode").GetString()!;
} while (state != "DONE");
foreach (var one in answer.GetProperty("data").EnumerateArray())
    Console.WriteLine($"{one.GetProperty("ma_tra_cuu_uuid")} {one.GetProperty("trang_thai")} "
                      + one.GetProperty("error"));
