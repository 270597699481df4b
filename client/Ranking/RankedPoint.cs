namespace LayerDyn.Client.Ranking;

/// <summary>A point with its final value of a column.</summary>
/// <param name="Point">Its index in the sweep.</param>
/// <param name="Axes">Its label on each axis, in the order of the axes.</param>
/// <param name="Seed">Its seed replicate.</param>
/// <param name="Value">Its value: a number.</param>
internal sealed record RankedPoint(long Point, IReadOnlyDictionary<string, string> Axes, int Seed, double Value);
