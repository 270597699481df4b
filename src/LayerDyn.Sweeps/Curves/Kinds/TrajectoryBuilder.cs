using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds curves that show observables along training: <see cref="TrajectoryCurve"/> and <see cref="NeuralCollapseCurve"/>.</summary>
internal sealed class TrajectoryBuilder(
    LineCurveSpec spec, string kind, IReadOnlyList<string> observables, string? against, string x, bool logX, bool logY, ISweepGrid grid,
    string? level = null)
    : SliceCurveBuilder(spec, grid, [x, .. spec.By ?? []], observables, against, level)
{
    private const int FewPlaces = 60;

    private LineGroups Groups => field ??= new(Grid, Filter, x, spec.By);

    private LossLandmarks Landmarks => field ??= new(Grid, x, known: !Pooled.Any && against is null && Abscissa.RunsAlong(x));

    private DenseTheory Dense => field ??= new(Grid, x, logX);

    private DecayLandmarks Thresholds => field ??= new(Grid, x);

    public override Curve Build()
    {
        var residuals = new Dictionary<string, Residual>();
        var lines = new List<TrajectoryLine>();
        var findings = new List<string>();
        foreach (string column in Observables.SelectMany(observable => ColumnsOf(Points, observable)))
        {
            string? compared = level ?? Compared(column, against);
            var residual = new ResidualSum();
            var byGroup = new List<PointLine>[Groups.Count];
            foreach (var (index, point) in Points)
            {
                if (point.Diverged) continue;
                var line = Groups.Line(index, point, column, compared);
                (byGroup[Groups.Of(index)] ??= []).Add(line);
                if (level is null) residual.Add(line, fromStart: against is null && Abscissa.RunsAlong(x));
            }

            for (int group = 0; group < byGroup.Length; group++)
                if (byGroup[group] is { } found) lines.Add(new(column, group, found, SeedBand.Of(found, spec.Band, Pooled.Any)));
            if (residual.IsEmpty) continue;
            var total = residuals[column] = residual.Total();
            findings.Add($"{column}: deviation from {against ?? "theory"} at most {Shown.Number(total.Max)}, rms {Shown.Number(total.Rms)}");
        }

        foreach (var line in lines) findings.Add(Ends(line));
        findings.AddRange(lines.Select(Stops).OfType<string>());
        findings.AddRange(Landmarks.Findings(lines, line => Groups.Suffix(line.Group)));
        findings.AddRange(lines.Select(AtLevel).OfType<string>());
        findings.AddRange(lines.Select(line => Thresholds.Finding(line, Groups.Suffix(line.Group))).OfType<string>());
        findings.AddRange(lines.Select(line => RunLines.Finding(spec.Band, line.Runs.Count, Groups.Suffix(line.Group))).OfType<string>().Distinct());
        var lost = new LostGroups(Groups, Points.Select(found => (found.Index, found.Point.Diverged)));
        findings.AddRange(lost.Findings);
        return Finish(kind, lost.Diverged, Table(lines), new LineChart
        {
            Title = Titled(What),
            X = AxisNames.OfAbscissa(x, Grid).Line(logX),
            Y = Observables.Count == 1 ? AxisNames.OfColumn(Observables[0], Grid).Line(logY) : new ChartAxis("", logY),
            Panels = Panels(lines, lost),
        }, findings, SeedBand.Describe(spec.Band, Pooled), residuals);
    }

    // One observable without components: a line a group. Otherwise a panel a group with a line a component; with several
    // observables, each has a panel with a line a group.
    private List<LinePanel> Panels(List<TrajectoryLine> lines, LostGroups lost)
    {
        string[] columns = [.. lines.Select(line => line.Column).Distinct()];
        string[] behind = Groups.Behind(Points.Select(found => found.Index));
        DivergedMark[] marks = [.. Enumerable.Range(0, Groups.Count).SelectMany(group => Groups.Marks(Points, group, Groups.Color(group)))];
        if (Observables.Count > 1 && columns.Length > 0)
            return [.. columns.Select(column => Panel("", lines.Where(line => line.Column == column), ByGroup, line => line.Group, behind, lost.Series)
                with { Y = AxisNames.OfColumn(column, Grid).Line(logY), Diverged = marks })];
        if (columns.Length <= 1) return [Panel("", lines, ByGroup, line => line.Group, behind, lost.Series) with { Diverged = marks }];
        return
        [
            .. lines.GroupBy(line => line.Group).OrderBy(group => group.Key)
                .Select(group => Panel(Pooled.Label(Groups.Label(group.Key), Statistic), group, line => line.Column, line => Array.IndexOf(columns, line.Column), behind, [])
                    with { Diverged = Groups.Marks(Points, group.Key) }),
            .. lost.Panels(group => Groups.Marks(Points, group)),
        ];
    }

    private string What => kind == "neural-collapse" ? $"neural collapse along training{Groups.By}"
        : $"{Abscissa.Shows(Observables[0], x)}{Groups.By}{(against is null ? "" : $", measured and predicted by {against}")}";

    private string Statistic => SeedBand.Statistic(spec.Band);

    private string ByGroup(TrajectoryLine line) => Pooled.Label(Groups.Any ? Groups.Label(line.Group) : "", Statistic) is { Length: > 0 } label ? label : Alone;

    // What the only line of a panel is: one run is no mean.
    private string Alone => Pooled.HasSeeds ? Statistic : IsTheoryOnly ? "exact" : "trained";

    private LinePanel Panel(string title, IEnumerable<TrajectoryLine> lines, Func<TrajectoryLine, string> label, Func<TrajectoryLine, int> color, string[] behind, IEnumerable<LineSeries> lost)
    {
        List<LineSeries> series = [];
        foreach (var line in lines)
        {
            string own = label(line), name = own.Length > 0 ? own : line.Column;
            series.AddRange(RunLines.Of(spec.Band, line.Runs, name, color(line)));
            var dense = (against ?? level) is null && Abscissa.RunsAlong(x) && line.Band.HasTheory ? Dense.Of(line.Column, line.Runs, spec.Band) : null;
            // Beside a curve of theory straight lines between a few measured places would look like a deviation from it.
            var stroke = Groups.AreScattered ? LineStroke.Markers : dense is not null && line.Band.X.Length <= FewPlaces ? LineStroke.MarkersAndLine : LineStroke.Solid;
            series.Add(new(own, line.Band.X, line.Band.Line, color(line), stroke)
            {
                Name = name,
                Low = Groups.AreScattered ? null : line.Band.Low,
                High = Groups.AreScattered ? null : line.Band.High,
                Behind = behind[line.Group],
            });
            if (Landmarks.Drops(line, name, color(line)) is { } drops) series.Add(drops);
            series.AddRange(Thresholds.Series(line, name, color(line)));
            if (!line.Band.HasTheory) continue;
            string compared = level is not null ? AxisNames.OfColumn(level, Grid).Label : against is null ? "theory" : $"predicted: {against}";
            var (places, theory) = dense ?? (line.Band.X, line.Band.Theory);
            series.Add(new(compared, places, theory, color(line), Groups.AreScattered ? LineStroke.Markers : LineStroke.Dashed)
            {
                Name = $"{compared}, {name}",
                Role = SeriesRole.Theory,
                Behind = behind[line.Group],
            });
        }

        var plateaus = Landmarks.Plateaus(lines);
        return new(title, [.. series, .. lost]) { Levels = plateaus, LevelsName = plateaus.Count > 0 ? "plateaus of theory" : "" };
    }

    private string Ends(TrajectoryLine line)
    {
        var band = line.Band;
        var last = band.Values[^1];
        bool quantiles = spec.Band == BandKind.Quantiles;
        string spread = last.Count < 2 ? "" : Pooled.Any ? $" over {Pooled.Over}"
            : quantiles ? $" (10% to 90%: {Shown.Number(last.Q10)} to {Shown.Number(last.Q90)}) over {Shown.Count(last.Count, "seed")}"
            : $" ± {Shown.Number(last.Std)} over {Shown.Count(last.Count, "seed")}";
        return $"{line.Column}{Groups.Suffix(line.Group)}: {Shown.Number(band.Line[0])} at {x} {Shown.Number(band.X[0])}, "
            + $"{Shown.Number(band.Line[^1])}{spread} at {x} {Shown.Number(band.X[^1])}";
    }

    // Runs that stopped early leave the line to the others, which are not like them; null where all go on to the end.
    private string? Stops(TrajectoryLine line)
    {
        if (!Abscissa.RunsAlong(x) || Grid.Experiment(line.Runs[0].Index).StopWhen is null) return null;
        double[] ends = [.. line.Runs.Where(run => run.X.Length > 0).Select(run => run.X[^1])];
        return ends.Length == 0 || ends.Min() == ends.Max() ? null
            : $"{line.Column}{Groups.Suffix(line.Group)}: runs end between {x} {Shown.Number(ends.Min())} and {Shown.Number(ends.Max())}; the line goes on with those that are left";
    }

    // From where on a line stays at its level; null where it does not.
    private string? AtLevel(TrajectoryLine line)
    {
        const double Near = 0.02;
        if (level is null) return null;
        double[] values = line.Band.Line;
        int from = values.Length;
        while (from > 0 && Math.Abs(values[from - 1] / line.Band.Theory[from - 1] - 1) <= Near) from--;
        return from == values.Length ? null
            : $"{line.Column}{Groups.Suffix(line.Group)}: within 2% of {level} from {x} {Shown.Number(line.Band.X[from])} on";
    }

    private CurveTable Table(List<TrajectoryLine> lines)
    {
        bool theory = lines.Any(line => line.Band.HasTheory);
        List<string> columns = [.. Groups.Columns, "column", x, "finished", "mean", "std", "q10", "median", "q90"];
        if (theory) columns.AddRange(level is not null ? [level] : [against ?? "theory", "residual"]);
        List<IReadOnlyList<object?>> rows = [];
        foreach (var (column, group, _, band) in lines)
            for (int i = 0; i < band.X.Length; i++)
            {
                var value = band.Values[i];
                List<object?> row = [.. Groups.Cells(group), column, band.X[i], (long)value.Count, value.Mean, value.Std, value.Q10, value.Median, value.Q90];
                if (theory) row.Add(band.Theory[i]);
                if (theory && level is null) row.Add(value.Mean - band.Theory[i]);
                rows.Add(row);
            }

        return new(columns, rows);
    }
}
