using System.CommandLine;
using System.Text.Json;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn status</c>: the ledger of one sweep, from its store.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("status", "Show the ledger of a sweep: expected = finished + diverged + failed + remaining.") { sweep, output, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (cluster.TryOpen(parsed) is { } client)
            {
                using (client)
                {
                    var view = await SweepArgument.ResolveAsync(client, parsed.GetValue(sweep), cancellation);
                    RemoteSweep.Show(view, parsed.GetValue(json));
                    if (!parsed.GetValue(json)) Tell(SweepOrigin.Of(view), view.Labels);
                    if (!parsed.GetValue(json) && (await client.QuotaAsync(cancellation)).ToString() is { Length: > 0 } quota) Console.WriteLine(quota);
                    return RemoteSweep.ExitOf(view);
                }
            }

            var store = StoreOption.OpenToLook(parsed.GetRequiredValue(output));
            var id = await SweepArgument.ResolveAsync(store, parsed.GetValue(sweep), cancellation);
            var ledger = await StoredLedger.ReadAsync(store, id, cancellation);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(ledger, JsonSerializerOptions.Web) : ledger.ToString());
            if (!parsed.GetValue(json)) Tell(SweepOrigin.Of(ledger), ledger.Labels);
            return ledger.IsComplete ? ExitCodes.Success : ExitCodes.Incomplete;
        });
        return command;
    }

    private static void Tell(SweepOrigin origin, SweepLabels labels)
    {
        foreach (string line in origin.Lines()) Console.WriteLine($"  {line}");
        LabelCommands.Print(labels);
    }
}
