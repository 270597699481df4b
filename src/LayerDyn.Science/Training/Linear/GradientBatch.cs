using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.GradientFlow;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// One point stepped by itself on the gradient that gradient flow is made of; of a sequence of tasks, on that of each in its turn.
/// </summary>
internal abstract class GradientBatch : SinglePointBatch
{
    private readonly LayerwiseFlow[] _flows;
    private readonly SequenceData? _sequence;

    /// <param name="point">The point.</param>
    /// <param name="scale">Factor of the gradient on that of <c>1/2 E|f - y|^2</c>.</param>
    protected GradientBatch(LinearPoint point, double scale)
        : base(point)
    {
        _sequence = point.Data as SequenceData;
        IEnumerable<Moments> moments = _sequence is not null ? _sequence.Tasks.Select(task => task.Moments) : [point.Moments];
        _flows = [.. moments.Select(of => new LayerwiseFlow(point.Form, of, scale))];
        Descent = new double[Weights.Length];
    }

    /// <summary>Minus the gradient at the weights.</summary>
    protected double[] Descent { get; }

    protected sealed override void Update(long step, double rate)
    {
        _flows[_sequence?.Next(step) ?? 0].Rate(Weights, Descent);
        Step(rate);
    }

    /// <summary>One update along <see cref="Descent"/>.</summary>
    protected abstract void Step(double rate);
}
