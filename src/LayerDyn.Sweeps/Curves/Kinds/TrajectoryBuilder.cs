using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds curves that show observables along training: <see cref="TrajectoryCurve"/> and <see cref="NeuralCollapseCurve"/>.</summary>
internal sealed class TrajectoryBuilder(
    CurveSpec spec, string kind, IReadOnlyList<string> observables, string? by, string x, bool logX, bool logY, ISweepGrid grid)
    : SliceCurveBuilder(spec, grid, observables)
{
    private readonly LineGroups _groups = new(grid, x, by);

    public override Curve Build()
    {
        var points = Sorted();
        var residuals = new Dictionary<string, Residual>();
        var lines = new List<(string Column, int Group, SeedBand Band)>();
        var findings = new List<string>();
        foreach (string column in Observables.SelectMany(observable => ColumnsOf(points, observable)))
        {
            var residual = new ResidualSum();
            var byGroup = new List<PointLine>[_groups.Count];
            foreach (var (index, point) in points)
            {
                if (point.Diverged) continue;
                var line = _groups.Line(index, point, column);
                (byGroup[_groups.Of(index)] ??= []).Add(line);
                for (int i = 0; i < line.Y.Length; i++) residual.Add(line.Y[i], line.Theory[i]);
            }

            for (int group = 0; group < byGroup.Length; group++)
                if (byGroup[group] is { } found) lines.Add((column, group, SeedBand.Of(found)));
            if (residual.IsEmpty) continue;
            var total = residuals[column] = residual.Total();
            findings.Add($"{column}: deviation from theory at most {Shown.Number(total.Max)}, rms {Shown.Number(total.Rms)}");
        }

        foreach (var (column, group, band) in lines) findings.Add(Ends(column, group, band));
        long diverged = points.LongCount(found => found.Point.Diverged);
        return Finish(kind, points.Length, diverged, Table(lines), new LineChart
        {
            Title = CurveName,
            Note = Shown.Diverged(diverged, points.Length),
            X = AxisNames.OfAbscissa(x, Grid).Line(logX),
            Y = Observables.Count == 1 ? AxisNames.OfColumn(Observables[0], Grid).Line(logY) : new ChartAxis("", logY),
            Panels = Panels(lines, points),
        }, findings, residuals);
    }

    // One observable without components: a line a group. Otherwise a panel a group with a line a component; with several
    // observables, each has a panel with a line a group.
    private List<LinePanel> Panels(List<(string Column, int Group, SeedBand Band)> lines, (long Index, PointSlice Point)[] points)
    {
        string[] columns = [.. lines.Select(line => line.Column).Distinct()];
        string[] behind = _groups.Behind(points.Select(found => found.Index));
        DivergedMark[] marks = [.. Enumerable.Range(0, _groups.Count).SelectMany(group => _groups.Marks(points, group, by is null ? -1 : group))];
        if (Observables.Count > 1)
            return [.. columns.Select(column => Panel("", lines.Where(line => line.Column == column), line => _groups.Label(line.Group), line => line.Group, behind)
                with { Y = AxisNames.OfColumn(column, Grid).Line(logY), Diverged = marks })];
        if (columns.Length <= 1)
            return [Panel("", lines, line => by is null ? "mean" : _groups.Label(line.Group), line => line.Group, behind) with { Diverged = marks }];
        return [.. lines.GroupBy(line => line.Group).OrderBy(group => group.Key)
            .Select(group => Panel(_groups.Label(group.Key), group, line => line.Column, line => Array.IndexOf(columns, line.Column), behind)
                with { Diverged = _groups.Marks(points, group.Key) })];
    }

    private static LinePanel Panel(string title, IEnumerable<(string Column, int Group, SeedBand Band)> lines,
        Func<(string Column, int Group, SeedBand Band), string> label, Func<(string Column, int Group, SeedBand Band), int> color, string[] behind)
    {
        List<LineSeries> series = [];
        bool theory = false;
        foreach (var line in lines)
        {
            string own = label(line);
            series.Add(new(own, line.Band.X, line.Band.Mean, color(line))
            {
                Name = own.Length > 0 ? own : line.Column,
                Low = line.Band.Low,
                High = line.Band.High,
                Behind = behind[line.Group],
            });
            if (!line.Band.HasTheory) continue;
            series.Add(new(theory ? "" : "theory", line.Band.X, line.Band.Theory, -1, LineStroke.Dashed)
            {
                Name = $"theory, {series[^1].Name}",
                Role = SeriesRole.Theory,
                Behind = behind[line.Group],
            });
            theory = true;
        }

        return new(title, series);
    }

    private string Ends(string column, int group, SeedBand band)
    {
        string where = by is null ? "" : $" ({_groups.Label(group)})";
        var last = band.Values[^1];
        string spread = last.Count > 1 ? $" ± {Shown.Number(last.Std)} over {Shown.Count(last.Count, "point")}" : "";
        return $"{column}{where}: {Shown.Number(band.Values[0].Mean)} at {x} {Shown.Number(band.X[0])}, "
            + $"{Shown.Number(last.Mean)}{spread} at {x} {Shown.Number(band.X[^1])}";
    }

    private CurveTable Table(List<(string Column, int Group, SeedBand Band)> lines)
    {
        bool theory = lines.Any(line => line.Band.HasTheory);
        List<string> columns = [];
        if (by is not null) columns.Add(by);
        columns.AddRange(["column", x, "finished", "mean", "std", "q10", "median", "q90"]);
        if (theory) columns.AddRange(["theory", "residual"]);
        List<IReadOnlyList<object?>> rows = [];
        foreach (var (column, group, band) in lines)
            for (int i = 0; i < band.X.Length; i++)
            {
                var value = band.Values[i];
                List<object?> row = [];
                if (by is not null) row.Add(_groups.Cell(group));
                row.AddRange([column, band.X[i], (long)value.Count, value.Mean, value.Std, value.Q10, value.Median, value.Q90]);
                if (theory) row.AddRange([band.Theory[i], value.Mean - band.Theory[i]]);
                rows.Add(row);
            }

        return new(columns, rows);
    }
}
