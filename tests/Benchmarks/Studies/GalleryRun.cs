using System.Text.Json;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>What a recipe's run came to.</summary>
/// <param name="Recipe">The recipe with its options, as the command takes them.</param>
/// <param name="Caption">What the recipe says about itself: which figure it corresponds to, and its sources.</param>
/// <param name="Ledger">Points by what became of them.</param>
/// <param name="Figures">Its curves.</param>
internal sealed record GalleryRun(string Recipe, string Caption, string Ledger, IReadOnlyList<GalleryFigure> Figures)
{
    /// <summary>Reads the JSON of <c>layerdyn run --json</c> and the comment that the recipe begins with.</summary>
    public static GalleryRun Read(string recipe, IEnumerable<string> lines, JsonElement run)
    {
        string caption = string.Join('\n', lines.TakeWhile(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim()));
        string ledger = string.Join(", ", new[] { "finished", "diverged", "failed" }.Select(what => FormattableString.Invariant($"{run.GetProperty(what).GetInt64():N0} {what}")));
        long points = run.GetProperty("expected").GetInt64();
        return new(recipe, caption, FormattableString.Invariant($"{points:N0} {(points == 1 ? "point" : "points")}: {ledger}."),
            [.. run.GetProperty("curves").EnumerateArray().Select(curve => GalleryFigure.Read(recipe.Split(' ')[0], run.GetProperty("folder").GetString()!, curve))]);
    }
}
