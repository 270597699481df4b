using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Regression on <c>y = x_1 x_2 + sin(2 x_3) + x_4 / 2</c> of standard normal inputs: a product, a wave and a line, so that a network has to find the
/// directions x_1 ... x_4, and has parts that it learns early and late.
/// </summary>
[Kind("nonlinear-teacher", "normal inputs, y = x1 x2 + sin(2 x3) + x4/2: a target for which features must be learnt")]
public sealed record NonlinearTeacherTask : LearningTask
{
    /// <summary>Inputs; all but the first four are irrelevant.</summary>
    [Parameter("number of inputs; all but the first four are irrelevant", Min = 4, Max = 10_000)]
    public int Inputs { get; init; } = 16;

    /// <summary>Training samples; 0 draws a fresh batch every step.</summary>
    [Parameter("training samples; 0 draws a fresh batch every step", Min = 0, Max = 10_000_000, Symbol = "n")]
    public int Samples { get; init; }

    /// <summary>Samples of the fixed set that stands for the distribution.</summary>
    [Parameter("samples that losses are measured on", Min = 1, Max = 10_000_000)]
    public int EvalSamples { get; init; } = 2048;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Inputs, 1, Samples == 0 ? null : Samples) { HasTest = Samples > 0, HeldOut = EvalSamples };

    /// <inheritdoc/>
    public override TaskData Create(int seed) => new NonlinearTeacherData(this, seed);
}
