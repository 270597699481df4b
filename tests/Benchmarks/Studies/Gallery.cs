using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>
/// Runs recipes with the command line and writes the page that shows what they draw: pictures, findings and deviations from theory,
/// every number from the run's own output.
/// </summary>
internal static class Gallery
{
    /// <summary>Writes <c>gallery.md</c> and <c>images/</c> into <paramref name="folder"/>; results are kept in the store, so that it can go on.</summary>
    public static void Write(string folder, string store, IEnumerable<string> recipes)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        var page = new StringBuilder("# Gallery\n\nWhat the shipped recipes draw, with what was found and the deviation from the exact theory. Written by\n"
            + "`dotnet run -c Release --project tests/Benchmarks -- gallery`; a name with `--quick` is the recipe's small variant.\n");
        foreach (string recipe in recipes)
        {
            long start = Stopwatch.GetTimestamp();
            string[] args = ["run", .. recipe.Split(' ')];
            using var run = JsonDocument.Parse(Run([.. args, "--json", "--out", store]));
            var root = run.RootElement;
            page.Append(CultureInfo.InvariantCulture, $"\n## {recipe}\n\n");
            page.Append(CultureInfo.InvariantCulture, $"{root.GetProperty("expected").GetInt64():N0} points, {root.GetProperty("finished").GetInt64():N0} finished, ");
            page.Append(CultureInfo.InvariantCulture, $"{root.GetProperty("diverged").GetInt64():N0} diverged, {root.GetProperty("failed").GetInt64():N0} failed");
            page.Append(root.GetProperty("fromStore").GetInt64() == 0
                ? string.Create(CultureInfo.InvariantCulture, $"; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s on {Environment.ProcessorCount} cores.\n") : ".\n");
            foreach (var curve in root.GetProperty("curves").EnumerateArray()) Append(page, root.GetProperty("folder").GetString()!, folder, recipe, curve);
            Console.Error.WriteLine($"{recipe}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        }

        File.WriteAllText(Path.Combine(folder, "gallery.md"), page.ToString());
    }

    private static void Append(StringBuilder page, string results, string folder, string recipe, JsonElement curve)
    {
        string name = curve.GetProperty("name").GetString()!, image = $"{recipe.Split(' ')[0]}-{name}.png";
        File.Copy(Path.Combine(results, "curves", name + ".png"), Path.Combine(folder, "images", image), overwrite: true);
        page.Append(CultureInfo.InvariantCulture, $"\n![{recipe}: {name}](images/{image})\n\n");
        foreach (var finding in curve.GetProperty("findings").EnumerateArray()) page.Append(CultureInfo.InvariantCulture, $"- {finding.GetString()}\n");
    }

    private static string Run(string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), .. args]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"layerdyn {string.Join(' ', args)} ended with {process.ExitCode}");
    }
}
