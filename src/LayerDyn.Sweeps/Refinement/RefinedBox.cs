namespace LayerDyn.Sweeps.Refinement;

/// <summary>A box of cells of one slice, of which so far the corners were chosen, and what neighbours have chosen of its sides.</summary>
/// <param name="Slice">The slice.</param>
/// <param name="Level">How often it was halved.</param>
/// <param name="Low">Its lowest position on each axis.</param>
/// <param name="High">Its highest.</param>
internal sealed record RefinedBox(int Slice, int Level, int[] Low, int[] High)
{
    /// <summary>Whether there are cells inside that its halves would choose.</summary>
    public bool IsDivisible => Enumerable.Range(0, Low.Length).Any(axis => High[axis] - Low[axis] > 1);

    /// <summary>All its cells, sides included.</summary>
    public IEnumerable<int[]> Cells() => Combine([.. Low.Select((low, axis) => Enumerable.Range(low, High[axis] - low + 1).ToArray())]);

    /// <summary>The corners of its halves.</summary>
    public IEnumerable<int[]> Corners(int[] steps) => Combine([.. Low.Select((low, axis) => Cuts(axis, steps).Distinct().ToArray())]);

    /// <summary>Its halves.</summary>
    /// <param name="steps">How far the corners of the next level are apart on each axis.</param>
    public IEnumerable<RefinedBox> Halves(int[] steps)
    {
        int[][] cuts = [.. Low.Select((_, axis) => Cuts(axis, steps))];
        foreach (int[] part in Combine([.. cuts.Select(places => Enumerable.Range(0, places.Length - 1).ToArray())]))
            yield return new(Slice, Level + 1, [.. part.Select((at, axis) => cuts[axis][at])], [.. part.Select((at, axis) => cuts[axis][at + 1])]);
    }

    private int[] Cuts(int axis, int[] steps) =>
        Low[axis] + steps[axis] < High[axis] ? [Low[axis], Low[axis] + steps[axis], High[axis]] : [Low[axis], High[axis]];

    // The last axis runs fastest.
    private static IEnumerable<int[]> Combine(int[][] choices)
    {
        IEnumerable<int[]> all = [[]];
        foreach (int[] places in choices) all = all.SelectMany(_ => places, (before, place) => (int[])[.. before, place]);
        return all;
    }
}
