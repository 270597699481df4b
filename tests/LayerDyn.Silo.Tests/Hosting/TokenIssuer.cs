using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Silo.Tests.Hosting;

/// <summary>
/// An identity provider on a free loopback port: its discovery document, its public key, and tokens made here byte by byte, since
/// a library would not make the wrong ones.
/// </summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "layerdyn-test";

    private const string KeyId = "one";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RSA _key = RSA.Create(2048), _otherKey = RSA.Create(2048);
    private readonly WebApplication _app;

    private TokenIssuer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var issuer = new TokenIssuer(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.Address, jwks_uri = issuer.Address + "/keys" }));
        app.MapGet("/keys", () => Results.Json(new { keys = new[] { issuer.PublicKey() } }));
        await app.StartAsync();
        return issuer;
    }

    /// <summary>A token as it should be, with changes to its claims; a null value leaves a claim out.</summary>
    public string Token(string[] roles, params (string Name, object? Value)[] changes) => Signed("RS256", Payload(roles, changes), Sign(_key));

    /// <summary>As <see cref="Token"/>, signed with a key that is not published, under the name of the one that is.</summary>
    public string ByOtherKey(string[] roles) => Signed("RS256", Payload(roles), Sign(_otherKey));

    /// <summary>Without a signature.</summary>
    public string Unsigned(string[] roles, string algorithm = "none") => Signed(algorithm, Payload(roles), _ => []);

    /// <summary>Signed with the public key's text as if it were a shared secret.</summary>
    public string ByPublicKeyAsSecret(string[] roles) =>
        Signed("HS256", Payload(roles), content => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), content));

    /// <summary>The signature of one token under the claims of another.</summary>
    public string Tampered(string[] signedRoles, string[] sentRoles)
    {
        string[] signed = Token(signedRoles).Split('.');
        return $"{signed[0]}.{Base64Url.EncodeToString(Payload(sentRoles))}.{signed[2]}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private static string Signed(string algorithm, byte[] payload, Func<byte[], byte[]> sign)
    {
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "JWT", kid = KeyId });
        string content = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{content}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(content)))}";
    }

    private static Func<byte[], byte[]> Sign(RSA key) => content => key.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private byte[] Payload(string[] roles, params (string Name, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Address,
            ["aud"] = Audience,
            ["sub"] = "someone",
            ["nbf"] = Now.AddMinutes(-1).ToUnixTimeSeconds(),
            ["exp"] = Now.AddHours(1).ToUnixTimeSeconds(),
            ["roles"] = roles,
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = value;
        }

        return JsonSerializer.SerializeToUtf8Bytes(claims, Plain);
    }

    private object PublicKey()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = KeyId, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) };
    }
}
