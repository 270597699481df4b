using System.Text.Json;
using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Web.Services;

/// <summary>Sweeps as the API shows them: the grain's ledger beside what the plan says.</summary>
internal sealed class SweepViews(IGrainFactory grains, IArtifactStore store, PlanCache plans, PaceTracker pace, IOtherRuns others, TimeProvider time)
{
    /// <summary>A sweep that the store has.</summary>
    public async Task<SweepView> OfAsync(SweepId id, CancellationToken cancellation)
    {
        var status = await grains.GetGrain<ISweepGrain>(id.Value).GetStatusAsync();
        return await OfAsync(id, IsNews(status) ? status : await StoredAsync(id, cancellation), cancellation);
    }

    /// <summary>A sweep with a ledger that is known already.</summary>
    public async Task<SweepView> OfAsync(SweepId id, SweepStatus status, CancellationToken cancellation)
    {
        var (plan, trouble) = status.State == SweepState.Deleting ? (null, "") : await PlanAsync(id, cancellation); // its spec may be gone already
        var (rate, left) = pace.See(status);
        return new SweepView
        {
            Id = id.Value,
            Name = plan?.Name ?? id.Name,
            Description = plan?.Description ?? "",
            State = Name(status.State),
            Priority = SweepPriorities.Name(status.Priority),
            Owner = status.Owner,
            Submitted = status.Submitted == default ? null : new DateTimeOffset(DateTime.SpecifyKind(status.Submitted, DateTimeKind.Utc)),
            Seconds = status.Worked?.TotalSeconds,
            Variant = status.Variant,
            Set = status.Set,
            Labels = status.Labels,
            Ended = status.Ended is { } ended ? new DateTimeOffset(DateTime.SpecifyKind(ended, DateTimeKind.Utc)) : null,
            Command = status.Command,
            Hardware = status.Hardware,
            Ledger = status.Ledger,
            Running = status.Running,
            FromStore = status.FromStore,
            Shared = status.Shared,
            Lost = status.Lost,
            RunningSteps = status.RunningSteps,
            RunningStepsTotal = status.RunningStepsTotal,
            PointsPerSecond = rate,
            EtaSeconds = left,
            Message = status.Limit.Length > 0 ? status.Limit : status.Message.Length > 0 ? status.Message : trouble,
            Axes = [.. plan?.Axes.Select(axis => new AxisSummary(axis.Name, axis.Count) { IsSampled = axis.IsSampled, Interval = axis.Interval }) ?? []],
            Curves = [.. plan?.Curves.Select(curve => curve.Name) ?? []],
        };
    }

    /// <summary>
    /// A sweep for lists: of one that has ended, from the store alone, so that a list does not wake every grain. One whose files are damaged is
    /// there as broken, and why.
    /// </summary>
    public async Task<SweepView?> InListAsync(SweepId id, CancellationToken cancellation)
    {
        StoredSweep? stored;
        try
        {
            stored = await new ManifestStore(store, id).TryReadAsync(cancellation);
        }
        catch (StoreException damaged) when (damaged.IsDamage)
        {
            return await OfAsync(id, new SweepStatus { SweepId = id.Value, State = SweepState.Broken, Ledger = new Ledger(0), Message = damaged.Message }, cancellation);
        }

        if (stored is null) return null;
        var status = Status(id, stored);
        if (status.State is not (SweepState.Completed or SweepState.Deleting) && await grains.GetGrain<ISweepGrain>(id.Value).GetStatusAsync() is var live && IsNews(live)) status = live;
        return await OfAsync(id, status, cancellation);
    }

    /// <summary>The name of a state.</summary>
    public static string Name(SweepState state) => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());

    /// <summary>Whether a grain knows more than the store: not of a sweep that is gone, and what it has read is old where others write.</summary>
    private bool IsNews(SweepStatus live) => live.Ledger.Expected > 0 && !(others.MayRun && live.IsIdle);

    private async Task<SweepStatus> StoredAsync(SweepId id, CancellationToken cancellation) =>
        await new ManifestStore(store, id).TryReadAsync(cancellation) is { } stored
            ? Status(id, stored)
            : throw ProblemException.NotFound($"there is no sweep {id}: see GET /api/v1/sweeps");

    private SweepStatus Status(SweepId id, StoredSweep stored)
    {
        var (head, manifest) = (stored.Head, stored.Manifest);
        bool runs = head.State == ManifestState.Active && others.Runs(id);
        var state = runs ? SweepState.Running : SweepLife.Idle(head.State, manifest.Ledger.Remaining == 0);
        return HeadStatus.Of(head, state, manifest.Ledger, runs ? time.GetUtcNow().UtcDateTime : null) with
        {
            FromStore = head.Shared,
            Lost = manifest.Lost,
            Limit = head.Reached,
            Message = manifest.Failures.FirstOrDefault()?.Message ?? "",
        };
    }

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
