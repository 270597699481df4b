using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables.Curvature;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The coordinate check (Yang et al. 2022, "Tensor Programs V", arXiv 2203.03466): the root mean square, over units and probe inputs, of the
/// change of each layer's pre-activations since step 0; the last are the outputs. After a few steps it should not depend on the width: where it grows, training blows
/// up as the network widens, where it vanishes, the layer no longer learns. The probes are the first training inputs.
/// </summary>
[Kind("coordinate-change", "root mean square change of each layer's pre-activations since step 0, for checks over the width (mlp, deep-linear)")]
public sealed record CoordinateChangeObservable : Observable
{
    /// <summary>Number of probe inputs; all training inputs when there are fewer.</summary>
    [Parameter("number of probe inputs", Min = 1, Max = 10_000)]
    public int Probes { get; init; } = 256;

    /// <inheritdoc/>
    public override string Symbol => "rms(Δz)";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. Enumerable.Range(1, Widths(experiment)!.Count - 1).Select(layer => FormattableString.Invariant($"coordinate-change.{layer}"))];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => Widths(experiment) is null ? "needs the model mlp or deep-linear" : null;

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        return 2e-10 * Math.Min(Probes, shape.Samples ?? Probes) * experiment.Model.Parameters(shape).Sum(parameter => parameter.Count);
    }

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        values.Clear();
        if (snapshot.Step == 0) return;
        var probes = EmpiricalKernel.Probes(snapshot, Probes);
        var initial = snapshot.Keep(this, () => PreActivations(snapshot.Experiment, snapshot.InitialParameters, probes));
        var now = PreActivations(snapshot.Experiment, snapshot.Parameters, probes);
        for (int layer = 0; layer < values.Length; layer++)
        {
            double sum = 0;
            for (int i = 0; i < now[layer].Data.Length; i++)
            {
                double change = now[layer].Data[i] - initial[layer].Data[i];
                sum += change * change;
            }

            values[layer] = Math.Sqrt(sum / now[layer].Data.Length);
        }
    }

    // Of each layer, samples x units.
    private static Matrix[] PreActivations(Experiment experiment, IReadOnlyList<Matrix> parameters, Matrix inputs)
    {
        var mlp = experiment.Model as MlpModel;
        var activation = mlp?.Activation ?? Activation.Linear;
        int each = mlp is { Biases: true } ? 2 : 1;
        var sums = new Matrix[parameters.Count / each];
        for (int layer = 0; layer < sums.Length; layer++)
        {
            sums[layer] = MatrixProduct.OfTransposed(inputs, parameters[each * layer]);
            if (each == 2)
                for (int n = 0; n < inputs.Rows; n++) LinearAlgebra.AddMultiple(1, parameters[each * layer + 1].Data, sums[layer].Row(n));
            bool isLast = layer == sums.Length - 1;
            if (isLast) LinearAlgebra.Scale(mlp?.OutputScale ?? 1, sums[layer].Data);
            else inputs = new(inputs.Rows, sums[layer].Columns, [.. sums[layer].Data.Select(z => ActivationDerivatives.At(activation, z).Value)]);
        }

        return sums;
    }

    private static IReadOnlyList<int>? Widths(Experiment experiment) => experiment.Model switch
    {
        MlpModel mlp => mlp.Widths,
        DeepLinearModel linear => linear.Widths,
        _ => null,
    };
}
