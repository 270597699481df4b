using LayerDyn.Contracts.Sweeps;
using Spectre.Console;

namespace LayerDyn.Client.Progress;

/// <summary>A bar that is redrawn in place, for terminals. A narrow terminal gets the parts that fit.</summary>
/// <param name="time">The clock.</param>
/// <param name="console">The terminal.</param>
internal sealed class BarView(TimeProvider time, IAnsiConsole console) : IProgressView
{
    private const int Widest = 30;

    private readonly Pace _pace = new(time);
    private bool _open;
    private (double Share, long Settled, long Expected) _last;

    private TextWriter Writer => console.Profile.Out.Writer;

    public void Begin(string opening) => Writer.WriteLine(opening);

    public void Update(SweepStatus status)
    {
        int width = console.Profile.Width - 1; // a full last column would wrap
        double share = Share(status);
        string pace = status.State == SweepState.Drawing ? "drawing curves" : _pace.Describe(status);
        int bar = Math.Clamp(width / 3, 0, Widest), full = (int)Math.Round(share * bar);
        (int Rank, int Length, string Markup)[] parts =
        [
            (4, bar, $"[blue]{new string('━', full)}[/][grey]{new string('━', bar - full)}[/]"),
            Part(0, "", $"{share:P0}"),
            Part(1, "", $"{Math.Max(0, status.Ledger.Committed):N0}/{status.Ledger.Expected:N0} points"),
            Part(3, "yellow", status.Ledger.Diverged > 0 ? $"{status.Ledger.Diverged:N0} diverged" : ""),
            Part(2, "red", status.Ledger.Failed > 0 ? $"{status.Ledger.Failed:N0} failed" : ""),
            Part(5, "grey", pace),
        ];
        // Carriage return and erase-line, rather than a live region, so that log lines on stderr do no harm.
        Writer.Write("\r\e[2K");
        console.Markup(Fitting(parts, width));
        _open = true;
    }

    public void Say(string line)
    {
        CloseLine();
        Writer.WriteLine(line);
    }

    public void End(string closing)
    {
        CloseLine();
        Writer.WriteLine(closing);
    }

    // A result that is on its way to the store counts neither as running nor as finished: the bar waits for it. It goes back only where results are
    // lost or more points are chosen.
    private double Share(SweepStatus status)
    {
        long settled = status.Ledger.Committed + status.Ledger.Failed, expected = status.Ledger.Expected;
        double share = expected > 0 ? Math.Clamp(status.Done / expected, 0, 1) : 0;
        if (settled >= _last.Settled && expected == _last.Expected) share = Math.Max(share, _last.Share);
        _last = (share, settled, expected);
        return share;
    }

    private static (int Rank, int Length, string Markup) Part(int rank, string style, string text) =>
        (rank, text.Length, style.Length > 0 ? $"[{style}]{Markup.Escape(text)}[/]" : Markup.Escape(text));

    /// <summary>The parts with the lowest ranks, as many as fit into the width.</summary>
    private static string Fitting((int Rank, int Length, string Markup)[] parts, int width)
    {
        for (int rank = parts.Length - 1; rank >= 0; rank--)
        {
            var kept = parts.Where(part => part.Rank <= rank && part.Length > 0).ToArray();
            if (kept.Sum(part => part.Length + 2) - 2 <= width) return string.Join("  ", kept.Select(part => part.Markup));
        }

        return "";
    }

    private void CloseLine()
    {
        if (_open) Writer.WriteLine();
        _open = false;
    }
}
