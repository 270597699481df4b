using System.Text.Json;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>One curve of the gallery.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Picture">Where the run put its picture.</param>
/// <param name="Image">Its picture's name in the gallery.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Residuals">Deviation from theory by column; empty without theory.</param>
internal sealed record GalleryFigure(
    string Name, string Picture, string Image, IReadOnlyList<string> Findings, IReadOnlyList<(string Column, double Max, double Rms, long Count)> Residuals)
{
    /// <summary>Reads one curve of a run's JSON.</summary>
    public static GalleryFigure Read(string recipe, string folder, JsonElement curve)
    {
        string name = curve.GetProperty("name").GetString()!;
        return new(name, Path.Combine(folder, "curves", name + ".png"), $"{recipe}-{name}.png",
            [.. curve.GetProperty("findings").EnumerateArray().Select(finding => finding.GetString()!)],
            [.. curve.GetProperty("residuals").EnumerateArray().Select(residual => (residual.GetProperty("column").GetString()!,
                residual.GetProperty("max").GetDouble(), residual.GetProperty("rms").GetDouble(), residual.GetProperty("count").GetInt64()))]);
    }
}
