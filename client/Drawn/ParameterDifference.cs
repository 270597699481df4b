using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Drawn;

/// <summary>A parameter that is not the same in all of several sweeps.</summary>
/// <param name="Path">Where it stands, e.g. <c>optimizer.learningRate</c>.</param>
/// <param name="Values">Its value in each sweep; null where that has none.</param>
internal sealed record ParameterDifference(string Path, IReadOnlyList<string?> Values)
{
    /// <summary>All in which sweeps differ from the first of them: what that has, in its order for each of the others, then what only others have.</summary>
    public static IReadOnlyList<ParameterDifference> Of(IReadOnlyList<DrawnSweep> sweeps)
    {
        var others = sweeps.Skip(1).Select(other => SpecDifference.Of(sweeps[0].Resolved, other.Resolved)).ToList();
        var known = others.SelectMany(each => each).DistinctBy(each => each.Path).ToDictionary(each => each.Path, each => each.First, StringComparer.Ordinal);
        return [.. known.OrderBy(each => each.Value is null).Select(each =>
            new ParameterDifference(each.Key, [each.Value, .. others.Select(other => other.FirstOrDefault(found => found.Path == each.Key) is { } differs ? differs.Second : each.Value)]))];
    }
}
