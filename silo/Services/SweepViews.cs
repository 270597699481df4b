using System.Text.Json;
using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Planning;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Silo.Services;

/// <summary>Sweeps as the API shows them: the grain's ledger beside what the plan says.</summary>
internal sealed class SweepViews(IGrainFactory grains, IArtifactStore store, PlanCache plans, PaceTracker pace)
{
    /// <summary>A sweep that the store has.</summary>
    public async Task<SweepView> OfAsync(SweepId id, CancellationToken cancellation)
    {
        var status = await grains.GetGrain<ISweepGrain>(id.Value).GetStatusAsync();
        return await OfAsync(id, status.Expected > 0 ? status : await StoredAsync(id, cancellation), cancellation);
    }

    /// <summary>A sweep with a ledger that is known already.</summary>
    public async Task<SweepView> OfAsync(SweepId id, SweepStatus status, CancellationToken cancellation)
    {
        var (plan, trouble) = await PlanAsync(id, cancellation);
        var (rate, left) = pace.See(status);
        return new SweepView
        {
            Id = id.Value,
            Name = plan?.Name ?? id.Name,
            Description = plan?.Description ?? "",
            State = Name(status.State),
            Priority = SweepPriorities.Name(status.Priority),
            Submitted = status.Submitted == default ? null : new DateTimeOffset(DateTime.SpecifyKind(status.Submitted, DateTimeKind.Utc)),
            Expected = status.Expected,
            Finished = status.Finished,
            Diverged = status.Diverged,
            Failed = status.Failed,
            Remaining = status.Remaining,
            Running = status.Running,
            FromStore = status.FromStore,
            Shared = status.Shared,
            Lost = status.Lost,
            RunningSteps = status.RunningSteps,
            RunningStepsTotal = status.RunningStepsTotal,
            PointsPerSecond = rate,
            EtaSeconds = left,
            Message = status.Message.Length > 0 ? status.Message : trouble,
            Axes = [.. plan?.Axes.Select(axis => new AxisSummary(axis.Name, axis.Count)) ?? []],
            Curves = [.. plan?.Curves.Select(curve => curve.Name) ?? []],
        };
    }

    /// <summary>A sweep for lists: of one that has ended, from the store alone, so that a list does not wake every grain.</summary>
    public async Task<SweepView?> InListAsync(SweepId id, CancellationToken cancellation)
    {
        if (await CommittedState.TryReadAsync(store, id, cancellation) is not { } committed) return null;
        var status = Status(id, committed);
        return status.State == SweepState.Completed ? await OfAsync(id, status, cancellation) : await OfAsync(id, cancellation);
    }

    /// <summary>The name of a state.</summary>
    public static string Name(SweepState state) => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());

    private async Task<SweepStatus> StoredAsync(SweepId id, CancellationToken cancellation) =>
        await CommittedState.TryReadAsync(store, id, cancellation) is { } committed
            ? Status(id, committed)
            : throw ProblemException.NotFound($"there is no sweep {id}: see GET /api/v1/sweeps");

    private static SweepStatus Status(SweepId id, CommittedState committed) => new()
    {
        SweepId = id.Value,
        State = SweepLife.Idle(committed.Head.State, committed.Remaining == 0),
        Expected = committed.Expected,
        Finished = committed.Finished,
        Diverged = committed.Diverged,
        Failed = committed.Failures.Count,
        FromStore = committed.Head.Shared,
        Shared = committed.Head.Shared,
        Lost = committed.Lost,
        Priority = Priorities.Parse(committed.Head.Priority),
        Submitted = committed.Head.Submitted,
        Message = committed.Failures.FirstOrDefault()?.Message ?? "",
    };

    // A resolved spec that no longer loads (it was edited, say) must not hide that there are results.
    private async Task<(SweepPlan? Plan, string Trouble)> PlanAsync(SweepId id, CancellationToken cancellation)
    {
        try
        {
            return (await plans.GetAsync(id).WaitAsync(cancellation), "");
        }
        catch (StoreException error) when (error.InnerException is SpecException or InvalidDataException)
        {
            return (null, $"its spec cannot be read any more: {error.Failure}; {error.Remedy}");
        }
    }
}
