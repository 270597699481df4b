using System.Diagnostics;
using System.Text.Json;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>
/// Runs recipes with the command line and writes the page that shows what they draw: pictures, findings and deviations from theory,
/// every number from the run's own output.
/// </summary>
internal static class Gallery
{
    /// <summary>
    /// Writes <c>gallery.md</c> and <c>images/</c> into <paramref name="folder"/>, anew after each recipe; results are kept in the
    /// store, so that it can go on. The number of recipes that could not be run.
    /// </summary>
    public static int Write(string folder, string store, IEnumerable<string> recipes)
    {
        string images = Path.Combine(folder, "images");
        Directory.CreateDirectory(images);
        var page = new GalleryPage();
        // Of runs that were ended before their end, too: written while they run.
        string kept = store + "-seconds.json";
        var times = File.Exists(kept) ? JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(kept))! : [];
        int failures = 0;
        foreach (string recipe in recipes)
        {
            double before = times.GetValueOrDefault(recipe);
            if (Run(["run", .. recipe.Split(' '), "--json", "--out", store], elapsed => Keep(before + elapsed)) is not { } output)
            {
                failures++;
                Console.Error.WriteLine($"{recipe}: left out");
                continue;
            }

            using var run = JsonDocument.Parse(output);
            if (before > 0 && run.RootElement.GetProperty("fromStore").GetInt64() == run.RootElement.GetProperty("expected").GetInt64()) Keep(before); // only read
            var drawn = GalleryRun.Read(recipe, File.ReadLines(Path.Combine(AppContext.BaseDirectory, "recipes", recipe.Split(' ')[0] + ".yaml")), run.RootElement, times[recipe]);
            foreach (var figure in drawn.Figures) File.Copy(figure.Picture, Path.Combine(images, figure.Image), overwrite: true);
            page.Add(drawn);
            File.WriteAllText(Path.Combine(folder, "gallery.md"), page.ToString());
            Console.Error.WriteLine($"{recipe}: {times[recipe]:F1} s");

            void Keep(double seconds)
            {
                times[recipe] = seconds;
                File.WriteAllText(kept, JsonSerializer.Serialize(times));
            }
        }

        return failures;
    }

    // What the command says on its standard error is shown as it is.
    private static string? Run(string[] args, Action<double> elapsed)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), .. args]) { RedirectStandardOutput = true })!;
        long start = Stopwatch.GetTimestamp();
        var output = process.StandardOutput.ReadToEndAsync();
        while (!process.WaitForExit(1000)) elapsed(Stopwatch.GetElapsedTime(start).TotalSeconds);
        elapsed(Stopwatch.GetElapsedTime(start).TotalSeconds);
        return process.ExitCode == 0 ? output.GetAwaiter().GetResult() : null;
    }
}
