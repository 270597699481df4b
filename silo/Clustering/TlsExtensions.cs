using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace LayerDyn.Silo.Clustering;

/// <summary>Orleans' ports behind TLS.</summary>
internal static class TlsExtensions
{
    /// <summary>With <c>Silo:Tls</c>, both sides of each connection to Orleans' ports must show a certificate of the cluster's authority.</summary>
    public static ISiloBuilder AddTls(this ISiloBuilder silo, SiloOptions options)
    {
        silo.Services.AddHostedService<SiloPortsNotice>();
        if (!options.Tls.IsSet) return silo;
        var certificate = new SiloCertificate(options.Tls, TimeProvider.System);
        silo.Services.AddSingleton(certificate);
        return silo.UseTls(tls =>
        {
            // Orleans wants one certificate to be there; the selectors, which come first, give that of now.
            tls.LocalCertificate = certificate.Own;
            tls.LocalServerCertificateSelector = (_, _) => certificate.Own;
            tls.LocalClientCertificateSelector = (_, _, _, _, _) => certificate.Own;
            (tls.RemoteCertificateMode, tls.ClientCertificateMode) = (RemoteCertificateMode.RequireCertificate, RemoteCertificateMode.RequireCertificate);
            tls.RemoteCertificateValidation = (other, _, _) => certificate.Admits(other);
            // Certificates are held to the authority, whatever the address: this only names the peer in the handshake.
            tls.OnAuthenticateAsClient = (_, handshake) => handshake.TargetHost = certificate.Own.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        });
    }
}
