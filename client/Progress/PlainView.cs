using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Client.Progress;

/// <summary>
/// Plain lines, for pipes and logs: one at every twentieth of the work, and every ten seconds. What comes of it is left to the closing lines.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="output">Where the lines go.</param>
internal sealed class PlainView(TimeProvider time, TextWriter output) : IProgressView
{
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(10);

    private readonly Pace _pace = new(time);
    private int _shown = -1;
    private long _last;
    private SweepState _state;

    public void Begin(string opening) => output.WriteLine(opening);

    public void Update(SweepStatus status)
    {
        if (status.IsIdle) return;
        int part = status.Ledger.Expected > 0 ? (int)(20 * Math.Clamp(status.Done / status.Ledger.Expected, 0, 1)) : 0;
        if (part == _shown && status.State == _state && time.GetElapsedTime(_last) < AtLeastEvery) return;
        (_shown, _state, _last) = (part, status.State, time.GetTimestamp());
        if (status.State == SweepState.Drawing)
        {
            output.WriteLine("drawing curves");
            return;
        }

        string pace = status.State == SweepState.Running ? _pace.Describe(status) : "";
        output.WriteLine($"{status.Ledger}{(pace.Length > 0 ? "  " + pace : "")}");
    }

    public void Say(string line) => output.WriteLine(line);

    public void End(string closing) => output.WriteLine(closing);
}
