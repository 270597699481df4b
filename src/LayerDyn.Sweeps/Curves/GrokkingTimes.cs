namespace LayerDyn.Sweeps.Curves;

/// <summary>When a training learns its training set and when it generalises.</summary>
/// <param name="Train">Step at which the training measure reaches its threshold; NaN for never.</param>
/// <param name="Test">Step at which the test measure reaches its threshold; NaN for never.</param>
/// <param name="Last">The last measured step: what has not come by then may come later.</param>
internal readonly record struct GrokkingTimes(double Train, double Test, double Last)
{
    /// <summary>How many times as long generalising takes as learning the training set; NaN when one of them never comes.</summary>
    public double Ratio => Train > 0 ? Test / Train : double.NaN;

    /// <summary>What the ratio is above when the training ends without having generalised; NaN when it never learns.</summary>
    public double LeastRatio => Train > 0 ? Last / Train : double.NaN;

    /// <summary>
    /// The phase (Liu et al. 2022, arXiv 2205.10343, table 1; the delay is a ratio here, so that it does not depend on the
    /// learning rate).
    /// </summary>
    /// <param name="delay">The delay ratio above which generalising late counts as grokking.</param>
    public LearningPhase Phase(double delay) => (double.IsFinite(Train), double.IsFinite(Test)) switch
    {
        (true, true) => Test > delay * Train ? LearningPhase.Grokking : LearningPhase.Comprehension,
        (true, false) => LearningPhase.Memorisation,
        (false, true) => LearningPhase.Comprehension,
        _ => LearningPhase.Confusion,
    };

    /// <summary>The times of one training, by linear interpolation between measurements.</summary>
    public static GrokkingTimes Of(double[] steps, double[] train, double[] test, double trainThreshold, double testThreshold) =>
        new(Crossing.First(steps, train, trainThreshold), Crossing.First(steps, test, testThreshold), steps.Length == 0 ? double.NaN : steps[^1]);
}
