using System.Net;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Tests.Services;

/// <summary>Planning of specs takes a few places, each for a while, and one for each caller.</summary>
public sealed class SpecPlannerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ApiOptions _options = new() { ConcurrentPlans = 2, MaxWaitingPlansPerCaller = 1, PlanTimeout = Timeout.InfiniteTimeSpan };
    private readonly HttpContextAccessor _requests = new();
    private readonly CancellationTokenSource _end = new();
    private readonly SpecPlanner _planner;

    public SpecPlannerTests()
    {
        var options = Options.Create(_options);
        _planner = new(options, new SpecMemory(options, () => []), _requests);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _planner.Dispose();
    }

    [Fact]
    public async Task Run_WorkThatEndsOnlyWhenTold_IsRefused_AndGivesItsPlaceBack()
    {
        for (int i = 0; i < 3; i++)
        {
            _options.PlanTimeout = TimeSpan.FromMilliseconds(50);
            var refused = await Assert.ThrowsAsync<ProblemException>(() => RunAsync("a", UntilTold));
            Assert.Equal((StatusCodes.Status422UnprocessableEntity, "The spec is too costly"), (refused.Status, refused.Title));
            _options.PlanTimeout = Timeout.InfiniteTimeSpan;
            Assert.Equal(7, await RunAsync("a", _ => 7)); // it would wait for ever if the place were kept
        }
    }

    [Fact]
    public async Task Run_CallerThatLeaves_CancelsTheWork()
    {
        using var leaving = new CancellationTokenSource();
        var left = RunAsync("a", UntilTold, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(7, await RunAsync("a", _ => 7));
    }

    [Fact]
    public async Task CallerWithCostlySpecs_KeepsNobodyElseWaiting_AndIsRefusedMore()
    {
        Task[] costly = [RunAsync("a", UntilTold, _end.Token), RunAsync("a", UntilTold, _end.Token)];
        Assert.Equal(7, await RunAsync("b", _ => 7));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => RunAsync("a", _ => 7));
        Assert.Equal(StatusCodes.Status429TooManyRequests, refused.Status);
        await _end.CancelAsync();
        foreach (var one in costly) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
    }

    [Fact]
    public async Task Wait_CountsTowardsTheTime()
    {
        Task[] costly = [RunAsync("a", UntilTold, _end.Token), RunAsync("b", UntilTold, _end.Token)];
        _options.PlanTimeout = TimeSpan.FromMilliseconds(1);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => RunAsync("c", _ => 7));
        Assert.Equal((StatusCodes.Status503ServiceUnavailable, "The silo is busy"), (refused.Status, refused.Title));
        await _end.CancelAsync();
        foreach (var one in costly) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
    }

    private Task<int> RunAsync(string caller, Func<CancellationToken, int> work, CancellationToken cancellation = default)
    {
        _requests.HttpContext = new DefaultHttpContext { Connection = { RemoteIpAddress = new IPAddress([10, 0, 0, (byte)caller[0]]) } };
        return _planner.RunAsync(work, cancellation).WaitAsync(Limit, CancellationToken.None);
    }

    private static int UntilTold(CancellationToken told)
    {
        told.WaitHandle.WaitOne();
        told.ThrowIfCancellationRequested();
        return 0;
    }
}
