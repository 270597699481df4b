using System.CommandLine;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn watch</c>, <c>pause</c>, <c>resume</c>, <c>cancel</c> and <c>retry</c>, for sweeps of a cluster.</summary>
internal static class SweepActionCommands
{
    public static IEnumerable<Command> Create()
    {
        yield return Watch();
        yield return Act("pause", "Start no more points of a sweep; what is finished is committed, long points leave a checkpoint.");
        yield return Act("resume", "Go on with a sweep that was paused, cancelled or stopped by trouble.");
        yield return Act("cancel", "End a sweep as it is; its curves are drawn from what there is.");
        var retry = Act("retry", "Retry the failed points of a sweep.");
        retry.Options.Add(new Option<bool>("--failed") { Description = "failed points are what is tried again (the default, and all there is)" });
        yield return retry;
    }

    private static Command Watch()
    {
        var (command, sweep, cluster, json) = Parts("watch", "Show a sweep's progress until it ends. Ctrl-C stops the watching, not the sweep.");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.Open(parsed);
            var found = await SweepArgument.ResolveAsync(client, parsed.GetValue(sweep), cancellation);
            return await RemoteSweep.WatchAsync(client, found, cluster.Given(parsed), parsed.GetValue(json), cancellation);
        });
        return command;
    }

    private static Command Act(string name, string description)
    {
        var (command, sweep, cluster, json) = Parts(name, description);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.Open(parsed);
            var found = await SweepArgument.ResolveAsync(client, parsed.GetValue(sweep), cancellation);
            RemoteSweep.Show(await client.ActAsync(found.Id, name, cancellation), parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static (Command Command, Argument<string?> Sweep, ClusterOptions Cluster, Option<bool> Json) Parts(string name, string description)
    {
        var sweep = SweepArgument.Create("cluster");
        var cluster = new ClusterOptions();
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command(name, description) { sweep, json };
        cluster.AddTo(command);
        return (command, sweep, cluster, json);
    }
}
