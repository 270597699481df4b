using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// Finds combinations that give the same point though their values differ, as a case that leaves a parameter alone beside one that
/// sets it to the value it has: such points would be trained twice and counted as replicates.
/// </summary>
internal sealed class SamePoints(Grid grid)
{
    private const int Shown = 3;
    private readonly Dictionary<PointId, int[]> _first = [];
    private readonly List<(int[] One, int[] Other)> _pairs = [];

    /// <summary>Adds a combination with its point's text.</summary>
    public void Add(int[] positions, string text)
    {
        var id = PointId.Of(text);
        if (!_first.TryGetValue(id, out int[]? known)) _first.Add(id, [.. positions]);
        else if (!known.AsSpan().SequenceEqual(positions)) _pairs.Add((known, [.. positions]));
    }

    public void Report(ProblemList problems)
    {
        foreach (var (one, other) in _pairs.Take(Shown))
        {
            string more = one == _pairs[Math.Min(Shown, _pairs.Count) - 1].One && _pairs.Count > Shown ? $" (and {_pairs.Count - Shown} more)" : "";
            problems.Add("axes", $"{grid.Describe(one)}; {grid.Describe(other)}", $"give the same point{more}", "remove one; for replicates write seeds: N");
        }
    }
}
