using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Theory;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The learning rates at which training should diverge, from the <see cref="Sharpness"/> of the minimum, over the columns of a map whose ordinate
/// is the learning rate.
/// </summary>
internal sealed class PredictedStability
{
    private const string LearningRate = "optimizer.learningRate", Imbalance = "init.imbalance";
    private const int BetweenColumns = 8;
    private readonly AxisCells _cells;
    private readonly AxisRuler _rates;
    private readonly AxisRuler? _abscissae;
    private readonly SortedDictionary<int, Experiment> _columns = [];

    private PredictedStability(ISweepGrid grid, AxisCells cells, AxisRuler rates, IEnumerable<long> indices)
    {
        (_cells, _rates) = (cells, rates);
        foreach (long index in indices)
            if (cells.Of(index) is >= 0 and int cell) _columns.TryAdd(cells.Column(cell), grid.Experiment(index));
        _abscissae = cells.X.Sets is [Imbalance] ? AxisRuler.Of(cells.ChartX()) : null;
    }

    /// <summary>The learning rate of divergence, in units of 1/k.</summary>
    public double Limit => Sharpness.DivergesAbove(_columns.Values.First())!.Value;

    /// <summary>The prediction for some points; null when there is none.</summary>
    /// <param name="grid">The sweep.</param>
    /// <param name="cells">The map.</param>
    /// <param name="indices">Its points: all of a column are alike but for their learning rate.</param>
    public static PredictedStability? Of(ISweepGrid grid, AxisCells cells, IEnumerable<long> indices)
    {
        if (cells.Y.Sets is not [LearningRate] || AxisRuler.Of(cells.ChartY()) is not { } rates) return null;
        var prediction = new PredictedStability(grid, cells, rates, indices);
        return prediction._columns.Count > 0 && prediction._columns.Values.All(column => Sharpness.DivergesAbove(column) is not null) ? prediction : null;
    }

    /// <summary>The learning rate at which a column diverges; NaN for a column without points.</summary>
    public double RateOf(int column) => _columns.TryGetValue(column, out var experiment) ? Limit / Sharpness.InRateUnits(experiment)!.Value : double.NaN;

    /// <summary>The learning rate at a position of the ordinate.</summary>
    public double RateAt(double position) => _rates.ValueAt(position);

    /// <summary>The line of divergence, and for two layers that below which the minimum itself is stable.</summary>
    public IEnumerable<LineSeries> Lines()
    {
        yield return Line($"predicted, {Limit:0}/k", Limit, LineStroke.Dashed);
        if (Limit > 2) yield return Line("minimum stable below 2/k", 2, LineStroke.Dotted);
    }

    private LineSeries Line(string label, double limit, LineStroke stroke)
    {
        double[] x = [.. Positions()];
        return new(label, x, [.. x.Select(position => _rates.PositionOf(limit / SharpnessAt(position)))], -1, stroke) { Role = SeriesRole.Theory };
    }

    // Between columns where the abscissa is known to the formula, else at the columns alone.
    private IEnumerable<double> Positions() => _abscissae is null ? _columns.Keys.Select(column => (double)column)
        : Enumerable.Range(0, (_cells.X.Count - 1) * BetweenColumns + 1).Select(i => (double)i / BetweenColumns);

    private double SharpnessAt(double position)
    {
        if (_abscissae is null) return Sharpness.InRateUnits(_columns[(int)position])!.Value;
        var sample = _columns.Values.First();
        return Sharpness.InRateUnits(sample with { Init = (BalancedConstantInit)sample.Init with { Imbalance = _abscissae.ValueAt(position) } })!.Value;
    }
}
