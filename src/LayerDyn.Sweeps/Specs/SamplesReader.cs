using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads and writes <c>samples:</c>, how many there are of the sampled axes.</summary>
internal static class SamplesReader
{
    /// <summary>The key in a spec.</summary>
    public const string Key = "samples";

    /// <summary>The forms of an axis whose values are drawn.</summary>
    public static readonly IReadOnlyList<string> Forms = ["uniform", "logUniform", "choice"];

    /// <summary>The names of the methods.</summary>
    public static readonly string[] Methods = [.. Enum.GetValues<SampleMethod>().Select(method => ExperimentText.KebabCase(method))];

    private static readonly string[] Keys = ["count", "by", "seed"];

    /// <summary>How they are drawn; null, with problems added where axes need it, when nothing says so.</summary>
    /// <param name="root">The spec.</param>
    /// <param name="axes">The names of the sampled axes.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static SampleDesign? Read(SpecMap root, IReadOnlyList<string> axes, ProblemList problems)
    {
        if (root[Key] is not { } node)
        {
            if (axes.Count > 0)
                problems.Add(Key, null, $"is required, since {string.Join(", ", axes)} draw{(axes.Count == 1 ? "s" : "")} values", "write samples: 64");
            return null;
        }

        if (axes.Count == 0)
            problems.Add(Key, node.ToString(), "draws no axis", "write axes: { rate: { logUniform: [0.001, 1], sets: [optimizer.learningRate] } }, or leave samples out");
        if (node is not SpecMap map) return Whole(node, Key, 1, SampleDesign.Most, problems) is { } alone ? new(alone, SampleMethod.Sobol, 0) : null;
        map.CheckKeys(Key, Keys, problems);
        if (map["count"] is null) problems.Add($"{Key}.count", null, "is required", "write samples: { count: 64 }");
        string written = map["by"]?.ToString() ?? Methods[0];
        int method = Array.IndexOf(Methods, written);
        if (method < 0) problems.Add($"{Key}.by", written, $"must be one of {string.Join(", ", Methods)}", Names.Suggest(written, Methods));
        int? count = map["count"] is { } given ? Whole(given, $"{Key}.count", 1, SampleDesign.Most, problems) : null;
        int? seed = map["seed"] is { } seeded ? Whole(seeded, $"{Key}.seed", 0, int.MaxValue, problems) : 0;
        return count is { } drawn && seed is { } from && method >= 0 ? new(drawn, (SampleMethod)method, from) : null;
    }

    /// <summary>The same for a resolved spec.</summary>
    public static SpecMap Write(SampleDesign design) => new(
    [
        new("count", default, new SpecScalar((long)design.Count)),
        new("by", default, new SpecScalar(Methods[(int)design.By])),
        new("seed", default, new SpecScalar((long)design.Seed)),
    ]);

    private static int? Whole(SpecNode node, string path, int least, int most, ProblemList problems)
    {
        if (node is SpecScalar { Number: { } number } && number == Math.Floor(number) && number >= least && number <= most) return (int)number;
        problems.Add(path, node.ToString(), $"must be a whole number from {least} to {most}");
        return null;
    }
}
