using LayerDyn.Science.Numerics;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>One value and its theory twin of each point.</summary>
internal readonly record struct MapValue(double Value, double Theory, bool Diverged);

/// <summary>Builds a <see cref="HeatmapCurve"/>.</summary>
internal sealed class HeatmapBuilder(HeatmapCurve spec, ISweepGrid grid) : KeyedCurveBuilder<MapValue>(spec, grid, new AxisCells(grid, spec.X, spec.Y).Resolved)
{
    private readonly AxisCells _cells = new(grid, spec.X, spec.Y);
    private readonly ColumnLookup _value = new(spec.Value);
    private ColumnLookup? _theory;

    // At the first measurement training and its exact solution are the same weights.
    private bool Compares => spec.Against is not null || (spec.Step is null ? spec.At != MeasuredAt.First : spec.Step > 0);

    private string TheoryName => spec.Against ?? "theory";

    public override Curve Build()
    {
        var values = new List<double>?[_cells.Count];
        var theories = new List<double>?[_cells.Count];
        long[] diverged = new long[_cells.Count];
        long divergedPoints = 0;
        var residual = new ResidualSum();
        foreach (var (index, point) in Points)
        {
            if (point.Diverged) divergedPoints++;
            residual.Add(point.Value, point.Theory);
            int cell = _cells.Of(index);
            if (cell < 0) continue;
            if (point.Diverged) diverged[cell]++;
            if (double.IsFinite(point.Value)) (values[cell] ??= []).Add(point.Value);
            if (double.IsFinite(point.Theory)) (theories[cell] ??= []).Add(point.Theory);
        }

        bool withTheory = theories.Any(found => found is not null);
        var shown = new double[_cells.Count];
        var shownTheory = new double[_cells.Count];
        var residualOfShown = new ResidualSum();
        for (int cell = 0; cell < _cells.Count; cell++)
        {
            shown[cell] = Drawn(Summary.Of(values[cell] ?? []).Mean);
            shownTheory[cell] = Drawn(Summary.Of(theories[cell] ?? []).Mean);
            residualOfShown.Add(shown[cell], shownTheory[cell]);
        }

        List<string> columns = [_cells.X.Name, _cells.Y.Name, "finished", "diverged", "mean", "std"];
        if (spec.Log10) columns.Add("log10");
        if (withTheory) columns.AddRange([TheoryName, "residual"]);
        bool[] lost = [.. diverged.Select((count, cell) => count > 0 && values[cell] is null)];
        var predicted = spec.Boundary && !Pooled.Any ? PredictedStability.Of(Grid, _cells, Points.Select(found => found.Index)) : null;
        Dictionary<string, Residual> residuals = [];
        if (!residual.IsEmpty) residuals[spec.Value] = residual.Total();
        if (!residual.IsEmpty && spec.Log10) residuals[$"log10({spec.Value})"] = residualOfShown.Total();
        return Finish("heatmap", divergedPoints, new CurveTable(columns, Rows(values, withTheory ? theories : null, diverged)), new HeatmapChart
        {
            Title = Titled(What(withTheory)),
            X = _cells.ChartX(),
            Y = _cells.ChartY(),
            ValueLabel = Label(),
            Note = _cells.Note,
            Behind = _cells.Behind(Points.Select(found => found.Index)),
            Panels = withTheory
                ? [new(spec.Against is null ? "trained" : $"measured: {spec.Value}", shown, lost) { DivergedCounts = diverged },
                    new(spec.Against is null ? "theory" : $"predicted: {spec.Against}", shownTheory, new bool[_cells.Count])]
                : [new("", shown, lost) { DivergedCounts = diverged }],
            Lines = [.. predicted?.Lines() ?? []],
        }, [.. Findings(shown, residuals, lost.Count(cell => cell)), .. predicted?.Findings() ?? [], .. _cells.Findings],
            Pooled.Any || Pooled.HasSeeds ? $"mean over {Pooled.Over}" : "", residuals);
    }

