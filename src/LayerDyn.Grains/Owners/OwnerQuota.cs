using System.Globalization;
using LayerDyn.Contracts.Cluster;

namespace LayerDyn.Grains.Owners;

/// <summary>What the sweeps of one owner may use together. Null for any amount.</summary>
public sealed record OwnerQuota
{
    /// <summary>No limits.</summary>
    public static OwnerQuota None { get; } = new();

    /// <summary>Sweeps that are at work at once.</summary>
    public int? Sweeps { get; init; }

    /// <summary>Points that remain of sweeps that are at work.</summary>
    public long? Points { get; init; }

    /// <summary>Slots that they train in at once.</summary>
    public int? Slots { get; init; }

    /// <summary>Bytes in the store, of all sweeps.</summary>
    public long? Bytes { get; init; }

    /// <summary>Whether every limit can be kept to.</summary>
    public bool IsValid => !(Sweeps < 1 || Points < 1 || Slots < 1 || Bytes < 1);

    /// <summary>Whether a sweep has to ask before it begins. Slots are given out within their limit, and ask for nothing.</summary>
    public bool AdmitsSweeps => Sweeps is not null || Points is not null || Bytes is not null;

    /// <summary>With the limits of others where there is none.</summary>
    public OwnerQuota Or(OwnerQuota others) => new()
    {
        Sweeps = Sweeps ?? others.Sweeps,
        Points = Points ?? others.Points,
        Slots = Slots ?? others.Slots,
        Bytes = Bytes ?? others.Bytes,
    };

    /// <summary>Why a sweep may not begin or go on, as a sentence; null where it may.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="use">What the others of the owner's sweeps use.</param>
    /// <param name="claim">What it will use.</param>
    public string? Refusal(string owner, QuotaUse use, SweepClaim claim)
    {
        if (use.Sweeps >= Sweeps) return Text($"{owner} has {use.Sweeps:N0} sweeps at work and may have {Sweeps:N0}: wait for one of them, or pause one");
        if (use.Points + claim.Points > Points)
        {
            return claim.Points > Points
                ? Text($"{claim.Sweep} has {claim.Points:N0} points and {owner} may have {Points:N0} at work: submit a part of the grid at a time")
                : Text($"{claim.Sweep} has {claim.Points:N0} points, and {use.Points:N0} of others of {owner} remain, who may have {Points:N0} at work: wait for them, or pause a sweep");
        }

        return use.Bytes + claim.Bytes > Bytes
            ? Text($"the sweeps of {owner} take {Size(use.Bytes)} in the store, {claim.Sweep} takes up to {Size(claim.Bytes)} more, and {Size(Bytes.Value)} is what they may: delete a sweep, or measure less often")
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Size(long bytes) => Text($"{bytes / 1e6:N1} MB");
}
