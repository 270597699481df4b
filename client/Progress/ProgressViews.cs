using Spectre.Console;

namespace LayerDyn.Client.Progress;

/// <summary>Picks the view that fits where the output goes.</summary>
internal static class ProgressViews
{
    /// <summary>Nothing beside a JSON document, a bar on a terminal, plain lines elsewhere. None of them can fail.</summary>
    public static IProgressView Create(bool json) => json ? new SilentView() : new ForgivingView(Choose(), Console.Error);

    private static IProgressView Choose() =>
        Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "dumb"
            ? new PlainView(TimeProvider.System, Console.Out)
            : new BarView(TimeProvider.System, AnsiConsole.Console);
}
