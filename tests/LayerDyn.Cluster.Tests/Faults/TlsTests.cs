using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>A cluster whose connections are all under TLS: silos know each other by certificates, and the membership's server by its own.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task SilosOfOneAuthority_RunASweep_AndOthersStayOutside()
    {
        using var ours = await SiloCertificates.MakeAsync();
        using var theirs = await SiloCertificates.MakeAsync();
        using var server = new ServerCertificates();
        await using var cluster = await TestCluster.StartAsync(new RedisServer(server), 2, options: ours.Settings);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        var stranger = cluster.Launch(options: theirs.Settings); // the later of two settings counts
        List<int> withSlots = []; // the stranger is in the membership for a moment: no other silo answers in its name
        await Eventually.IsTrueAsync(async () =>
        {
            withSlots.Add((await cluster.Silos[0].Api.ClusterAsync()).Silos.Count(silo => silo.Slots.Count > 0));
            return stranger.Output.Contains("AuthenticationException", StringComparison.Ordinal);
        }, TimeSpan.FromMinutes(1), "a silo of another authority that is turned away");
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, mostLost: 0);
        Assert.False(await stranger.Api.IsReadyAsync());
        withSlots.Add((await cluster.Silos[0].Api.ClusterAsync()).Silos.Count(silo => silo.Slots.Count > 0));
        Assert.DoesNotContain(withSlots, count => count > 2);
        await WithoutACertificateAsync(cluster.Silos[0].SiloPort);
        cluster.Remove(stranger);
    }

    [Fact]
    public async Task MembershipInPostgres_IsUnderTlsToo_AndAServerOfAnotherAuthorityIsRefused()
    {
        using var certificates = new ServerCertificates();
        using var others = new ServerCertificates();
        var server = new PostgresServer(certificates);
        await using var cluster = await TestCluster.StartAsync(server, 1);
        using var suspicious = new SiloProcess(
            AppContext.BaseDirectory, cluster.Location, server.Setting.Replace(certificates.Authority, others.Authority, StringComparison.Ordinal), "layerdyn", []);
        await suspicious.WaitForExitAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("error: the silo could not start", suspicious.Output);
    }

    /// <summary>Under TLS 1.3 the server's refusal comes with what it answers, and not with the handshake.</summary>
    private static async Task WithoutACertificateAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        int read = 0;
        try
        {
            await stream.AuthenticateAsClientAsync("anyone");
            await stream.WriteAsync("\0\0\0\0\0\0\0\0"u8.ToArray());
            read = await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
        }

        Assert.Equal(0, read);
    }
}
