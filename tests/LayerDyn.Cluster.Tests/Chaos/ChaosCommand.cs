using System.Diagnostics;
using System.Globalization;

namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>
/// <c>infra/chaos.sh --minutes M --seed S [--round R]</c>: rounds drawn from the seed for M minutes, or just round R. Exit code 1 at the
/// first round after which something does not hold; its silos' words are then in <c>artifacts/chaos-SEED-ROUND.log</c>.
/// </summary>
internal static class ChaosCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length % 2 != 0 || Option("--minutes", "1") is not { } minutes || Option("--seed", "1") is not { } seed || Option("--round", "-1") is not { } only)
        {
            Console.Error.WriteLine("usage: chaos.sh [--minutes MINUTES] [--seed SEED] [--round ROUND]");
            return 2;
        }

        var clock = Stopwatch.StartNew();
        var counts = new SortedDictionary<FaultKind, int>();
        long allLost = 0;
        int rounds = 0;
        for (int number = Math.Max(only, 0); only >= 0 ? rounds == 0 : clock.Elapsed < TimeSpan.FromMinutes(minutes); number++)
        {
            var round = Round.Draw(seed, number);
            Console.WriteLine($"round {number}: {round}");
            var began = Stopwatch.StartNew();
            await using var run = new ChaosRun(round);
            try
            {
                var (lost, restarts) = await run.RunAsync();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  holds after {began.Elapsed.TotalSeconds:F0} s; {lost} of 902 points leased again, {restarts} silos started again"));
                allLost += lost;
            }
            catch (Exception broken)
            {
                string log = Path.Combine("artifacts", $"chaos-{seed}-{number}.log");
                Directory.CreateDirectory("artifacts");
                await File.WriteAllTextAsync(log, $"{round}\n{broken}\n{run.Log}");
                Console.WriteLine($"  DOES NOT HOLD: {broken.Message.Split('\n')[0]}\n  see {log}; again: bash infra/chaos.sh --seed {seed} --round {number}");
                return 1;
            }

            foreach (var fault in round.Faults) counts[fault.Kind] = counts.GetValueOrDefault(fault.Kind) + 1;
            rounds++;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rounds} rounds with {counts.Values.Sum()} faults in {clock.Elapsed.TotalMinutes:F1} minutes: everything holds; {allLost} of {902 * rounds} points leased again"));
        Console.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")));
        return 0;

        int? Option(string name, string fallback)
        {
            int at = Array.IndexOf(args, name);
            return int.TryParse(at < 0 ? fallback : args[at + 1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;
        }
    }
}
