using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Multitask sparse parity (Michaud et al. 2023, arXiv 2303.13506; Nam et al. 2024, arXiv 2404.17563). An input is a one-hot
/// skill k followed by random bits in {0, 1}; the label is <c>S (-1)^(sum of the bits in M_k)</c> with disjoint sets M_k of
/// <see cref="Subset"/> positions; skill k of 1 ... <see cref="Skills"/> occurs with <c>p_k ~ k^-(alpha+1)</c>.
/// </summary>
[Kind("multitask-sparse-parity", "skills of power-law frequency, each the parity of a few bits")]
public sealed record MultitaskSparseParityTask : LearningTask
{
    /// <summary>Number of skills n_s.</summary>
    [Parameter("number of skills", Min = 1, Max = 100_000, Symbol = "n_s")]
    public int Skills { get; init; } = 5;

    /// <summary>Number of random bits.</summary>
    [Parameter("number of random bits", Min = 1, Max = 1_000_000)]
    public int Bits { get; init; } = 32;

    /// <summary>Bits that the parity of each skill is over.</summary>
    [Parameter("bits that each skill's parity is over", Min = 1, Symbol = "m")]
    public int Subset { get; init; } = 3;

    /// <summary>Exponent of the frequencies, <c>p_k ~ k^-(alpha+1)</c>.</summary>
    [Parameter("exponent of the skill frequencies k^-(alpha+1)", Min = -1, Symbol = "α")]
    public double Alpha { get; init; } = 0.6;

    /// <summary>Target scale S.</summary>
    [Parameter("target scale", Min = 0, AboveMin = true, Symbol = "S")]
    public double TargetScale { get; init; } = 1;

    /// <summary>Training samples D; 0 draws a fresh batch every step.</summary>
    [Parameter("training samples; 0 draws a fresh batch every step", Min = 0, Symbol = "D")]
    public int Samples { get; init; }

    /// <summary>
    /// Samples of the fixed set that stands for the distribution: each skill has its expected share, at least one each.
    /// </summary>
    [Parameter("samples that losses and skills are measured on", Min = 1, Max = 10_000_000)]
    public int EvalSamples { get; init; } = 10_000;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Skills + Bits, 1, Samples == 0 ? null : Samples, Skills) { HasTest = Samples > 0, HeldOut = EvalSamples, SamplesSkills = true };

    /// <inheritdoc/>
    public override double NonzeroInputs => 0.6; // half of the bits and one of the skills, some of them alone among zeros

    /// <inheritdoc/>
    public override double SecondsOfSample => 5e-10 * Shape.Inputs; // bits, many a word

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if ((long)Skills * Subset > Bits)
            problems.Add("task.bits", Bits, $"must be at least skills x subset = {(long)Skills * Subset}: the skills' bits are disjoint",
                "raise bits, or lower skills or subset");
        if (EvalSamples < Skills)
            problems.Add("task.evalSamples", EvalSamples, $"must be at least the number of skills, {Skills}");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed) => new SparseParityData(this, seed);
}
