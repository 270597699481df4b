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
    /// <param name="cluster">The cluster.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="options">The options that name the cluster, for commands to go on with.</param>
    /// <param name="json">Whether one JSON document is printed at the end, and nothing else.</param>
    /// <param name="cancellation">Ends the watching.</param>
    public static async Task<int> WatchAsync(LayerDynClient cluster, SweepView sweep, string options, bool json, CancellationToken cancellation)
    {
        var view = ProgressViews.Create(json);
        view.Begin(Opening(sweep.Id, sweep.Expected));
        try
        {
            await foreach (var next in cluster.WatchAsync(sweep.Id, cancellation)) view.Update(Status(sweep = next));
        }
        catch (OperationCanceledException)
        {
            view.End($"{sweep.Ledger}{Environment.NewLine}the sweep goes on; look again with: layerdyn watch {sweep.Id}{options}");
            return ExitCodes.Interrupted;
        }

        if (json) Show(sweep, json: true);
        else view.End(Closing(sweep, options));
        return ExitOf(sweep);
    }

    /// <summary>Prints a sweep.</summary>
    public static void Show(SweepView sweep, bool json) =>
        Console.WriteLine(json ? JsonSerializer.Serialize(sweep, ApiJson.Options) : $"{sweep.Id}: {sweep.State}{(sweep.Owner.Length > 0 ? $", submitted by {sweep.Owner}" : "")}, "
            + $"{sweep.Ledger}{Report.Origin(sweep.Shared)}{Report.Lost(sweep.Lost)}{Reason(sweep)}");

    /// <summary>0 only if every point is committed.</summary>
    public static int ExitOf(SweepView sweep) => sweep is { Failed: 0, Remaining: 0, State: SweepStates.Completed } ? ExitCodes.Success : ExitCodes.Incomplete;

    /// <summary>What the watching begins with.</summary>
    internal static string Opening(string sweep, long points) => $"{sweep}: {Report.Points(points)}";

    /// <summary>What it ends with: the ledger, and the commands to go on with, which name the cluster by <paramref name="options"/>.</summary>
    internal static string Closing(SweepView sweep, string options)
    {
        var lines = new List<string> { sweep.Ledger.ToString() };
        if (Report.Origin(sweep.Shared) is { Length: > 0 } origin) lines.Add(origin.TrimStart(',', ' '));
        if (Report.Lost(sweep.Lost) is { Length: > 0 } lost) lines.Add(lost.TrimStart(',', ' '));
        if (sweep.State is SweepStates.Broken or SweepStates.Paused or SweepStates.Cancelled)
            lines.Add($"{sweep.State}{(sweep.Message.Length > 0 ? ": " + sweep.Message : "")} (go on with: layerdyn resume {sweep.Id}{options})");
        else if (sweep.Failed > 0) lines.Add(Report.Failed(sweep.Failed, sweep.Message, $"layerdyn retry {sweep.Id}{options}"));
        lines.Add($"curves: layerdyn curves {sweep.Id}{options} --to FOLDER");
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
