using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LayerDyn.Silo;

/// <summary><c>layerdyn-silo new-certificate</c>: makes what <c>Silo:Tls</c> takes, with an authority for one cluster alone.</summary>
internal static class NewCertificateCommand
{
    private const string AuthorityFile = "authority.pem", AuthorityKeyFile = "authority.key", CertificateFile = "silo.pem", KeyFile = "silo.key";
    private const int DefaultDays = 365, AuthorityYears = 10;
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1"), ClientUse = new("1.3.6.1.5.5.7.3.2");

    public static bool Handles(string[] args) => args is ["new-certificate", ..];

    public static int Run(string[] args, TextWriter output, TextWriter error, TimeProvider time)
    {
        string folder = "certificates", days = DefaultDays.ToString(CultureInfo.InvariantCulture);
        for (int at = 1; at < args.Length; at += 2)
        {
            if (at + 1 < args.Length && args[at] == "--folder") folder = args[at + 1];
            else if (at + 1 < args.Length && args[at] == "--days") days = args[at + 1];
            else return Refuse($"new-certificate takes --folder FOLDER and --days DAYS, and not '{args[at]}'");
        }

        if (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out int valid) || valid is < 1 or > 365 * AuthorityYears)
            return Refuse($"--days '{days}' must be a number of days from 1 to {365 * AuthorityYears}");
        try
        {
            Make(folder, valid, output, time.GetUtcNow());
            return 0;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return Refuse(failed.Message);
        }

        int Refuse(string why)
        {
            error.WriteLine($"error: {why}");
            return 2;
        }
    }

    private static void Make(string folder, int days, TextWriter output, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        string authorityFile = Path.Combine(folder, AuthorityFile), authorityKeyFile = Path.Combine(folder, AuthorityKeyFile);
        if (!File.Exists(authorityKeyFile) && !File.Exists(authorityFile))
        {
            using var made = Authority(now);
            Write(authorityKeyFile, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), secret: true);
            Write(authorityFile, made.ExportCertificatePem(), secret: false);
        }

        using var authority = X509Certificate2.CreateFromPemFile(authorityFile, authorityKeyFile);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=layerdyn-silo", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerUse, ClientUse], false));
        var ends = new[] { now.AddDays(days), new DateTimeOffset(authority.NotAfter) }.Min();
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F; // a positive number
        using var certificate = request.Create(authority, now.AddMinutes(-5), ends, serial);
        Write(Path.Combine(folder, KeyFile), key.ExportPkcs8PrivateKeyPem(), secret: true);
        Write(Path.Combine(folder, CertificateFile), certificate.ExportCertificatePem(), secret: false);
        output.WriteLine($"--Silo:Tls:Certificate={Path.Combine(folder, CertificateFile)}");
        output.WriteLine($"--Silo:Tls:Key={Path.Combine(folder, KeyFile)}");
        output.WriteLine($"--Silo:Tls:Authority={authorityFile}");
    }

    private static X509Certificate2 Authority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=layerdyn-cluster", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(AuthorityYears));
    }

    /// <summary>Writes a file whole, or not at all: a silo may read it at any time. A secret one is its owner's alone from the first byte.</summary>
    private static void Write(string file, string text, bool secret)
    {
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (secret ? 0 : UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        string part = file + ".new";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using (var stream = new FileStream(part, options))
        using (var writer = new StreamWriter(stream)) writer.WriteLine(text);
        File.Move(part, file, overwrite: true);
    }
}
