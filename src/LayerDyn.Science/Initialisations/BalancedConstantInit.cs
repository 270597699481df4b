using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// A diagonal network with the same product u(0) in every mode, spread evenly over the layers (<c>w_l = u(0)^(1/L)</c>); at depth 2
/// with a chosen imbalance <c>C = w1^2 - w2^2</c> (Nam et al. 2025, arXiv 2502.21009).
/// </summary>
[Kind("balanced-constant", "diagonal networks: every mode starts at the same product, spread over the layers")]
public sealed record BalancedConstantInit : Initialisation
{
    /// <summary>The product u(0) of a mode's weights.</summary>
    [Parameter("product of a mode's weights over the layers", Min = 0, AboveMin = true, Symbol = "u(0)")]
    public double Product { get; init; } = 0.01;

    /// <summary>Imbalance C of the two layers; depth 2 only.</summary>
    [Parameter("imbalance w1^2 - w2^2 (depth 2 only)", Symbol = "C")]
    public double Imbalance { get; init; }

    /// <inheritdoc/>
    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        if (model.Layerwise(task) is not { Kind: LayerwiseKind.Diagonal } form)
            problems.Add("init.kind", "balanced-constant", "needs a diagonal model", "use the model diagonal-linear or multilinear-skill");
        else if (Imbalance != 0 && form.Depth != 2)
            problems.Add("init.imbalance", Imbalance, $"must be 0 at depth {form.Depth}: it is defined for two layers");
    }

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        var form = model.Layerwise(task)!;
        double[] layers = new double[form.Depth];
        Array.Fill(layers, form.Depth == 2 ? Math.Sqrt(Product) : PortableMath.Pow(Product, 1.0 / form.Depth));
        if (Imbalance != 0)
        {
            // w1^2 - w2^2 = C and w1 w2 = u: the larger square first, since the other is a difference of nearly equal numbers.
            double larger = (Math.Abs(Imbalance) + Math.Sqrt(Imbalance * Imbalance + 4 * Product * Product)) / 2;
            double big = Math.Sqrt(larger), small = Product / big;
            (layers[0], layers[1]) = Imbalance > 0 ? (big, small) : (small, big);
        }

        return [.. layers.Select(value => Enumerable.Repeat(value, form.Widths[0]).ToArray())];
    }
}
