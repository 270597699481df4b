using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Scheduling;

/// <summary>Something that a <see cref="LeaseTable"/> decided, for its shell to carry out, log and count.</summary>
public abstract record LeaseEvent
{
    /// <summary>The lease ended without a result; the points that were open are pending again unless they failed.</summary>
    /// <param name="Lease">The lease.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Points">Its points that have no result.</param>
    public sealed record Ended(Lease Lease, ReleaseReason Reason, PointRanges Points) : LeaseEvent;

    /// <summary>A point has failed: it was alone with its worker too often when that was lost, stood still too often, or was stopped on request.</summary>
    /// <param name="Lease">Its last lease; null where it was in none.</param>
    /// <param name="Point">The point.</param>
    /// <param name="Reason">What became of that.</param>
    /// <param name="Times">How often.</param>
    public sealed record Failed(Lease? Lease, long Point, ReleaseReason Reason, int Times) : LeaseEvent;

    /// <summary>A lease of an earlier owner, or one that had expired, was presented by its worker and goes on.</summary>
    /// <param name="Lease">The lease.</param>
    public sealed record Recovered(Lease Lease) : LeaseEvent;
}
