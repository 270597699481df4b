using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Draws trainings that go on beside what is committed, in the chart alone: no table, finding or count has them.</summary>
public static class RunningPart
{
    /// <summary>A curve with its running part.</summary>
    /// <param name="committed">The curve of what is committed.</param>
    /// <param name="spec">What it shows.</param>
    /// <param name="grid">The sweep.</param>
    /// <param name="running">What was measured so far of points that are not in it.</param>
    public static Curve Add(Curve committed, CurveSpec spec, Planning.ISweepGrid grid, IReadOnlyCollection<PointResult> running)
    {
        if (running.Count == 0 || !spec.ShowsRunning || committed.Chart is not LineChart chart) return committed;
        var builder = spec.CreateBuilder(grid);
        foreach (var point in running) builder.Fold(point);
        var part = builder.Build();
        if (part.Points == 0 || part.Chart is not LineChart drawn) return committed; // none that the curve would show
        List<LinePanel> panels = [.. chart.Panels];
        bool named = false;
        foreach (var panel in drawn.Panels)
        {
            LineSeries[] lines = [.. panel.Series.Where(line => line.Role is SeriesRole.Measured or SeriesRole.Run).Select(Provisional)];
            int beside = panels.FindIndex(other => other.Title == panel.Title && other.Y == panel.Y);
            if (beside < 0) panels.Add(panel with { Series = lines, Diverged = [], Censored = [] });
            else panels[beside] = panels[beside] with { Series = [.. panels[beside].Series, .. lines] };
        }

        string note = $"{Shown.Count(part.Points, "point")} still in training: pale lines, in no finding";
        return committed with { Chart = chart with { Panels = panels, Note = chart.Note.Length > 0 ? $"{chart.Note}; {note}" : note } };

        LineSeries Provisional(LineSeries line)
        {
            string label = named ? "" : "in training";
            named = true;
            return line with { Label = label, Name = $"{line.Name}, in training", Role = SeriesRole.Provisional, Low = null, High = null };
        }
    }
}
