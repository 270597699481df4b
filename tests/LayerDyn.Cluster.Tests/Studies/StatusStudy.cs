using System.Diagnostics;
using System.Globalization;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Studies;

/// <summary>
/// How soon a silo answers while every core trains: 50 questions a second for the status of the sweep that runs, for a minute, by HTTP.
/// A question counts from the moment that it was due, so that a slow answer does not hide those that would have waited behind it.
/// </summary>
internal static class StatusStudy
{
    private const int PerSecond = 50, Seconds = 60;

    /// <summary>Trains on all cores meanwhile: about five minutes of one core.</summary>
    private static readonly string Load = TimedSweep.Points.Replace("steps: 80000", "steps: 300000", StringComparison.Ordinal).Replace("ROUND", "07", StringComparison.Ordinal);

    public static async Task RunAsync()
    {
        string store = Directory.CreateTempSubdirectory("layerdyn-status-").FullName;
        using (var silo = new SiloProcess(AppContext.BaseDirectory, store, "--Silo:Redis=", "layerdyn", [], "--Lanes:CpuLanes=0"))
        {
            await silo.IsReadyAsync();
            var sweep = await silo.Api.SubmitAsync(Load);
            await Eventually.IsTrueAsync(async () => await IdleAsync(silo) == 0, TimeSpan.FromMinutes(1), "a silo whose slots all train");
            var answers = await AskAsync(silo, $"/api/v1/sweeps/{sweep.Id}");
            if ((await silo.Api.TryGetAsync(sweep.Id))?.State != "running") throw new InvalidOperationException("the sweep ended before the questions did: make it longer");
            Report(answers, await silo.Api.MetricAsync("layerdyn_slots"));
        }

        Directory.Delete(store, recursive: true);
    }

    private static async Task<double> IdleAsync(SiloProcess silo) =>
        await silo.Api.MetricAsync("layerdyn_slots") - await silo.Api.MetricAsync("layerdyn_slots_busy");

    /// <summary>The milliseconds of each answer; NaN for one that was none.</summary>
    private static async Task<double[]> AskAsync(SiloProcess silo, string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.HttpPort}") };
        for (int warm = 0; warm < PerSecond; warm++) await http.GetStringAsync(path);
        var clock = Stopwatch.StartNew();
        var asked = new List<Task<double>>();
        for (int number = 0; number < PerSecond * Seconds; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / PerSecond);
            if (due > clock.Elapsed) await Task.Delay(due - clock.Elapsed);
            asked.Add(OneAsync(due));
        }

        return await Task.WhenAll(asked);

        async Task<double> OneAsync(TimeSpan due)
        {
            try
            {
                await http.GetStringAsync(path);
                return (clock.Elapsed - due).TotalMilliseconds;
            }
            catch (HttpRequestException)
            {
                return double.NaN;
            }
        }
    }

    private static void Report(double[] answers, double slots)
    {
        double[] sorted = [.. answers.Where(double.IsFinite).Order()];
        string study = string.Create(CultureInfo.InvariantCulture, $"status of a sweep, {PerSecond} requests/s for {Seconds} s, all {slots} slots training");
        ClusterStudies.Row(study, "median", $"{sorted[sorted.Length / 2]:F1} ms");
        ClusterStudies.Row(study, "99 of 100 within", $"{sorted[(int)(0.99 * (sorted.Length - 1))]:F1} ms");
        ClusterStudies.Row(study, "longest", $"{sorted[^1]:F1} ms ({answers.Length - sorted.Length} of {answers.Length} without an answer)");
    }
}
