using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// The data of <see cref="SkillsTask"/>: exact moments, and samples that stand for whole skills (K x K, so made only when a trainer or an
/// observable that is not linear asks for them; there are none of infinitely many skills).
/// </summary>
internal sealed class SkillsData : TaskData
{
    private readonly Lazy<Dataset>? _train;
    private readonly Lazy<Dataset>? _test;

    /// <param name="seen">Frequency of each skill in training.</param>
    /// <param name="population">Frequency of each skill in the population where training saw samples of it; null where it saw it itself.</param>
    /// <param name="scale">The target scale S.</param>
    public SkillsData(double[] seen, double[]? population, double scale)
    {
        TargetScale = scale;
        TargetMap = Constant(seen.Length, scale);
        Moments = Moments.Uncorrelated(seen, TargetMap);
        TestMoments = population is null ? null : Moments.Uncorrelated(population, TargetMap);
        _train = new(() => Weighted(seen));
        _test = population is null ? null : new(() => Weighted(population));
    }

    /// <summary>Inputs that stand for several skills each.</summary>
    /// <param name="rates">Frequency in training of each skill that an input stands for.</param>
    /// <param name="shares">Frequency in training of all skills that an input stands for.</param>
    /// <param name="population">Their frequency in the population; null where training saw it itself.</param>
    /// <param name="scale">The target scale S.</param>
    public SkillsData(double[] rates, double[] shares, double[]? population, double scale)
    {
        TargetScale = scale;
        TargetMap = Constant(rates.Length, scale);
        Moments = Moments.Uncorrelated(rates, shares, TargetMap);
        TestMoments = population is null ? null : Moments.Uncorrelated(population, TargetMap);
    }

    public override Dataset Train => _train?.Value ?? throw new NotSupportedException("infinitely many skills cannot be listed");

    public override Dataset? Test => _test?.Value;

    public override Matrix TargetMap { get; }

    public override double TargetScale { get; }

    public override Moments Moments { get; }

    public override Moments? TestMoments { get; }

    private static Matrix Constant(int inputs, double scale)
    {
        var map = new Matrix(1, inputs);
        Array.Fill(map.Data, scale);
        return map;
    }

    /// <summary>One sample a skill, n = K, whose second moments are the frequencies.</summary>
    private Dataset Weighted(double[] frequency)
    {
        int skills = frequency.Length;
        var x = new Matrix(skills, skills);
        var y = new Matrix(skills, 1);
        for (int k = 0; k < skills; k++)
        {
            x[k, k] = Math.Sqrt(skills * frequency[k]);
            y[k, 0] = TargetScale * x[k, k];
        }

        return new Dataset(x, y, Groups: [.. Enumerable.Range(0, skills)]);
    }
}
