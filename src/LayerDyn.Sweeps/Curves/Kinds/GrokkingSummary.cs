namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>Grokking times over the finished points of one case: medians, in which a point that never gets there counts as later than all.</summary>
/// <param name="Points">Finished points.</param>
/// <param name="Learnt">How many learn the training set.</param>
/// <param name="Generalised">How many generalise.</param>
/// <param name="Train">Median time of learning, in steps or in what the abscissa counts.</param>
/// <param name="Test">Median time of generalising.</param>
/// <param name="Ratio">Median delay ratio, over those that learn.</param>
internal readonly record struct GrokkingSummary(int Points, int Learnt, int Generalised, CensoredTime Train, CensoredTime Test, CensoredTime Ratio)
{
    public static GrokkingSummary Of(IEnumerable<GrokkingTimes> points)
    {
        GrokkingTimes[] times = [.. points];
        return new(times.Length, times.Count(time => double.IsFinite(time.Train)), times.Count(time => double.IsFinite(time.Test)),
            CensoredTime.Median(times.Select(time => (time.Train, time.Last))), CensoredTime.Median(times.Select(time => (time.Test, time.Last))),
            CensoredTime.Median(times.Where(time => double.IsFinite(time.LeastRatio)).Select(time => (time.Ratio, time.LeastRatio))));
    }

    /// <summary>One line in words.</summary>
    /// <param name="spec">The curve.</param>
    /// <param name="x">The abscissa that times are counted in.</param>
    public string Describe(GrokkingSpec spec, string x)
    {
        string ratio = double.IsNaN(Ratio.Value) ? "" : $", delay ratio {(Ratio.Censored ? "above " : "")}{Shown.Number(Ratio.Value)}";
        string some = Points > 1 || Generalised < Points ? $" ({Learnt} and {Generalised} of {Shown.Count(Points, "point")})" : "";
        return $"{Reaches(spec.Train, spec.Threshold, Train, x)}, {Reaches(spec.Test, spec.TestLevel, Test, x)}{ratio}{some}";
    }

    private static string Reaches(string measure, double level, CensoredTime time, string x) => double.IsNaN(time.Value) ? $"{measure} never reaches {Shown.Number(level)}"
        : time.Censored ? $"{measure} does not reach {Shown.Number(level)} by {x} {Shown.Number(time.Value)}"
        : $"{measure} reaches {Shown.Number(level)} at {x} {Shown.Number(time.Value)}";
}
