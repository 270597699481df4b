using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="GrokkingCurve"/>.</summary>
internal sealed class GrokkingBuilder(GrokkingCurve spec, ISweepGrid grid) : SliceCurveBuilder(spec, grid, [spec.Train, spec.Test])
{
    private readonly LineGroups _groups = new(grid, Abscissa.Step, spec.By);

    public override Curve Build()
    {
        var points = Sorted();
        var findings = new List<string>();
        var rows = new List<IReadOnlyList<object?>>();
        var panels = new List<LinePanel>();
        string[] behind = _groups.Behind(points.Select(found => found.Index));
        for (int group = 0; group < _groups.Count; group++)
        {
            var members = points.Where(found => !found.Point.Diverged && _groups.Of(found.Index) == group).ToArray();
            if (members.Length == 0) continue;
            PointLine[] trainLines = [.. members.Select(found => _groups.Line(found.Index, found.Point, spec.Train))];
            PointLine[] testLines = [.. members.Select(found => _groups.Line(found.Index, found.Point, spec.Test))];
            SeedBand train = SeedBand.Of(trainLines), test = SeedBand.Of(testLines);
            double[] levels = spec.TestLevel == spec.Threshold ? [spec.Threshold] : [spec.Threshold, spec.TestLevel];
            panels.Add(new(_groups.Label(group), [Series("train", train, 0, behind[group]), Series("test", test, 1, behind[group])])
            {
                Levels = levels,
                Diverged = _groups.Marks(points, group),
            });
            AddRows(rows, group, train, test);
            var times = GrokkingSummary.Of(trainLines.Zip(testLines, spec.TimesOf));
            findings.Add($"{(spec.By is null ? "" : _groups.Label(group) + ": ")}{times.Describe(spec)}");
        }

        long diverged = points.LongCount(found => found.Point.Diverged);
        List<string> columns = ["step", "finished", "train", "train std", "test", "test std"];
        if (spec.By is not null) columns.Insert(0, spec.By);
        return Finish("grokking", points.Length, diverged, new CurveTable(columns, rows), new LineChart
        {
            Title = spec.Name,
            Note = Shown.Diverged(diverged, points.Length),
            X = AxisNames.OfAbscissa(Abscissa.Step, Grid).Line(log: true),
            Y = new(spec.Train == "accuracy" ? "accuracy" : $"{spec.Train}, {spec.Test}")
            {
                Min = spec.Train == "accuracy" ? 0 : null,
                Max = spec.Train == "accuracy" ? 1.02 : null,
            },
            Panels = panels,
        }, findings);
    }

    private static LineSeries Series(string label, SeedBand band, int color, string behind) =>
        new(label, band.X, band.Mean, color) { Low = band.Low, High = band.High, Behind = behind };

    private void AddRows(List<IReadOnlyList<object?>> rows, int group, SeedBand train, SeedBand test)
    {
        // Both are columns of the same records, so they have the same steps.
        for (int i = 0; i < train.X.Length; i++)
        {
            List<object?> row = spec.By is null ? [] : [_groups.Cell(group)];
            row.AddRange([(long)train.X[i], (long)Math.Max(train.Values[i].Count, test.Values[i].Count),
                train.Values[i].Mean, train.Values[i].Std, test.Values[i].Mean, test.Values[i].Std]);
            rows.Add(row);
        }
    }
}
