using Orleans.Concurrency;

namespace LayerDyn.Contracts.Cluster;

/// <summary>
/// Who submits, by the name of the API's key: what their sweeps use of the cluster, within what they may. One request after the other, so that two
/// submissions at once cannot both have the last place.
/// </summary>
[Alias("layerdyn.owner")]
public interface IOwnerGrain : IGrainWithStringKey
{
    /// <summary>From a sweep that is about to begin, or to go on: whether it may. What it is granted counts from now on.</summary>
    /// <returns>Why not, as a sentence; null where it may.</returns>
    [Alias("admit")]
    Task<string?> AdmitAsync(SweepClaim claim);

    /// <summary>From a sweep that was admitted: it has begun, and is marked in the store as at work, or could not begin.</summary>
    [Alias("begun"), AlwaysInterleave]
    Task BegunAsync(string sweep);

    /// <summary>What is used now. Stored bytes are as of a minute ago at most, and are not counted where nothing limits them.</summary>
    [Alias("use"), AlwaysInterleave]
    Task<QuotaUse> GetUseAsync();
}

/// <summary>What a sweep will use.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Points">Points that remain of it.</param>
/// <param name="Bytes">What their records take in the store, from above.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.sweep-claim")]
public sealed record SweepClaim([property: Id(0)] string Sweep, [property: Id(1)] long Points, [property: Id(2)] long Bytes);

/// <summary>What the sweeps of one owner use.</summary>
/// <param name="Sweeps">Sweeps that are at work.</param>
/// <param name="Points">Points that remain of them.</param>
/// <param name="Slots">Slots that they train in.</param>
/// <param name="Bytes">What all sweeps take in the store, and those at work will take; 0 where nothing limits it.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.quota-use")]
public sealed record QuotaUse(
    [property: Id(0)] int Sweeps, [property: Id(1)] long Points, [property: Id(2)] int Slots, [property: Id(3)] long Bytes);
