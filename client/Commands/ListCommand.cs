using System.CommandLine;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn list</c>: the sweeps of a store or a cluster, newest first.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var output = StoreOption.Create();
        var tag = new Option<string?>("--tag") { Description = "only those with this tag" };
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("list", "List the sweeps of a store, newest first: when each was submitted and with what, how long it took, where it stands.") { output, tag, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (cluster.TryOpen(parsed) is { } client)
            {
                using (client)
                {
                    SweepView[] views = [.. SweepOrder.NewestFirst((await client.ListAsync(cancellation)).Where(view => Fits(view.Tags)), view => (view.Id, (view.Submitted ?? default).UtcDateTime))];
                    if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(views, ApiJson.Options));
                    else foreach (string line in SweepTable.Lines([.. views.Select(SweepTable.Of)])) Console.WriteLine(line);
                    return ExitCodes.Success;
                }
            }

            var store = StoreOption.OpenToLook(parsed.GetRequiredValue(output));
            var ledgers = new List<StoredLedger>();
            bool unreadable = false;
            foreach (var sweep in await SweepIndex.ListAsync(store, readThrough: true, cancellation))
            {
                if (!await SweepIndex.HasAsync(store, sweep, cancellation)) continue; // its folder was deleted
                try
                {
                    ledgers.Add(await StoredLedger.ReadAsync(store, sweep, cancellation));
                }
                catch (Exception error) when (error is StoreException or SpecException)
                {
                    Console.Error.WriteLine($"error: {sweep}: {error.Message}"); // the others are listed all the same
                    unreadable = true;
                }
            }

            ledgers = [.. SweepOrder.NewestFirst(ledgers.Where(ledger => Fits(ledger.Tags)), ledger => (ledger.Sweep, ledger.Submitted ?? default))];
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(ledgers, JsonSerializerOptions.Web));
            else foreach (string line in SweepTable.Lines([.. ledgers.Select(SweepTable.Of)])) Console.WriteLine(line);
            return unreadable ? ExitCodes.Incomplete : ExitCodes.Success;

            bool Fits(IReadOnlyList<string> tags) => parsed.GetValue(tag) is not { } wanted || tags.Contains(wanted);
        });
        return command;
    }
}
