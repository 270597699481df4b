using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.GradientFlow;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// One point stepped by itself, in double precision, on the gradient that gradient flow is made of; of a sequence of tasks, on that of each in its turn.
/// </summary>
internal abstract class GradientBatch : ILinearBatch
{
    private readonly LinearPoint _point;
    private readonly LayerwiseFlow[] _flows;
    private long _step;

    /// <param name="point">The point.</param>
    /// <param name="scale">Factor of the gradient on that of <c>1/2 E|f - y|^2</c>.</param>
    protected GradientBatch(LinearPoint point, double scale)
    {
        _point = point;
        IEnumerable<Moments> moments = point.Data is SequenceData sequence ? sequence.Tasks.Select(task => task.Moments) : [point.Moments];
        _flows = [.. moments.Select(of => new LayerwiseFlow(point.Form, of, scale))];
        Weights = [.. point.Weights.SelectMany(layer => layer)];
        Velocity = [.. point.Velocity.SelectMany(layer => layer)];
        Descent = new double[Weights.Length];
    }

    public LinearPoint[] Points => [_point];

    public int AdvancesPerSignOfLife => 1024;

    /// <summary>All weights, one layer after the other.</summary>
    protected double[] Weights { get; }

    /// <summary>The buffer beside them; empty where there is none.</summary>
    protected double[] Velocity { get; }

    /// <summary>Minus the gradient at the weights.</summary>
    protected double[] Descent { get; }

    public long Reach(long step, long target) => Math.Min(target, (step / ILinearBatch.CheckEvery + 1) * ILinearBatch.CheckEvery);

    public void Advance(long from, long to)
    {
        for (_step = from; _step < to; _step++)
        {
            _flows[_point.Data is SequenceData sequence ? sequence.Next(_step) : 0].Rate(Weights, Descent);
            Step(-_point.Rate(_step));
        }
    }

    public long? DivergedAt(int point) => Array.TrueForAll(Weights, double.IsFinite) ? null : _step;

    public void Read(int point)
    {
        Split(Weights, _point.Weights);
        Split(Velocity, _point.Velocity);
    }

    public void Retire(int point)
    {
    }

    public void Dispose()
    {
    }

    /// <summary>One update along <see cref="Descent"/>.</summary>
    protected abstract void Step(double rate);

    private static void Split(double[] values, double[][] layers)
    {
        int start = 0;
        foreach (double[] layer in layers)
        {
            Array.Copy(values, start, layer, 0, layer.Length);
            start += layer.Length;
        }
    }
}
