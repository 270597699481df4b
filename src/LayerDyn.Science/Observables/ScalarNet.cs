using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Observables;

/// <summary>The scalar network <c>f(x) = x sum_i a_i b_i</c>: two dense linear layers with one input and one output.</summary>
internal static class ScalarNet
{
    public static string? Unsupported(Experiment experiment) =>
        LayerForm.Of(experiment) is { Kind: LayerwiseKind.Dense, Depth: 2 } form && form.Widths[0] == 1 && form.Widths[2] == 1
            ? null
            : "needs a scalar network: the model deep-linear with widths: [1, hidden, 1]";

    /// <summary>Weights and target in the terms of the theory; the normalisation is part of the weights.</summary>
    public static GammaPlus Laziness(ISnapshot snapshot, IReadOnlyList<Matrix> weights) =>
        GammaPlus.Of(weights[0].Data, weights[1].Data, 1, snapshot.Data.Moments.Best[0, 0]);
}
