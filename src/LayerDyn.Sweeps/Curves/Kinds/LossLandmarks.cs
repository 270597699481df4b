using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Theory.Attention;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// What theory says beforehand of a loss along training that has no exact solution: the plateaus at which it lingers, and when each run drops
/// from the first to the second. Of linear attention: <see cref="AttentionPlateaus"/> and <see cref="FirstDrop"/>.
/// </summary>
/// <param name="grid">The sweep.</param>
/// <param name="x">Abscissa, along training.</param>
/// <param name="known">Whether all points of a line have one theory; where they have not, nothing is said.</param>
internal sealed class LossLandmarks(ISweepGrid grid, string x, bool known)
{
    private const string Column = "loss";
    private const int MostRuns = 200;
    private readonly Dictionary<long, double?> _drops = []; // by point: a curve is drawn again and again while its sweep runs

    /// <summary>The plateaus of the lines of a panel, whose points differ in nothing else than their seed.</summary>
    public IReadOnlyList<double> Plateaus(IEnumerable<TrajectoryLine> lines) =>
        [.. lines.Where(line => line.Column == Column).SelectMany(Plateaus).Distinct().OrderDescending()];

    /// <summary>The predicted first drops of a line's runs, as markers half-way down; null where nothing is predicted.</summary>
    /// <param name="line">The line.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="color">Its colour.</param>
    public LineSeries? Drops(TrajectoryLine line, string name, int color)
    {
        var drops = DropsOf(line).Order().ToArray();
        if (drops.Length == 0) return null;
        double height = Plateaus(line).Take(2).Average();
        return new("predicted first drop", drops, [.. drops.Select(_ => height)], color, LineStroke.Markers)
        {
            Name = $"predicted first drop, {name}",
            Role = SeriesRole.Theory,
        };
    }

    /// <summary>The plateaus, and how the first drops compare with what is predicted, for the findings.</summary>
    /// <param name="lines">The lines of the chart.</param>
    /// <param name="suffix">A line's group in brackets.</param>
    public IEnumerable<string> Findings(IReadOnlyList<TrajectoryLine> lines, Func<TrajectoryLine, string> suffix)
    {
        var shown = lines.Where(line => line.Column == Column).Select(line => (Line: line, Plateaus: Plateaus(line)))
            .Where(found => found.Plateaus.Count > 0).ToArray();
        var different = shown.GroupBy(found => string.Join(", ", found.Plateaus.Select(Shown.Number))).ToArray();
        foreach (var group in different)
            yield return $"plateaus of theory{(different.Length > 1 ? string.Concat(group.Select(found => suffix(found.Line))) : "")}: {group.Key}";
        foreach (var (line, plateaus) in shown)
        {
            double[] predicted = [.. DropsOf(line)];
            double height = plateaus.Take(2).Average();
            double[] ratios = [.. line.Runs.Zip(predicted, (run, time) => Falls(run, height) / time).Where(double.IsFinite)];
            if (ratios.Length > 0)
                yield return $"first drop{suffix(line)}, measured over predicted: {Shown.Number(ratios.Min())} to {Shown.Number(ratios.Max())} "
                    + $"in {ratios.Length} of {Shown.Count(predicted.Length, "run")}";
        }
    }

    private static double Falls(PointLine run, double height) => Crossing.First(run.X, [.. run.Y.Select(value => -value)], -height);

    private IReadOnlyList<double> Plateaus(TrajectoryLine line) => known ? AttentionPlateaus.Of(grid.Experiment(line.Runs[0].Index)) ?? [] : [];

    private IEnumerable<double> DropsOf(TrajectoryLine line)
    {
        if (line.Column != Column || line.Band.HasTheory || Plateaus(line).Count < 2) yield break;
        foreach (var run in line.Runs.Take(MostRuns))
        {
            if (!_drops.TryGetValue(run.Index, out double? drop)) _drops.Add(run.Index, drop = DropOf(run.Index));
            if (drop is not { } place) yield break;
            yield return place;
        }
    }

    private double? DropOf(long index)
    {
        var experiment = grid.Experiment(index);
        if (experiment.Optimizer.Schedule is not ConstantSchedule || FirstDrop.Of(experiment) is not { } time || !double.IsFinite(time)) return null;
        return time / experiment.Optimizer.LearningRate * Abscissa.PerStep(x, experiment);
    }
}
