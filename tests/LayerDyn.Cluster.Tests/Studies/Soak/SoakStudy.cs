using System.Diagnostics;
using System.Globalization;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>
/// <c>infra/bench-cluster.sh soak [--minutes MINUTES] [--seed SEED]</c>: five users with API keys of their own keep a cluster of three silos busy with sweeps
/// of different kinds, while silos are killed, stopped and frozen and Redis and the blob storage go away; then everything that was committed is looked
/// through. Rows of a Markdown table; exit code 1 where anything was lost, a silo answered 500, or a bar was missed: shares within 10 % of fair, and memory that
/// does not grow by more than 10 % from the middle third of the time to the last.
/// </summary>
/// <param name="settings">How long, and which faults.</param>
internal sealed class SoakStudy(SoakSettings settings)
{
    private const int Silos = 3, SlotsEach = 2, MemoryEvery = 5;
    private const double MostUnfair = 0.1, MostGrowth = 1.1;

    private readonly MemoryRecord _memory = new();
    private readonly SlotRecord _slots = new();
    private double _grown;
    private int _seconds;

    public static async Task<int> RunAsync(string[] options)
    {
        if (SoakSettings.TryParse(options) is { } settings) return await new SoakStudy(settings).RunAsync();
        await Console.Error.WriteLineAsync("usage: bench-cluster.sh soak [--minutes MINUTES] [--seed SEED]");
        return 2;
    }

    private async Task<int> RunAsync()
    {
        var admin = new SoakKey("admin", "admin");
        SoakKey[] keys = [.. SoakWork.All.Select(work => new SoakKey(work.Owner, "submit"))];
        using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var cluster = await TestCluster.StartWithKeyAsync(admin.Secret, Silos, "azure:soak", azurite.ConnectionString,
            [$"--Lanes:CpuLanes={SlotsEach}", "--Api:MaxPointBytes=1000000000000", .. keys.Append(admin).SelectMany((key, place) => key.Settings(place))]);
        await using var supervisor = new Chaos.Supervisor(cluster);
        using var answers = new AnswerCounts();
        SoakUser[] users = [.. keys.Zip(SoakWork.All, (key, work) => new SoakUser(cluster, work, key, answers))];
        var faults = new SoakFaults(cluster, azurite, settings.Seed);
        var checks = new SoakChecks(cluster);
        var first = cluster.Silos[0];

        using (var stop = new CancellationTokenSource())
        {
            Task[] all = [.. users.Select(user => user.RunAsync(stop.Token)), faults.RunAsync(stop.Token), SampleMemoryAsync(cluster, stop.Token), CheckAsync(checks, users, stop.Token)];
            await Task.WhenAny([SampleSlotsAsync(cluster, users), .. all]); // those end before only by what is wrong with this study
            await stop.CancelAsync();
            await Task.WhenAll(all);
        }

        Report(users, faults, supervisor.Restarts, first.HasExited ? null : first.Id);
        await cluster.ReadyAsync();
        await Task.WhenAll(users.Select(user => user.CancelAsync()));
        foreach (var user in users)
            foreach (var sweep in user.Sweeps.Where(sweep => !sweep.IsChecked)) await checks.CheckAsync(sweep, await user.ViewAsync(sweep));
        string[] problems = [.. users.SelectMany(user => user.Problems), .. checks.Problems, .. answers.Unforeseen];
        Report(users, checks, answers, problems.Length);
        foreach (string problem in problems) await Console.Error.WriteLineAsync(problem);
        if (problems.Length > 0) await WriteLogAsync(supervisor);
        foreach (var user in users) user.Dispose();
        return problems.Length > 0 || Furthest(users) > MostUnfair || _grown > MostGrowth ? 1 : 0;
    }

    /// <summary>Looks through what is completed, so that little is left to the end; where the store is away, again later.</summary>
    private static async Task CheckAsync(SoakChecks checks, IReadOnlyList<SoakUser> users, CancellationToken stop)
    {
        for (; !stop.IsCancellationRequested; await Task.Delay(TimeSpan.FromSeconds(MemoryEvery), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing))
            foreach (var user in users)
                foreach (var sweep in user.Sweeps.Where(sweep => sweep is { IsCompleted: true, IsChecked: false }))
                    if (!stop.IsCancellationRequested) await checks.TryCheckAsync(sweep, await user.ViewAsync(sweep));
    }

    private async Task SampleMemoryAsync(TestCluster cluster, CancellationToken stop)
    {
        for (; !stop.IsCancellationRequested; await Task.Delay(TimeSpan.FromSeconds(MemoryEvery), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)) _memory.Sample(cluster);
    }

