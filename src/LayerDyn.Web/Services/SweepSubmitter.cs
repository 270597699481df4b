using System.Security.Claims;
using LayerDyn.Api.Sweeps;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Security;

namespace LayerDyn.Web.Services;

/// <summary>Starts sweeps. The id is a hash of the spec, so that submitting twice is one sweep.</summary>
internal sealed class SweepSubmitter(SpecPlanner planner, PlanCache plans, IGrainFactory grains, IArtifactStore store, SweepViews views)
{
    // Enough to find what an extension shares, and cheap: a few milliseconds.
    private const int SampledPoints = 4096;
    private const long LookedAt = 1_000_000;

    /// <summary>Starts a spec, or goes on with it. Returns whether the store had it before.</summary>
    public async Task<(bool Existed, SweepView Sweep)> SubmitAsync(
        string yaml, IReadOnlyList<string> overrides, string? variant, SweepSubmission options, ClaimsPrincipal caller, CancellationToken cancellation)
    {
        var plan = await planner.LoadAsync(yaml, overrides, variant, cancellation);
        return await StartAsync(yaml, plan, options with { Variant = plan.Variant ?? "", Set = overrides }, caller, cancellation);
    }

    /// <summary>As <see cref="SubmitAsync"/>, for a spec that must share points with a sweep that is there.</summary>
    /// <exception cref="ProblemException">It shares none.</exception>
    public async Task<(bool Existed, SweepView Sweep)> ExtendAsync(
        SweepId original, string yaml, IReadOnlyList<string> overrides, string? variant, SweepSubmission options, ClaimsPrincipal caller, CancellationToken cancellation)
    {
        var plan = await planner.LoadAsync(yaml, overrides, variant, cancellation);
        var old = await plans.GetAsync(original);
        if (!await planner.RunAsync(ended => Share(old, plan, ended), cancellation))
            throw ProblemException.Conflict($"{plan.Id} shares no point with {original}, so it extends nothing: submit it as a sweep of its own");
        return await StartAsync(yaml, plan, options with { Variant = plan.Variant ?? "", Set = overrides }, caller, cancellation);
    }

    private async Task<(bool Existed, SweepView Sweep)> StartAsync(string yaml, SweepPlan plan, SweepSubmission options, ClaimsPrincipal caller, CancellationToken cancellation)
    {
        var head = await new SweepHeadStore(store, plan.Id).TryReadAsync(cancellation);
        if (head is not null) CheckGoesOn(head, plan, caller);
        var submission = options with { SpecYaml = yaml, ResolvedYaml = plan.ResolvedYaml };
        using var span = LayerDynActivities.Submit(plan.Id.Value, plan.PointCount);
        var status = await grains.GetGrain<ISweepGrain>(plan.Id.Value).StartAsync(submission);
        return (head is not null, await views.OfAsync(plan.Id, status, cancellation));
    }

    // Whoever submits a spec that is there already sees how it goes, but cannot set going what somebody else has stopped, nor stop it by other limits.
    private static void CheckGoesOn(SweepHead head, SweepPlan plan, ClaimsPrincipal caller)
    {
        const string Remedy = "; with another name in the spec it is a sweep of your own, which takes over the points that are done";
        string submitted = $"{plan.Id} was submitted";
        if (head.State is ManifestState.Paused or ManifestState.Cancelled) caller.MustOwn(head.Owner, submitted, "resume", Remedy);
        if (head.Limits != plan.Limits) caller.MustOwn(head.Owner, submitted, "change the limits of", Remedy);
    }

    private static bool Share(SweepPlan old, SweepPlan next, CancellationToken ended)
    {
        var known = new HashSet<PointId>();
        long samples = Math.Min(SampledPoints, old.PointCount);
        for (long i = 0; i < samples; i++) known.Add(old.PointId(samples == 1 ? 0 : (long)((Int128)i * (old.PointCount - 1) / (samples - 1))));
        for (long index = 0; index < Math.Min(next.PointCount, LookedAt); index++)
        {
            if ((index & 1023) == 0) ended.ThrowIfCancellationRequested();
            if (known.Contains(next.PointId(index))) return true;
        }

        return false;
    }
}
