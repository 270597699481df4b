using System.CommandLine;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Client.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn gc</c>: what nothing in a store needs any more.</summary>
internal static class CleanCommand
{
    public static Command Create()
    {
        var output = StoreOption.Create();
        var dryRun = new Option<bool>("--dry-run") { Description = "only say what would be deleted" };
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("gc", "Delete what nothing lists: leftovers of sweeps that are completed or gone, older than an hour. Results that are listed stay.") { output, dryRun, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            bool dry = parsed.GetValue(dryRun);
            using var client = cluster.TryOpen(parsed);
            var cleaned = client is not null
                ? await client.CleanAsync(dry, cancellation)
                : await LocallyAsync(StoreOption.OpenExisting(parsed.GetRequiredValue(output)), dry, cancellation);
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(cleaned, ApiJson.Options));
            else Show(cleaned, dry ? "would be deleted" : "deleted");
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<DeletedView>> LocallyAsync(IArtifactStore store, bool dryRun, CancellationToken cancellation)
    {
        var cleaned = new List<DeletedView>();
        foreach (var id in await SweepIndex.ListTracesAsync(store, cancellation))
        {
            if (!Turn.TryTake(store, id, out var turn)) continue; // it is run: its end cleans it
            using var held = turn;
            var total = await new SweepCleaning(store, id).RunAsync(TimeProvider.System.GetUtcNow(), dryRun, cancellation);
            if (total.Files > 0) cleaned.Add(new DeletedView(id.Value, total.Files, total.Bytes));
        }

        return cleaned;
    }

    private static void Show(IReadOnlyList<DeletedView> cleaned, string what)
    {
        foreach (var sweep in cleaned) Console.WriteLine($"{sweep.Sweep}: {FileSize.Write(sweep.Files, sweep.Bytes)} {what}");
        if (cleaned.Count == 0) Console.WriteLine("nothing is left over");
    }
}
