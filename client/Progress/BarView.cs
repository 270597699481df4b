using LayerDyn.Contracts.Sweeps;
using Spectre.Console;

namespace LayerDyn.Client.Progress;

/// <summary>A bar that is redrawn in place, for terminals.</summary>
/// <param name="time">The clock.</param>
internal sealed class BarView(TimeProvider time) : IProgressView
{
    private const int Width = 30;

    private readonly Pace _pace = new(time);
    private bool _open;

    public void Begin(string opening) => Console.WriteLine(opening);

    public void Update(SweepStatus status)
    {
        double share = status.Expected == 0 ? 0 : status.Done / status.Expected;
        int full = (int)Math.Round(share * Width);
        string failures = status.Failed > 0 ? $"  [red]{status.Failed} failed[/]" : "";
        string diverged = status.Diverged > 0 ? $"  [yellow]{status.Diverged} diverged[/]" : "";
        string pace = status.State == SweepState.Drawing ? "drawing curves" : _pace.Describe(status);
        // Carriage return and erase-line, rather than a live region, so that log lines on stderr do no harm.
        Console.Write("\r\e[2K");
        AnsiConsole.Markup(
            $"[blue]{new string('━', full)}[/][grey]{new string('━', Width - full)}[/] {share:P0}  "
            + $"{status.Finished + status.Diverged:N0}/{status.Expected:N0} points{diverged}{failures}  [grey]{pace}[/]");
        _open = true;
    }

    public void Interrupting()
    {
        CloseLine();
        Console.WriteLine("interrupted: committing what is finished ...");
    }

    public void End(string closing)
    {
        CloseLine();
        Console.WriteLine(closing);
    }

    private void CloseLine()
    {
        if (_open) Console.WriteLine();
        _open = false;
    }
}
