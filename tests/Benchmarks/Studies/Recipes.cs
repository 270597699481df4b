namespace LayerDyn.Benchmarks.Studies;

/// <summary>The recipes of the gallery, in the order of the paper's figures; then those of other papers.</summary>
internal static class Recipes
{
    // At the published setting in less than an hour.
    private const string OneSeed = " --variant one-seed";

    /// <summary>Recipe names, with <c>--quick</c> or one seed where the published setting takes hours, and variants that have pictures of their own.</summary>
    public static IReadOnlyList<string> Shown { get; } =
    [
        "linear-layerwise", "depth-steps", "stages", "emergence-time", "emergence-data --quick", $"emergence-parameters{OneSeed}",
        "neural-collapse-mnist", "neural-collapse-features", "lazy-rich-imbalance", "lazy-rich-imbalance --variant boundary", "lazy-rich-scale", "riccati-curves", "gamma-plus",
        "stability-boundary", "catapult", "edge-of-stability", "grokking-mnist", "grokking-modular", "grokking-transformer",
        "scaling-law-time", "scaling-law-data", "scaling-law-parameters", "scaling-law-compute",
        "in-context-learning", "in-context-learning --variant starts", "in-context-plateaus",
        "in-context-softmax", "in-context-softmax --variant modes", "in-context-softmax --variant lengths", "sign-descent", "weight-decay-rank", "grokking-linear", "phase-portrait",
        "kernel-alignment",
        "coordinate-check", "mup-transfer", "width-stability",
        "modular-progress", "modular-progress --variant fractions",
        "lora-rank", "transfer-forgetting", "reversal",
        "minority-collapse", "critical-batch-size",
        "joint-scaling", "rich-lazy-exponents",
    ];

    /// <summary>The same at the published settings, also those that take hours.</summary>
    public static IReadOnlyList<string> Published { get; } = [.. Shown.Select(recipe => recipe.Replace(" --quick", "", StringComparison.Ordinal).Replace(OneSeed, "", StringComparison.Ordinal))];
}
