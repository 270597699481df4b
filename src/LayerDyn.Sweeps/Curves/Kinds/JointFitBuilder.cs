using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="JointFitCurve"/>.</summary>
internal sealed class JointFitBuilder(JointFitCurve spec, ISweepGrid grid) : SliceCurveBuilder(spec, grid, [spec.X, spec.Y, .. spec.By ?? []], [spec.Value])
{
    private const int MostLines = 8, PerDecade = 10, FitPlaces = 40;

    private readonly int _x = AxisCells.PositionOf(grid, spec.X);
    private readonly int _y = Abscissa.RunsAlong(spec.Y) ? -1 : AxisCells.PositionOf(grid, spec.Y);

    private LineGroups Groups => field ??= new(Grid, Filter, spec.X, spec.By);

    private LineGroups AlongY => field ??= new(Grid, Filter, spec.Y, spec.By);

    public override Curve Build()
    {
        List<string> findings = [];
        List<IReadOnlyList<object?>> rows = [];
        List<LinePanel> panels = [];
        List<FittedParameter> parameters = [];
        ResidualSum toA = new(), toB = new();
        foreach (var (group, members) in Groups.Finished(Points))
        {
            Value[] values = [.. members.SelectMany(Values)];
            var sample = new JointSample(ByPlace(values.Where(value => !(value.Y < spec.FitFrom) && !(value.Y > spec.FitTo))),
                RandomStream.For("curve/joint-fit").Child(spec.Name).Child(Groups.Label(group)));
            double? alpha = spec.Alpha ?? TaskParameter.Number(Grid, "alpha", members[0].Index);
            var theory = (A: spec.TheoryX ?? -spec.LawX.Exponent(alpha), B: spec.TheoryY ?? -spec.LawY.Exponent(alpha));
            var fit = JointFit.Of(spec, Groups.Label(group), sample, !Pooled.Any, theory);
            if (fit is null) findings.Add($"{spec.Value}{Groups.Suffix(group)}: no fit, it needs more than five places above zero with three values each of {spec.X} and {spec.Y}");
            else
            {
                findings.AddRange(JointFinding.Of(spec, Groups.Suffix(group), fit, Interval(sample)));
                parameters.AddRange(fit.Parameters);
                if (theory.A is { } a) toA.Add(fit.Law.ExponentA, a);
                if (theory.B is { } b) toB.Add(fit.Law.ExponentB, b);
            }

            panels.Add(Panel(group, values, fit));
            AddRows(rows, group, values, fit);
        }

        var lost = new LostGroups(Groups, Points.Select(found => (found.Index, found.Point.Diverged)));
        Dictionary<string, Residual> residuals = [];
        if (!toA.IsEmpty) residuals["a"] = toA.Total();
        if (!toB.IsEmpty) residuals["b"] = toB.Total();
        var curve = Finish("joint-fit", lost.Diverged,
            new CurveTable([.. Groups.Columns, spec.X, spec.Y, "finished", "mean", "std", "fit", "log residual", "in fit"], rows), new LineChart
            {
                Title = Titled($"{spec.Value} over {spec.X} and {spec.Y}{Groups.By}, with the joint fit"),
                X = AxisNames.OfAbscissa(spec.X, Grid).Line(log: true),
                Y = AxisNames.OfColumn(spec.Value, Grid).Line(log: true),
                Panels = [.. panels, .. lost.Panels(group => Groups.Marks(Points, group))],
            }, [.. findings, .. lost.Findings], SeedBand.Describe(BandKind.Std, Pooled), residuals);
        return curve with { Parameters = parameters };
    }

    private readonly record struct Value(long Index, double X, double Y, double Measured);

    // Along training every tenth of a decade says as much of the law as every step.
    private IEnumerable<Value> Values((long Index, PointSlice Point) found)
    {
        double x = AxisCells.Place(Grid.Axes[_x], Grid.Coordinates(found.Index)[_x]);
        var line = AlongY.Line(found.Index, found.Point, spec.Value);
        double last = double.NegativeInfinity;
        for (int i = 0; i < line.X.Length; i++)
        {
            double tenth = _y >= 0 || line.X[i] <= 0 ? double.NaN : Math.Floor(PortableMath.Log10(line.X[i]) * PerDecade + 1e-6);
            if (!double.IsFinite(line.Y[i]) || tenth <= last || (_y < 0 && line.X[i] <= 0)) continue;
            if (_y < 0) last = tenth;
            yield return new(found.Index, x, line.X[i], line.Y[i]);
        }
    }

