using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory;
using Flow = LayerDyn.Science.Optimizers.GradientFlow;

namespace LayerDyn.Science.Training.Attention;

/// <summary>
/// Gradient flow of one point of linear attention, integrated adaptively from one measurement to the next. The integrator's step is part of a
/// checkpoint, so that a resumed flow takes the steps of an undisturbed one.
/// </summary>
internal sealed class AttentionFlow : IPointBatch
{
    private readonly AttentionPoint _point;
    private readonly DormandPrince _solver;
    private readonly Dictionary<long, double> _times;
    private readonly double[] _state;
    private double _now;
    private long? _diverged;

    /// <param name="point">The point.</param>
    /// <param name="measured">Its measured steps.</param>
    /// <param name="cancellation">Stops it between steps of the integration.</param>
    public AttentionFlow(AttentionPoint point, long[] measured, CancellationToken cancellation)
    {
        _point = point;
        _state = [.. point.State];
        double[] times = FlowTime.Of(point.Experiment, measured);
        _times = measured.Zip(times).ToDictionary(found => found.First, found => found.Second);
        _now = point.StartStep == 0 ? 0 : _times[point.StartStep];
        var descent = new AttentionRate(point.Form, point.Data.Moments, point.LossFactor);
        _solver = new DormandPrince(_state.Length, ((Flow)point.Experiment.Optimizer).Tolerance, (state, rate) =>
        {
            cancellation.ThrowIfCancellationRequested();
            descent.Rate(state, rate);
        })
        { NextStep = point.NextStep };
    }

    public int AdvancesPerSignOfLife => 1;

    public long Reach(long step, long target) => target;

    public void Advance(long from, long to)
    {
        if (!_solver.Advance(_state, ref _now, _times[to]) || !Array.TrueForAll(_state, double.IsFinite)) _diverged = to;
    }

    public long? DivergedAt(int point) => _diverged;

    public void Read(int point)
    {
        _state.CopyTo(_point.State, 0);
        _point.NextStep = _solver.NextStep;
    }

    public void Retire(int point)
    {
        // It is the only point, and takes no further step.
    }

    public void Dispose()
    {
        // Nothing but managed memory.
    }
}
