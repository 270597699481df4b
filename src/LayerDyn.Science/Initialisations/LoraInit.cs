using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// The start of low-rank adaptation <c>f(x) = W0 x + B A x</c> (Hu et al. 2021, arXiv 2106.09685) of two dense
/// layers, <c>A = W1</c> (rank x in) with orthogonal rows of norm alpha and <c>B = W2 = 0</c>. Then <c>W2^T W2 - W1 W1^T = -alpha^2 I</c> exactly: it
/// is lambda-balanced, at any rank (Gaussian rows are so on average alone). The frozen W0 is the task's: <see cref="AdaptationTask"/>.
/// </summary>
[Kind("lora", "low-rank adaptation: W1 with orthogonal rows of norm alpha, W2 = 0; the rank is the hidden width")]
public sealed record LoraInit : Initialisation
{
    /// <summary>The norm of each row of W1.</summary>
    [Parameter("norm of each row of W1", Min = 0, AboveMin = true, Symbol = "α")]
    public double Alpha { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        if (model.Layerwise(task) is not { Kind: LayerwiseKind.Dense, Depth: 2 } form)
            problems.Add("init.kind", "lora", "needs a model of two dense linear layers", "use the model deep-linear with widths: [inputs, rank, outputs]");
        else if (form.Widths[1] > form.Widths[0])
            problems.Add("model.widths[1]", form.Widths[1], $"must be at most the number of inputs, {form.Widths[0]}: so many rows can be orthogonal");
    }

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        var widths = model.Layerwise(task)!.Widths;
        var rows = LinearAlgebra.RandomOrthogonal(widths[0], stream.Child("W1"));
        return [[.. rows.Data.Take(widths[1] * widths[0]).Select(value => Alpha * value)], new double[widths[2] * widths[1]]];
    }
}
