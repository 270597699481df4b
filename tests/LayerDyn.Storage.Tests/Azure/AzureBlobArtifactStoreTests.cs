using System.Net;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using LayerDyn.Storage.Azure;

namespace LayerDyn.Storage.Tests.Azure;

public sealed class AzureBlobArtifactStoreTests(Azurite azurite) : ArtifactStoreContract, IClassFixture<Azurite>
{
    private readonly string _container = "test-" + Guid.NewGuid().ToString("N");

    protected override IArtifactStore Open() => new AzureBlobArtifactStore(AzureBlobArtifactStore.Connect(azurite.ConnectionString, _container));

    [Fact]
    public async Task TryCreate_AnswersLostAfterTheWrite_WinnerStillKnowsThatItWon()
    {
        var store = new AzureBlobArtifactStore(Flaky(new LosesFirstAnswers(1)));
        await Open().TryCreateAsync("other", new byte[] { 0 }); // makes the container
        Assert.True(await store.TryCreateAsync("a", new byte[] { 1 }));
        Assert.False(await store.TryCreateAsync("a", new byte[] { 1 }));
    }

    [Fact]
    public async Task TryReplace_AnswersLostAfterTheWrite_WinnerGetsTheNewETag()
    {
        string first = (await Open().TryReplaceAsync("m", new byte[] { 1 }, null))!;
        string? second = await new AzureBlobArtifactStore(Flaky(new LosesFirstAnswers(1))).TryReplaceAsync("m", new byte[] { 2 }, first);
        Assert.Equal((await Open().TryReadAsync("m"))!.ETag, second);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Write_ServiceRefusesForAWhile_IsRepeated(HttpStatusCode status)
    {
        await Open().WriteAsync("other", new byte[] { 0 });
        await new AzureBlobArtifactStore(Flaky(new Refuses(3, status))).WriteAsync("a", new byte[] { 7 });
        Assert.Equal([7], (await Open().TryReadAsync("a"))!.Content.ToArray());
    }

    [Fact]
    public async Task Open_SasUrl_ReadsAndWritesAndNeverShowsTheSignature()
    {
        var client = AzureBlobArtifactStore.Connect(azurite.ConnectionString, _container);
        await client.CreateIfNotExistsAsync();
        var url = client.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1));
        var store = ArtifactStores.Open(url.AbsoluteUri);
        await store.CheckAsync();
        Assert.DoesNotContain("sig=", store.Description);
        Assert.EndsWith(_container, store.Description);
    }

    [Fact]
    public async Task Open_ContainerOfConnectionString_Works()
    {
        var store = ArtifactStores.Open("azure:" + _container, name => name == ArtifactStores.ConnectionStringVariable ? azurite.ConnectionString : null);
        await store.CheckAsync();
        Assert.IsType<AzureBlobArtifactStore>(store);
    }

    [Fact]
    public async Task Check_WrongKey_SaysAccessDenied()
    {
        string wrong = azurite.ConnectionString.Replace("AccountKey=Eby8", "AccountKey=AAAA");
        var store = new AzureBlobArtifactStore(AzureBlobArtifactStore.Connect(wrong, _container));
        var error = await Assert.ThrowsAsync<StoreException>(() => store.CheckAsync());
        Assert.Contains("access was denied", error.Failure);
        Assert.Contains("signature", error.Remedy);
    }

    [Fact]
    public async Task Check_NothingListens_SaysUnreachable()
    {
        var options = AzureBlobArtifactStore.Options();
        options.Retry.MaxRetries = 0;
        var store = new AzureBlobArtifactStore(new BlobContainerClient(
            "DefaultEndpointsProtocol=http;AccountName=x;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/x;", "abc", options));
        var error = await Assert.ThrowsAsync<StoreException>(() => store.CheckAsync());
        Assert.Contains("cannot be reached", error.Failure);
    }

    private BlobContainerClient Flaky(HttpMessageHandler handler)
    {
        var options = AzureBlobArtifactStore.Options();
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(5);
        options.Transport = new HttpClientTransport(new HttpClient(handler));
        return new BlobContainerClient(azurite.ConnectionString, _container, options);
    }

    /// <summary>Lets the service do the first writes, but tells the client that they failed.</summary>
    private sealed class LosesFirstAnswers(int count) : DelegatingHandler(new HttpClientHandler())
    {
        private int _left = count;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.Method != HttpMethod.Put || Interlocked.Decrement(ref _left) < 0) return answer;
            answer.Dispose();
            return new HttpResponseMessage(HttpStatusCode.InternalServerError) { RequestMessage = request, Content = new ByteArrayContent([]) };
        }
    }

    /// <summary>Answers the first requests with an error and does nothing.</summary>
    private sealed class Refuses(int count, HttpStatusCode status) : DelegatingHandler(new HttpClientHandler())
    {
        private int _left = count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Interlocked.Decrement(ref _left) < 0
                ? base.SendAsync(request, cancellationToken)
                : Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request, Content = new ByteArrayContent([]) });
    }
}
