namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Grokking times over the finished points of one case: medians, since a point that never generalises has no time.</summary>
/// <param name="Points">Finished points.</param>
/// <param name="Learnt">How many learn the training set.</param>
/// <param name="Generalised">How many generalise.</param>
/// <param name="Train">Median step of learning, over those that do.</param>
/// <param name="Test">Median step of generalising, over those that do.</param>
/// <param name="Ratio">Median delay ratio, over those that do both.</param>
internal readonly record struct GrokkingSummary(int Points, int Learnt, int Generalised, double Train, double Test, double Ratio)
{
    public static GrokkingSummary Of(IEnumerable<GrokkingTimes> points)
    {
        GrokkingTimes[] times = [.. points];
        Summary train = Summary.Of(times.Select(time => time.Train)), test = Summary.Of(times.Select(time => time.Test));
        return new(times.Length, train.Count, test.Count, train.Median, test.Median, Summary.Of(times.Select(time => time.Ratio)).Median);
    }

    /// <summary>One line in words.</summary>
    public string Describe(GrokkingSpec spec)
    {
        string ratio = double.IsFinite(Ratio) ? $", delay ratio {Shown.Number(Ratio)}" : "";
        string some = Points > 1 ? $" ({Learnt} and {Generalised} of {Points} points)" : "";
        return $"{spec.Train} reaches {Shown.Number(spec.Threshold)} at step {Shown.Number(Train)}, "
            + $"{spec.Test} reaches {Shown.Number(spec.TestLevel)} at step {Shown.Number(Test)}{ratio}{some}";
    }
}
