using System.CommandLine;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn list</c>: the sweeps of a store.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("list", "List the sweeps of a store with their ledgers.") { output, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (cluster.TryOpen(parsed) is { } client)
            {
                using (client)
                {
                    var views = await client.ListAsync(cancellation);
                    if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(views, ApiJson.Options));
                    else foreach (var view in views) RemoteSweep.Show(view, json: false);
                    return ExitCodes.Success;
                }
            }

            var store = StoreOption.OpenExisting(parsed.GetRequiredValue(output));
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

            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(ledgers, JsonSerializerOptions.Web));
            else foreach (var ledger in ledgers) Console.WriteLine(ledger);
            return unreadable ? ExitCodes.Incomplete : ExitCodes.Success;
        });
        return command;
    }
}
