using LayerDyn.Science.Randomness;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>
/// The values behind a joint fit by place and seed, and their resamples. A resample draws as many seeds as there are, with replacement, and takes
/// all places of each, so that noise that the places of a seed share is kept.
/// </summary>
/// <param name="places">Values by place; of each the seed it comes from.</param>
/// <param name="stream">What seeds are drawn by.</param>
internal sealed class JointSample(SortedDictionary<(double X, double Y), List<(int Seed, double Value)>> places, RandomStream stream)
{
    private readonly int[] _seeds = [.. places.Values.SelectMany(place => place).Select(value => value.Seed).Distinct().Order()];

    /// <summary>How many seeds have values.</summary>
    public int Seeds => _seeds.Length;

    /// <summary>The means over all seeds, where they are above the rounding floor: double precision times the largest.</summary>
    public JointPlace[] Means() => Means(_ => 1);

    /// <summary>
    /// Half the width of the 95% interval of each number that is read off a law: Student's t with as many degrees of freedom as there are further
    /// seeds, times the standard deviation over resamples, times sqrt(n/(n - 1)), by which resamples of n seeds vary too little
    /// (Hesterberg 2015, arXiv 1411.5279).
    /// </summary>
    /// <param name="resamples">How many resamples.</param>
    /// <param name="fit">The numbers of a law fitted to places.</param>
    public double[] HalfWidths(int resamples, Func<JointPlace[], double[]> fit)
    {
        double[][] drawn = [.. Enumerable.Range(0, resamples).Select(resample => fit(Means(Drawn(resample))))];
        double wider = StudentT.Quantile975(Seeds - 1) * Math.Sqrt(Seeds / (Seeds - 1.0));
        return [.. Enumerable.Range(0, drawn[0].Length).Select(number => wider * Summary.Of(drawn.Select(numbers => numbers[number])).Std)];
    }

    private Func<int, int> Drawn(int resample)
    {
        var counts = _seeds.ToDictionary(seed => seed, _ => 0);
        for (int i = 0; i < Seeds; i++) counts[_seeds[stream.Below(Seeds, (long)resample * Seeds + i)]]++;
        return seed => counts[seed];
    }

    private JointPlace[] Means(Func<int, int> weightOf)
    {
        List<JointPlace> means = [];
        foreach (var (place, values) in places)
        {
            double sum = 0, weight = 0;
            foreach (var (seed, value) in values)
            {
                int times = weightOf(seed);
                (sum, weight) = (sum + times * value, weight + times);
            }

            if (weight > 0) means.Add(new(place.X, place.Y, sum / weight));
        }

        double floor = Math.ScaleB(means.Select(mean => mean.Value).DefaultIfEmpty(0).Max(), -52);
        return [.. means.Where(mean => mean.X > 0 && mean.Y > 0 && mean.Value > floor)];
    }
}
