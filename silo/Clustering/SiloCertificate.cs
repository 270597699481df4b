using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LayerDyn.Silo.Clustering;

/// <summary>
/// This silo's certificate and the authorities that those of other silos are held to. The files are read again when they have changed,
/// so that certificates are renewed without a restart; a file that cannot be read then leaves what was read before.
/// </summary>
/// <param name="options">The files.</param>
/// <param name="time">The clock.</param>
internal sealed class SiloCertificate(SiloTlsOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private (Read Files, string Stamp)? _last;

    /// <summary>Called with the reason where files that have changed cannot be read.</summary>
    public Action<string>? Unreadable { get; set; }

    /// <summary>The certificate, with its key.</summary>
    public X509Certificate2 Own => Current().Own;

    /// <summary>When it ends, UTC.</summary>
    public DateTime Ends => Own.NotAfter.ToUniversalTime();

    /// <summary>Whether another silo's certificate is signed by one of the authorities, and valid now.</summary>
    public bool Admits(X509Certificate2 other) => IsSigned(other, Current().Authorities, time.GetUtcNow());

    /// <summary>What keeps the files from being used, as a sentence; null when nothing does.</summary>
    public static string? Problem(SiloTlsOptions options, TimeProvider time)
    {
        if (options.Certificate.Length == 0 || options.Key.Length == 0 || options.Authority.Length == 0)
            return "Silo:Tls needs Certificate, Key and Authority, all three: PEM files, such as 'layerdyn-silo new-certificate' makes";
        try
        {
            var (own, authorities) = Load(options);
            return IsSigned(own, authorities, time.GetUtcNow())
                ? null
                : $"Silo:Tls:Certificate '{options.Certificate}' must be signed by one of Silo:Tls:Authority '{options.Authority}' and be valid now, for servers and "
                + $"clients; it is valid from {own.NotBefore.ToUniversalTime():u} to {own.NotAfter.ToUniversalTime():u}";
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return $"Silo:Tls: {options.Certificate}, {options.Key} and {options.Authority} must be PEM files of a certificate, its key and the authorities: {unreadable.Message}";
        }
    }

    private Read Current()
    {
        lock (_lock)
        {
            string stamp = string.Join(' ', new[] { options.Certificate, options.Key, options.Authority }.Select(file => File.GetLastWriteTimeUtc(file).Ticks));
            if (_last is { } last && last.Stamp == stamp) return last.Files;
            try
            {
                _last = (Load(options), stamp);
            }
            catch (Exception unreadable) when (_last is not null && IsUnreadable(unreadable))
            {
                Unreadable?.Invoke(unreadable.Message); // tried again at the next connection: the files may be half written
            }

            return _last!.Value.Files;
        }
    }

    private static Read Load(SiloTlsOptions options)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(options.Authority);
        if (authorities.Count == 0) throw new CryptographicException($"{options.Authority} holds no certificate");
        return new Read(X509Certificate2.CreateFromPemFile(options.Certificate, options.Key), authorities);
    }

    // By the chain and the use, not by a host's name: silos are at addresses that change.
    private static bool IsSigned(X509Certificate2 certificate, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // server authentication
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2")); // client authentication
        return chain.Build(certificate);
    }

    private static bool IsUnreadable(Exception error) => error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private sealed record Read(X509Certificate2 Own, X509Certificate2Collection Authorities);
}
