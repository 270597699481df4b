using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using LayerDyn.Storage.Azure;

namespace LayerDyn.Storage.Tests.Azure;

/// <summary>A service that takes connections and says nothing, as when a network swallows its answers.</summary>
public sealed class SilentServiceTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly AzureBlobArtifactStore _store;

    public SilentServiceTests()
    {
        _listener.Start(); // the system accepts connections into its backlog; nobody ever reads
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2025_11_05);
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(100);
        string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/account/container");
        _store = new AzureBlobArtifactStore(new BlobContainerClient(new Uri(address), options));
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Calls_ThatGetNoAnswer_FailAsOutages()
    {
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => _store.TryReadAsync("a/b"))).IsTransient);
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => _store.WriteAsync("a/b", new byte[] { 1 }))).IsTransient);
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => _store.DeleteAsync("a/b"))).IsTransient);
        Assert.True((await Assert.ThrowsAsync<StoreException>(async () => await _store.ListAsync("a/").GetAsyncEnumerator().MoveNextAsync())).IsTransient);
    }

    [Fact]
    public async Task Calls_ThatAreCancelled_AreNoOutages()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.TryReadAsync("a/b", cancellation.Token));
    }
}
