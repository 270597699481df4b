using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory.Skills;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// The task of the multilinear skill model (Nam et al. 2024, arXiv 2404.17563): skill k occurs with <c>p_k ~ k^-(alpha+1)</c> and its target is
/// S times the skill function g_k. Inputs are the skill functions, so <c>E[x_k^2] = p_k</c>: the population itself, or the
/// frequencies in D drawn samples. Samples stand for whole skills: input k is <c>sqrt(K p_k)</c> at skill k, which gives the exact moments.
/// </summary>
/// <remarks>
/// Without <see cref="Skills"/> there are infinitely many, as the scaling laws ask for: see <see cref="InfiniteSkills"/>. Observables
/// of single skills then show the first <see cref="ShownSkills"/>.
/// </remarks>
[Kind("skills", "skills with power-law frequencies, for the multilinear skill model")]
public sealed record SkillsTask : LearningTask
{
    /// <summary>Of infinitely many skills, how many have an input of their own; the rarer ones share inputs.</summary>
    public const int Singles = 4096;

    /// <summary>Of infinitely many skills, how many are shown by observables of single skills.</summary>
    public const int ShownSkills = 64;

    private const long MostSamples = 10_000_000; // of infinitely many skills: the rare ones must have few different counts

    /// <summary>Number of skills K; null for infinitely many.</summary>
    [Parameter("number of skills; left out, infinitely many (models multilinear-skill and diagonal-linear)", Min = 1, Max = 4096, Symbol = "K")]
    public int? Skills { get; init; }

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
    public override TaskShape Shape =>
        (Skills is { } skills ? new TaskShape(skills, 1, skills, Groups: skills) : new TaskShape(InfiniteSkills.Inputs, 1, InfiniteSkills.Inputs, ShownSkills))
        with
        { Covariance = InputCovariance.Diagonal, HasTest = Samples > 0, MomentsOnly = Skills is null };

    /// <inheritdoc/>
    public override double Seconds => Skills is null && Samples > 0 ? 5e-6 * PortableMath.Exp(PortableMath.Log(Samples) / (1 + Alpha)) : 1e-3; // so many skills are among the samples

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (Skills is null && Samples > MostSamples)
            problems.Add("task.samples", Samples, $"must be at most {MostSamples} of infinitely many skills", "set task.skills");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        var stream = RandomStream.ForTask("skills", seed).Child("skill");
        if (Skills is not { } skills)
        {
            var spectrum = new SkillSpectrum(Alpha);
            return Samples == 0 ? InfiniteSkills.Population(spectrum, TargetScale) : InfiniteSkills.Drawn(spectrum, TargetScale, Samples, stream);
        }

        double[] population = new double[skills];
        for (int k = 0; k < skills; k++) population[k] = PortableMath.Pow(k + 1, -(Alpha + 1));
        double total = population.Sum();
        for (int k = 0; k < skills; k++) population[k] /= total;
        return Samples == 0
            ? new SkillsData(population, null, TargetScale)
            : new SkillsData(Drawn(population, stream), population, TargetScale);
    }

    private double[] Drawn(double[] population, RandomStream stream)
    {
        double[] cumulative = new double[population.Length], frequency = new double[population.Length];
        double sum = 0;
        for (int k = 0; k < population.Length; k++) cumulative[k] = sum += population[k];
        for (long sample = 0; sample < Samples; sample++)
        {
            int k = Array.BinarySearch(cumulative, stream.Uniform(sample));
            frequency[Math.Min(k < 0 ? ~k : k, population.Length - 1)]++;
        }

        for (int k = 0; k < population.Length; k++) frequency[k] /= Samples;
        return frequency;
    }
}
