using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// The measured columns of all points of a grid that is too large to bind. Axes that cannot change the columns stay at their first
/// position, so that a million learning rates cost as much as one. Where the others still have very many combinations, the positions of a
/// long axis are sorted by the columns that they give, and one of each sort stands for the rest.
/// </summary>
internal sealed class GridColumns
{
    private const long MostCombinations = 20_000;
    private const int LongAxis = 64;

    private readonly Grid _grid;
    private readonly PointTexts _texts;
    private readonly int _seed;
    private readonly CancellationToken _cancellation;
    private readonly int[] _deciding;

    private GridColumns(Grid grid, PointTexts texts, int seed, CancellationToken cancellation)
    {
        (_grid, _texts, _seed, _cancellation) = (grid, texts, seed, cancellation);
        _deciding = [.. Enumerable.Range(0, grid.Dimensions.Count).Where(dimension =>
            grid.Dimensions[dimension].Any(axis => grid.Axes[axis].Targets.Any(target => ExperimentColumns.DependOn(target.Parts))))];
    }

    /// <summary>The columns in the order of <see cref="ColumnUnion"/>.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static IReadOnlyList<string> Of(Grid grid, PointTexts texts, int seed, CancellationToken cancellation) =>
        new GridColumns(grid, texts, seed, cancellation).Find();

    private IReadOnlyList<string> Find()
    {
        int[][] all = [.. _deciding.Select(dimension => Enumerable.Range(0, _grid.Length(dimension)).ToArray())];
        int[][] looked = Size(all) <= MostCombinations ? all : [.. all.Select((positions, place) => positions.Length > LongAxis ? Sorts(all, place) : positions)];
        var union = new ColumnUnion();
        foreach (int[] positions in Combinations(looked)) union.Add(Columns(positions));
        return union.Columns;
    }

    // With the other axes at all of their positions where they are short, and at both ends where they are long.
    private int[] Sorts(int[][] all, int place)
    {
        int[][] others = [.. all.Select((positions, other) => other == place ? [0] : positions.Length > LongAxis ? [0, positions.Length - 1] : positions)];
        if (Size(others) * all[place].Length > MostCombinations) others = [.. others.Select(positions => positions.Length > 2 ? [0, positions[^1]] : positions)];
        var sorts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (int position in all[place])
        {
            others[place] = [position];
            sorts.TryAdd(string.Join('\n', Combinations(others).Select(positions => string.Join(' ', Columns(positions)))), position);
        }

        return [.. sorts.Values.Order()];
    }

    private IReadOnlyList<string> Columns(int[] positions)
    {
        _cancellation.ThrowIfCancellationRequested();
        long combination = 0;
        for (int dimension = 0, place = 0; dimension < _grid.Dimensions.Count; dimension++)
            combination = (combination * _grid.Length(dimension)) + (place < _deciding.Length && _deciding[place] == dimension ? positions[place++] : 0);
        try
        {
            return ExperimentColumns.Of(_texts.Experiment(combination, _seed));
        }
        catch (Exception invalid) when (invalid is FormatException or InvalidOperationException or NotSupportedException)
        {
            return []; // of a large grid not every combination was validated: one that cannot run says why when it is run
        }
    }

    private static double Size(int[][] choices) => choices.Aggregate(1.0, (product, positions) => product * positions.Length);

    // The last dimension runs fastest, as points are numbered.
    private static IEnumerable<int[]> Combinations(int[][] choices)
    {
        int[] at = new int[choices.Length];
        for (bool more = true; more;)
        {
            yield return [.. at.Select((chosen, place) => choices[place][chosen])];
            int moved = choices.Length - 1;
            while (moved >= 0 && ++at[moved] == choices[moved].Length) at[moved--] = 0;
            more = moved >= 0;
        }
    }
}
