using LayerDyn.Api.Points;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Silo.Services;

/// <summary>A pack in a slot.</summary>
/// <param name="Indices">Its points, as a range list.</param>
/// <param name="Run">How far it is.</param>
internal sealed record RunningPack(string Indices, PointRunView Run)
{
    /// <summary>Whether a point is in it.</summary>
    public bool Contains(long index) => IndexRanges.Contains(Indices, index);
}
