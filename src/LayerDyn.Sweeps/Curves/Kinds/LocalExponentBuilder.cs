using System.Globalization;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="LocalExponentCurve"/>.</summary>
internal sealed class LocalExponentBuilder(LocalExponentCurve spec, ISweepGrid grid)
    : SliceCurveBuilder(spec, grid, [spec.X, .. spec.By ?? []], [spec.Value], spec.Predicted)
{
    private const double Near = 0.05;

    private readonly SlidingExponent _exponent = new(spec.Window, spec.Irreducible);
    private readonly bool _runsAlong = Abscissa.RunsAlong(spec.X);

    private LineGroups Groups => field ??= new(Grid, Filter, spec.X, spec.By);

    public override Curve Build()
    {
        List<string> findings = [];
        List<IReadOnlyList<object?>> rows = [];
        List<LineSeries> series = [];
        string[] behind = Groups.Behind(Points.Select(found => found.Index));
        var toTheory = new ResidualSum();
        bool hasTheory = false;
        foreach (var (group, members) in Groups.Finished(Points))
        {
            PointLine[] runs = [.. Lines(members).Select(_exponent.Of)];
            foreach (var run in runs) toTheory.Add(run, fromStart: false);
            // Over an axis a run is the points of a seed.
            var kind = !_runsAlong && spec.Band == BandKind.Runs ? BandKind.Std : spec.Band;
            var band = SeedBand.Of(runs, kind, Pooled.Any);
            double? predicted = Predicted(members);
            string label = Pooled.Label(Groups.Any ? Groups.Label(group) : "", SeedBand.Statistic(kind)), name = label.Length > 0 ? label : spec.Value;
            int color = Groups.Color(group);
            series.AddRange(RunLines.Of(kind, runs, name, color));
            series.Add(new(label, band.X, band.Line, color, band.X.Length > 25 ? LineStroke.Solid : LineStroke.MarkersAndLine)
            {
                Name = name,
                Low = band.Low,
                High = band.High,
                Behind = behind[group],
            });
            if (band.HasTheory)
            {
                series.Add(new(hasTheory ? "" : "theory", band.X, band.Theory, color, LineStroke.Dashed)
                {
                    Name = $"theory, {name}",
                    Role = SeriesRole.Theory,
                    Behind = behind[group],
                });
                hasTheory = true;
            }

            if (predicted is { } level && band.X.Length > 0)
                series.Add(new($"predicted, {Shown.Number(level)}", [band.X[0], band.X[^1]], [level, level], color, LineStroke.Dashed)
                {
                    Name = $"predicted exponent, {name}",
                    Role = SeriesRole.Theory,
                    Behind = behind[group],
                });
            findings.Add(Finding(group, band, predicted));
            if (RunLines.Finding(kind, runs.Length, Groups.Suffix(group)) is { } some) findings.Add(some);
            rows.AddRange(band.X.Select((x, i) => (IReadOnlyList<object?>)[.. Groups.Cells(group), x, (long)band.Values[i].Count,
                band.Values[i].Mean, band.Values[i].Std, band.Values[i].Q10, band.Values[i].Median, band.Values[i].Q90, band.Theory[i], predicted]));
        }

        var lost = new LostGroups(Groups, Points.Select(found => (found.Index, found.Point.Diverged)));
        Dictionary<string, Residual> residuals = [];
        if (!toTheory.IsEmpty) residuals["local exponent"] = toTheory.Total();
        return Finish("local-exponent", lost.Diverged,
            new CurveTable([.. Groups.Columns, spec.X, "finished", "mean", "std", "q10", "median", "q90", "theory", "predicted"], rows), new LineChart
            {
                Title = Titled($"local exponent of {spec.Value} over {spec.X}{Groups.By}"),
                X = AxisNames.OfAbscissa(spec.X, Grid).Line(log: true),
                Y = new ChartAxis($"d log {Falling} / d log {spec.X}"),
                Panels =
                [
                    new("", [.. series, .. lost.Series])
                    {
                        Diverged = [.. Enumerable.Range(0, Groups.Count).SelectMany(group => Groups.Marks(Points, group, Groups.Color(group)))],
                    },
                ],
            }, [.. findings, .. lost.Findings], SeedBand.Describe(_runsAlong ? spec.Band : BandKind.Std, Pooled), residuals);
    }

    private string Falling => spec.Irreducible == 0 ? spec.Value : $"({spec.Value} - {Shown.Number(spec.Irreducible)})";

    // Along training each point is a line. Over an axis a line is the points that differ by nothing else.
    private IEnumerable<PointLine> Lines((long Index, PointSlice Point)[] members)
    {
        string? compared = Compared(spec.Value);
        var lines = members.Select(found => Groups.Line(found.Index, found.Point, spec.Value, compared));
        return _runsAlong ? lines : lines.Where(line => line.X.Length > 0).GroupBy(line => RunOf(line.Index)).Select(run => run.OrderBy(line => line.X[0]).ToArray())
            .Select(run => new PointLine(run[0].Index, [.. run.Select(line => line.X[0])], [.. run.Select(line => line.Y[0])], [.. run.Select(line => line.Theory[0])]));
    }

    private string RunOf(long index)
    {
        int[] at = Grid.Coordinates(index);
        int along = Grid.DimensionOf(AxisCells.PositionOf(Grid, spec.X));
        return string.Join(',', at.Where((_, axis) => Grid.DimensionOf(axis) != along).Append(Grid.SeedOf(index)).Select(place => place.ToString(CultureInfo.InvariantCulture)));
    }

    private double? Predicted((long Index, PointSlice Point)[] members)
    {
        if (spec.Predicted is not { } column) return spec.Theory ?? spec.Law.Exponent(spec.Alpha ?? TaskParameter.Number(Grid, "alpha", members[0].Index));
        double level = Summary.Of(members.Where(found => found.Point.Steps.Length > 0)
            .Select(found => found.Point.At(found.Point.Steps.Length - 1, found.Point.ColumnOf(column)))).Median; // one number for all, as a rule
        return double.IsFinite(level) ? level : null;
    }

    private string Finding(int group, SeedBand band, double? predicted)
    {
        string value = $"{spec.Value}{Groups.Suffix(group)}";
        if (band.X.Length == 0) return $"{value}: no local exponent, no window of {Shown.Number(spec.Window)} decades lies within the places above zero";
        double[] line = band.Line;
        var end = band.Values[^1];
        string spread = end.Count > 1 && double.IsFinite(end.Std) ? $" ± {Shown.Number(end.Std)} over {Shown.Count(end.Count, "seed")}" : "";
        double decade = band.X[^1] / 10;
        double[] last = [.. line.Where((slope, i) => band.X[i] >= decade && double.IsFinite(slope))];
        string range = last.Length == 0 ? "" : $", {Shown.Number(last.Min())} to {Shown.Number(last.Max())} over the last decade";
        return $"{value}: local exponent {Shown.Number(line[0])} at {spec.X} {Shown.Number(band.X[0])}, {Shown.Number(line[^1])}{spread} at {spec.X} {Shown.Number(band.X[^1])}{range}"
            + $" (window {Shown.Number(spec.Window)} decades){(predicted is { } exponent ? $"; predicted {Shown.Number(exponent)}, {Agreement(band.X, line, exponent)}" : "")}";
    }

    // The longest stretch on which the prediction holds.
    private string Agreement(double[] x, double[] line, double predicted)
    {
        (int First, int Last) longest = (0, -1);
        for (int i = 0, first = 0; i < line.Length; i++)
        {
            if (!(Math.Abs(line[i] / predicted - 1) <= Near)) first = i + 1;
            else if (i - first > longest.Last - longest.First) longest = (first, i);
        }

        return longest.Last < longest.First ? "nowhere within 5% of it" : $"within 5% of it from {spec.X} {Shown.Number(x[longest.First])} to {Shown.Number(x[longest.Last])}";
    }
}
