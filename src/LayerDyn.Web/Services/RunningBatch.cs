using LayerDyn.Api.Points;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>A batch in a slot.</summary>
/// <param name="Points">Its points.</param>
/// <param name="Run">How far it is.</param>
internal sealed record RunningBatch(PointRanges Points, PointRunView Run);
