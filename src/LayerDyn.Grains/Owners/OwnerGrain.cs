using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Owners;

/// <inheritdoc cref="IOwnerGrain"/>
/// <remarks>It keeps nothing that the store does not know, but for what it granted in the last seconds.</remarks>
/// <param name="store">Where sweeps at work are marked.</param>
/// <param name="plans">Their plans.</param>
/// <param name="options">What owners may use.</param>
/// <param name="time">The clock.</param>
public sealed class OwnerGrain(IArtifactStore store, PlanCache plans, IOptions<SweepOptions> options, TimeProvider time) : Grain, IOwnerGrain
{
    // A sweep that was admitted says that it has begun; one whose silo was lost before does not.
    private static readonly TimeSpan Granted = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (SweepClaim Claim, long At)> _granted = [];
    private HashSet<string> _atWork = [];
    private (long Bytes, long At)? _stored;

    private string Owner => this.GetPrimaryKeyString();

    private OwnerQuota Quota => options.Value.QuotaOf(Owner);

    /// <inheritdoc/>
    public async Task<string?> AdmitAsync(SweepClaim claim)
    {
        string? refusal = Quota.Refusal(Owner, await UseAsync(but: claim.Sweep), claim);
        if (refusal is not null && _stored is not null)
        {
            _stored = null; // something may have been deleted since
            refusal = Quota.Refusal(Owner, await UseAsync(but: claim.Sweep), claim);
        }

        if (refusal is null) _granted[claim.Sweep] = (claim, time.GetTimestamp());
        return refusal;
    }

    /// <inheritdoc/>
    public Task BegunAsync(string sweep)
    {
        if (_granted.Remove(sweep)) _atWork.Add(sweep);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<QuotaUse> GetUseAsync() => UseAsync(but: null);

    private async Task<QuotaUse> UseAsync(string? but)
    {
        var claims = new Dictionary<string, SweepClaim>();
        foreach (var (sweep, (claim, at)) in _granted.ToArray())
            if (time.GetElapsedTime(at) > Granted) _granted.Remove(sweep);
            else claims[sweep] = claim;
        foreach (var claim in await Task.WhenAll(await MarkedAsync()))
            if (claim is not null) claims[claim.Sweep] = claim;
        if (!_atWork.IsSubsetOf(claims.Keys)) _stored = null; // what was claimed is stored by now, or was never needed
        _atWork = [.. claims.Keys];
        if (but is not null) claims.Remove(but);
        long bytes = Quota.Bytes is null ? 0 : await StoredAsync() + claims.Values.Sum(claim => claim.Bytes);
        int slots = await GrainFactory.GetGrain<ISlotBrokerGrain>(0).GetSlotsAsync(Owner);
        return new QuotaUse(claims.Count, claims.Values.Sum(claim => claim.Points), slots, bytes);
    }

    private async Task<List<Task<SweepClaim?>>> MarkedAsync()
    {
        var asked = new List<Task<SweepClaim?>>();
        await foreach (var mark in store.ListAsync(SweepPaths.ActiveFolder))
            if (SweepId.TryParse(mark.Path.Name, out var sweep)) asked.Add(ClaimOfAsync(sweep));
        return asked;
    }

    /// <summary>What a sweep that is marked as at work will use; null where it is another's.</summary>
    private async Task<SweepClaim?> ClaimOfAsync(SweepId sweep)
    {
        if (await OwnHeadAsync(sweep) is not { } head) return null;
        var status = await GrainFactory.GetGrain<ISweepGrain>(sweep.Value).GetStatusAsync();
        if (status.IsIdle) return null;
        bool mayChooseMore = head.Chosen is not null && status.State == SweepState.Running;
        long remaining = mayChooseMore ? (await plans.GetAsync(sweep)).MayRun(status.Ledger) : status.Ledger.Remaining;
        return new SweepClaim(sweep.Value, remaining, Quota.Bytes is null ? 0 : RecordSize.Of(await plans.GetAsync(sweep), remaining));
    }

    private async Task<long> StoredAsync()
    {
        if (_stored is { } stored && time.GetElapsedTime(stored.At) < MeasureEvery) return stored.Bytes;
        long bytes = 0;
        foreach (var sweep in await SweepIndex.ListAsync(store))
            if (await OwnHeadAsync(sweep) is not null) bytes += (await SweepUsage.ReadAsync(store, sweep)).Total.Bytes;
        _stored = (bytes, time.GetTimestamp());
        return bytes;
    }

    private async Task<SweepHead?> OwnHeadAsync(SweepId sweep)
    {
        try
        {
            return await new SweepHeadStore(store, sweep).TryReadAsync() is { } head && head.Owner == Owner ? head : null;
        }
        catch (StoreException damaged) when (damaged.IsDamage)
        {
            return null; // nobody's, until it is repaired
        }
    }
}
