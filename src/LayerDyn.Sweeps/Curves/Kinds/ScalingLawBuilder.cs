using LayerDyn.Science.Numerics;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="ScalingLawCurve"/>.</summary>
internal sealed class ScalingLawBuilder(ScalingLawCurve spec, ISweepGrid grid)
    : SliceCurveBuilder(spec, grid, [spec.X, spec.Sizes, .. spec.By ?? []], [spec.Value])
{
    private readonly bool _compute = spec.X == ScalingLawCurve.Compute;
    private readonly int _stratum = spec.X == ScalingLawCurve.Compute ? AxisCells.PositionOf(grid, spec.Sizes ?? "")
        : Abscissa.RunsAlong(spec.X) ? -1 : AxisCells.PositionOf(grid, spec.X);

    private LineGroups Groups => field ??= new(Grid, Filter, _compute ? Abscissa.Step : spec.X, spec.By);

    public override Curve Build()
    {
        List<string> findings = [];
        List<IReadOnlyList<object?>> rows = [];
        List<LineSeries> series = [];
        string[] behind = Groups.Behind(Points.Select(found => found.Index));
        var toTheory = new ResidualSum();
        foreach (var (group, members) in Groups.Finished(Points))
        {
            var byKey = Strata(members);
            PointLine[][] strata = [.. byKey.Values.Select(lines => lines.ToArray())];
            var sample = new ScalingSample(strata, _compute);
            var places = sample.Places();
            var fit = ScalingFit.Of(places, _compute, spec.FitFrom, spec.FitTo);
            double? theory = spec.Exponent(spec.Alpha ?? TaskParameter.Number(Grid, "alpha", members[0].Index));
            if (theory is { } exponent) toTheory.Add(fit.Law.Exponent, exponent);
            findings.Add(ScalingFinding.Of(spec, Groups.Suffix(group), fit, Interval(sample, fit), theory));
            if (_compute && Groups.Count == 1) AddSizes(series, strata);
            AddSeries(series, group, places, fit, theory, _compute ? [] : [.. strata.SelectMany(lines => lines)], behind[group]);
            AddRows(rows, group, places, fit, [.. byKey.Keys]);
        }

        var lost = new LostGroups(Groups, Points.Select(found => (found.Index, found.Point.Diverged)));
        Dictionary<string, Residual> residuals = [];
        if (!toTheory.IsEmpty) residuals["exponent"] = toTheory.Total();
        List<string> columns = [.. Groups.Columns, spec.X, spec.Value, "fit", "in fit", "local slope"];
        if (_compute) columns.Add(spec.Sizes!);
        return Finish("scaling-law", lost.Diverged, new CurveTable(columns, rows), new LineChart
        {
            Title = Titled($"{spec.Value} against {Against}{Groups.By}, with the fitted exponent"),
            X = (_compute ? new AxisName(spec.X, "C", $"compute, C = {spec.Sizes} · steps") : AxisNames.OfAbscissa(spec.X, Grid)).Line(log: true),
            Y = AxisNames.OfColumn(spec.Value, Grid).Line(log: true),
            Panels =
            [
                new("", [.. series, .. lost.Series])
                {
                    Diverged = [.. Enumerable.Range(0, Groups.Count).SelectMany(group => Groups.Marks(Points, group, Groups.Color(group), _compute ? KeyOf : null))],
                },
            ],
        }, [.. findings, .. lost.Findings], SeedBand.Describe(_compute ? BandKind.Std : spec.Band, Pooled), residuals);
    }

    private string Against => spec.X switch
    {
        Abscissa.Step => "training steps",
        Abscissa.Time => "training time",
        Abscissa.Epoch => "training epochs",
        _ => spec.X,
    };

    private SortedDictionary<double, List<PointLine>> Strata((long Index, PointSlice Point)[] members)
    {
        var strata = new SortedDictionary<double, List<PointLine>>();
        foreach (var (index, point) in members)
        {
            var line = Groups.Line(index, point, spec.Value);
            double key = KeyOf(index);
            if (_compute) line = line with { X = [.. line.X.Select(step => step * key)] };
            if (!strata.TryGetValue(key, out var lines)) strata.Add(key, lines = []);
            lines.Add(line);
        }

        return strata;
    }

    private double KeyOf(long index) => _stratum < 0 ? 0 : AxisCells.Place(Grid.Axes[_stratum], Grid.Coordinates(index)[_stratum]);

    private string Interval(ScalingSample sample, ScalingFit fit) => Pooled.Any ? $"no interval: values are over {Pooled.Names} too"
        : !Pooled.HasSeeds ? "no interval: one seed"
        : sample.Interval(fit, Grid.SeedOf) is { } found
            ? $"95% interval [{Shown.Number(found.Low)}, {Shown.Number(found.High)}] over {Shown.Count(found.Seeds, "seed")}"
            : "no interval: fewer than two seeds have the curve";

    private void AddSizes(List<LineSeries> series, PointLine[][] strata)
    {
        for (int i = 0; i < strata.Length; i++)
        {
            var band = SeedBand.Of(strata[i], BandKind.Std, Pooled.Any);
            series.Add(new(i == 0 ? "one size each" : "", band.X, band.Line, LineSeries.Grey)
            {
                Name = $"{spec.Sizes} = {Shown.Number(KeyOf(strata[i][0].Index))}",
                Role = SeriesRole.Background,
                Behind = StridedPoints.Write([.. strata[i].Select(line => line.Index)]),
            });
        }
    }

    private void AddSeries(List<LineSeries> series, int group, List<ScalingPlace> places, ScalingFit fit, double? theory, PointLine[] runs, string behind)
    {
        double[] x = [.. places.Select(place => place.X)];
        string label = Pooled.Label(Groups.Any ? Groups.Label(group) : _compute ? "least over sizes" : spec.Value, "mean");
        if (_stratum < 0) series.AddRange(RunLines.Of(spec.Band, runs, label, group)); // over an axis a run is one place
        var line = new LineSeries(label, x, [.. places.Select(place => place.Y)], group, places.Count > 25 ? LineStroke.Solid : LineStroke.MarkersAndLine) { Behind = behind };
        var band = SeedBand.Of(runs, spec.Band == BandKind.Quantiles ? BandKind.Quantiles : BandKind.Std, Pooled.Any || (spec.Band == BandKind.Runs && _stratum < 0));
        series.Add(band.X.Length == x.Length ? line with { Low = band.Low, High = band.High } : line);
        if (!fit.Found) return;
        double[] ends = [fit.From, fit.To];
        series.Add(new($"fit, exponent {Shown.Number(fit.Law.Exponent)}", ends, [.. ends.Select(fit.Law.Evaluate)], group, LineStroke.Dotted)
        {
            Name = $"fit, {label}",
            Role = SeriesRole.Fit,
            Behind = behind,
        });
        if (theory is not { } exponent) return;
        double middle = Math.Sqrt(ends[0] * ends[1]), height = fit.Law.Evaluate(middle);
        series.Add(new($"slope of theory, {Shown.Number(exponent)}", ends, [.. ends.Select(place => height * PortableMath.Pow(place / middle, exponent))],
            group, LineStroke.Dashed)
        {
            Name = $"slope of theory, {label}",
            Role = SeriesRole.Theory,
            Behind = behind,
        });
    }

    private void AddRows(List<IReadOnlyList<object?>> rows, int group, List<ScalingPlace> places, ScalingFit fit, double[] sizes)
    {
        foreach (var place in places)
        {
            List<object?> row = [.. Groups.Cells(group), place.X, place.Y, place.X > 0 ? fit.Law.Evaluate(place.X) : null, fit.Includes(place) ? "yes" : "no", fit.Slopes.At(place.X)];
            if (_compute) row.Add(sizes[place.Stratum]);
            rows.Add(row);
        }
    }
}
