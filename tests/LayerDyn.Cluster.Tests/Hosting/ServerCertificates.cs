using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LayerDyn.Cluster.Tests.Hosting;

/// <summary>An authority, and a certificate of it for a server on 127.0.0.1, as PEM files.</summary>
internal sealed class ServerCertificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ServerCertificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=membership", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        var server = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(authority, now.AddMinutes(-5), now.AddHours(12), [1]);
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Key, UnixFileMode.UserRead);
    }

    public string Authority => _folder["authority.pem"];

    public string Certificate => _folder["server.pem"];

    public string Key => _folder["server.key"];

    /// <summary>Gives the files to the user that a server runs as; only where tests are root do servers have users of their own.</summary>
    public async Task GiveAsync(string user)
    {
        if (!Environment.IsPrivilegedProcess) return;
        using var chown = new ServerProcess("chown", "-R", user, _folder.Path);
        await chown.WaitForExitAsync(TimeSpan.FromSeconds(10));
    }

    public void Dispose() => _folder.Dispose();
}
