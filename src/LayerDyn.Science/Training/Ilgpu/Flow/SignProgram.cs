using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>A step of sign descent or Lion: as <see cref="SignBatch"/>.</summary>
internal sealed class SignProgram
{
    public SignProgram(LinearPoint point, NetLayout layout)
    {
        var descent = layout.OfNets(1, layout.Shape.Size);
        Descent = RateProgram.Of(point, layout, layout.Shape.Weights, descent);
        Shape = new SignShape(descent, layout.Constant(1, SignShape.Numbers, isData: false, net => NumbersOf(SignRule.Of(net.Experiment.Optimizer)!.Value)));
    }

    /// <summary>What writes minus the gradient.</summary>
    public MatrixOperation[] Descent { get; }

    /// <summary>What the kernel is told beside the networks.</summary>
    public SignShape Shape { get; }

    private static double[] NumbersOf(SignRule rule) =>
        [rule.Beta1, 1 - rule.Beta1, rule.Beta2, 1 - rule.Beta2, rule.Penalty, rule.IsDecoupled ? rule.WeightDecay : 0];
}
