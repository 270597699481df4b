using System.Security.Cryptography.X509Certificates;
using LayerDyn.Silo.Clustering;
using Microsoft.Extensions.Time.Testing;

namespace LayerDyn.Silo.Tests.Clustering;

public sealed class SiloCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Admits_OnlyWhatItsAuthorityHasSigned()
    {
        SiloTlsOptions ours = Make("ours"), theirs = Make("theirs");
        var certificate = new SiloCertificate(ours, TimeProvider.System);
        using var another = Certificate(Make("ours")); // one more of the same authority
        using var stranger = Certificate(theirs);
        Assert.True(certificate.Admits(another));
        Assert.False(certificate.Admits(stranger));
    }

    [Fact]
    public void Admits_NothingThatHasEnded()
    {
        var options = Make("ours", days: 2);
        using var other = Certificate(options);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var certificate = new SiloCertificate(options, time);
        Assert.True(certificate.Admits(other));
        time.Advance(TimeSpan.FromDays(3));
        Assert.False(certificate.Admits(other));
        Assert.Contains("be valid now", SiloCertificate.Problem(options, time));
    }

    [Fact]
    public void Renewed_IsTakenWithoutARestart_AndWhatCannotBeReadIsNot()
    {
        var options = Make("ours");
        var certificate = new SiloCertificate(options, TimeProvider.System);
        var said = new List<string>();
        certificate.Unreadable = said.Add;
        string first = certificate.Own.SerialNumber;

        string half = File.ReadAllText(options.Certificate)[..200];
        Replace(options.Certificate, half);
        Assert.Equal(first, certificate.Own.SerialNumber);
        Assert.NotEmpty(said);

        Make("ours");
        Age(options.Certificate);
        Assert.NotEqual(first, certificate.Own.SerialNumber);
    }

    [Fact]
    public void Problem_OfFilesThatFit_IsNone() => Assert.Null(SiloCertificate.Problem(Make("ours"), TimeProvider.System));

    [Fact]
    public void Problem_OfWhatCannotBeUsed_SaysWhat()
    {
        SiloTlsOptions ours = Make("ours"), theirs = Make("theirs");
        Assert.Contains("all three", Of(new SiloTlsOptions { Certificate = ours.Certificate, Key = ours.Key }));
        Assert.Contains("must be signed by one of Silo:Tls:Authority", Of(new SiloTlsOptions { Certificate = ours.Certificate, Key = ours.Key, Authority = theirs.Authority }));
        Assert.Contains("must be PEM files", Of(new SiloTlsOptions { Certificate = ours.Certificate, Key = theirs.Key, Authority = ours.Authority }));
        Assert.Contains("must be PEM files", Of(new SiloTlsOptions { Certificate = ours.Certificate, Key = ours.Key, Authority = ours.Key }));
        Assert.Contains("missing.pem", Of(new SiloTlsOptions { Certificate = _folder["missing.pem"], Key = ours.Key, Authority = ours.Authority }));

        static string Of(SiloTlsOptions options) =>
            Assert.Single(new SiloOptionsValidator().Validate(null, new SiloOptions { Tls = options }).Failures!);
    }

    [Theory]
    [InlineData("--foldr", "here")]
    [InlineData("--days", "0")]
    [InlineData("--days", "soon")]
    [InlineData("--days")]
    public void NewCertificate_WrongOptions_AreRefusedAndNothingIsMade(params string[] args)
    {
        using StringWriter output = new(), error = new();
        Assert.Equal(2, NewCertificateCommand.Run(["new-certificate", "--folder", _folder["none"], .. args], output, error, TimeProvider.System));
        Assert.StartsWith("error: ", error.ToString());
        Assert.False(Directory.Exists(_folder["none"]));
    }

    [Fact]
    public void NewCertificate_Keys_AreTheirOwnersAlone()
    {
        var options = Make("ours");
        foreach (string key in (string[])[options.Key, Path.Combine(Path.GetDirectoryName(options.Key)!, "authority.key")])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(key).UnixFileMode);
    }

    public void Dispose() => _folder.Dispose();

    private static X509Certificate2 Certificate(SiloTlsOptions options) => X509CertificateLoader.LoadCertificateFromFile(options.Certificate);

    private static void Replace(string file, string text)
    {
        File.WriteAllText(file, text);
        Age(file);
    }

    /// <summary>Files that are written within one tick of the file system's clock look unchanged.</summary>
    private static void Age(string file) => File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(1));

    private SiloTlsOptions Make(string folder, int days = 30)
    {
        using StringWriter output = new(), error = new();
        Assert.Equal(0, NewCertificateCommand.Run(["new-certificate", "--folder", _folder[folder], "--days", $"{days}"], output, error, TimeProvider.System));
        string[] settings = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        return new SiloTlsOptions { Certificate = Value("Certificate"), Key = Value("Key"), Authority = Value("Authority") };

        string Value(string setting) => Assert.Single(settings, line => line.StartsWith($"--Silo:Tls:{setting}=", StringComparison.Ordinal)).Split('=', 2)[1];
    }
}
