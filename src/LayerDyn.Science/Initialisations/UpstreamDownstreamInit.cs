using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// Upstream and downstream imbalance (Kunin et al. 2024, arXiv 2406.06158; Nam et al. 2025, arXiv 2502.21009, figure 6b):
/// <c>W1 = (sigma + max(delta, 0)) [A; A]</c> and <c>W2 = (sigma + max(-delta, 0)) [B, -B]</c> with standard normal A and B, so that
/// the end-to-end map starts at zero.
/// </summary>
[Kind("upstream-downstream", "two layers whose product is zero, the first (delta > 0) or second (delta < 0) larger")]
public sealed record UpstreamDownstreamInit : Initialisation
{
    /// <summary>Scale of both layers.</summary>
    [Parameter("scale of both layers", Min = 0, Symbol = "σ")]
    public double Sigma { get; init; } = 0.1;

    /// <summary>What is added to the first layer's scale when positive, to the second's when negative.</summary>
    [Parameter("added to the first layer's scale when positive, to the second's when negative", Symbol = "δ")]
    public double Delta { get; init; }

    /// <inheritdoc/>
    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        if (model.Layerwise(task) is not { Kind: LayerwiseKind.Dense, Depth: 2 } form)
            problems.Add("init.kind", "upstream-downstream", "needs a model of two dense linear layers",
                "use the model deep-linear with widths: [inputs, hidden, outputs]");
        else if (form.Widths[1] % 2 != 0)
            problems.Add("model.widths[1]", form.Widths[1], "must be even for the init upstream-downstream, which pairs hidden units");
    }

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        var widths = model.Layerwise(task)!.Widths;
        var (inputs, half, outputs) = (widths[0], widths[1] / 2, widths[2]);
        double first = Sigma + Math.Max(Delta, 0), second = Sigma + Math.Max(-Delta, 0);
        double[] a = new double[half * inputs], b = new double[outputs * half];
        stream.Child("A").FillNormal(a);
        stream.Child("B").FillNormal(b);
        double[] w1 = new double[2 * half * inputs], w2 = new double[outputs * 2 * half];
        for (int i = 0; i < a.Length; i++) w1[i] = w1[a.Length + i] = first * a[i];
        for (int o = 0; o < outputs; o++)
            for (int h = 0; h < half; h++)
            {
                w2[o * 2 * half + h] = second * b[o * half + h];
                w2[o * 2 * half + half + h] = -second * b[o * half + h];
            }

        return [w1, w2];
    }
}
