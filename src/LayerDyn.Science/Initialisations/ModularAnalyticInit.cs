using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// Analytic weights that solve addition modulo an odd p with the activation <c>square</c> (Gromov 2023, arXiv 2301.02679): hidden unit h of frequency k
/// and phases t, t' reads <c>A_n + B_m</c> of the pair (n, m), <c>A_n = cos(2 pi k n/p + t)</c>, <c>B_m = cos(2 pi k m/p + t')</c>, and output q adds
/// <c>cos(2 pi k q/p + t + t')</c> times its square. With six units of phases <c>t = 2 pi i/6</c>, <c>t' = 4 t</c> for each k = 1 ... (p - 1)/2 all unwanted
/// harmonics cancel, <c>f_q = 3/2 (p [q = n + m mod p] - 1)</c>; with random k and phases they cancel as the width grows.
/// </summary>
[Kind("modular-analytic", "analytic solution of modular addition for an mlp with the activation square")]
public sealed record ModularAnalyticInit : Initialisation
{
    private const int UnitsOfAFrequency = 6, SecondPhase = 4;

    /// <summary>How frequencies and phases are chosen.</summary>
    [Parameter("exact (3 (p - 1) hidden units) or random (any number)")]
    public ModularPhases Phases { get; init; } = ModularPhases.Exact;

    /// <inheritdoc/>
    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        int p = task.Outputs;
        if (model is not MlpModel { Activation: Activation.Square, Biases: false, Widths.Count: 3 } mlp)
        {
            problems.Add("init.kind", "modular-analytic", "needs an mlp of two layers with squares and without biases",
                "write model: { kind: mlp, widths: [2p, hidden, p], activation: square, biases: false }");
            return;
        }

        if (!task.IsClassification || task.Vocabulary > 0 || task.Inputs != 2 * p || p < 3 || p % 2 == 0)
            problems.Add("init.kind", "modular-analytic", "needs the task modular-addition with an odd modulus and encoding: one-hot");
        else if (Phases == ModularPhases.Exact && mlp.Widths[1] != 3 * (p - 1))
            problems.Add("model.widths[1]", mlp.Widths[1], $"must be 3 (p - 1) = {3 * (p - 1)} for phases: exact", $"write {3 * (p - 1)}, or phases: random");
    }

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        int p = task.Outputs, hidden = ((MlpModel)model).Widths[1];
        Matrix first = new(hidden, 2 * p), second = new(p, hidden);
        for (int h = 0; h < hidden; h++)
        {
            var (k, t, u) = Unit(h, p, stream);
            for (int n = 0; n < p; n++)
            {
                double angle = 2 * Math.PI * (k * n % p) / p;
                (first[h, n], first[h, p + n], second[n, h]) = (PortableMath.Cos(angle + t), PortableMath.Cos(angle + u), PortableMath.Cos(angle + t + u));
            }
        }

        return [first.Data, second.Data];
    }

    // Frequency and phases of a hidden unit.
    private (int Frequency, double First, double Second) Unit(int h, int p, RandomStream stream)
    {
        if (Phases == ModularPhases.Random)
        {
            int frequency = 1 + (int)(stream.Child("frequencies").Uniform(h) * ((p - 1) / 2));
            return (frequency, 2 * Math.PI * stream.Child("A").Uniform(h), 2 * Math.PI * stream.Child("B").Uniform(h));
        }

        double t = 2 * Math.PI / UnitsOfAFrequency * (h % UnitsOfAFrequency);
        return (h / UnitsOfAFrequency + 1, t, SecondPhase * t);
    }
}
