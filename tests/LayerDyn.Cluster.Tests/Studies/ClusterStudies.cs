using System.Globalization;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Cluster.Tests.Studies.Soak;

namespace LayerDyn.Cluster.Tests.Studies;

/// <summary>
/// <c>infra/bench-cluster.sh [silos] [outage] [status]</c>: what a second silo gains, what an outage of the store costs and how soon a busy
/// silo answers, with real silo processes, Redis and Azurite. The two sides of a comparison run one after another or side by side on this machine; rows of a Markdown
/// table go to standard output. <c>soak</c> takes half an hour, has options of its own (<see cref="SoakStudy"/>) and runs alone.
/// </summary>
internal static class ClusterStudies
{
    private const int Rounds = 5, Outages = 4;

    private static readonly TimeSpan Away = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] names)
    {
        if (names is ["soak", .. var options]) return await SoakStudy.RunAsync(options);
        var studies = new Dictionary<string, Func<Task>> { ["silos"] = SilosAsync, ["outage"] = OutageAsync, ["status"] = StatusStudy.RunAsync };
        if (names.FirstOrDefault(name => !studies.ContainsKey(name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"error: '{unknown}' is not a study; studies: {string.Join(", ", studies.Keys)}; soak alone");
            return 2;
        }

        Console.WriteLine("| study | measured | value |\n|---|---|---|");
        foreach (string name in names.Length > 0 ? names : [.. studies.Keys]) await studies[name]();
        return 0;
    }

    /// <summary>
    /// One silo with one slot against two with one each, each silo bound to a core of its own, in pairs; the first pair compiles and does not count.
    /// Unbound, a silo alone would have the other core for all that it does beside training, which no node of a cluster has.
    /// </summary>
    private static async Task SilosAsync()
    {
        const string Study = "a CPU-bound sweep of 3,600 points";
        await using var one = await TestCluster.StartPinnedAsync(1);
        await using var two = await TestCluster.StartPinnedAsync(2);
        List<double> alone = [], both = [];
        for (int round = 0; round <= Rounds; round++)
        {
            double first = await TimedSweep.SecondsAsync(one, TimedSweep.Points, round), second = await TimedSweep.SecondsAsync(two, TimedSweep.Points, round);
            if (round == 0) continue;
            alone.Add(first);
            both.Add(second);
        }

        double[] gains = [.. alone.Zip(both, (slow, fast) => slow / fast)];
        Row(Study, "one silo with one slot, on a core", $"{Median(alone):F2} s");
        Row(Study, "two silos with one slot each, on a core each", $"{Median(both):F2} s: {Median(gains):F2} x as fast ({gains.Min():F2} to {gains.Max():F2})");
    }

    /// <summary>Two silos with blob storages of their own train the same point; the storage of one is away. They change places each round.</summary>
    private static async Task OutageAsync()
    {
        const string Study = "storage away for 30 s during one training";
        using Azurite first = new(), second = new();
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        const string Often = "--Lanes:CheckpointEvery=00:00:02";
        await using var a = await TestCluster.StartAsync(1, "azure:outage", first.ConnectionString, Often);
        await using var b = await TestCluster.StartAsync(1, "azure:outage", second.ConnectionString, Often);
        List<double> undisturbed = [], costs = [];
        for (int round = 0; round < Outages; round++)
        {
            var (cut, calm, away) = round % 2 == 0 ? (a, b, first) : (b, a, second);
            var disturbed = TimedSweep.SecondsAsync(cut, TimedSweep.Long, round);
            var other = TimedSweep.SecondsAsync(calm, TimedSweep.Long, round);
            await Task.Delay(TimeSpan.FromSeconds(10));
            await away.StopAsync();
            await Task.Delay(Away);
            await away.StartAsync();
            undisturbed.Add(await other);
            costs.Add(100 * ((await disturbed / undisturbed[^1]) - 1));
        }

        Row(Study, "undisturbed beside it", $"{Median(undisturbed):F1} s");
        Row(Study, "cost of the outage, in percent of the undisturbed time", $"{costs.Average():F2} ({costs.Min():F2} to {costs.Max():F2}, {costs.Count} pairs)");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    internal static void Row(string study, string measured, FormattableString value) =>
        Console.WriteLine($"| {study} | {measured} | {value.ToString(CultureInfo.InvariantCulture)} |");
}
