using LayerDyn.Api.Points;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Silo.Services;

/// <summary>A batch in a slot.</summary>
/// <param name="Points">Its points, as a range list.</param>
/// <param name="Run">How far it is.</param>
internal sealed record RunningBatch(string Points, PointRunView Run)
{
    /// <summary>Whether a point is in it.</summary>
    public bool Contains(long index) => PointRanges.Parse(Points).Contains(index);
}
