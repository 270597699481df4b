using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Client.Progress;
using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Client.Commands;

/// <summary>A sweep of a cluster as commands follow and show it.</summary>
internal static class RemoteSweep
{
    /// <summary>Shows a sweep until it is idle. Ctrl-C stops the watching, not the sweep.</summary>
    public static async Task<int> WatchAsync(LayerDynClient cluster, SweepView sweep, bool json, CancellationToken cancellation)
    {
        var view = ProgressViews.Create(json);
        view.Begin($"{sweep.Id}: {sweep.Expected:N0} points");
        try
        {
            await foreach (var next in cluster.WatchAsync(sweep.Id, cancellation)) view.Update(Status(sweep = next));
        }
        catch (OperationCanceledException)
        {
            view.End($"{sweep.Ledger}{Environment.NewLine}the sweep goes on; look again with: layerdyn watch {sweep.Id}");
            return ExitCodes.Interrupted;
        }

        if (json) Show(sweep, json: true);
        else view.End(Closing(sweep));
        return ExitOf(sweep);
    }

    /// <summary>Prints a sweep.</summary>
    public static void Show(SweepView sweep, bool json) =>
        Console.WriteLine(json ? JsonSerializer.Serialize(sweep, ApiJson.Options) : $"{sweep.Id}: {sweep.State}{(sweep.Owner.Length > 0 ? $", submitted by {sweep.Owner}" : "")}, {sweep.Ledger}{Report.Origin(sweep.Shared)}{Report.Lost(sweep.Lost)}{Reason(sweep)}");

    /// <summary>0 only if every point is committed.</summary>
    public static int ExitOf(SweepView sweep) => sweep is { Failed: 0, Remaining: 0, State: SweepStates.Completed } ? ExitCodes.Success : ExitCodes.Incomplete;

    private static string Closing(SweepView sweep)
    {
        var lines = new List<string> { sweep.Ledger.ToString() };
        if (Report.Origin(sweep.Shared) is { Length: > 0 } origin) lines.Add(origin.TrimStart(',', ' '));
        if (Report.Lost(sweep.Lost) is { Length: > 0 } lost) lines.Add(lost.TrimStart(',', ' '));
        if (sweep.State is SweepStates.Broken or SweepStates.Paused or SweepStates.Cancelled) lines.Add($"{sweep.State}{(sweep.Message.Length > 0 ? ": " + sweep.Message : "")} (go on with: layerdyn resume {sweep.Id})");
        else if (sweep.Failed > 0) lines.Add(Report.Failed(sweep.Failed, sweep.Message, $"layerdyn retry {sweep.Id}"));
        lines.Add($"curves: layerdyn curves {sweep.Id} --to FOLDER");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Reason(SweepView sweep) => sweep.Message.Length > 0 ? $": {sweep.Message}" : "";

    private static SweepStatus Status(SweepView sweep) => new()
    {
        SweepId = sweep.Id,
        State = Enum.TryParse<SweepState>(sweep.State, ignoreCase: true, out var state) ? state : SweepState.Unknown,
        Ledger = sweep.Ledger,
        Running = sweep.Running,
        FromStore = sweep.FromStore,
        RunningSteps = sweep.RunningSteps,
        RunningStepsTotal = sweep.RunningStepsTotal,
        Message = sweep.Message,
    };
}