    protected override MapValue Keep(PointResult result)
    {
        if (result.Status == OutcomeStatus.Diverged) return new(double.NaN, double.NaN, true);
        _theory ??= new(Compares ? Compared(spec.Value, spec.Against) ?? "" : "");
        var records = result.Records;
        return new(ValueOf(_value, records), ValueOf(_theory, records), false);
    }

    protected override void Write(BinaryWriter writer, MapValue point)
    {
        writer.Write(point.Value);
        writer.Write(point.Theory);
        writer.Write(point.Diverged);
    }

    protected override MapValue Read(BinaryReader reader) => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean());

    private double ValueOf(ColumnLookup column, MeasurementTable records)
    {
        if (spec.Step is null && spec.At == MeasuredAt.Largest)
            return Enumerable.Range(0, records.Rows).Select(row => column.In(records, row)).DefaultIfEmpty(double.NaN).Max();
        int row = spec.Step is { } step ? IndexOf(records.Steps, step) : spec.At == MeasuredAt.First ? 0 : records.Rows - 1;
        return row < 0 || row >= records.Rows ? double.NaN : column.In(records, row);
    }

    private static int IndexOf(IReadOnlyList<long> steps, long step)
    {
        for (int i = 0; i < steps.Count; i++)
            if (steps[i] == step) return i;
        return -1;
    }

    private IEnumerable<IReadOnlyList<object?>> Rows(List<double>?[] values, List<double>?[]? theories, long[] diverged)
    {
        for (int cell = 0; cell < _cells.Count; cell++)
        {
            var summary = Summary.Of(values[cell] ?? []);
            if (Pooled.Any) summary = summary.WithoutSpread();
            double theory = Summary.Of(theories?[cell] ?? []).Mean;
            if (summary.Count == 0 && diverged[cell] == 0 && double.IsNaN(theory)) continue;
            var (x, y) = _cells.Place(cell);
            List<object?> row = [x, y, (long)summary.Count, diverged[cell], summary.Mean, summary.Std];
            if (spec.Log10) row.Add(Drawn(summary.Mean));
            if (theories is not null) row.AddRange([theory, summary.Mean - theory]);
            yield return row;
        }
    }

    private double Drawn(double mean) => !spec.Log10 ? mean
        : mean + HeatmapCurve.LogFloor > 0 ? PortableMath.Log10(mean + HeatmapCurve.LogFloor) : double.NaN;

    private string What(bool withTheory)
    {
        string at = spec.Step is { } step ? $"at step {Shown.Number(step)}" : spec.At switch
        {
            MeasuredAt.First => "at the start of training",
            MeasuredAt.Last => "at the end of training",
            _ => "at its largest",
        };
        string beside = !withTheory ? "" : spec.Against is null ? ", trained and exact" : $", measured and predicted by {spec.Against}";
        return $"{spec.Value} {at} over {spec.X} and {spec.Y}{beside}";
    }

    private string Label()
    {
        string name = AxisNames.OfColumn(spec.Value, Grid).Label;
        return spec.Log10 ? $"log10({name} + 1e-6)" : name;
    }

    private List<string> Findings(double[] shown, Dictionary<string, Residual> residuals, int lost)
    {
        List<string> findings = [];
        int low = -1, high = -1;
        for (int cell = 0; cell < shown.Length; cell++)
        {
            if (!double.IsFinite(shown[cell])) continue;
            if (low < 0 || shown[cell] < shown[low]) low = cell;
            if (high < 0 || shown[cell] > shown[high]) high = cell;
        }

        string name = spec.Log10 ? $"log10({spec.Value})" : spec.Value;
        if (low >= 0)
            findings.Add($"{name}: from {Shown.Number(shown[low])} ({_cells.Describe(low)}) to {Shown.Number(shown[high])} ({_cells.Describe(high)})");
        foreach (var (column, residual) in residuals)
            findings.Add($"{column}: deviation from {TheoryName} at most {Shown.Number(residual.Max)}, rms {Shown.Number(residual.Rms)}");
        if (lost > 0) findings.Add($"{Shown.Count(lost, "cell")} without a finished point");
        return findings;
    }
}
