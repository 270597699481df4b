namespace LayerDyn.Sweeps.Charts;

/// <summary>Charts of one curve, of different sweeps, as one: lines over each other, maps beside each other.</summary>
public static class ChartOverlay
{
    /// <summary>The chart of all, or why there is none.</summary>
    /// <param name="charts">The charts, in the order in which they are drawn; at least one.</param>
    /// <returns>The chart and nothing, or null and a clause that says why.</returns>
    public static (Curves.Chart? Chart, string Why) Of(IReadOnlyList<NamedChart> charts)
    {
        var (lines, maps) = (OfType<LineChart>(charts), OfType<HeatmapChart>(charts));
        return lines.Count == charts.Count ? Lines(lines) : maps.Count == charts.Count ? Maps(maps) : (null, "some are of lines, others maps");
    }

    private static List<(string Sweep, T Chart)> OfType<T>(IReadOnlyList<NamedChart> charts)
        where T : Curves.Chart => [.. charts.Where(each => each.Chart is T).Select(each => (each.Sweep, (T)each.Chart))];

    private static (Curves.Chart?, string) Lines(List<(string Sweep, LineChart Chart)> all)
    {
        var first = all[0].Chart;
        foreach (var (_, other) in all)
        {
            if (first.X.Label != other.X.Label) return (null, $"one is over '{first.X.Label}', another over '{other.X.Label}'");
            if (first.Y.Label != other.Y.Label) return (null, $"one shows '{first.Y.Label}', another '{other.Y.Label}'");
        }

        var titles = all.SelectMany(each => each.Chart.Panels).Select(panel => panel.Title).Distinct();
        var panels = titles.Select(title => Panel([.. all.SelectMany(each => each.Chart.Panels.Where(panel => panel.Title == title).Take(1).Select(panel => (each.Sweep, panel)))]));
        return (first with { Panels = [.. panels], Note = "" }, "");
    }

    /// <summary>The panels of one title as one. Each sweep has colours of its own; a theory that several have is drawn once.</summary>
    private static LinePanel Panel(List<(string Sweep, LinePanel Panel)> all)
    {
        var series = new List<LineSeries>();
        var diverged = new List<DivergedMark>();
        var censored = new List<CensoredMark>();
        int colours = 0;
        foreach (var (sweep, panel) in all)
        {
            int from = colours;
            var fresh = panel.Series.Where(line => !(line.IsModel && series.Any(known => known.IsModel && Same(known, line))));
            series.AddRange(Named([.. fresh.Select(line => line with { Color = Moved(line.Color) })], sweep));
            diverged.AddRange(panel.Diverged.Select(mark => mark with { Color = Moved(mark.Color) }));
            censored.AddRange(panel.Censored.Select(mark => mark with { Color = Moved(mark.Color) }));
            colours = series.Select(line => line.Color + 1).Append(colours).Max();

            int Moved(int colour) => colour >= 0 ? colour + from : colour;
        }

        return all[0].Panel with
        {
            Series = series,
            Levels = [.. all.SelectMany(each => each.Panel.Levels).Distinct()],
            LevelsName = string.Join("; ", all.Select(each => each.Panel.LevelsName).Where(name => name.Length > 0).Distinct()),
            Diverged = [.. diverged.OrderBy(mark => mark.X)],
            Censored = censored,
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

    private static (Curves.Chart?, string) Maps(List<(string Sweep, HeatmapChart Chart)> all)
    {
        var first = all[0].Chart;
        foreach (var (_, other) in all)
        {
            if (!Same(first.X, other.X)) return (null, $"their maps have other positions along '{first.X.Label}'");
            if (!Same(first.Y, other.Y)) return (null, $"their maps have other positions along '{first.Y.Label}'");
            if (first.ValueLabel != other.ValueLabel || !first.Classes.SequenceEqual(other.Classes)) return (null, $"one shows '{first.ValueLabel}', another '{other.ValueLabel}'");
        }

        return (first with
        {
            Panels = [.. all.SelectMany(each => each.Chart.Panels.Select(panel => panel with { Title = panel.Title.Length > 0 ? $"{each.Sweep}: {panel.Title}" : each.Sweep }))],
            Lines = [],
            Behind = [],
            Min = all.All(each => each.Chart.Min == first.Min) ? first.Min : null,
            Max = all.All(each => each.Chart.Max == first.Max) ? first.Max : null,
            Note = "",
        }, "");

        static bool Same(HeatmapAxis one, HeatmapAxis other) => one.Label == other.Label && one.Ticks.SequenceEqual(other.Ticks);
    }
}
