namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// A few words that two sweeps must have in common to have points in common: kinds and steps, with <c>*</c> where an axis sets them.
/// Kept beside the list of a store's sweeps, so that most of them need not be looked at.
/// </summary>
public static class SweepFamily
{
    private static readonly string[] Parts = ["model", "task", "optimizer", "steps"];

    /// <summary>The family of a sweep.</summary>
    public static string Of(SweepPlan plan)
    {
        var first = plan.Experiment(0);
        string[] words = [first.Model.GetType().Name, first.Task.GetType().Name, first.Optimizer.GetType().Name,
            first.Steps.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        return string.Join(' ', words.Select((word, i) => IsSwept(plan, Parts[i]) ? "*" : word));
    }

    /// <summary>Whether sweeps of these families may have points in common.</summary>
    public static bool MayShare(string one, string other)
    {
        string[] a = one.Split(' '), b = other.Split(' ');
        return a.Length == b.Length && !a.Where((word, i) => word != b[i] && word != "*" && b[i] != "*").Any();
    }

    // Epochs are as many steps as the data of a point asks for.
    private static bool IsSwept(SweepPlan plan, string part) => plan.Axes.SelectMany(axis => axis.Sets)
        .Any(path => path == part || path == $"{part}.kind" || (part == "steps" && path == "epochs"))
        || (part == "steps" && plan.ResolvedYaml.Split('\n').Any(line => line.StartsWith("epochs:", StringComparison.Ordinal)));
}
