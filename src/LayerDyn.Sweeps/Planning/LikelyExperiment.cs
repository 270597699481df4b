using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// What a spec with mistakes would most likely be without them, so that what refers to its columns and axes can be checked in the same round:
/// what is wrong has its default instead.
/// </summary>
internal static class LikelyExperiment
{
    // Columns follow from the model, the task and what is measured; of these nothing is made up.
    private static readonly (string Key, SpecNode Value)[] Defaults =
    [
        ("optimizer", new SpecMap([new("kind", default, new SpecScalar("gd")), new("learningRate", default, new SpecScalar(1.0))])),
        ("init", new SpecMap([new("kind", default, new SpecScalar("normal"))])),
        ("steps", new SpecScalar(1L)),
    ];

    /// <summary>The experiment and its columns; null where too little is known.</summary>
    /// <param name="written">The experiment as written, without axes.</param>
    public static (Experiment Experiment, IReadOnlyList<string> Columns)? Of(SpecMap written)
    {
        var problems = new ProblemList();
        if (Bind(written, problems) is { } good) return With(good);
        SpecNode repaired = written;
        foreach (var problem in problems.Problems.OrderByDescending(problem => problem.Path, StringComparer.Ordinal)) // of a list, the last first
            if (SpecPath.Parse(problem.Path) is { Length: > 0 } parts) repaired = SpecPath.Remove(repaired, parts);
        var map = ((SpecMap)repaired).Without("epochs");
        foreach (var (key, value) in Defaults)
            if (map[key] is null || problems.Problems.Any(problem => SpecPath.Covers(key, problem.Path))) map = map.With(key, value);
        return Bind(map, new ProblemList()) is { } likely ? With(likely) : null;
    }

    private static Experiment? Bind(SpecMap written, ProblemList problems) =>
        ExperimentBinder.Bind(SpecJson.ToElement(written), problems, validate: false) is { } bound && problems.IsEmpty && !bound.Task.ReadsFiles ? bound : null;

    private static (Experiment, IReadOnlyList<string>)? With(Experiment experiment)
    {
        try
        {
            return (experiment, ExperimentColumns.Of(experiment));
        }
        catch (NotSupportedException)
        {
            return null; // no exact solution, or observables that are undefined for this model: that is among the problems
        }
    }
}
