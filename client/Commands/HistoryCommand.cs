using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Web.Services;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn history</c>: who did what with a sweep, and when.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("history", "Show who submitted, resumed, paused or cancelled a sweep, and when.") { sweep, output, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var actions = await ReadAsync();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(actions, ApiJson.Options));
            else foreach (var action in actions) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{action.At:yyyy-MM-dd HH:mm:ss}Z  {action.Told()}"));

            async Task<IReadOnlyList<SweepActionView>> ReadAsync()
            {
                if (cluster.TryOpen(parsed) is { } client)
                {
                    using (client)
                    {
                        var found = await SweepArgument.ResolveAsync(client, parsed.GetValue(sweep), cancellation);
                        return await client.HistoryAsync(found.Id, cancellation);
                    }
                }

                var store = StoreOption.OpenExisting(parsed.GetRequiredValue(output));
                var id = await SweepArgument.ResolveAsync(store, parsed.GetValue(sweep), cancellation);
                return await StoredViews.HistoryAsync(store, id, cancellation);
            }
        });
        return command;
    }
}
