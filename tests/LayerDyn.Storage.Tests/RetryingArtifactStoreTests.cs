namespace LayerDyn.Storage.Tests;

public sealed class RetryingArtifactStoreTests
{
    private static readonly ArtifactPath Path = new ArtifactPath("a/b");

    private readonly AwayStore _inner = new();
    private readonly SkippingTime _time = new();
    private readonly List<StoreException> _retried = [];
    private readonly RetryingArtifactStore _store;

    public RetryingArtifactStoreTests() => _store = new RetryingArtifactStore(_inner, TimeSpan.FromMinutes(1), _time, _retried.Add);

    [Fact]
    public async Task Outage_ShorterThanThePatience_IsWaitedOut()
    {
        _inner.AwayFor = 10;
        Assert.True(await _store.TryCreateAsync(Path, new byte[] { 1 }));
        Assert.Equal((11, 10), (_inner.Calls, _retried.Count));
    }

    [Fact]
    public async Task Pauses_GrowToFiveSeconds()
    {
        _inner.AwayFor = 8;
        await _store.WriteAsync(Path, new byte[] { 1 });
        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5], _time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Outage_LongerThanThePatience_IsThrown()
    {
        _inner.AwayFor = int.MaxValue;
        var thrown = await Assert.ThrowsAsync<StoreException>(() => _store.TryReadAsync(Path));
        Assert.True(thrown.IsTransient);
        Assert.InRange(_time.Waits.Sum(wait => wait.TotalSeconds), 60, 65);
    }

    [Fact]
    public async Task FailureThatDoesNotPass_IsThrownAtOnce()
    {
        _inner.AwayFor = 1;
        _inner.IsTransient = false;
        await Assert.ThrowsAsync<StoreException>(() => _store.DeleteAsync(Path));
        Assert.Equal((1, 0), (_inner.Calls, _time.Waits.Count));
    }

    [Fact]
    public async Task Listing_ThatBreaksOff_IsTakenAgain_AndNothingIsGivenOutTwice()
    {
        _inner.AwayFor = 2;
        var listed = new List<string>();
        await foreach (var entry in _store.ListAsync("a/")) listed.Add(entry.Path.Value);
        Assert.Equal(["a/b", "a/c"], listed);
    }

    [Fact]
    public async Task Check_DoesNotWait()
    {
        _inner.AwayFor = 1;
        await Assert.ThrowsAsync<StoreException>(() => _store.CheckAsync());
    }

    [Fact]
    public async Task Cancellation_EndsTheWaiting()
    {
        _inner.AwayFor = int.MaxValue;
        using var cancellation = new CancellationTokenSource();
        _time.Waiting = () => cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.TryReadAsync(Path, cancellation.Token));
    }

    [Fact]
    public async Task Cancellation_WithTheFailure_IsNoFailureOfTheStore()
    {
        _inner.AwayFor = int.MaxValue;
        using var cancellation = new CancellationTokenSource();
        _inner.Failing = cancellation.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.TryReadAsync(Path, cancellation.Token));
        Assert.Equal(1, _inner.Calls);
    }

    [Fact]
    public async Task Patience_CountsTheTimeOfTheCalls()
    {
        _inner.AwayFor = int.MaxValue;
        _inner.Failing = () => _time.Pass(TimeSpan.FromSeconds(25));
        await Assert.ThrowsAsync<StoreException>(() => _store.TryReadAsync(Path));
        Assert.Equal((3, 2), (_inner.Calls, _retried.Count));
    }
}
