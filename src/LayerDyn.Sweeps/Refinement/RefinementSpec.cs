namespace LayerDyn.Sweeps.Refinement;

/// <summary>How a sweep chooses the points of its grid in rounds, where a boundary or a steep change lies.</summary>
/// <param name="Axes">The axes whose cells are chosen; every position of the others, and every seed, is run with each.</param>
/// <param name="Of">The column whose final value decides.</param>
/// <param name="Levels">The levels between which a boundary lies, ascending; empty for where the value changes most.</param>
/// <param name="Points">At most so many points.</param>
/// <param name="Start">Into how many parts the first round cuts each axis, at least, where it has as many.</param>
public sealed record RefinementSpec(IReadOnlyList<string> Axes, string Of, IReadOnlyList<double> Levels, long Points, int Start)
{
    /// <summary>The largest number of points that may be chosen: each is listed in the sweep's head.</summary>
    public const long MostPoints = 100_000;

    /// <summary>The most axes whose cells are chosen.</summary>
    public const int MostAxes = 3;

    /// <summary>The default of <see cref="Start"/>: of 200 values every sixteenth, of 40 every second.</summary>
    public const int DefaultStart = 12;

    /// <summary>How far the first round's positions on an axis are apart: a power of two.</summary>
    /// <param name="count">Positions on the axis.</param>
    public int StepOf(int count)
    {
        int step = 1;
        while (2L * step * Start <= count - 1) step *= 2;
        return step;
    }

    /// <summary>How many positions of an axis the first round has: every so many, and the last.</summary>
    /// <param name="count">Positions on the axis.</param>
    public int FirstOf(int count) => ((count - 2 + StepOf(count)) / StepOf(count)) + 1;
}
