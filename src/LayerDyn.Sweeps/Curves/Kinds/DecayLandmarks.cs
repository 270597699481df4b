using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Theory;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The thresholds of <see cref="DecayThresholds"/> on strengths of modes over an axis of weight decay: where a mode that starts as the points do is
/// lost, and where the state that is kept stops being the global minimum; on those of classes of free features, where it is lost whatever the start.
/// </summary>
/// <param name="grid">The sweep.</param>
/// <param name="x">Abscissa.</param>
internal sealed class DecayLandmarks(ISweepGrid grid, string x)
{
    private const string Decay = "optimizer.weightDecay", Strength = "mode-strength", ClassStrength = "class-singular-value";
    private readonly Dictionary<(long Point, string Column), (DecayThresholds Thresholds, double Lost)?> _known = [];

    private bool IsOverDecay => grid.Axes.Any(axis => axis.Name == x && axis.Sets is [Decay]);

    /// <summary>The lines of a mode's thresholds; none where they are not known.</summary>
    public IEnumerable<LineSeries> Series(TrajectoryLine line, string name, int color)
    {
        if (Known(line) is not { } found) yield break;
        var (thresholds, lost) = found;
        double height = thresholds.State(Math.BitDecrement(lost));
        if (thresholds.VanishesAt > 0)
            yield return new("predicted: lost above γ", [lost, lost], [0, height], color, LineStroke.Dotted)
            { Name = $"predicted: lost above, {name}", Role = SeriesRole.Theory };
        yield return new("global minimum up to γ_g", [thresholds.Switches], [thresholds.SwitchesAt], color, LineStroke.Markers)
        { Name = $"global minimum up to, {name}", Role = SeriesRole.Theory };
    }

    /// <summary>The thresholds of a line, and between which values of the axis its strength vanished, for the findings; null where they are not known.</summary>
    public string? Finding(TrajectoryLine line, string suffix)
    {
        if (Known(line) is not { } found) return null;
        var (thresholds, lost) = found;
        var (places, values) = (line.Band.X, line.Band.Line);
        // Half the least strength of a state that is kept; continuous transitions, which have none, are read off the curve.
        int kept = thresholds.VanishesAt > 0 ? Array.FindLastIndex(values, value => value > thresholds.VanishesAt / 2) : -1;
        string measured = kept < 0 || kept + 1 == places.Length ? "" : $", measured between {Shown.Number(places[kept])} and {Shown.Number(places[kept + 1])}";
        return $"{line.Column}{suffix}: lost above {x} {Shown.Number(lost)}{measured}; no state above {Shown.Number(thresholds.Vanishes)}, "
            + $"global minimum up to {Shown.Number(thresholds.Switches)}";
    }

    private (DecayThresholds Thresholds, double Lost)? Known(TrajectoryLine line)
    {
        bool isClass = ColumnName.Matches(line.Column, ClassStrength);
        if (!IsOverDecay || !(isClass || ColumnName.Matches(line.Column, Strength))) return null;
        var key = (line.Runs[0].Index, line.Column);
        if (_known.TryGetValue(key, out var found)) return found;
        int component = ColumnName.Component(line.Column) - 1;
        var experiment = grid.Experiment(line.Runs[0].Index);
        return _known[key] = isClass ? OfClass(experiment, component) : Of(experiment, component);
    }

    // Where no start keeps the class.
    private static (DecayThresholds Thresholds, double Lost)? OfClass(Experiment experiment, int k) =>
        DecayThresholds.OfClass(experiment, k) is { } thresholds ? (thresholds, thresholds.Vanishes) : null;

    private static (DecayThresholds Thresholds, double Lost)? Of(Experiment experiment, int mode) =>
        experiment.Init is BalancedConstantInit { Imbalance: 0 } init && DecayThresholds.Of(experiment, mode) is { } thresholds
            ? (thresholds, thresholds.Holds(init.Product)) : null;
}
