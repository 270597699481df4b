using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LayerDyn.Api;

namespace LayerDyn.Silo.Tests.Api;

/// <summary>A cluster of which no silo answers: whoever asks is told at once, after each address was tried once.</summary>
public sealed class DeadClusterTests
{
    [Fact]
    public async Task Ask_EverySiloHangsUp_TriesEachOnceAndSaysSo()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using TcpListener one = new(IPAddress.Loopback, 0), other = new(IPAddress.Loopback, 0);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        Task<int>[] asked = [HangUpAsync(one, over.Token), HangUpAsync(other, over.Token)];
        using var client = new LayerDynClient([AddressOf(one), AddressOf(other)], null);

        var error = await Assert.ThrowsAsync<ApiException>(() => client.ListAsync(limit.Token));
        await over.CancelAsync();
        int[] counts = await Task.WhenAll(asked);

        Assert.Null(error.Status);
        Assert.Contains($"no silo answers at {AddressOf(one).GetLeftPart(UriPartial.Authority)}, {AddressOf(other).GetLeftPart(UriPartial.Authority)}", error.Message);
        Assert.Equal([1, 1], counts);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 2.5)]
    [InlineData(10, 2)]
    public void ConnectWithin_Addresses_ShareFiveSeconds_TwoAtLeast(int addresses, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SiloAddresses.ConnectWithin(addresses));

    private static Uri AddressOf(TcpListener listener) => new(string.Create(CultureInfo.InvariantCulture, $"http://{listener.LocalEndpoint}"));

    /// <summary>
    /// Takes every request and breaks off in the first line of the answer, after which nothing below sends it again, until it is told to stop; returns
    /// how many there were.
    /// </summary>
    private static async Task<int> HangUpAsync(TcpListener listener, CancellationToken over)
    {
        listener.Start();
        for (int count = 0; ; count++)
        {
            try
            {
                using var connection = await listener.AcceptTcpClientAsync(over);
                using var reader = new StreamReader(connection.GetStream());
                while (await reader.ReadLineAsync(over) is { Length: > 0 })
                {
                }

                await connection.GetStream().WriteAsync("HTTP/1.1"u8.ToArray(), over);
            }
            catch (OperationCanceledException)
            {
                return count;
            }
        }
    }
}
