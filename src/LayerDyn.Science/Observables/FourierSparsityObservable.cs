using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// How few frequencies the hidden units of a perceptron for modular addition read (after Nanda et al. 2023, arXiv 2301.05217, and Gromov 2023, arXiv
/// 2301.02679): of each unit's weights on either number, the power at the frequencies 1 ... (p - 1)/2 of their discrete Fourier transform, normalised to
/// 1, then the sum of its squares, averaged over units and both numbers. 1 when each reads one frequency; about <c>2 / ((p - 1)/2 + 1)</c> for random
/// weights. Units without any power are left out; NaN when there are no others.
/// </summary>
[Kind("fourier-sparsity", "inverse participation ratio of the frequencies that hidden units read (modular addition, mlp)")]
public sealed record FourierSparsityObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "IPR";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["fourier-sparsity"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Task is ModularAdditionTask { Encoding: ModularEncoding.OneHot, Modulus: >= 3 } && experiment.Model is MlpModel
            ? null : "needs the task modular-addition with encoding: one-hot and the model mlp";

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment)
    {
        double p = experiment.Task.Shape.Outputs;
        return experiment.Model is MlpModel mlp ? mlp.Widths[1] * 2 * p * p / 1e9 : 0;
    }

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        int p = snapshot.Experiment.Task.Shape.Outputs;
        var waves = snapshot.Keep(typeof(ModularWaves), () => new ModularWaves(p));
        var weights = snapshot.Parameters[0];
        double sum = 0;
        int blocks = 0;
        double[] powers = new double[waves.Frequencies];
        for (int unit = 0; unit < weights.Rows; unit++)
            for (int block = 0; block < 2; block++)
            {
                waves.Powers(weights.Row(unit).Slice(block * p, p), powers);
                double total = powers.Sum();
                if (total == 0) continue;
                sum += LinearAlgebra.Dot(powers, powers) / (total * total);
                blocks++;
            }

        values[0] = sum / blocks;
    }
}
