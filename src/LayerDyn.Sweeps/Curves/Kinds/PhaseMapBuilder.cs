using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Builds a <see cref="PhaseMapCurve"/>: a cell has the phase of most of its finished points, the earlier named one on a tie.</summary>
internal sealed class PhaseMapBuilder(PhaseMapCurve spec, ISweepGrid grid) : GrokkingTimesBuilder(spec, grid, new AxisCells(grid, spec.X, spec.Y).Resolved)
{
    private static readonly string[] Names = [.. Enum.GetNames<LearningPhase>().Select(name => name.ToLowerInvariant())];
    private readonly AxisCells _cells = new(grid, spec.X, spec.Y);

    public override Curve Build()
    {
        long[,] votes = new long[_cells.Count, Names.Length];
        long[] lost = new long[_cells.Count];
        long diverged = 0;
        foreach (var (index, point) in Points)
        {
            if (point.Diverged) diverged++;
            int cell = _cells.Of(index);
            if (cell < 0) continue;
            if (point.Diverged) lost[cell]++;
            else votes[cell, (int)point.Times.Phase(spec.Delay)]++;
        }

        double[] shown = new double[_cells.Count];
        long[] cellsOf = new long[Names.Length];
        List<IReadOnlyList<object?>> rows = [];
        for (int cell = 0; cell < _cells.Count; cell++)
        {
            int best = 0;
            long finished = 0;
            for (int phase = 0; phase < Names.Length; phase++)
            {
                finished += votes[cell, phase];
                if (votes[cell, phase] > votes[cell, best]) best = phase;
            }

            shown[cell] = finished > 0 ? best : double.NaN;
            if (finished > 0) cellsOf[best]++;
            if (finished == 0 && lost[cell] == 0) continue;
            var (x, y) = _cells.Place(cell);
            rows.Add([x, y, finished, lost[cell], finished > 0 ? Names[best] : "diverged", votes[cell, 0], votes[cell, 1], votes[cell, 2], votes[cell, 3]]);
        }

        string[] findings = [string.Join(", ", Names.Select((name, phase) => $"{name} in {Shown.Count(cellsOf[phase], "cell")}")), .. _cells.Findings];
        return Finish("phase-map", diverged,
            new CurveTable([_cells.X.Name, _cells.Y.Name, "finished", "diverged", "phase", .. Names], rows), new HeatmapChart
            {
                Title = Titled($"learning phases over {spec.X} and {spec.Y}"),
                X = _cells.ChartX(),
                Y = _cells.ChartY(),
                ValueLabel = "phase",
                Note = _cells.Note,
                Classes = Names,
                Behind = _cells.Behind(Points.Select(found => found.Index)),
                Panels = [new("", shown, [.. lost.Select((count, cell) => count > 0 && double.IsNaN(shown[cell]))]) { DivergedCounts = lost }],
            }, findings, Pooled.Any || Pooled.HasSeeds ? $"the phase of most points over {Pooled.Over}" : "");
    }
}
