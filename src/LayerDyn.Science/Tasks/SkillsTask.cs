using LayerDyn.Science.Catalog;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// The task of the multilinear skill model (Nam et al. 2024, arXiv 2404.17563): skill k occurs with <c>p_k ~ k^-(alpha+1)</c> and its target is
/// S times the skill function g_k. Inputs are the skill functions, so <c>E[x_k^2] = p_k</c>: the population itself, or the
/// frequencies in D drawn samples. Samples stand for whole skills: input k is <c>sqrt(K p_k)</c> at skill k, which gives the exact moments.
/// </summary>
[Kind("skills", "skills with power-law frequencies, for the multilinear skill model")]
public sealed record SkillsTask : LearningTask
{
    /// <summary>Number of skills K.</summary>
    [Parameter("number of skills", Min = 1, Max = 4096, Symbol = "K")]
    public required int Skills { get; init; }

    /// <summary>Exponent: p_k is proportional to k^-(alpha + 1).</summary>
    [Parameter("exponent of the skill frequencies, p_k ~ k^-(alpha+1)", Min = 0, AboveMin = true, Symbol = "α")]
    public double Alpha { get; init; } = 0.6;

    /// <summary>Target scale S.</summary>
    [Parameter("target scale", Min = 0, AboveMin = true, Symbol = "S")]
    public double TargetScale { get; init; } = 1;

    /// <summary>Number D of samples drawn for training; 0 trains on the population.</summary>
    [Parameter("number of samples drawn; 0 trains on the population", Min = 0, Symbol = "D")]
    public long Samples { get; init; }

    /// <inheritdoc/>
    public override TaskShape Shape => new(Skills, 1, Skills, Groups: Skills) { Covariance = InputCovariance.Diagonal, HasTest = Samples > 0 };

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        double[] population = new double[Skills];
        for (int k = 0; k < Skills; k++) population[k] = Math.Pow(k + 1, -(Alpha + 1));
        double total = population.Sum();
        for (int k = 0; k < Skills; k++) population[k] /= total;
        return Samples == 0
            ? new SkillsData(population, null, TargetScale)
            : new SkillsData(Drawn(population, RandomStream.ForTask("skills", seed).Child("skill")), population, TargetScale);
    }

    private double[] Drawn(double[] population, RandomStream stream)
    {
        double[] cumulative = new double[Skills], frequency = new double[Skills];
        double sum = 0;
        for (int k = 0; k < Skills; k++) cumulative[k] = sum += population[k];
        for (long sample = 0; sample < Samples; sample++)
        {
            int k = Array.BinarySearch(cumulative, stream.Uniform(sample));
            frequency[Math.Min(k < 0 ? ~k : k, Skills - 1)]++;
        }

        for (int k = 0; k < Skills; k++) frequency[k] /= Samples;
        return frequency;
    }
}
