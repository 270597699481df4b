using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>
/// Gradient flow itself, <c>dw/dt = -dL/dw</c>, integrated adaptively between measurements: training without step-size error, at the times
/// <c>t = learningRate * step</c> of gradient descent. For layerwise linear models and linear attention.
/// </summary>
[Kind("gradient-flow", "gradient flow, integrated adaptively: no step-size error (layerwise linear models, linear attention)")]
public sealed record GradientFlow : Optimizer
{
    /// <summary>Error allowed in each step of the integration, relative to each weight: its root mean square over the weights.</summary>
    [Parameter("relative error allowed in each step of the integration, as root mean square over the weights", Min = 1e-14, Max = 1e-2)]
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Weight decay gamma, the penalty <c>gamma/2 sum w^2</c>: the flow is <c>dw/dt = -dL/dw - gamma w</c>.</summary>
    [Parameter("weight decay γ: the penalty γ/2 times the sum of squared weights, not part of the measured loss", Min = 0, OmittedAtDefault = true, Symbol = "γ")]
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        if (!task.HasFullBatch)
            problems.Add("optimizer.kind", "gradient-flow", "needs a task with a fixed training set", "write kind: sgd, or give the task samples");
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: a flow has no single step.</exception>
    public override UpdateRule CreateRule() => throw new NotSupportedException("gradient-flow is integrated by its own trainer");
}
