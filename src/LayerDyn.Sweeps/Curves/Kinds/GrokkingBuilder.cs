using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="GrokkingCurve"/>.</summary>
internal sealed class GrokkingBuilder(GrokkingCurve spec, ISweepGrid grid) : SliceCurveBuilder(spec, grid, spec.By ?? [], [spec.Train, spec.Test])
{
    private LineGroups Groups => field ??= new(Grid, Filter, spec.X, spec.By);

    public override Curve Build()
    {
        var findings = new List<string>();
        var rows = new List<IReadOnlyList<object?>>();
        var panels = new List<LinePanel>();
        string[] behind = Groups.Behind(Points.Select(found => found.Index));
        foreach (var (group, members) in Groups.Finished(Points))
        {
            PointLine[] trainLines = [.. members.Select(found => Groups.Line(found.Index, found.Point, spec.Train))];
            PointLine[] testLines = [.. members.Select(found => Groups.Line(found.Index, found.Point, spec.Test))];
            SeedBand train = SeedBand.Of(trainLines, spec.Band, Pooled.Any), test = SeedBand.Of(testLines, spec.Band, Pooled.Any);
            double[] levels = spec.TestLevel == spec.Threshold ? [spec.Threshold] : [spec.Threshold, spec.TestLevel];
            panels.Add(new(Pooled.Label(Groups.Label(group), SeedBand.Statistic(spec.Band)),
                [.. Series("train", train, trainLines, 0, behind[group]), .. Series("test", test, testLines, 1, behind[group])])
            {
                Levels = levels,
                LevelsName = levels is [var only] ? $"threshold {Shown.Number(only)}" : $"thresholds {Shown.Number(levels[0])} (train), {Shown.Number(levels[1])} (test)",
                Diverged = Groups.Marks(Points, group),
            });
            AddRows(rows, group, train, test);
            var times = GrokkingSummary.Of(trainLines.Zip(testLines, spec.TimesOf));
            findings.Add($"{(Groups.Any ? Groups.Label(group) + ": " : "")}{times.Describe(spec, spec.X)}");
            if (RunLines.Finding(spec.Band, members.Length, Groups.Suffix(group)) is { } some) findings.Add(some);
        }

        var lost = new LostGroups(Groups, Points.Select(found => (found.Index, found.Point.Diverged)));
        return Finish("grokking", lost.Diverged,
            new CurveTable([.. Groups.Columns, spec.X, "finished", "train", "train std", "test", "test std"], rows), new LineChart
            {
                Title = Titled($"{spec.Train} on training and test data along training{Groups.By}"),
                X = AxisNames.OfAbscissa(spec.X, Grid).Line(log: true),
                Y = spec.Train == "accuracy" ? Share("accuracy", panels) : new($"{spec.Train}, {spec.Test}"),
                Panels = [.. panels, .. lost.Panels(group => Groups.Marks(Points, group))],
            }, [.. findings, .. lost.Findings], SeedBand.Describe(spec.Band, Pooled));
    }

    // From 0 to 1 in every picture, and as far beyond as the bands go.
    private static ChartAxis Share(string label, List<LinePanel> panels)
    {
        const double Margin = 0.02;
        double[] edges = [.. panels.SelectMany(panel => panel.Series).SelectMany(series => (double[])[.. series.Low ?? [], .. series.High ?? []]).Where(double.IsFinite)];
        double low = edges.DefaultIfEmpty(0).Min(), high = edges.DefaultIfEmpty(1).Max();
        return new(label) { Min = low < 0 ? low - Margin : 0, Max = Math.Max(1, high) + Margin };
    }

    private IEnumerable<LineSeries> Series(string label, SeedBand band, PointLine[] lines, int color, string behind) =>
        [.. RunLines.Of(spec.Band, lines, label, color), new(label, band.X, band.Line, color) { Low = band.Low, High = band.High, Behind = behind }];

    private void AddRows(List<IReadOnlyList<object?>> rows, int group, SeedBand train, SeedBand test)
    {
        // Both are columns of the same records, so they have the same steps.
        for (int i = 0; i < train.X.Length; i++)
            rows.Add([.. Groups.Cells(group), spec.X == Abscissa.Step ? (object)(long)train.X[i] : train.X[i],
                (long)Math.Max(train.Values[i].Count, test.Values[i].Count), train.Values[i].Mean, train.Values[i].Std,
                test.Values[i].Mean, test.Values[i].Std]);
    }
}
