using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory.Skills;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Infinitely many skills in finitely many inputs (Nam et al. 2024, arXiv 2404.17563): skills that are independent and equally frequent follow
/// the same dynamics, so one input stands for all of them, with the rate of one skill and the share of all in the loss. The first
/// <see cref="SkillsTask.Singles"/> skills have an input each.
/// </summary>
/// <remarks>
/// Drawn samples: the rarer skills share an input with all others that were drawn equally often, which is exact; the last input
/// holds what was never drawn. Population: neighbours within 2% in k share an input with their mean frequency, which changes the loss
/// by about 1e-5 of itself; the last input holds the skills beyond 10^12, which no training reaches.
/// </remarks>
internal static class InfiniteSkills
{
    private const int Shared = 1024;
    private const double Reach = 1e12;

    /// <summary>Number of inputs.</summary>
    public const int Inputs = SkillsTask.Singles + Shared;

    /// <summary>The population.</summary>
    public static SkillsData Population(SkillSpectrum spectrum, double scale)
    {
        double[] rates = new double[Inputs], shares = new double[Inputs];
        for (int k = 0; k < SkillsTask.Singles; k++) rates[k] = shares[k] = spectrum.Frequency(k + 1);
        double from = SkillsTask.Singles, beyond = Tail(spectrum, from);
        for (int block = 1; block < Shared; block++)
        {
            double to = Math.Round(SkillsTask.Singles * PortableMath.Pow(Reach / SkillsTask.Singles, block / (Shared - 1.0))), rest = Tail(spectrum, to);
            shares[SkillsTask.Singles + block - 1] = beyond - rest;
            rates[SkillsTask.Singles + block - 1] = (beyond - rest) / (to - from);
            (from, beyond) = (to, rest);
        }

        shares[^1] = beyond;
        rates[^1] = spectrum.Frequency(from);
        return new SkillsData(rates, shares, null, scale);
    }

    /// <summary>The skills of drawn samples; the loss on the population is the test loss.</summary>
    public static SkillsData Drawn(SkillSpectrum spectrum, double scale, long samples, RandomStream stream)
    {
        int[] common = new int[SkillsTask.Singles];
        Dictionary<double, int> rare = [];
        Draw(spectrum, samples, stream, common, rare);

        double[] rates = new double[Inputs], shares = new double[Inputs], population = new double[Inputs];
        for (int k = 0; k < common.Length; k++)
        {
            rates[k] = shares[k] = (double)common[k] / samples;
            population[k] = spectrum.Frequency(k + 1);
        }

        double seen = 0;
        int input = SkillsTask.Singles;
        foreach (var alike in rare.GroupBy(skill => skill.Value).OrderByDescending(group => group.Key))
        {
            rates[input] = (double)alike.Key / samples;
            shares[input] = rates[input] * alike.Count();
            seen += population[input] = alike.Select(skill => skill.Key).Order().Sum(spectrum.Frequency);
            input++;
        }

        population[^1] = Math.Max(0, Tail(spectrum, SkillsTask.Singles) - seen);
        return new SkillsData(rates, shares, population, scale);
    }

    /// <summary>Counts drawn skills: the common ones by position, the rare ones by number.</summary>
    private static void Draw(SkillSpectrum spectrum, long samples, RandomStream stream, int[] common, Dictionary<double, int> rare)
    {
        // exceeding[j] is the probability of a skill beyond Singles - j.
        double[] exceeding = new double[SkillsTask.Singles + 1];
        exceeding[0] = Tail(spectrum, SkillsTask.Singles);
        for (int j = 1; j < exceeding.Length; j++) exceeding[j] = exceeding[j - 1] + spectrum.Frequency(SkillsTask.Singles - j + 1);
        for (long sample = 0; sample < samples; sample++)
        {
            double u = stream.Uniform(sample);
            int j = Array.BinarySearch(exceeding, u);
            j = j < 0 ? ~j : j + 1;
            if (j > 0)
            {
                common[Math.Clamp(SkillsTask.Singles - j, 0, SkillsTask.Singles - 1)]++;
                continue;
            }

            // P(skill > k) = (k + 1/2)^-alpha / (alpha zeta) to 1e-8 of itself, solved for k; beyond 2^53 no skill is drawn twice.
            double skill = Math.Ceiling(PortableMath.Pow(spectrum.Alpha * spectrum.Normalisation * u, -1 / spectrum.Alpha) - 0.5);
            skill = Math.Max(skill, SkillsTask.Singles + 1);
            rare[skill] = rare.GetValueOrDefault(skill) + 1;
        }
    }

    /// <summary>Frequency of all skills after the first <paramref name="skills"/>.</summary>
    private static double Tail(SkillSpectrum spectrum, double skills) => Special.PartialZeta(spectrum.Alpha + 1, skills + 1) / spectrum.Normalisation;
}
