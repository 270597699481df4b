using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds an <see cref="EmergenceCurve"/>.</summary>
internal sealed class EmergenceBuilder(EmergenceCurve spec, ISweepGrid grid)
    : SliceCurveBuilder(spec, grid, [spec.X, .. spec.By ?? []], [spec.Value, spec.Value + ExperimentColumns.ErrorSuffix])
{
    private LineGroups Groups => field ??= new(Grid, Filter, spec.X, spec.By);

    private DenseTheory Dense => field ??= new(Grid, spec.X, spec.LogX);

    public override Curve Build()
    {
        string[] skills = ColumnsOf(Points, spec.Value);
        var findings = new List<string>();
        var residuals = new Dictionary<string, Residual>();
        var rows = new List<IReadOnlyList<object?>>();
        var panels = new List<LinePanel>();
        string[] behind = Groups.Behind(Points.Select(found => found.Index));
        var fittedTo = new HashSet<string>();
        bool knowsAlpha = true;
        foreach (var (group, members) in Groups.Finished(Points))
        {
            var series = new List<LineSeries>();
            var times = new List<(int Skill, double Time)>();
            CalibratedEmergence? calibrated = null;
            double? alpha = spec.Alpha ?? TaskParameter.Number(Grid, "alpha", members[0].Index);
            knowsAlpha &= alpha is not null;
            for (int k = 0; k < skills.Length; k++)
            {
                PointLine[] lines = [.. members.Select(found => Groups.Line(found.Index, found.Point, skills[k], Compared(skills[k])))];
                var band = SeedBand.Of(lines, spec.Band, Pooled.Any);
                double[] line = band.Line;
                if (k == 0 && alpha is { } exponent)
                    calibrated = CalibratedEmergence.Fit(spec.Calibrate, exponent, skills.Length, spec.Start, band.X, line);
                int number = Math.Max(1, ColumnName.Component(skills[k]));
                double[] Calibrated(double[] places) => [.. places.Select(x => calibrated?.Evaluate(number, x) ?? double.NaN)];
                double[] fitted = Calibrated(band.X);
                double[] dense = DensePlaces.Of(band.X, spec.LogX);
                series.AddRange(Series(k, number, skills[k], band, lines, dense, Calibrated(dense), behind[group]));
                AddRows(rows, group, number, band, fitted);
                double time = Crossing.First(band.X, line, spec.Threshold);
                times.Add((number, time));
                findings.Add(Finding(group, number, time, band, lines));
                AddResidual(residuals, skills[k] + Groups.Suffix(group), lines);
                if (calibrated is null) continue;
                string name = $"{skills[k]}{Groups.Suffix(group)} calibrated";
                residuals[name] = Deviation(line, fitted);
                if (k == 0) fittedTo.Add(name);
            }

            findings.Add(Order(group, times));
            AddNoise(findings, group, members);
            if (calibrated is not null) findings.Add(Calibration(group, calibrated));
            if (RunLines.Finding(spec.Band, members.Length, Groups.Suffix(group)) is { } some) findings.Add(some);
            panels.Add(new(Pooled.Label(Groups.Label(group), SeedBand.Statistic(spec.Band)), series)
            { Levels = [spec.Threshold], LevelsName = $"threshold {Shown.Number(spec.Threshold)}", Diverged = Groups.Marks(Points, group) });
        }

        if (spec.Calibrate != EmergenceLaw.None && !knowsAlpha)
            findings.Add("no calibrated curve: the task has no alpha; give the curve's alpha");
        foreach (var (column, residual) in residuals)
            findings.Add($"{column}: rms deviation {Shown.Number(residual.Rms)}, at most {Shown.Number(residual.Max)}{(fittedTo.Contains(column) ? " (of the fit to these data: no prediction)" : "")}");
        var lost = new LostGroups(Groups, Points.Select(found => (found.Index, found.Point.Diverged)));
        panels.AddRange(lost.Panels(group => Groups.Marks(Points, group)));
        findings.AddRange(lost.Findings);
        string[] columns = [.. Groups.Columns, "skill", spec.X, "finished", "mean", "std", "q10", "median", "q90", "theory", "calibrated"];
        return Finish("emergence", lost.Diverged, new CurveTable(columns, rows), new LineChart
        {
            Title = Titled($"{Abscissa.Shows($"{spec.Value} of each {Component}", spec.X)}{Groups.By}"),
            X = AxisNames.OfAbscissa(spec.X, Grid).Line(spec.LogX),
            Y = AxisNames.OfColumn(spec.Value, Grid).Line(),
            Panels = panels,
        }, findings, SeedBand.Describe(spec.Band, Pooled), residuals);
    }

    /// <summary>What the observable has a component of.</summary>
    private string Component => spec.Value.EndsWith("mode-strength", StringComparison.Ordinal) ? "mode" : "skill";

    private IEnumerable<LineSeries> Series(int color, int number, string column, SeedBand band, PointLine[] lines, double[] dense, double[] fitted, string behind)
    {
        var stroke = band.X.Length > 12 ? LineStroke.Solid : LineStroke.MarkersAndLine;
        string name = $"{Component} {number}";
        foreach (var run in RunLines.Of(spec.Band, lines, name, color)) yield return run;
        yield return new(name, band.X, band.Line, color, stroke) { Low = band.Low, High = band.High, Behind = behind };
        if (band.HasTheory)
        {
            var (places, theory) = Abscissa.RunsAlong(spec.X) && Dense.Of(column, lines, spec.Band) is { } solved ? solved : (band.X, band.Theory);
            yield return new("theory", places, theory, color, LineStroke.Dashed) { Name = $"theory, {name}", Role = SeriesRole.Theory, Behind = behind };
        }

        if (fitted.Any(double.IsFinite))
            yield return new($"calibrated on {Component} 1", dense, fitted, color, LineStroke.Dotted)
            { Name = $"calibrated on {Component} 1, {name}", Role = SeriesRole.Calibrated, Behind = behind };
    }

    private void AddRows(List<IReadOnlyList<object?>> rows, int group, int number, SeedBand band, double[] fitted)
    {
        for (int i = 0; i < band.X.Length; i++)
        {
            var value = band.Values[i];
            rows.Add([.. Groups.Cells(group), (long)number, band.X[i], (long)value.Count, value.Mean, value.Std, value.Q10, value.Median, value.Q90,
                band.Theory[i], fitted[i]]);
        }
    }

    private string Finding(int group, int number, double time, SeedBand band, PointLine[] lines)
    {
        double theory = band.HasTheory ? Crossing.First(band.X, band.Theory, spec.Threshold) : double.NaN;
        string withTheory = band.HasTheory ? $" (theory {Shown.Number(theory)})" : "";
        double[] each = [.. lines.Select(line => Crossing.First(line.X, line.Y, spec.Threshold)).Where(double.IsFinite)];
        string seeds = lines.Length > 1 && each.Length > 0 && Abscissa.RunsAlong(spec.X)
            ? $"; single points from {Shown.Number(each.Min())} to {Shown.Number(each.Max())}, {each.Length} of {lines.Length} reach it" : "";
        string level = Shown.Number(spec.Threshold);
        string reached = double.IsNaN(time) && band.X is [.., var end] ? $"does not reach {level} by {spec.X} {Shown.Number(end)}" : $"reaches {level} at {spec.X} {Shown.Number(time)}";
        return $"{Component} {number}{Groups.Suffix(group)} {reached}{withTheory}{seeds}";
    }

    // Two standard errors are what chance alone reaches once in twenty measurements.
    private void AddNoise(List<string> findings, int group, (long Index, PointSlice Point)[] members)
    {
        string column = spec.Value + ExperimentColumns.ErrorSuffix;
        double noise = members.SelectMany(found => Enumerable.Range(0, found.Point.Steps.Length).Select(row => found.Point.At(row, found.Point.ColumnOf(column))))
            .Where(double.IsFinite).DefaultIfEmpty().Max();
        if (2 * noise >= spec.Threshold)
            findings.Add($"warning: two standard errors of {spec.Value}{Groups.Suffix(group)} are up to {Shown.Number(2 * noise)}, not below the threshold "
                + $"{Shown.Number(spec.Threshold)}: raise the observable's samples");
    }

    private string Order(int group, List<(int Skill, double Time)> times)
    {
        var emerged = times.Where(found => double.IsFinite(found.Time)).OrderBy(found => found.Time).ThenBy(found => found.Skill);
        string order = string.Join(", ", emerged.Select(found => Shown.Number((long)found.Skill)));
        return $"order of emergence{Groups.Suffix(group)}: {(order.Length == 0 ? $"no {Component} emerges" : order)}";
    }

    private string Calibration(int group, CalibratedEmergence calibrated) => spec.Calibrate switch
    {
        EmergenceLaw.Time => $"calibrated on skill 1{Groups.Suffix(group)}: rate {Shown.Number(calibrated.Constant)}, strength at the start "
            + $"{Shown.Number(calibrated.Start)}{(spec.Start is null ? " (fitted too)" : "")}",
        EmergenceLaw.Data => $"calibrated on skill 1{Groups.Suffix(group)}: D_c = {Shown.Number(calibrated.Constant)}",
        _ => $"calibrated on skill 1{Groups.Suffix(group)}: N_c = {Shown.Number(calibrated.Constant)}",
    };

    private void AddResidual(Dictionary<string, Residual> residuals, string name, PointLine[] lines)
    {
        var sum = new ResidualSum();
        foreach (var line in lines) sum.Add(line, fromStart: Abscissa.RunsAlong(spec.X));
        if (!sum.IsEmpty) residuals[name] = sum.Total();
    }

    private static Residual Deviation(double[] values, double[] fitted)
    {
        var sum = new ResidualSum();
        for (int i = 0; i < values.Length; i++) sum.Add(values[i], fitted[i]);
        return sum.Total();
    }
}
