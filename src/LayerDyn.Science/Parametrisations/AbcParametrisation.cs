using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Parametrisations;

/// <summary>
/// An abc-parametrisation (Yang and Hu 2020, "Feature learning in infinite-width neural networks", arXiv 2011.14522): with <c>r = n / baseWidth</c>
/// for hidden layers of width n, <c>W = r^(-a) w</c>, w starts with a standard deviation of order <c>r^(-b)</c>, and learns at
/// <c>eta r^(-c)</c>. a, b and c are one number for all layers, or three: input, hidden and output. Constants are those of the initialisation at the base
/// width, whose 1/sqrt(fan-in) is replaced by r^(-b) where the fan-in is n.
/// </summary>
[Kind("abc", "any exponents of the width: W = r^(-a) w, w of order r^(-b) at the start, learning rate eta r^(-c), r = width / baseWidth")]
public sealed record AbcParametrisation : Parametrisation
{
    /// <summary>Exponents of the multipliers.</summary>
    [Parameter("exponents of the factors, W = r^(-a) w: one, or [input, hidden, output]", MinCount = 1, Min = -4, Max = 4, OrSingle = true)]
    public required IReadOnlyList<double> A { get; init; }

    /// <summary>Exponents of the initial standard deviations.</summary>
    [Parameter("exponents of the initial standard deviations of w, r^(-b): one, or [input, hidden, output]", MinCount = 1, Min = -4, Max = 4, OrSingle = true)]
    public required IReadOnlyList<double> B { get; init; }

    /// <summary>Exponents of the learning rates.</summary>
    [Parameter("exponents of the learning rates of w, eta r^(-c): one, or [input, hidden, output]", MinCount = 1, Min = -4, Max = 4, OrSingle = true)]
    public IReadOnlyList<double> C { get; init; } = [0];

    /// <summary>The width n0 at which it is the standard parametrisation.</summary>
    [Parameter("width at which it is the standard parametrisation", Min = 1, Max = 100_000, Symbol = "n_0")]
    public int BaseWidth { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate(IReadOnlyList<int> widths, ProblemList problems)
    {
        RequireOneWidth("abc", widths, problems);
        foreach (var (name, exponents) in new[] { ("a", A), ("b", B), ("c", C) })
            if (exponents.Count is not (1 or 3))
                problems.Add($"model.parametrisation.{name}", $"[{string.Join(", ", exponents)}]", "must be one exponent or three: input, hidden, output",
                    $"write {name}: 0.5, or {name}: [0, 0.5, 0.5]");
    }

    /// <inheritdoc/>
    public override LayerScale Weights(int layer, IReadOnlyList<int> widths, bool isAdaptive)
    {
        double log = PortableMath.Log((double)widths[1] / BaseWidth);
        int place = layer == 1 ? 0 : layer < widths.Count - 1 ? 1 : 2;
        return new(Power(-At(A, place)), Power((place == 0 ? 0 : 0.5) - At(B, place)), Power(-At(C, place)));

        double Power(double exponent) => exponent == 0 ? 1 : PortableMath.Exp(exponent * log);
    }

    private static double At(IReadOnlyList<double> exponents, int place) => exponents[exponents.Count == 1 ? 0 : place];
}
