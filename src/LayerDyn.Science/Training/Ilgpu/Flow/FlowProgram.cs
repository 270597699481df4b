using LayerDyn.Science.Training.Ilgpu.Programs;
using LayerDyn.Science.Training.Linear;
using GradientFlowOptimizer = LayerDyn.Science.Optimizers.GradientFlow;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>The right-hand side of gradient flow, and the memory of its integration.</summary>
internal sealed class FlowProgram
{
    public FlowProgram(LinearPoint point, NetLayout layout, Operand nextStep)
    {
        int size = layout.Shape.Size;
        Operand trial = layout.OfNets(1, size), rate = layout.OfNets(1, size);
        Rate = RateProgram.Of(point, layout, trial, rate);
        Shape = new FlowShape(nextStep, layout.OfNets(1, 1), layout.OfNets(1, 1), trial, rate,
            Stages: layout.OfNets(FlowShape.StageCount, size), Errors: layout.OfNets(2, size),
            Tolerance: layout.Constant(1, 1, isData: false, net => [((GradientFlowOptimizer)net.Experiment.Optimizer).Tolerance]),
            Decay: layout.Constant(1, 1, isData: false, net => [((GradientFlowOptimizer)net.Experiment.Optimizer).WeightDecay]));
    }

    /// <summary>What writes minus the gradient at <see cref="FlowShape.Trial"/> to <see cref="FlowShape.Rate"/>.</summary>
    public MatrixOperation[] Rate { get; }

    /// <summary>What the kernel is told beside the networks.</summary>
    public FlowShape Shape { get; }

    /// <summary>The step that each network tries next, which is state.</summary>
    public Operand NextStep => Shape.NextStep;
}