    private SortedDictionary<(double X, double Y), List<(int Seed, double Value)>> ByPlace(IEnumerable<Value> values)
    {
        var places = new SortedDictionary<(double X, double Y), List<(int Seed, double Value)>>();
        foreach (var value in values)
        {
            if (!places.TryGetValue((value.X, value.Y), out var place)) places.Add((value.X, value.Y), place = []);
            place.Add((Grid.SeedOf(value.Index), value.Measured));
        }

        return places;
    }

    private string Interval(JointSample sample) => Pooled.Any ? $"no intervals: values are over {Pooled.Names} too"
        : !Pooled.HasSeeds ? "no intervals: one seed"
        : sample.Seeds < 2 ? "no intervals: fewer than two seeds have values"
        : $"95% intervals over {Shown.Count(sample.Seeds, "seed")}, {Shown.Count(spec.Resamples, "resample")}";

    private LinePanel Panel(int group, Value[] values, JointFit? fit)
    {
        List<LineSeries> series = [];
        double[] all = [.. values.Select(value => value.Y).Distinct().Order()];
        int lines = Math.Min(all.Length, MostLines);
        for (int line = 0; line < lines; line++)
        {
            double y = all[lines == 1 ? 0 : line * (all.Length - 1) / (lines - 1)];
            Value[] found = [.. values.Where(value => value.Y == y)];
            string label = $"{spec.Y} = {Shown.Number(y)}", behind = StridedPoints.Write([.. found.Select(value => value.Index).Distinct().Order()]);
            var band = SeedBand.Of([.. found.Select(value => new PointLine(value.Index, [value.X], [value.Measured], [double.NaN]))], BandKind.Std, Pooled.Any);
            series.Add(new(label, band.X, band.Line, line, LineStroke.Markers) { Low = band.Low, High = band.High, Behind = behind });
            if (fit is null) continue;
            double[] places = Between(band.X[0], band.X[^1]);
            series.Add(new(line == 0 ? "joint fit" : "", places, [.. places.Select(x => fit.Law.Evaluate(x, y))], line, LineStroke.Dotted)
            {
                Name = $"joint fit, {label}",
                Role = SeriesRole.Fit,
                Behind = behind,
            });
        }

        if (fit is not null && Best(fit, all) is { } best) series.Add(best with { Behind = StridedPoints.Write([.. values.Select(value => value.Index).Distinct().Order()]) });
        bool hasFloor = fit is not null && fit.Law.E > 1e-2 * fit.Places.Min(place => place.Value);
        return new(Pooled.Label(Groups.Label(group), "mean"), series)
        {
            Diverged = Groups.Marks(Points, group),
            Levels = hasFloor ? [fit!.Law.E] : [],
            LevelsName = hasFloor ? "E of the fit" : "",
        };
    }

    // Where C = x y is spent best; null where that is outside of what was measured.
    private LineSeries? Best(JointFit fit, double[] y)
    {
        double[] inside = [.. Between(fit.Places.Min(place => place.X), fit.Places.Max(place => place.X)).Where(x => fit.Law.BestY(x) >= y[0] && fit.Law.BestY(x) <= y[^1])];
        return inside.Length < 2 ? null : new($"best allocation of {spec.X} · {spec.Y}", inside, [.. inside.Select(x => fit.Law.Evaluate(x, fit.Law.BestY(x)))], -1, LineStroke.Dotted)
        {
            Role = SeriesRole.Fit,
        };
    }

    private static double[] Between(double low, double high)
    {
        if (!(low > 0 && high > low)) return [low];
        double from = PortableMath.Log(low), to = PortableMath.Log(high);
        return [.. Enumerable.Range(0, FitPlaces + 1).Select(i => i == 0 ? low : i == FitPlaces ? high : PortableMath.Exp(from + (to - from) * i / FitPlaces))];
    }

    private void AddRows(List<IReadOnlyList<object?>> rows, int group, Value[] values, JointFit? fit)
    {
        var fitted = fit?.Places.Select(place => (place.X, place.Y)).ToHashSet() ?? [];
        foreach (var ((x, y), place) in ByPlace(values))
        {
            var found = Pooled.Any ? Summary.Of(place.Select(value => value.Value)).WithoutSpread() : Summary.Of(place.Select(value => value.Value));
            double? law = fit is not null && x > 0 && y > 0 ? fit.Law.Evaluate(x, y) : null;
            rows.Add([.. Groups.Cells(group), x, y, (long)found.Count, found.Mean, found.Std, law,
                law is not null && found.Mean > 0 ? fit!.Residual(new(x, y, found.Mean)) : null, fitted.Contains((x, y)) ? "yes" : "no"]);
        }
    }
}
