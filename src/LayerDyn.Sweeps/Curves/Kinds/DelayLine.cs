using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>The grokking times of a group along an axis, with the runs that had not got there by their end.</summary>
/// <param name="group">The group.</param>
/// <param name="behind">Its points.</param>
internal sealed class DelayLine(int group, string behind)
{
    private readonly List<(long Index, GrokkingTimes Times)[]> _runs = [];

    /// <summary>The group.</summary>
    public int Group => group;

    /// <summary>Its points, diverged ones too.</summary>
    public string Behind => behind;

    /// <summary>Places on the axis.</summary>
    public List<double> X { get; } = [];

    /// <summary>Median steps of learning; NaN where that is not known.</summary>
    public List<double> Train { get; } = [];

    /// <summary>Median steps of generalising; NaN where that is not known.</summary>
    public List<double> Test { get; } = [];

    /// <summary>Median delay ratios; NaN where that is not known.</summary>
    public List<double> Ratio { get; } = [];

    public void Add(double x, GrokkingSummary summary, (long Index, GrokkingTimes Times)[] runs)
    {
        X.Add(x);
        Train.Add(summary.Train.Known);
        Test.Add(summary.Test.Known);
        Ratio.Add(summary.Ratio.Known);
        _runs.Add(runs);
    }

    /// <summary>Runs that had not learnt by their end.</summary>
    public IEnumerable<CensoredMark> LateTrain(int color) => Late(color, times => (times.Train, times.Last));

    /// <summary>Runs that had not generalised by their end.</summary>
    public IEnumerable<CensoredMark> LateTest(int color) => Late(color, times => (times.Test, times.Last));

    /// <summary>Runs that had learnt, but not generalised by their end.</summary>
    public IEnumerable<CensoredMark> LateRatio(int color) => Late(color, times => (times.Ratio, times.LeastRatio));

    private IEnumerable<CensoredMark> Late(int color, Func<GrokkingTimes, (double Time, double End)> of)
    {
        for (int place = 0; place < X.Count; place++)
        {
            var runs = _runs[place].Select(run => (run.Index, At: of(run.Times))).Where(run => double.IsFinite(run.At.End)).ToArray();
            var late = runs.Where(run => !double.IsFinite(run.At.Time)).ToArray();
            if (late.Length > 0)
                yield return new(X[place], late.Min(run => run.At.End), late.Length, runs.Length, color, StridedPoints.Write([.. late.Select(run => run.Index)]));
        }
    }
}
