using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The learning rates at which training should become unstable, over the columns of a map whose ordinate is the learning rate.
/// </summary>
/// <param name="cells">The map.</param>
/// <param name="rates">Its ordinate.</param>
/// <param name="columns">A point of each column; all of a column are alike but for their learning rate.</param>
internal abstract class PredictedStability(AxisCells cells, AxisRuler rates, SortedDictionary<int, Experiment> columns)
{
    private const string LearningRate = "optimizer.learningRate";

    /// <summary>What happens at the boundary: a learning rate in units of 1/k, or q = 1.</summary>
    public abstract string Name { get; }

    /// <summary>The map.</summary>
    protected AxisCells Cells => cells;

    /// <summary>A point of each column.</summary>
    protected SortedDictionary<int, Experiment> Columns => columns;

    /// <summary>The prediction for some points; null when there is none.</summary>
    /// <param name="grid">The sweep.</param>
    /// <param name="cells">The map.</param>
    /// <param name="indices">Its points.</param>
    public static PredictedStability? Of(ISweepGrid grid, AxisCells cells, IEnumerable<long> indices)
    {
        if (cells.Y.Sets is not [LearningRate] || AxisRuler.Of(cells.ChartY()) is not { } rates) return null;
        var columns = new SortedDictionary<int, Experiment>();
        foreach (long index in indices)
            if (cells.Of(index) is >= 0 and int cell) columns.TryAdd(cells.Column(cell), grid.Experiment(index));
        if (columns.Count == 0) return null;
        if (columns.Values.All(CurvatureStability.IsKnown)) return new CurvatureStability(cells, rates, columns);
        return columns.Values.All(OnePassStability.IsKnown) ? new OnePassStability(cells, rates, columns) : null;
    }

    /// <summary>The learning rate at which a column becomes unstable; NaN for a column without points.</summary>
    public double RateOf(int column) => columns.TryGetValue(column, out var experiment) ? RateOf(experiment) : double.NaN;

    /// <summary>The learning rate at a position of the ordinate.</summary>
    public double RateAt(double position) => rates.ValueAt(position);

    /// <summary>The line of instability, and what else is known of the map.</summary>
    public abstract IEnumerable<LineSeries> Lines();

    /// <summary>What the prediction says, in words.</summary>
    public virtual IEnumerable<string> Findings() => [];

    /// <summary>The learning rate at which training becomes unstable.</summary>
    protected abstract double RateOf(Experiment experiment);

    /// <summary>A line of learning rates over positions of the abscissa.</summary>
    protected LineSeries Line(string label, double[] positions, Func<double, double> rate, LineStroke stroke) =>
        new(label, positions, Array.ConvertAll(positions, position => rates.PositionOf(rate(position))), -1, stroke) { Role = SeriesRole.Theory };
}
