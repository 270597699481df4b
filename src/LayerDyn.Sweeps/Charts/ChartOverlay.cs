namespace LayerDyn.Sweeps.Charts;

/// <summary>Two charts of one curve, of different sweeps, as one: lines over each other, maps beside each other.</summary>
public static class ChartOverlay
{
    /// <summary>The chart of both, or why there is none.</summary>
    /// <param name="first">A chart.</param>
    /// <param name="firstName">What its sweep is called in legends and titles.</param>
    /// <param name="second">Another chart.</param>
    /// <param name="secondName">What its sweep is called.</param>
    /// <returns>The chart and nothing, or null and a clause that says why.</returns>
    public static (Curves.Chart? Chart, string Why) Of(Curves.Chart first, string firstName, Curves.Chart second, string secondName) => (first, second) switch
    {
        (LineChart a, LineChart b) => Lines(a, firstName, b, secondName),
        (HeatmapChart a, HeatmapChart b) => Maps(a, firstName, b, secondName),
        _ => (null, "one is of lines, the other a map"),
    };

    private static (Curves.Chart?, string) Lines(LineChart a, string firstName, LineChart b, string secondName)
    {
        if (a.X.Label != b.X.Label) return (null, $"one is over '{a.X.Label}', the other over '{b.X.Label}'");
        if (a.Y.Label != b.Y.Label) return (null, $"one shows '{a.Y.Label}', the other '{b.Y.Label}'");
        var panels = a.Panels.Select(panel => b.Panels.FirstOrDefault(other => other.Title == panel.Title) is { } shared
            ? Panel(panel, firstName, shared, secondName)
            : Panel(panel, firstName, panel with { Series = [], Levels = [], LevelsName = "", Diverged = [], Censored = [] }, secondName));
        var rest = b.Panels.Where(panel => !a.Panels.Any(other => other.Title == panel.Title))
            .Select(panel => Panel(panel with { Series = [], Levels = [], LevelsName = "", Diverged = [], Censored = [] }, firstName, panel, secondName));
        return (a with { Panels = [.. panels, .. rest], Note = "" }, "");
    }

    private static LinePanel Panel(LinePanel a, string firstName, LinePanel b, string secondName)
    {
        int colours = a.Series.Select(series => series.Color + 1).DefaultIfEmpty(0).Max();
        var second = b.Series.Where(series => !(series.IsModel && a.Series.Any(known => known.IsModel && Same(known, series)))) // one theory is drawn once
            .Select(series => series.Color >= 0 ? series with { Color = series.Color + colours } : series);
        return a with
        {
            Series = [.. Named(a.Series, firstName), .. Named([.. second], secondName)],
            Levels = [.. a.Levels.Union(b.Levels)],
            LevelsName = string.Join("; ", new[] { a.LevelsName, b.LevelsName }.Where(name => name.Length > 0).Distinct()),
            Diverged = [.. a.Diverged.Concat(b.Diverged).OrderBy(mark => mark.X)],
            Censored = [.. a.Censored, .. b.Censored],
        };
    }

    // A line without a label in a legend gets the sweep's name where no other of its sweep has one.
    private static IEnumerable<LineSeries> Named(IReadOnlyList<LineSeries> series, string sweep)
    {
        bool labelled = series.Any(each => each.Label.Length > 0);
        int bare = labelled ? -1 : series.ToList().FindIndex(each => each.Role == SeriesRole.Measured);
        return series.Select((each, i) => each with
        {
            Label = i == bare ? sweep : each.Label.Length > 0 ? $"{sweep}: {each.Label}" : "",
            Name = each.Name.Length > 0 ? $"{sweep}: {each.Name}" : sweep,
            Behind = null,
        });
    }

    private static bool Same(LineSeries a, LineSeries b) => a.Role == b.Role && a.X.SequenceEqual(b.X) && a.Y.SequenceEqual(b.Y);

    private static (Curves.Chart?, string) Maps(HeatmapChart a, string firstName, HeatmapChart b, string secondName)
    {
        if (!Same(a.X, b.X)) return (null, $"their maps have other positions along '{a.X.Label}'");
        if (!Same(a.Y, b.Y)) return (null, $"their maps have other positions along '{a.Y.Label}'");
        if (a.ValueLabel != b.ValueLabel || !a.Classes.SequenceEqual(b.Classes)) return (null, $"one shows '{a.ValueLabel}', the other '{b.ValueLabel}'");
        return (a with
        {
            Panels = [.. Titled(a, firstName), .. Titled(b, secondName)],
            Lines = [],
            Behind = [],
            Min = a.Min == b.Min ? a.Min : null,
            Max = a.Max == b.Max ? a.Max : null,
            Note = "",
        }, "");

        static bool Same(HeatmapAxis one, HeatmapAxis other) => one.Label == other.Label && one.Ticks.SequenceEqual(other.Ticks);

        static IEnumerable<HeatmapPanel> Titled(HeatmapChart map, string sweep) =>
            map.Panels.Select(panel => panel with { Title = panel.Title.Length > 0 ? $"{sweep}: {panel.Title}" : sweep });
    }
}
