namespace LayerDyn.Sweeps.Curves;

/// <summary>When a training learns its training set and when it generalises.</summary>
/// <param name="Train">Step at which the training measure reaches its threshold; NaN for never.</param>
/// <param name="Test">Step at which the test measure reaches its threshold; NaN for never.</param>
internal readonly record struct GrokkingTimes(double Train, double Test)
{
    /// <summary>How many times as long generalising takes as learning the training set; NaN when one of them never comes.</summary>
    public double Ratio => Train > 0 ? Test / Train : double.NaN;

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

    /// <summary>The times of one point.</summary>
    public static GrokkingTimes Of(PointSlice point, string train, string test, double trainThreshold, double testThreshold)
    {
        double[] steps = [.. point.Steps.Select(step => (double)step)];
        return new(Crossing.First(steps, Column(point, train), trainThreshold), Crossing.First(steps, Column(point, test), testThreshold));
    }

    private static double[] Column(PointSlice point, string name)
    {
        int column = point.ColumnOf(name);
        double[] values = new double[point.Steps.Length];
        for (int row = 0; row < values.Length; row++) values[row] = point.At(row, column);
        return values;
    }
}
