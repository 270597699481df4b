using System.CommandLine;
using System.Text.Json;
using LayerDyn.Client.Hosting;
using LayerDyn.Client.Progress;
using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Torch;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary><c>layerdyn run</c>: the whole product in one process, from a YAML file to curves in a folder.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var spec = new SpecArguments();
        var output = StoreOption.Create();
        var lanes = new Option<int>("--lanes") { Description = "how many points (or batches of small points) train at once; default: one for each core" };
        var batch = new Option<int>("--batch") { Description = "points that travel together; default: by their cost; 1 gives every point a grain of its own" };
        var retry = new Option<bool>("--retry-failed") { Description = "try points again that failed in an earlier run" };
        var json = new Option<bool>("--json") { Description = "print one JSON document at the end and nothing else" };
        var ui = new Option<bool>("--ui") { Description = "show the dashboard in the browser while it runs; afterwards: layerdyn ui" };
        var noBrowser = UiCommand.NoBrowser();
        lanes.Validators.Add(result => NotNegative.Check(result, "--lanes"));
        batch.Validators.Add(result => NotNegative.Check(result, "--batch"));
        var command = new Command("run",
            "Run a sweep in this process and draw its curves. Running it again computes only what is missing; Ctrl-C stops it without loss.");
        spec.AddTo(command);
        foreach (var option in (Option[])[output, lanes, batch, retry, ui, noBrowser, json]) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (yaml, plan) = spec.Load(parsed);
            string location = parsed.GetRequiredValue(output);
            var store = ArtifactStores.Open(location);
            await store.CheckAsync(cancellation);
            var view = ProgressViews.Create(parsed.GetValue(json));
            view.Begin(Report.Opening(plan, location));
            using var turn = await Turn.WaitAsync(store, plan, view, cancellation);
            if (await CompletedSweep.TryReadAsync(store, plan, cancellation) is { } completed)
            {
                Show(completed.Status, completed.Curves);
                return ExitCodes.Success;
            }

            if (Trainer.NeedsTorch(plan.Experiment(0))) TorchRuntime.EnsureAvailable();
            await using var silo = await (parsed.GetValue(ui)
                ? EmbeddedSilo.StartWithDashboardAsync(location, parsed.GetValue(lanes))
                : EmbeddedSilo.StartAsync(location, parsed.GetValue(lanes)));
            if (silo.Dashboard is { } page) UiCommand.Show(new Uri(page, $"#/sweeps/{plan.Id}"), !parsed.GetValue(noBrowser), view.Say);
            var sweep = silo.Grains.GetGrain<ISweepGrain>(plan.Id.Value);
            var status = await sweep.StartAsync(new SweepSubmission(yaml, plan.ResolvedYaml, parsed.GetValue(batch), Variant: plan.Variant ?? "", Set: parsed.GetValue(spec.Set), Command: CommandText.Own()));
            if (parsed.GetValue(retry) && status.Ledger.Failed > 0) status = await sweep.RetryFailedAsync();
            status = await FollowAsync(sweep, view, cancellation);
            Show(status, await SweepSummary.TryReadAsync(store, plan.Id) is { } summary ? summary.Curves : []);
            if (cancellation.IsCancellationRequested && status.State is not (SweepState.Completed or SweepState.Broken)) return ExitCodes.Interrupted;
            if (status.State == SweepState.Broken) silo.TellErrors();
            return status is { State: SweepState.Completed, Ledger.IsComplete: true } ? ExitCodes.Success : ExitCodes.Incomplete;

            void Show(SweepStatus status, IReadOnlyList<CurveReport> curves)
            {
                if (parsed.GetValue(json)) Console.WriteLine(AsJson(plan, location, status, curves));
                else view.End(Report.Closing(plan, location, status, status.State == SweepState.Completed ? curves : []));
            }
        });
        return command;
    }

    /// <summary>
    /// Shows the sweep until it rests. A busy machine that answers late ends no run. Ctrl-C pauses it: what is finished gets committed first.
    /// </summary>
    internal static async Task<SweepStatus> FollowAsync(ISweepGrain sweep, IProgressView view, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var status = await sweep.GetStatusAsync();
                await foreach (var next in sweep.WatchAsync(cancellation).WithCancellation(cancellation)) view.Update(status = next);
                return status;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                view.Say("interrupted: committing what is finished ...");
                return await sweep.PauseAsync();
            }
            catch (TimeoutException)
            {
                // asked again
            }
        }
    }

    private static string AsJson(SweepPlan plan, string location, SweepStatus status, IReadOnlyList<CurveReport> curves) =>
        JsonSerializer.Serialize(
            new
            {
                sweep = plan.Id.Value,
                folder = Path.Combine(location, plan.Id.Value),
                state = status.State.ToString().ToLowerInvariant(),
                status.Ledger.Expected,
                status.Ledger.Finished,
                status.Ledger.Diverged,
                status.Ledger.Failed,
                status.Ledger.Remaining,
                status.FromStore,
                status.Message,
                status.Limit,
                curves,
            },
            new JsonSerializerOptions(JsonSerializerDefaults.Web)
            {
                NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
            });
}
