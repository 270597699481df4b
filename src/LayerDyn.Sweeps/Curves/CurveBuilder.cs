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

    /// <summary>Writes the state, for <see cref="Load"/> of another builder of the same curve of the same sweep, in any process.</summary>
    public abstract void Save(BinaryWriter writer);

    /// <summary>Folds in a state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">It is not whole.</exception>
    public abstract void Load(BinaryReader reader);

    /// <summary>The curve as it stands; deterministic bytes for a given set of folded points.</summary>
    public abstract Curve Build();
}
