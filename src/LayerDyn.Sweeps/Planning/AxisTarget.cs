using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>A parameter that an axis sets.</summary>
/// <param name="Path">The parameter's path.</param>
/// <param name="Parts">The same, parsed.</param>
/// <param name="ValueAt">Its value at a position of the axis' dimension; null where a case leaves it alone.</param>
/// <param name="AtEvery">Whether every position sets it.</param>
internal sealed record AxisTarget(string Path, object[] Parts, Func<int, SpecNode?> ValueAt, bool AtEvery);
