using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// The mergeable state of one curve. Folding is idempotent, associative and commutative (it is a union keyed by point), so
/// partial states can be built anywhere, in any order, twice, and the curve always equals a recomputation from the records.
/// Not thread-safe.
/// </summary>
public abstract class CurveBuilder
{
    /// <summary>Folds in one committed point.</summary>
    public abstract void Fold(PointResult result);

    /// <summary>Folds in another state of the same curve of the same sweep.</summary>
    public abstract void Merge(CurveBuilder other);

    /// <summary>The curve as it stands; deterministic bytes for a given set of folded points.</summary>
    public abstract Curve Build();
}
