using System.CommandLine;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Web.Services;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn du</c>: how much sweeps take in their store.</summary>
internal static class UsageCommand
{
    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        sweep.Description = "a sweep's id or name; all sweeps when left out";
        var output = StoreOption.Create();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("du", "Show how much sweeps take in their store, the biggest first.") { sweep, output, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.TryOpen(parsed);
            var found = client is not null
                ? await RemotelyAsync(client, parsed.GetValue(sweep), cancellation)
                : await LocallyAsync(StoreOption.OpenExisting(parsed.GetRequiredValue(output)), parsed.GetValue(sweep), cancellation);
            var sorted = found.OrderByDescending(usage => usage.Total).ThenBy(usage => usage.Sweep, StringComparer.Ordinal).ToList();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(sorted, ApiJson.Options));
            else Show(sorted);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<UsageView>> RemotelyAsync(LayerDynClient cluster, string? name, CancellationToken cancellation)
    {
        if (name is not null) return [await cluster.UsageAsync((await SweepArgument.ResolveAsync(cluster, name, cancellation)).Id, cancellation)];
        var found = new List<UsageView>();
        foreach (var sweep in await cluster.ListAsync(cancellation)) found.Add(await cluster.UsageAsync(sweep.Id, cancellation));
        return found;
    }

    private static async Task<IReadOnlyList<UsageView>> LocallyAsync(IArtifactStore store, string? name, CancellationToken cancellation)
    {
        if (name is not null) return [await StoredViews.UsageAsync(store, await SweepArgument.ResolveAsync(store, name, cancellation), cancellation)];
        var found = new List<UsageView>();
        foreach (var id in await SweepIndex.ListTracesAsync(store, cancellation)) found.Add(await StoredViews.UsageAsync(store, id, cancellation));
        return found;
    }

    private static void Show(IReadOnlyList<UsageView> sweeps)
    {
        foreach (var usage in sweeps)
        {
            string parts = string.Join(", ", new (string Name, long Bytes)[] { ("results", usage.Results), ("kept", usage.Kept), ("checkpoints", usage.Checkpoints), ("curves", usage.Curves), ("other", usage.Other) }
                .Where(part => part.Bytes > 0).Select(part => $"{part.Name} {FileSize.Write(part.Bytes)}"));
            Console.WriteLine($"{FileSize.Write(usage.Total),8}  {usage.Sweep}  ({parts})");
        }

        if (sweeps.Count > 1) Console.WriteLine($"{FileSize.Write(sweeps.Sum(usage => usage.Total)),8}  in {sweeps.Count} sweeps");
    }
}
