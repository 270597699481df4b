using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Refinement;

/// <summary>
/// Chooses the points of a refined sweep, round by round. The first round is a coarse lattice. Each further round halves the boxes of the lattice in
/// which known cells lie on different sides of a level (or of a training that diverged), also where a neighbour's halving has shown that the boundary
/// comes through: so it is followed to where neighbouring cells of the grid differ. A pure function of the grid and of results, replayed from
/// the first round each time: whoever asks, and whenever, gets the same points.
/// </summary>
public sealed class RefinementRounds
{
    // What a value is of a cell none of whose seeds has one: it diverged.
    private const double None = double.NaN;

    private readonly RefinementSpec _spec;
    private readonly RefinedGrid _grid;
    private readonly int[] _first;

    /// <param name="plan">A sweep with <see cref="SweepPlan.Refine"/>.</param>
    public RefinementRounds(SweepPlan plan)
        : this(plan, plan.Refine ?? throw new ArgumentException($"{plan.Id} refines nothing", nameof(plan)))
    {
    }

    internal RefinementRounds(SweepPlan plan, RefinementSpec spec)
    {
        (_spec, _grid) = (spec, new RefinedGrid(plan, spec.Axes));
        _first = [.. _grid.Counts.Select(spec.StepOf)];
    }

    /// <summary>The points of the first round.</summary>
    public PointRanges First => Choose(_ => null).Points;

    /// <summary>All points that the sweep runs, as far as results tell.</summary>
    /// <param name="valueOf">The final value of a point, NaN for one that diverged; null for one without a result.</param>
    public RefinementChoice Choose(Func<long, double?> valueOf)
    {
        var cells = new Dictionary<long, double>();
        var chosen = new SortedSet<long>();
        var boxes = new List<RefinedBox>();
        for (int slice = 0; slice < _grid.Slices; slice++)
        {
            var whole = new RefinedBox(slice, -1, new int[_first.Length], [.. _grid.Counts.Select(count => count - 1)]);
            boxes.AddRange(Lattice(whole));
        }

        foreach (var box in boxes)
            foreach (int[] corner in box.Corners(_first)) chosen.Add(_grid.PointOf(box.Slice, corner));
        bool isFull = false;
        for (int round = 0; ; round++)
        {
            foreach (long cell in chosen)
            {
                if (cells.ContainsKey(cell)) continue;
                if (ValueOf(cell, valueOf) is not { } value) return new(PointsOf(chosen), round, false);
                cells.Add(cell, value);
            }

            int before = chosen.Count;
            while (!isFull && chosen.Count == before && Halve(boxes, cells, chosen, out isFull))
            {
                // Where neighbours had chosen all of it already, its halves are looked at in the same round.
            }

            if (chosen.Count == before) return new(PointsOf(chosen), round, true);
        }
    }

    private IEnumerable<RefinedBox> Lattice(RefinedBox whole)
    {
        List<RefinedBox> boxes = [whole with { Level = 0 }];
        for (int axis = 0; axis < _first.Length; axis++)
        {
            int[] lows = [.. Enumerable.Range(0, (_grid.Counts[axis] - 1 + _first[axis] - 1) / _first[axis]).Select(part => part * _first[axis])];
            if (lows.Length == 0) lows = [0];
            int at = axis;
            boxes = [.. boxes.SelectMany(_ => lows, (box, low) => box with
            {
                Low = [.. box.Low.Select((old, other) => other == at ? low : old)],
                High = [.. box.High.Select((old, other) => other == at ? Math.Min(low + _first[at], old) : old)],
            })];
        }

        return boxes;
    }

    private double? ValueOf(long cell, Func<long, double?> valueOf)
    {
        double sum = 0;
        int known = 0;
        for (int seed = 0; seed < _grid.Seeds; seed++)
        {
            if (valueOf(cell + seed) is not { } value) return null;
            if (!double.IsFinite(value)) continue;
            sum += value;
            known++;
        }

        return known > 0 ? sum / known : None;
    }

    // Halves the boxes through which a boundary comes, coarse ones first; false when there are none.
    private bool Halve(List<RefinedBox> boxes, Dictionary<long, double> cells, SortedSet<long> chosen, out bool isFull)
    {
        isFull = false;
        RefinedBox[] open = [.. Through(boxes, cells).OrderBy(box => box.Level)];
        foreach (var box in open)
        {
            int[] steps = [.. _first.Select(step => Math.Max(1, step >> (box.Level + 1)))];
            long[] more = [.. box.Corners(steps).Select(corner => _grid.PointOf(box.Slice, corner)).Where(cell => !chosen.Contains(cell))];
            if ((chosen.Count + more.Length) * (long)_grid.Seeds > _spec.Points)
            {
                isFull = true;
                return true;
            }

            foreach (long cell in more) chosen.Add(cell);
            boxes.Remove(box);
            boxes.AddRange(box.Halves(steps).Where(half => half.IsDivisible));
        }

        return open.Length > 0;
    }

    private IEnumerable<RefinedBox> Through(List<RefinedBox> boxes, Dictionary<long, double> cells)
    {
        (RefinedBox Box, double[] Known)[] known = [.. boxes.Where(box => box.IsDivisible).Select(box => (box,
            box.Cells().Select(cell => cells.TryGetValue(_grid.PointOf(box.Slice, cell), out double value) ? (double?)value : null).OfType<double>().ToArray()))];
        if (_spec.Levels.Count > 0) return known.Where(found => found.Known.Select(SideOf).Distinct().Count() > 1).Select(found => found.Box);
        double steepest = known.Select(found => ChangeOf(found.Known)).DefaultIfEmpty().Max();
        return known.Where(found => ChangeOf(found.Known) is > 0 and var change && change >= steepest / 2).Select(found => found.Box);
    }

    private int SideOf(double value) => double.IsNaN(value) ? -1 : _spec.Levels.Count(level => value >= level);

    private static double ChangeOf(double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0 ? 0 : finite.Length < values.Length ? double.PositiveInfinity : finite.Max() - finite.Min();
    }

    private PointRanges PointsOf(SortedSet<long> cells) => PointRanges.Of(cells.SelectMany(cell => Enumerable.Range(0, _grid.Seeds).Select(seed => cell + seed)));
}
