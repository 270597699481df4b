using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Points;
using LayerDyn.Api.Sweeps;
using LayerDyn.Web.Services;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn logs</c>: what happened to a sweep, or to one of its points.</summary>
internal static class LogsCommand
{
    // What a cluster gives at a time.
    private const int MostLines = 1000;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var sweep = SweepArgument.Completing(new Argument<string>("sweep") { Description = SweepArgument.Forms });
        var index = new Argument<long?>("index") { Description = "the index of one of its points, from 0", Arity = ArgumentArity.ZeroOrOne };
        index.Validators.Add(result => NotNegative.Check(result, "index"));
        var level = new Option<string>("--level") { Description = "the least level that is shown", DefaultValueFactory = _ => LogLevels.Information };
        level.AcceptOnlyFromAmong([.. LogLevels.All]);
        var lines = new Option<int>("--lines") { Description = $"how many of the newest lines are shown, at most {MostLines}", DefaultValueFactory = _ => 200 };
        lines.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 1 or > MostLines) result.AddError($"--lines must be from 1 to {MostLines}");
        });
        var follow = new Option<bool>("--follow") { Description = "show new lines as they come, until the sweep rests (needs --cluster)" };
        var json = new Option<bool>("--json") { Description = "print one JSON document a line" };
        var output = StoreOption.Create();
        var command = new Command("logs", "Show what happened to a sweep or one of its points: its history, attempts without a result, failures, and what a cluster's silos logged last.")
            { sweep, index, level, lines, follow, json, output };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var point = parsed.GetValue(index);
            var (least, most) = (parsed.GetRequiredValue(level), parsed.GetValue(lines));
            void Print(LogLineView line) => Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(line, ApiJson.Options) : Text(line));
            if (cluster.TryOpen(parsed) is { } client)
            {
                using (client)
                {
                    string id = (await SweepArgument.ResolveAsync(client, parsed.GetValue(sweep), cancellation)).Id;
                    if (parsed.GetValue(follow)) await FollowAsync(client, id, point, least, most, Print, cancellation);
                    else PrintAll(await client.LogAsync(id, point, least, most, cancellation), Print);
                    return;
                }
            }

            if (parsed.GetValue(follow)) throw new UserException("a folder has no silo that logs: there is nothing to follow", "name the cluster: --cluster URL; or follow a run by its own output");
            var store = StoreOption.OpenExisting(parsed.GetRequiredValue(output));
            var found = await SweepArgument.ResolveAsync(store, parsed.GetValue(sweep), cancellation);
            if (point is { } wanted) PointReport.CheckThere(await new Storage.PlanCache(store).GetAsync(found), wanted);
            var all = (await StoredViews.LogAsync(store, found, point, cancellation)).Where(line => LogLevels.IsAtLeast(line.Level, least));
            foreach (var line in all.OrderBy(line => line.At).TakeLast(most)) Print(line);
        });
        return command;
    }

    private static async Task FollowAsync(LayerDynClient client, string sweep, long? point, string level, int lines, Action<LogLineView> print, CancellationToken cancellation)
    {
        var seen = new HashSet<LogLineView>();
        while (true)
        {
            bool last = SweepStates.IsIdle((await client.GetAsync(sweep, cancellation)).State); // what is read after it is all there is
            var log = await client.LogAsync(sweep, point, level, seen.Count == 0 ? lines : MostLines, cancellation);
            foreach (var line in log.Entries.Where(line => !seen.Contains(line))) print(line);
            seen = [.. seen, .. log.Entries]; // a silo that did not answer now was told of before
            if (last)
            {
                Warn(log);
                return;
            }

            await Task.Delay(Look, cancellation);
        }
    }

    private static void PrintAll(LogView log, Action<LogLineView> print)
    {
        foreach (var line in log.Entries) print(line);
        Warn(log);
    }

    private static void Warn(LogView log)
    {
        if (log.Silent.Count > 0) Console.Error.WriteLine($"{string.Join(", ", log.Silent)} did not answer: what it logged is missing");
    }

    private static string Text(LogLineView line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {line.Level,-11}  {(line.Silo.Length > 0 ? $"{line.Silo}  " : "")}{line.Message}");
}
