using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Points;
using LayerDyn.Client.Hosting;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Storage;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn point</c>: one point of a sweep, and what is measured of it, also while it is trained.</summary>
internal static class PointCommand
{
    // Rows that are shown of a point where nobody asked for all.
    private const int Shown = 5;

    public static Command Create()
    {
        var sweep = SweepArgument.Completing(new Argument<string>("sweep") { Description = SweepArgument.Forms });
        var index = new Argument<long>("index") { Description = "the point's index in the sweep, from 0" };
        index.Validators.Add(result => NotNegative.Check(result, "index"));
        var output = StoreOption.Create();
        var watch = new Option<bool>("--watch") { Description = "print every measured row as CSV, as it comes, until the point has a result or has failed" };
        var json = new Option<bool>("--json") { Description = "print one JSON document" };
        var stop = new Option<bool>("--stop") { Description = "end it here, without a result: it keeps its rows and its checkpoint, and layerdyn retry resumes it (needs --cluster)" };
        var checkpoint = new Option<bool>("--checkpoint") { Description = "have it write a checkpoint, and say of which step (needs --cluster)" };
        var command = new Command("point", "Show one point of a sweep: where it stands and what was measured of it, also while it is trained.") { sweep, index, output, watch, stop, checkpoint, json };
        command.Validators.Add(result =>
        {
            if (((Option<bool>[])[watch, stop, checkpoint]).Count(result.GetValue) > 1) result.AddError("give one of --watch, --stop and --checkpoint");
            if (result.GetValue(json) && result.GetValue(watch)) result.AddError("give --watch or --json, not both");
        });
        var cluster = new ClusterOptions();
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(sweep);
            long point = parsed.GetRequiredValue(index);
            if (cluster.TryOpen(parsed) is { } client)
            {
                using (client)
                {
                    var found = await SweepArgument.ResolveAsync(client, name, cancellation);
                    if (parsed.GetValue(checkpoint)) return PrintCheckpoint(await client.CheckpointPointAsync(found.Id, point, cancellation), parsed.GetValue(json));
                    if (parsed.GetValue(stop)) await client.StopPointAsync(found.Id, point, cancellation);
                    if (parsed.GetValue(watch)) return await PrintAsync(client.WatchPointAsync(found.Id, point, cancellation), async () => (await client.PointAsync(found.Id, point, cancellation)).State);
                    return Print(await PointReport.OfAsync(client, found.Id, point, cancellation), parsed.GetValue(json));
                }
            }

            if (parsed.GetValue(stop) || parsed.GetValue(checkpoint))
                throw new UserException($"a folder has nobody to tell that point {point} is to end or to write a checkpoint", "name the cluster that trains it: --cluster URL");
            string location = parsed.GetRequiredValue(output);
            var store = StoreOption.OpenExisting(location);
            var id = await SweepArgument.ResolveAsync(store, name, cancellation);
            var plan = await new PlanCache(store).GetAsync(id);
            PointReport.CheckThere(plan, point);
            await using var silo = await EmbeddedSilo.StartAsync(location, lanes: 1);
            var grain = silo.Grains.GetGrain<IExperimentGrain>(string.Create(CultureInfo.InvariantCulture, $"{id}/{point}"));
            if (parsed.GetValue(watch)) return await PrintAsync(RowsAsync(grain, cancellation), async () => PointReport.NameOf((await grain.GetAsync()).State));
            return Print(await PointReport.OfAsync(grain, store, plan, point, cancellation), parsed.GetValue(json));
        });
        return command;
    }

    private static async IAsyncEnumerable<RecordsView> RowsAsync(IExperimentGrain grain, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var rows in grain.WatchAsync(cancellationToken: cancellation).WithCancellation(cancellation)) yield return PointReport.View(rows);
    }

    private static async Task<int> PrintAsync(IAsyncEnumerable<RecordsView> all, Func<Task<string>> state)
    {
        bool headed = false;
        await foreach (var view in all)
        {
            if (!headed) Console.WriteLine(string.Join(',', view.Columns));
            headed = true;
            foreach (var row in view.Rows) Console.WriteLine(string.Join(',', row.Select(Text)));
        }

        string ended = await state();
        Console.Error.WriteLine($"the point is {ended}");
        return ended == PointStates.Failed ? ExitCodes.Incomplete : ExitCodes.Success;
    }

    private static int PrintCheckpoint(long step, bool json)
    {
        Console.WriteLine(json ? JsonSerializer.Serialize(new WrittenCheckpoint(step), ApiJson.Options) : string.Create(CultureInfo.InvariantCulture, $"a checkpoint of step {step:N0} is in the store"));
        return ExitCodes.Success;
    }

    private static int Print(PointReport point, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(point, ApiJson.Options));
            return ExitCodes.Success;
        }

        Console.WriteLine($"point {point.Index} of {point.Sweep}: {point.State}{(point.Failure is { } why ? $": {why}" : "")}");
        foreach (var (axis, label) in point.Axes) Console.WriteLine($"  {axis}: {label}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  seed: {point.Seed}"));
        if (point.Run is { } run) Console.WriteLine($"  trained on {run.Silo}, attempt {run.Attempt}, {run.StepsDone:N0} of {run.Steps:N0} steps{(run.Points > 1 ? $" of {run.Points} points together" : "")}");
        if (point.Rows.Count == 0) Console.WriteLine("  nothing was measured yet");
        else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {point.Rows.Count:N0} measured rows, to step {point.Rows[^1][0]:N0} of {point.Steps:N0}{(point.Rows.Count > Shown ? $"; the last {Shown}" : "")}:"));
        if (point.Rows.Count > 0) Console.WriteLine("  " + string.Join(',', point.Columns));
        foreach (var row in point.Rows.TakeLast(Shown)) Console.WriteLine("  " + string.Join(',', row.Select(Text)));
        foreach (var file in point.Kept)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  kept {(file.Step is { } step ? $"at step {step:N0}" : "of its data")}: {file.Name}, {FileSize.Write(file.Bytes)}"));
        return ExitCodes.Success;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
