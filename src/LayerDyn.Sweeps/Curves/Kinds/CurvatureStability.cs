using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Theory;
using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>The learning rates at which gradient descent should diverge, from the <see cref="Sharpness"/> of the minimum.</summary>
internal sealed class CurvatureStability(AxisCells cells, AxisRuler rates, SortedDictionary<int, Experiment> columns) : PredictedStability(cells, rates, columns)
{
    private const string Imbalance = "init.imbalance";
    private const int BetweenColumns = 8;
    private readonly AxisRuler? _abscissae = cells.X.Sets is [Imbalance] ? AxisRuler.Of(cells.ChartX()) : null;

    /// <inheritdoc/>
    public override string Name => $"{Shown.Number(Limit)}/k";

    // The learning rate of divergence, in units of 1/k.
    private double Limit => Sharpness.DivergesAbove(Columns.Values.First())!.Value;

    /// <summary>Whether an experiment has the prediction.</summary>
    public static bool IsKnown(Experiment experiment) => Sharpness.DivergesAbove(experiment) is not null;

    /// <inheritdoc/>
    /// <remarks>For two layers there is also a line below which the minimum itself is stable.</remarks>
    public override IEnumerable<LineSeries> Lines()
    {
        double[] x = [.. Positions()];
        yield return Line($"predicted, {Name}", x, position => Limit / SharpnessAt(position), LineStroke.Dashed);
        if (Limit > 2) yield return Line("minimum stable below 2/k", x, position => 2 / SharpnessAt(position), LineStroke.Dotted);
    }

    /// <inheritdoc/>
    protected override double RateOf(Experiment experiment) => Limit / Sharpness.InRateUnits(experiment)!.Value;

    // Between columns where the abscissa is known to the formula, else at the columns alone.
    private IEnumerable<double> Positions() => _abscissae is null ? Columns.Keys.Select(column => (double)column)
        : Enumerable.Range(0, (Cells.X.Count - 1) * BetweenColumns + 1).Select(i => (double)i / BetweenColumns);

    private double SharpnessAt(double position)
    {
        if (_abscissae is null) return Sharpness.InRateUnits(Columns[(int)position])!.Value;
        var sample = Columns.Values.First();
        return Sharpness.InRateUnits(sample with { Init = (BalancedConstantInit)sample.Init with { Imbalance = _abscissae.ValueAt(position) } })!.Value;
    }
}
