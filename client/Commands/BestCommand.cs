using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Client.Ranking;
using LayerDyn.Science.Experiments;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn best</c>: the best points of a sweep by a column of its results, also of each group.</summary>
internal static class BestCommand
{
    private const int MostAtOnce = 5;

    // What is the better the higher it is; anything else, as a loss or a distance, the lower.
    private const string Accuracy = "accuracy";

    public static Command Create()
    {
        var sweep = SweepArgument.Completing(new Argument<string>("sweep") { Description = SweepArgument.Forms });
        var column = new Argument<string>("column") { Description = "a measured column of the results, e.g. loss" };
        var by = new Option<string[]>("--by") { Description = "the best of each value of an axis, or of each seed (may be repeated)", AllowMultipleArgumentsPerToken = true };
        var max = new Option<bool>("--max") { Description = $"the highest value is the best; default for columns with '{Accuracy}' in their names" };
        var min = new Option<bool>("--min") { Description = "the lowest value is the best; default for all other columns" };
        var most = new Option<int?>("-n") { Description = $"how many points, of each group with --by; default: {MostAtOnce}, with --by 1" };
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("best", "Show the points of a sweep with the best final value of a column. Points that diverged, failed or remain have none.")
        {
            sweep, column, by, max, min, most, output, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(max) && result.GetValue(min)) result.AddError("give --max or --min, not both");
            if (result.GetValue(most) is < 1) result.AddError("-n must be at least 1");
        });
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string wanted = parsed.GetRequiredValue(column);
            string[] axes = [.. (parsed.GetValue(by) ?? []).Distinct()];
            bool highest = parsed.GetValue(max) || (!parsed.GetValue(min) && wanted.Contains(Accuracy, StringComparison.Ordinal));
            int count = parsed.GetValue(most) ?? (axes.Length > 0 ? 1 : MostAtOnce);
            if (cluster.TryOpen(parsed) is { } client)
            {
                using (client)
                {
                    var view = await SweepArgument.ResolveAsync(client, parsed.GetRequiredValue(sweep), cancellation);
                    CheckAxes(view.Id, axes, [.. view.Axes.Select(axis => axis.Name)]);
                    var found = await BestPoints.PickAsync(new RemoteRanking(client, view.Id).ReadAsync(wanted, highest, cancellation), axes, count, cancellation);
                    return Print(view.Id, wanted, highest, axes, found, view.Ledger, parsed.GetValue(json));
                }
            }

            var store = StoreOption.OpenExisting(parsed.GetRequiredValue(output));
            var id = await SweepArgument.ResolveAsync(store, parsed.GetRequiredValue(sweep), cancellation);
            var plan = await new PlanCache(store).GetAsync(id);
            CheckAxes(id.Value, axes, [.. plan.Axes.Select(axis => axis.Name)]);
            if (!plan.Columns.Contains(wanted)) throw new UserException($"{id} has no column '{wanted}'", Names.Suggest(wanted, plan.Columns) ?? "");
            var ranking = new StoredRanking(store, plan);
            var best = await BestPoints.PickAsync(ranking.ReadAsync(wanted, highest, cancellation), axes, count, cancellation);
            int exit = Print(id.Value, wanted, highest, axes, best, ranking.Ledger, parsed.GetValue(json));
            if (ranking.Damaged.Count == 0) return exit;
            Console.Error.WriteLine($"error: {id}{Report.Missing(ranking.Damaged.Sum(damage => damage.Points), id.Value)}");
            return ExitCodes.Incomplete;
        });
        return command;
    }

    private static void CheckAxes(string sweep, string[] by, string[] axes)
    {
        foreach (string axis in by)
            if (axis != BestPoints.Seed && !axes.Contains(axis)) throw new UserException($"--by '{axis}' is no axis of {sweep}", Names.Suggest(axis, [.. axes, BestPoints.Seed]) ?? "");
    }

    private static int Print(string sweep, string column, bool highest, string[] by, IReadOnlyList<BestGroup> groups, Ledger ledger, bool json)
    {
        string order = highest ? "highest" : "lowest";
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { sweep, column, order, groups, ledger.Finished, ledger.Diverged, ledger.Failed, ledger.Remaining }, ApiJson.Options));
            return groups.Count > 0 ? ExitCodes.Success : ExitCodes.Incomplete;
        }

        if (groups.Count == 0)
        {
            Console.Error.WriteLine($"error: no point of {sweep} has a value of {column}: {ledger}");
            return ExitCodes.Incomplete;
        }

        Console.WriteLine($"{sweep}: {order} {column}{(by.Length > 0 ? $" by {string.Join(", ", by)}" : "")}{Without(ledger)}");
        string[] others = [.. groups[0].Points[0].Axes.Keys.Except(by)];
        bool seeds = !by.Contains(BestPoints.Seed);
        string[] header = [.. by, column, "point", .. others, .. seeds ? [BestPoints.Seed] : Array.Empty<string>()];
        var rows = groups.SelectMany(group => group.Points).Select(point => (IReadOnlyList<string>)
        [
            .. by.Select(axis => BestPoints.Label(point, axis)),
            Text(point.Value), point.Point.ToString(CultureInfo.InvariantCulture),
            .. others.Select(axis => point.Axes[axis]),
            .. seeds ? [BestPoints.Label(point, BestPoints.Seed)] : Array.Empty<string>(),
        ]);
        foreach (string line in TextTable.Lines(header, [.. rows])) Console.WriteLine(line);
        return ExitCodes.Success;
    }

    private static string Without(Ledger ledger)
    {
        var parts = ((long Count, string What)[])[(ledger.Diverged, "diverged"), (ledger.Failed, "failed"), (ledger.Remaining, "remaining")];
        string[] told = [.. parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count:N0} {part.What}"))];
        return told.Length > 0 ? $" (without a value: {string.Join(", ", told)})" : "";
    }

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
