using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Whether and when a point diverged.</summary>
internal readonly record struct PointEnd(bool Diverged, long Step);

/// <summary>Builds a <see cref="StabilityCurve"/>.</summary>
internal sealed class StabilityBuilder(StabilityCurve spec, ISweepGrid grid) : KeyedCurveBuilder<PointEnd>(spec, grid, new AxisCells(grid, spec.X, spec.Y).Resolved)
{
    private readonly AxisCells _cells = new(grid, spec.X, spec.Y);

    public override Curve Build()
    {
        long[] all = new long[_cells.Count];
        var ends = new List<double>?[_cells.Count];
        foreach (var (index, point) in Points)
        {
            int cell = _cells.Of(index);
            if (cell < 0) continue;
            all[cell]++;
            if (point.Diverged) (ends[cell] ??= []).Add(point.Step);
        }

        double[] share = new double[_cells.Count];
        List<IReadOnlyList<object?>> rows = [];
        for (int cell = 0; cell < _cells.Count; cell++)
        {
            long lost = ends[cell]?.Count ?? 0;
            share[cell] = all[cell] > 0 ? (double)lost / all[cell] : double.NaN;
            if (all[cell] == 0) continue;
            var (x, y) = _cells.Place(cell);
            rows.Add([x, y, all[cell], lost, share[cell], Summary.Of(ends[cell] ?? []).Median]);
        }

        long diverged = Points.LongCount(found => found.Point.Diverged);
        double[] positions = [.. Enumerable.Range(0, _cells.X.Count).Select(column => (double)column)];
        double[] boundary = [.. Enumerable.Range(0, _cells.X.Count).Select(column => Boundary(share, column))];
        var predicted = Pooled.Any ? null : PredictedStability.Of(Grid, _cells, Points.Select(found => found.Index));
        List<LineSeries> lines = boundary.Any(double.IsFinite) ? [new("measured, half diverge", positions, boundary, -1) { Role = SeriesRole.Boundary }] : [];
        if (predicted is not null) lines.AddRange(predicted.Lines());
        return Finish("stability", diverged,
            new CurveTable([_cells.X.Name, _cells.Y.Name, "points", "diverged", "share", "median step of divergence"], rows), new HeatmapChart
            {
                Title = Titled($"share of diverged trainings over {spec.X} and {spec.Y}"),
                X = _cells.ChartX(),
                Y = _cells.ChartY(),
                Behind = _cells.Behind(Points.Select(found => found.Index)),
                ValueLabel = "share of diverged points",
                Note = _cells.Note,
                Panels = [new("", share, new bool[_cells.Count])],
                Lines = lines,
                Min = 0,
                Max = 1,
            }, [.. Findings(boundary), .. Agreement(boundary, predicted), .. predicted?.Findings() ?? [], .. _cells.Findings],
            Pooled.Any || Pooled.HasSeeds ? $"share over {Pooled.Over}" : "");
    }

    // The map is of their share: they are what is shown.
    protected override string DivergedNote(long diverged) => diverged == 0 ? "" : Shown.Diverged(diverged, Points.Count);

    protected override PointEnd Keep(PointResult result) => new(result.Status == OutcomeStatus.Diverged, result.LastStep);

    protected override void Write(BinaryWriter writer, PointEnd point)
    {
        writer.Write(point.Diverged);
        writer.Write(point.Step);
    }

    protected override PointEnd Read(BinaryReader reader) => new(reader.ReadBoolean(), reader.ReadInt64());

    // Position along y at which the share first passes one half, between the middles of two cells; NaN where it never does.
    private double Boundary(double[] share, int column)
    {
        for (int row = 1, before = 0; row < _cells.Y.Count; row++)
        {
            double low = share[before * _cells.X.Count + column], high = share[row * _cells.X.Count + column];
            if (double.IsNaN(high)) continue;
            if (!double.IsNaN(low) && low >= 0.5 != high >= 0.5) return before + (row - before) * ((0.5 - low) / (high - low));
            before = row;
        }

        return double.NaN;
    }

    private IEnumerable<string> Findings(double[] boundary)
    {
        if (_cells.Y.Numbers is not { } numbers) yield break;
        for (int column = 0; column < boundary.Length; column++)
        {
            if (double.IsNaN(boundary[column])) continue;
            int low = (int)Math.Floor(boundary[column]), high = Math.Min(low + 1, numbers.Count - 1);
            yield return $"{_cells.X.Name} = {AxisCells.Label(_cells.X, column)}: boundary between "
                + $"{_cells.Y.Name} = {AxisCells.Label(_cells.Y, low)} and {AxisCells.Label(_cells.Y, high)}";
        }
    }

    private static IEnumerable<string> Agreement(double[] boundary, PredictedStability? predicted)
    {
        if (predicted is null) yield break;
        double[] ratios = [.. boundary.Select((position, column) => predicted.RateAt(position) / predicted.RateOf(column)).Where(double.IsFinite)];
        if (ratios.Length > 0)
            yield return $"boundary over the predicted {predicted.Name}: from {Shown.Number(ratios.Min())} to {Shown.Number(ratios.Max())}";
    }
}
