namespace LayerDyn.Benchmarks.Studies;

/// <summary>The recipes of the gallery, in the order of the paper's figures.</summary>
internal static class Recipes
{
    /// <summary>Recipe names, with <c>--quick</c> where the published setting takes hours.</summary>
    public static IReadOnlyList<string> Shown { get; } =
    [
        "depth-steps", "stages", "riccati-curves", "lazy-rich-imbalance", "lazy-rich-scale", "emergence-time --quick", "grokking-mnist --quick",
        "scaling-law-time", "scaling-law-data", "scaling-law-parameters", "scaling-law-compute",
    ];
}
