using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Client.Progress;

/// <summary>Plain lines, for pipes and logs: one at every twentieth of the work, and every ten seconds.</summary>
/// <param name="time">The clock.</param>
internal sealed class PlainView(TimeProvider time) : IProgressView
{
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(10);

    private readonly Pace _pace = new(time);
    private int _shown = -1;
    private long _last;
    private SweepState _state;

    public void Begin(string opening) => Console.WriteLine(opening);

    public void Update(SweepStatus status)
    {
        int part = status.Expected == 0 ? 0 : (int)(20 * status.Done / status.Expected);
        if (part == _shown && status.State == _state && time.GetElapsedTime(_last) < AtLeastEvery) return;
        (_shown, _state, _last) = (part, status.State, time.GetTimestamp());
        string pace = status.State == SweepState.Running ? _pace.Describe(status) : status.State == SweepState.Drawing ? "drawing curves" : "";
        Console.WriteLine($"{Report.Ledger(status)}{(pace.Length > 0 ? "  " + pace : "")}");
    }

    public void Interrupting() => Console.WriteLine("interrupted: committing what is finished ...");

    public void End(string closing) =>
        Console.WriteLine(closing);
}
