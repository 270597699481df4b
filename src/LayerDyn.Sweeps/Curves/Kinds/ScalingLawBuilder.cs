using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="ScalingLawCurve"/>.</summary>
internal sealed class ScalingLawBuilder(ScalingLawCurve spec, ISweepGrid grid) : SliceCurveBuilder(spec, grid, [spec.Value])
{
    private readonly bool _compute = spec.X == ScalingLawCurve.Compute;
    private readonly int _stratum = spec.X == ScalingLawCurve.Compute ? AxisCells.PositionOf(grid, spec.Sizes ?? "")
        : Abscissa.RunsAlong(spec.X) ? -1 : AxisCells.PositionOf(grid, spec.X);
    private readonly LineGroups _groups = new(grid, spec.X == ScalingLawCurve.Compute ? Abscissa.Step : spec.X, spec.By);

    public override Curve Build()
    {
        var points = Sorted();
        List<string> findings = [];
        List<IReadOnlyList<object?>> rows = [];
        List<LineSeries> series = [];
        List<DivergedMark> marks = [];
        string[] behind = _groups.Behind(points.Select(found => found.Index));
        var toTheory = new ResidualSum();
        for (int group = 0; group < _groups.Count; group++)
        {
            marks.AddRange(_groups.Marks(points, group, spec.By is null ? -1 : group, _compute ? KeyOf : null));
            var members = points.Where(found => !found.Point.Diverged && _groups.Of(found.Index) == group).ToArray();
            if (members.Length == 0) continue;
            var byKey = Strata(members);
            PointLine[][] strata = [.. byKey.Values.Select(lines => lines.ToArray())];
            var sample = new ScalingSample(strata, _compute, spec.FitFrom ?? 0, spec.FitTo ?? double.PositiveInfinity);
            var places = sample.Places();
            var fit = ScalingSample.Fit(places);
            var interval = sample.Interval(RandomStream.For($"curve/{spec.Name}/bootstrap").Child($"group={group}"));
            double? theory = spec.Exponent(spec.Alpha ?? TaskParameter.Number(Grid, "alpha", members[0].Index));
            if (theory is { } exponent) toTheory.Add(fit.Exponent, exponent);
            findings.Add(Finding(group, fit, interval, theory, places, sample.HasSeeds));
            if (_compute && _groups.Count == 1) AddSizes(series, strata);
            AddSeries(series, group, places, fit, theory, _compute ? null : SeedBand.Of([.. strata.SelectMany(lines => lines)]), behind[group]);
            AddRows(rows, group, places, fit, [.. byKey.Keys]);
        }

        long diverged = points.LongCount(found => found.Point.Diverged);
        Dictionary<string, Residual> residuals = [];
        if (!toTheory.IsEmpty) residuals["exponent"] = toTheory.Total();
        List<string> columns = [spec.X, spec.Value, "fit", "in fit"];
        if (_compute) columns.Add(spec.Sizes!);
        if (spec.By is not null) columns.Insert(0, spec.By);
        return Finish("scaling-law", points.Length, diverged, new CurveTable(columns, rows), new LineChart
        {
            Title = spec.Name,
            Note = Shown.Diverged(diverged, points.Length),
            X = (_compute ? new AxisName(spec.X, "C", $"compute, C = {spec.Sizes} · steps") : AxisNames.OfAbscissa(spec.X, Grid)).Line(log: true),
            Y = AxisNames.OfColumn(spec.Value, Grid).Line(log: true),
            Panels = [new("", series) { Diverged = marks }],
        }, findings, residuals);
    }

    private SortedDictionary<double, List<PointLine>> Strata((long Index, PointSlice Point)[] members)
    {
        var strata = new SortedDictionary<double, List<PointLine>>();
        foreach (var (index, point) in members)
        {
            var line = _groups.Line(index, point, spec.Value);
            double key = KeyOf(index);
            if (_compute) line = line with { X = [.. line.X.Select(step => step * key)] };
            if (!strata.TryGetValue(key, out var lines)) strata.Add(key, lines = []);
            lines.Add(line);
        }

        return strata;
    }

