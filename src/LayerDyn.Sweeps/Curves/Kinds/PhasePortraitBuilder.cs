using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="PhasePortraitCurve"/>.</summary>
internal sealed class PhasePortraitBuilder(PhasePortraitCurve spec, ISweepGrid grid) : SliceCurveBuilder(spec, grid, spec.By ?? [], [spec.X, spec.Y])
{
    private LineGroups Groups => field ??= new(Grid, Filter, Abscissa.Step, spec.By);

    public override Curve Build()
    {
        string[] behind = Groups.Behind(Points.Select(found => found.Index));
        List<LineSeries> series = [];
        List<string> findings = [];
        List<IReadOnlyList<object?>> rows = [];
        bool hasTheory = false;
        foreach (var (group, members) in Groups.Finished(Points))
        {
            PointLine[] x = Lines(members, spec.X), y = Lines(members, spec.Y);
            SeedBand bandX = SeedBand.Of(x, spec.Band, Pooled.Any), bandY = SeedBand.Of(y, spec.Band, Pooled.Any);
            if (bandX.X.Length == 0) continue;
            int color = Groups.Color(group);
            string label = Pooled.Label(Groups.Label(group), Statistic), name = label.Length > 0 ? label : Statistic;
            series.AddRange(RunLines.Of(spec.Band, [.. x.Zip(y, (abscissa, ordinate) => ordinate with { X = abscissa.Y })], name, color));
            series.Add(new(label, bandX.Line, bandY.Line, color) { Name = name, Behind = behind[group] });
            if (bandX.HasTheory && bandY.HasTheory)
            {
                series.Add(new(hasTheory ? "" : "theory", bandX.Theory, bandY.Theory, color, LineStroke.Dashed)
                {
                    Name = $"theory, {name}",
                    Role = SeriesRole.Theory,
                    Behind = behind[group],
                });
                hasTheory = true;
            }

            findings.Add($"{spec.Y} over {spec.X}{Groups.Suffix(group)}: from ({Shown.Number(bandX.Line[0])}, {Shown.Number(bandY.Line[0])}) at step {Shown.Number(bandX.X[0])} "
                + $"to ({Shown.Number(bandX.Line[^1])}, {Shown.Number(bandY.Line[^1])}) at step {Shown.Number(bandX.X[^1])}");
            if (RunLines.Finding(spec.Band, members.Length, Groups.Suffix(group)) is { } some) findings.Add(some);
            rows.AddRange(bandX.X.Select((step, i) => (IReadOnlyList<object?>)
                [.. Groups.Cells(group), step, (long)bandY.Values[i].Count, bandX.Line[i], bandY.Line[i], bandX.Theory[i], bandY.Theory[i]]));
        }

        var lost = new LostGroups(Groups, Points.Select(found => (found.Index, found.Point.Diverged)));
        List<string> columns = [.. Groups.Columns, "step", "finished", spec.X, spec.Y, ColumnName.Theory(spec.X), ColumnName.Theory(spec.Y)];
        if (!hasTheory)
        {
            columns.RemoveRange(columns.Count - 2, 2);
            rows = [.. rows.Select(row => (IReadOnlyList<object?>)[.. row.SkipLast(2)])];
        }

        return Finish("phase-portrait", lost.Diverged, new CurveTable(columns, rows), new LineChart
        {
            Title = Titled($"{spec.Y} over {spec.X} along training{Groups.By}"),
            X = AxisNames.OfColumn(spec.X, Grid).Line(spec.LogX),
            Y = AxisNames.OfColumn(spec.Y, Grid).Line(spec.LogY),
            Panels = [new("", [.. series, .. lost.Series])],
        }, [.. findings, .. lost.Findings], Pooled.Any || Pooled.HasSeeds
            ? $"{Statistic} over {Pooled.Over} at each step{(spec.Band == BandKind.Runs ? ", thin lines: every run" : "")}" : "");
    }

    private string Statistic => SeedBand.Statistic(spec.Band);

    private PointLine[] Lines((long Index, PointSlice Point)[] members, string column) =>
        [.. members.Select(found => Groups.Line(found.Index, found.Point, column, Compared(column)))];
}
