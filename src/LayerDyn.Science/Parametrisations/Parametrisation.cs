using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Parametrisations;

/// <summary>
/// How the factor, the start and the learning rate of each layer follow from the widths. A layer is <c>W = multiplier w</c>; the initialisation draws
/// <c>w</c> with a standard deviation of order 1/sqrt(fan-in), times <see cref="LayerScale.Start"/>, and w learns at the learning rate times
/// <see cref="LayerScale.Rate"/>. Networks hold W itself: the multiplier is folded into the start and the rates (the abc-symmetry of Yang and Hu 2020,
/// "Feature learning in infinite-width neural networks", arXiv 2011.14522), which changes no output. A kind is one sealed record in one file.
/// </summary>
public abstract record Parametrisation
{
    /// <summary>Whether it changes nothing.</summary>
    public virtual bool IsStandard => false;

    /// <summary>Adds what is impossible about this parametrisation of a network of these widths, with paths below <c>model.parametrisation</c>.</summary>
    /// <param name="widths">Widths from the input to the output.</param>
    /// <param name="problems">Receives the problems.</param>
    public virtual void Validate(IReadOnlyList<int> widths, ProblemList problems)
    {
    }

    /// <summary>The scales of a layer's weights.</summary>
    /// <param name="layer">The layer, from 1.</param>
    /// <param name="widths">Widths from the input to the output.</param>
    /// <param name="isAdaptive">Whether a step has the size of the learning rate, whatever that of the gradient (Adam).</param>
    public abstract LayerScale Weights(int layer, IReadOnlyList<int> widths, bool isAdaptive);

    /// <summary>
    /// The scales of a layer's biases: those of the input layer's weights for the biases of hidden layers, whose gradients scale alike; none for those
    /// of the output, whose number and gradient do not depend on the width. They start as initialised.
    /// </summary>
    /// <param name="layer">The layer, from 1.</param>
    /// <param name="widths">Widths from the input to the output.</param>
    /// <param name="isAdaptive">As above.</param>
    public virtual LayerScale Biases(int layer, IReadOnlyList<int> widths, bool isAdaptive) =>
        layer < widths.Count - 1 && Weights(1, widths, isAdaptive) is var input ? input with { Start = 1 / input.Multiplier } : LayerScale.One;

    /// <summary>Adds the problem of a network whose hidden layers are not of one width.</summary>
    private protected static void RequireOneWidth(string kind, IReadOnlyList<int> widths, ProblemList problems)
    {
        if (widths.Count < 3)
            problems.Add("model.parametrisation", kind, "needs a hidden layer: its scales follow from the width", "write parametrisation: standard, or add a hidden layer");
        else if (widths.Skip(1).SkipLast(1).Distinct().Count() > 1)
            problems.Add("model.parametrisation", kind, $"needs hidden layers of one width, but these are {string.Join(", ", widths.Skip(1).SkipLast(1))} wide",
                "give all hidden layers the same width, or write parametrisation: ntk or standard");
    }
}