    private double KeyOf(long index) => _stratum < 0 ? 0 : AxisCells.Place(Grid.Axes[_stratum], Grid.Coordinates(index)[_stratum]);

    private void AddSizes(List<LineSeries> series, PointLine[][] strata)
    {
        for (int i = 0; i < strata.Length; i++)
        {
            var band = SeedBand.Of(strata[i]);
            series.Add(new(i == 0 ? "one size each" : "", band.X, band.Mean, LineSeries.Grey)
            {
                Name = $"{spec.Sizes} = {Shown.Number(KeyOf(strata[i][0].Index))}",
                Role = SeriesRole.Background,
                Behind = PointRanges.Write([.. strata[i].Select(line => line.Index)]),
            });
        }
    }

    private void AddSeries(List<LineSeries> series, int group, List<ScalingPlace> places, PowerLaw fit, double? theory, SeedBand? band, string behind)
    {
        double[] x = [.. places.Select(place => place.X)];
        string label = spec.By is null ? _compute ? "least over sizes" : spec.Value : _groups.Label(group);
        var line = new LineSeries(label, x, [.. places.Select(place => place.Y)], group, places.Count > 25 ? LineStroke.Solid : LineStroke.MarkersAndLine) { Behind = behind };
        series.Add(band is not null && band.X.Length == x.Length ? line with { Low = band.Low, High = band.High } : line);
        double[] fitted = [.. places.Where(place => place.Fitted).Select(place => place.X)];
        if (fitted.Length < 2 || !double.IsFinite(fit.Exponent)) return;
        double[] ends = [fitted[0], fitted[^1]];
        series.Add(new($"fit, exponent {Shown.Number(fit.Exponent)}", ends, [.. ends.Select(fit.Evaluate)], -1, LineStroke.Dotted)
        {
            Name = $"fit, {label}",
            Role = SeriesRole.Fit,
            Behind = behind,
        });
        if (theory is not { } exponent) return;
        double middle = Math.Sqrt(ends[0] * ends[1]), height = fit.Evaluate(middle);
        series.Add(new($"theory, exponent {Shown.Number(exponent)}", ends, [.. ends.Select(place => height * PortableMath.Pow(place / middle, exponent))],
            -1, LineStroke.Dashed)
        {
            Name = $"theory, {label}",
            Role = SeriesRole.Theory,
            Behind = behind,
        });
    }

    private void AddRows(List<IReadOnlyList<object?>> rows, int group, List<ScalingPlace> places, PowerLaw fit, double[] sizes)
    {
        foreach (var place in places)
        {
            List<object?> row = spec.By is null ? [] : [_groups.Cell(group)];
            row.AddRange([place.X, place.Y, place.X > 0 ? fit.Evaluate(place.X) : null, place.Fitted ? "yes" : "no"]);
            if (_compute) row.Add(sizes[place.Size]);
            rows.Add(row);
        }
    }

    private string Finding(int group, PowerLaw fit, (double Low, double High) interval, double? theory, List<ScalingPlace> places, bool seeds)
    {
        string where = spec.By is null ? "" : $" ({_groups.Label(group)})";
        double[] used = [.. places.Where(place => place.Fitted).Select(place => place.X)];
        if (!double.IsFinite(fit.Exponent))
            return $"{spec.Value}{where}: no exponent, {Shown.Count(used.Length, "place")} of the curve to fit{(_compute ? " with the best size inside the range of sizes" : "")}";
        string compared = theory is { } exponent
            ? $"; theory {Shown.Number(exponent)}, off by {(Math.Abs(fit.Exponent / exponent - 1) * 100).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)}%" : "";
        return $"{spec.Value}{where} ~ {spec.X}^{Shown.Number(fit.Exponent)}, 95% interval [{Shown.Number(interval.Low)}, {Shown.Number(interval.High)}] over "
            + $"{(seeds ? "seeds" : "places")}, fitted from {Shown.Number(used[0])} to {Shown.Number(used[^1])}{compared}";
    }
}
