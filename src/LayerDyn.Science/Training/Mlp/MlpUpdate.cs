using LayerDyn.Science.Numerics;
using LayerDyn.Science.Optimizers;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>One optimizer's update with its state; the rules are those of the torch trainer.</summary>
internal sealed class MlpUpdate : IDisposable
{
    // The torch trainer's names: a point that begins on one kind of device may go on on another.
    private const string First = "exp_avg.0", Second = "exp_avg_sq.0", Velocity = "momentum_buffer.0", DescentVelocity = "momentum/0";

    private readonly Optimizer _optimizer;

    public MlpUpdate(Optimizer optimizer, nint count)
    {
        _optimizer = optimizer;
        State = Names(optimizer).ToDictionary(name => name, _ => new FloatBuffer(count));
    }

    /// <summary>The state by name.</summary>
    public IReadOnlyDictionary<string, FloatBuffer> State { get; }

    /// <summary>Whether the optimizer's rule is written here.</summary>
    public static bool Supports(Optimizer optimizer) => optimizer switch
    {
        GradientDescent or Sgd => true,
        Adam adam => (float)adam.Eps > 0, // without it, padding would divide zero by zero
        AdamW adam => (float)adam.Eps > 0,
        _ => false,
    };

    /// <summary>Updates the parameters. <paramref name="step"/> counts from 0; the learning rate already carries the schedule's factor.</summary>
    public void Step(NetEngine engine, FloatBuffer parameters, FloatBuffer gradient, long step, double learningRate)
    {
        switch (_optimizer)
        {
            case Adam adam:
                engine.Adam(parameters, gradient, State[First], State[Second], Factors(adam.Betas, adam.Eps, step, learningRate, 1, adam.WeightDecay));
                break;
            case AdamW adam:
                engine.Adam(parameters, gradient, State[First], State[Second], Factors(adam.Betas, adam.Eps, step, learningRate, 1 - learningRate * adam.WeightDecay, 0));
                break;
            case GradientDescent { Momentum: not 0 } descent:
                engine.Momentum(parameters, gradient, State[DescentVelocity], new(0, (float)descent.Momentum, 1, 0, 1, (float)-learningRate));
                break;
            case Sgd { Momentum: not 0 } sgd:
                // The first gradient enters the buffer undamped.
                engine.Momentum(parameters, gradient, State[Velocity], new((float)sgd.WeightDecay, (float)sgd.Momentum, step == 0 ? 1 : (float)(1 - sgd.Dampening),
                    sgd.Nesterov ? 1 : 0, sgd.Nesterov ? (float)sgd.Momentum : 1, (float)-learningRate));
                break;
            default:
                engine.Descend(parameters, gradient, _optimizer is Sgd plain ? (float)plain.WeightDecay : 0, (float)-learningRate);
                break;
        }
    }

    public void Dispose()
    {
        foreach (var buffer in State.Values) buffer.Dispose();
    }

    private static string[] Names(Optimizer optimizer) => optimizer switch
    {
        Adam or AdamW => [First, Second],
        GradientDescent { Momentum: not 0 } => [DescentVelocity],
        Sgd { Momentum: not 0 } => [Velocity],
        _ => [],
    };

    private static AdamFactors Factors(IReadOnlyList<double> betas, double eps, long step, double learningRate, double shrink, double penalty) => new(
        (float)shrink, (float)penalty, (float)(1 - betas[0]), (float)betas[1], (float)(1 - betas[1]), (float)(1 / Math.Sqrt(1 - PortableMath.Pow(betas[1], step + 1))),
        (float)eps, (float)(-learningRate / (1 - PortableMath.Pow(betas[0], step + 1))));
}
