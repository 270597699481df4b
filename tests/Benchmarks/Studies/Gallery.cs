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
        int failures = 0;
        foreach (string recipe in recipes)
        {
            long start = Stopwatch.GetTimestamp();
            if (Run(["run", .. recipe.Split(' '), "--json", "--out", store]) is not { } output)
            {
                failures++;
                Console.Error.WriteLine($"{recipe}: left out");
                continue;
            }

            using var run = JsonDocument.Parse(output);
            var drawn = GalleryRun.Read(recipe, File.ReadLines(Path.Combine(AppContext.BaseDirectory, "recipes", recipe.Split(' ')[0] + ".yaml")), run.RootElement);
            foreach (var figure in drawn.Figures) File.Copy(figure.Picture, Path.Combine(images, figure.Image), overwrite: true);
            page.Add(drawn);
            File.WriteAllText(Path.Combine(folder, "gallery.md"), page.ToString());
            Console.Error.WriteLine($"{recipe}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        }

        return failures;
    }

    // What the command says on its standard error is shown as it is.
    private static string? Run(string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), .. args]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : null;
    }
}
