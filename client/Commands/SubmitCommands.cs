using System.CommandLine;
using LayerDyn.Api;
using LayerDyn.Client.Recipes;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn submit</c> and <c>layerdyn extend</c>: hand a spec to a cluster. The client may leave at any time.</summary>
internal static class SubmitCommands
{
    public static Command Submit() => Create(
        "submit", "Start a sweep in a cluster. Submitting the same spec again is the same sweep, and goes on with it.",
        (cluster, _, yaml, options, cancellation) => cluster.SubmitAsync(yaml, options, cancellation));

    public static Command Extend()
    {
        var of = new Option<string?>("--of") { Description = "the sweep that is extended, by its id, NAME or NAME@2; default: the newest of the spec's name" };
        var command = Create(
            "extend", "Start a changed spec (more seeds, a longer axis) in a cluster: points that a sweep has already are not computed again.",
            async (cluster, parsed, yaml, options, cancellation) =>
            {
                string name = parsed.GetValue(of) ?? SweepPlan.Load(yaml, options.Set, options.Variant).Name;
                return await cluster.ExtendAsync((await SweepArgument.ResolveAsync(cluster, name, cancellation)).Id, yaml, options, cancellation);
            });
        command.Options.Add(of);
        return command;
    }

    private static Command Create(
        string name, string description,
        Func<LayerDynClient, ParseResult, string, SubmitOptions, CancellationToken, Task<(Api.Sweeps.SweepView Sweep, bool IsNew)>> send)
    {
        var spec = new SpecArguments();
        var cluster = new ClusterOptions();
        var priority = new Option<string>("--priority") { Description = "its share of your slots, where other sweeps of yours want them too", DefaultValueFactory = _ => "normal" };
        priority.AcceptOnlyFromAmong("low", "normal", "high");
        var batch = new Option<int>("--batch") { Description = "points that travel together; default: by their cost" };
        batch.Validators.Add(result => NotNegative.Check(result, "--batch"));
        var watch = new Option<bool>("--watch") { Description = "show its progress until it ends" };
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var command = new Command(name, description);
        spec.AddTo(command);
        cluster.AddTo(command);
        foreach (var option in (Option[])[priority, batch, watch, json]) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.Open(parsed);
            string yaml = SpecSource.Read(parsed.GetRequiredValue(spec.Spec));
            var options = new SubmitOptions
            {
                Set = parsed.GetValue(spec.Set) ?? [],
                Variant = spec.VariantOf(parsed),
                Priority = parsed.GetRequiredValue(priority),
                Batch = parsed.GetValue(batch),
                Command = CommandText.Own(),
            };
            var (sweep, isNew) = await send(client, parsed, yaml, options, cancellation);
            if (parsed.GetValue(watch)) return await RemoteSweep.WatchAsync(client, sweep, cluster.Given(parsed), parsed.GetValue(json), cancellation);
            if (!parsed.GetValue(json)) Console.WriteLine(isNew ? "submitted" : "the cluster has this sweep already: it goes on");
            RemoteSweep.Show(sweep, parsed.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }
}