    private async Task SampleSlotsAsync(TestCluster cluster, IReadOnlyList<SoakUser> users)
    {
        var clock = Stopwatch.StartNew();
        for (_seconds = 0; clock.Elapsed < settings.Length; _seconds++)
        {
            if (clock.Elapsed < TimeSpan.FromSeconds(_seconds)) await Task.Delay(TimeSpan.FromSeconds(_seconds) - clock.Elapsed);
            var owners = users.SelectMany(user => user.Sweeps.Select(sweep => (sweep.Id, user.Name))).ToDictionary();
            if (cluster.Running() is [var silo, ..]) _slots.Add(await silo.Api.ClusterAsync(), owners.GetValueOrDefault);
            if (_seconds % 60 == 59) await Console.Error.WriteLineAsync(Progress(users));
        }
    }

    private double Furthest(IReadOnlyList<SoakUser> users) => users.Max(user => Math.Abs((_slots.ShareOf(user.Name) * users.Count) - 1));

    private string Progress(IReadOnlyList<SoakUser> users) => string.Create(CultureInfo.InvariantCulture,
        $"{_slots.Samples} samples: {string.Join(", ", users.Select(user => $"{user.Name} {100 * _slots.ShareOf(user.Name):F1} % ({user.Sweeps.Count(sweep => sweep.IsCompleted)} sweeps)"))}; MB now {string.Join(", ", _memory.Newest().Select(bytes => bytes >> 20))}");

    private string Study => string.Create(CultureInfo.InvariantCulture, $"soak of {settings.Length.TotalMinutes:F0} minutes, {SoakWork.All.Count} users, {Silos} silos with {SlotsEach} slots each");

    private void Report(IReadOnlyList<SoakUser> users, SoakFaults faults, int restarts, int? first)
    {
        string kinds = string.Join(", ", faults.Done.Select(kind => $"{kind.Key} {kind.Value}"));
        string shares = string.Join(", ", users.Select(user => string.Create(CultureInfo.InvariantCulture, $"{user.Name} {100 * _slots.ShareOf(user.Name):F1} %")));
        ClusterStudies.Row(Study, "faults", $"{faults.Done.Values.Sum()} ({kinds}); {restarts} silos started again");
        ClusterStudies.Row(Study, "shares of the slots' time", $"{shares}; at most {100 * Furthest(users):F1} % from fair (bar {100 * MostUnfair:F0} %)");
        ClusterStudies.Row(Study, "of the slots' time trained", $"{100.0 * _slots.Busy / _slots.Slots:F1} % ({_slots.Samples} samples in {_seconds} s; {users.Sum(user => user.Idle)} times a user had little to do)");
        var lives = _memory.Of(samples: (int)(settings.Length.TotalSeconds / MemoryEvery / 6));
        if (lives.FirstOrDefault(life => life.Process == first) is { } whole)
        {
            _grown = whole.Growth;
            Memory(string.Create(CultureInfo.InvariantCulture, $"resident memory of the silo that lived throughout, by thirds of the time (bar: the last at most {MostGrowth:F1} of the middle one)"), whole);
        }

        if (lives.Where(life => life.Process != first).MaxBy(life => life.Growth) is { } worst)
            Memory($"that of another with the largest growth, of {lives.Count(life => life.Process != first)} that lived for a sixth of the time or more", worst);
    }

    private void Report(IReadOnlyList<SoakUser> users, SoakChecks checks, AnswerCounts answers, int problems)
    {
        string errors = string.Join(", ", answers.Errors.OrderBy(error => error.Key).Select(error => $"{(int)error.Key} {error.Value} times"));
        int completed = users.Sum(user => user.Sweeps.Count(sweep => sweep.IsCompleted)), all = users.Sum(user => user.Sweeps.Count);
        ClusterStudies.Row(Study, "sweeps completed, and cancelled at the end", $"{completed}, {all - completed}");
        ClusterStudies.Row(Study, "points with results, measured rows", $"{checks.Points:N0}, {checks.Rows:N0}; {checks.Lost:N0} points leased again");
        ClusterStudies.Row(Study, "answers to the users", $"{answers.Answers:N0}; errors: {(errors.Length > 0 ? errors : "none")}");
        ClusterStudies.Row(Study, "lost, or not as it must be", $"{problems}; superfluous files, for gc: {checks.Superfluous}");
    }

    private void Memory(string measured, ProcessMemory life) =>
        ClusterStudies.Row(Study, measured, $"{life.First >> 20}, {life.Middle >> 20}, {life.Last >> 20} MB (medians); last over middle {life.Growth:F3}");

    private async Task WriteLogAsync(Chaos.Supervisor supervisor)
    {
        string log = Path.Combine("artifacts", string.Create(CultureInfo.InvariantCulture, $"soak-{settings.Seed}.log"));
        Directory.CreateDirectory("artifacts");
        await File.WriteAllTextAsync(log, supervisor.Log());
        await Console.Error.WriteLineAsync($"see {log}");
    }
}
