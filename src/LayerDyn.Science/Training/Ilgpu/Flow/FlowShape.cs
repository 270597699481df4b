using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>What the kernels of gradient flow are told. Numbers of a network are 1 x 1.</summary>
/// <param name="NextStep">The step that is tried next; 0 to choose one.</param>
/// <param name="Now">The time.</param>
/// <param name="End">The time to come to.</param>
/// <param name="Trial">Where a rate is taken, 1 x size.</param>
/// <param name="Rate">Minus the gradient there, 1 x size.</param>
/// <param name="Stages">The rates of a step, stages x size.</param>
/// <param name="Errors">Squares of the errors of order 5 and 3 in units of what is allowed, 2 x size.</param>
/// <param name="Tolerance">Relative error allowed in a step.</param>
/// <param name="Decay">The weight decay.</param>
internal readonly record struct FlowShape(
    Operand NextStep, Operand Now, Operand End, Operand Trial, Operand Rate, Operand Stages, Operand Errors, Operand Tolerance, Operand Decay)
{
    /// <summary>Stages of a step.</summary>
    public const int StageCount = DormandPrince.StageCount;
}
