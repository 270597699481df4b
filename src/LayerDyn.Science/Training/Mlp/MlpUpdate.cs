using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Optimizers;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>One optimizer's update with its state; the rules are those of the torch trainer.</summary>
internal sealed class MlpUpdate : IDisposable
{
    private readonly UpdateForm _form;
    private readonly FloatBuffer[] _buffers;
    private readonly (Segment Segment, Optimizer Optimizer, double Rate)[] _parts; // what learns at one rate

    public MlpUpdate(Experiment experiment, NetEngine engine)
    {
        var optimizer = experiment.Optimizer;
        _form = FormOf(optimizer);
        _parts = experiment.Scales is { } scales
            ? [.. engine.Segments.Zip(scales, (segment, scale) => (segment, scale.Of(optimizer), scale.Rate))]
            : [(new(0, engine.Count), optimizer, 1)];
        string[] names = Names(optimizer);
        _buffers = [.. names.Select(_ => new FloatBuffer(engine.Count))];
        State = [.. names.Zip(_buffers)];
    }

    /// <summary>The state by name; Adam's first moments before its second.</summary>
    public IReadOnlyList<(string Name, FloatBuffer Buffer)> State { get; }

    /// <summary>Whether the optimizer's rule is written here.</summary>
    public static bool Supports(Optimizer optimizer) => optimizer switch
    {
        GradientDescent or Sgd or SignDescent or Lion => true,
        Adam adam => (float)adam.Eps > 0, // without it, padding would divide zero by zero
        AdamW adam => (float)adam.Eps > 0,
        _ => false,
    };

    /// <summary>The form of an optimizer's update.</summary>
    public static UpdateForm FormOf(Optimizer optimizer) => optimizer switch
    {
        Adam or AdamW => UpdateForm.Adam,
        SignDescent or Lion => UpdateForm.Sign,
        GradientDescent { Momentum: not 0 } or Sgd { Momentum: not 0 } => UpdateForm.Momentum,
        _ => UpdateForm.Descend,
    };

    /// <summary>The numbers of a step. <paramref name="step"/> counts from 0; the learning rate already carries the schedule's factor.</summary>
    public static UpdateFactors Factors(Optimizer optimizer, long step, double learningRate) => optimizer switch
    {
        Adam adam => new(AdamOf(adam.Betas, adam.Eps, step, learningRate, 1, adam.WeightDecay), default, default),
        AdamW adam => new(AdamOf(adam.Betas, adam.Eps, step, learningRate, 1 - learningRate * adam.WeightDecay, 0), default, default),
        GradientDescent descent => new(default, new((float)descent.WeightDecay, (float)descent.Momentum, 1, 0, 1, (float)-learningRate), default),

        // The first gradient enters the buffer undamped.
        Sgd sgd => new(default, new((float)sgd.WeightDecay, (float)sgd.Momentum, step == 0 ? 1 : (float)(1 - sgd.Dampening),
            sgd.Nesterov ? 1 : 0, sgd.Nesterov ? (float)sgd.Momentum : 1, (float)-learningRate), default),
        _ when SignRule.Of(optimizer) is { } rule => new(default, default, SignOf(rule, learningRate)),
        _ => throw new NotSupportedException("no rule is written for this optimizer; ask whether it is supported first"),
    };

    /// <summary>Updates the parameters, as <see cref="Factors"/> says.</summary>
    public void Step(NetEngine engine, FloatBuffer parameters, FloatBuffer gradient, long step, double learningRate)
    {
        foreach (var (segment, optimizer, rate) in _parts)
        {
            var factors = Factors(optimizer, step, learningRate * rate);
            switch (_form)
            {
                case UpdateForm.Adam:
                    engine.Adam(segment, parameters, gradient, _buffers[0], _buffers[1], factors.Adam);
                    break;
                case UpdateForm.Momentum:
                    engine.Momentum(segment, parameters, gradient, _buffers[0], factors.Momentum);
                    break;
                case UpdateForm.Sign:
                    engine.Sign(segment, parameters, gradient, _buffers[0], factors.Sign);
                    break;
                default:
                    engine.Descend(segment, parameters, gradient, factors.Momentum.Penalty, factors.Momentum.MinusStep);
                    break;
            }
        }
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers) buffer.Dispose();
    }

    // The torch trainer's names: a point that begins on one kind of device may go on on another.
    private static string[] Names(Optimizer optimizer) => optimizer switch
    {
        Adam or AdamW => ["exp_avg.0", "exp_avg_sq.0"],
        SignDescent or Lion => ["exp_avg.0"],
        GradientDescent { Momentum: not 0 } => ["momentum/0"],
        Sgd { Momentum: not 0 } => ["momentum_buffer.0"],
        _ => [],
    };

    private static AdamFactors AdamOf(IReadOnlyList<double> betas, double eps, long step, double learningRate, double shrink, double penalty) => new(
        (float)shrink, (float)penalty, (float)(1 - betas[0]), (float)betas[1], (float)(1 - betas[1]), (float)(1 / Math.Sqrt(1 - PortableMath.Pow(betas[1], step + 1))),
        (float)eps, (float)(-learningRate / (1 - PortableMath.Pow(betas[0], step + 1))));

    private static SignFactors SignOf(SignRule rule, double learningRate) => new((float)rule.Shrink(learningRate), (float)rule.Penalty,
        (float)rule.Beta1, (float)(1 - rule.Beta1), (float)rule.Beta2, (float)(1 - rule.Beta2), (float)-learningRate);
}
