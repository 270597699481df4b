using LayerDyn.Silo.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Tests.Services;

/// <summary>Planning of specs takes a few places, each for a while.</summary>
public sealed class SpecPlannerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Run_WorkThatEndsOnlyWhenTold_IsRefused_AndGivesItsPlaceBack()
    {
        using var planner = Planner(TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < 3; i++)
        {
            // One place: the second run waits for ever if the first one kept it.
            var refused = await Assert.ThrowsAsync<ProblemException>(() => planner.RunAsync(UntilTold, CancellationToken.None).WaitAsync(Limit));
            Assert.Equal(StatusCodes.Status422UnprocessableEntity, refused.Status);
            Assert.Contains("too costly", refused.Title);
        }
    }

    [Fact]
    public async Task Run_CallerThatLeaves_CancelsTheWork()
    {
        using var planner = Planner(Timeout.InfiniteTimeSpan);
        using var leaving = new CancellationTokenSource();
        var left = planner.RunAsync(UntilTold, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.WaitAsync(Limit));
        Assert.Equal(7, await planner.RunAsync(_ => 7, CancellationToken.None).WaitAsync(Limit));
    }

    private static SpecPlanner Planner(TimeSpan timeout)
    {
        var options = Options.Create(new ApiOptions { ConcurrentPlans = 1, PlanTimeout = timeout });
        return new SpecPlanner(options, new PointMemory(options, () => []));
    }

    private static int UntilTold(CancellationToken told)
    {
        told.WaitHandle.WaitOne();
        told.ThrowIfCancellationRequested();
        return 0;
    }
}
