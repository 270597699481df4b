using System.Text.Json;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>What a recipe's run came to.</summary>
/// <param name="Recipe">The recipe with its options, as the command takes them.</param>
/// <param name="Caption">What the recipe says about itself: which figure it corresponds to, and its sources.</param>
/// <param name="Ledger">Points by what became of them.</param>
/// <param name="Setting">What was trained, on what, how, and over what: the first point's parts, and the axes.</param>
/// <param name="Seconds">Time taken, over all runs that it took.</param>
/// <param name="Figures">Its curves.</param>
internal sealed record GalleryRun(string Recipe, string Caption, string Ledger, string Setting, double Seconds, IReadOnlyList<GalleryFigure> Figures)
{
    /// <summary>Reads the JSON of <c>layerdyn run --json</c> and the comment that the recipe begins with.</summary>
    public static GalleryRun Read(string recipe, IEnumerable<string> lines, JsonElement run, double seconds)
    {
        string caption = string.Join('\n', lines.TakeWhile(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim()));
        string ledger = string.Join(", ", new[] { "finished", "diverged", "failed" }.Select(what => Invariant($"{run.GetProperty(what).GetInt64():N0} {what}")));
        long points = run.GetProperty("expected").GetInt64();
        string folder = run.GetProperty("folder").GetString()!;
        var plan = SweepPlan.LoadResolved(File.ReadAllText(Path.Combine(folder, "resolved.yaml")), SweepId.Parse(run.GetProperty("sweep").GetString()!));
        return new(recipe, caption, Invariant($"{points:N0} {(points == 1 ? "point" : "points")}: {ledger}"), SettingOf(plan), seconds,
            [.. run.GetProperty("curves").EnumerateArray().Select(curve => GalleryFigure.Read(recipe.Split(' ')[0], folder, curve))]);
    }

    private static string SettingOf(SweepPlan plan)
    {
        var first = plan.Experiment(0);
        string axes = string.Join(" x ", plan.Axes.Select(axis => $"{axis.Labels.Count} {axis.Name}").Append(plan.Seeds == 1 ? "1 seed" : $"{plan.Seeds} seeds"));
        return Invariant($"{Part(first.Model)} from {Part(first.Init)} on {Part(first.Task)} by {Part(first.Optimizer)}, {first.Steps:N0} steps; {axes}");
    }

    // As a spec writes it, without the quotes of the canonical text.
    private static string Part(object kind) => $"`{ExperimentText.WriteKind(kind).Replace("\"", "").Replace(",", ", ").Replace(":", ": ")}`";
}
