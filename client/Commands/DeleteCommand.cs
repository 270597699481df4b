using System.CommandLine;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Client.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn delete</c>: a sweep and all its files.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var sweep = SweepArgument.Create();
        sweep.Arity = ArgumentArity.ExactlyOne;
        sweep.Description = "a sweep's id or name";
        var output = StoreOption.Create();
        var yes = new Option<bool>("--yes", "-y") { Description = "do not ask; needed where nobody can be asked" };
        var force = new Option<bool>("--force") { Description = "delete a sweep that is marked as running, as when its process was killed, or that cannot be read" };
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command("delete", "Delete a sweep with all its files. Other sweeps keep what they took of its results.") { sweep, output, yes, force, json };
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetValue(sweep)!;
            using var client = cluster.TryOpen(parsed);
            var deleted = client is not null
                ? await RemotelyAsync(client, name, parsed.GetValue(yes), cancellation)
                : await LocallyAsync(parsed.GetRequiredValue(output), name, parsed.GetValue(yes), parsed.GetValue(force), cancellation);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(deleted, ApiJson.Options) : $"{deleted.Sweep}: deleted {FileSize.Write(deleted.Files, deleted.Bytes)}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<DeletedView> RemotelyAsync(LayerDynClient cluster, string name, bool yes, CancellationToken cancellation)
    {
        var found = await SweepArgument.ResolveAsync(cluster, name, cancellation);
        var usage = await cluster.UsageAsync(found.Id, cancellation);
        Confirm(found.Id, usage.Files, usage.Total, yes);
        return await cluster.DeleteAsync(found.Id, cancellation);
    }

    private static async Task<DeletedView> LocallyAsync(string location, string name, bool yes, bool force, CancellationToken cancellation)
    {
        var store = StoreOption.OpenExisting(location);
        var id = await SweepArgument.ResolveAsync(store, name, cancellation);
        if (!Turn.TryTake(store, id, out var turn)) throw new UserException($"another process is running sweep {id}", "stop it first, by Ctrl-C");
        using var held = turn;
        var total = (await SweepUsage.ReadAsync(store, id, cancellation)).Total;
        var head = await HeadAsync(store, id, force, cancellation);
        if (head is { State: ManifestState.Active } && !force)
            throw new UserException($"sweep {id} is marked as running", "stop what runs it; where nothing does, as after it was killed, give --force");
        Confirm(id.Value, total.Files, total.Bytes, yes);
        var deletion = new SweepDeletion(store, id);
        if (head is not null) await deletion.BeginAsync(new SweepAction(TimeProvider.System.GetUtcNow().UtcDateTime, "deleted"), cancellation);
        total = await deletion.FinishAsync(cancellation);
        return new DeletedView(id.Value, total.Files, total.Bytes);
    }

    private static async Task<SweepHead?> HeadAsync(IArtifactStore store, SweepId id, bool force, CancellationToken cancellation)
    {
        try
        {
            return await new SweepHeadStore(store, id).TryReadAsync(cancellation);
        }
        catch (StoreException damaged) when (damaged.IsDamage)
        {
            return force ? null : throw new UserException($"sweep {id} cannot be read: {damaged.Failure}", $"'layerdyn verify {id} --repair' may mend it; give --force to delete it as it is");
        }
    }

    private static void Confirm(string sweep, long files, long bytes, bool yes)
    {
        if (yes) return;
        if (Console.IsInputRedirected) throw new UserException($"deleting {sweep} ({FileSize.Write(files, bytes)}) needs a yes, and nobody can be asked here", "give --yes");
        Console.Error.Write($"delete {sweep} with {FileSize.Write(files, bytes)}? [y/N] ");
        if (Console.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES")) throw new UserException($"{sweep} was not deleted", "answer y to delete it");
    }
}
