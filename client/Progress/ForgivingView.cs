using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Client.Progress;

/// <summary>Keeps the failures of a view from the run that it shows: a terminal that is gone, a full disk, a fault of the view itself.</summary>
/// <param name="view">The view.</param>
/// <param name="complaints">Is told, once, that the view failed.</param>
internal sealed class ForgivingView(IProgressView view, TextWriter complaints) : IProgressView
{
    private bool _failed;

    public void Begin(string opening) => Try(() => view.Begin(opening));

    public void Update(SweepStatus status)
    {
        if (!_failed) Try(() => view.Update(status));
    }

    public void Say(string line) => Try(() => view.Say(line));

    public void End(string closing) => Try(() => view.End(closing));

    private void Try(Action show)
    {
        try
        {
            show();
        }
        catch (Exception error)
        {
            if (!_failed) complaints.WriteLine($"warning: the progress is no longer shown, which changes nothing else: {error.Message}");
            _failed = true;
        }
    }
}
