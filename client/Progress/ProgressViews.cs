namespace LayerDyn.Client.Progress;

/// <summary>Picks the view that fits where the output goes.</summary>
internal static class ProgressViews
{
    /// <summary>A bar on a terminal, plain lines elsewhere.</summary>
    public static IProgressView Create() =>
        Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "dumb"
            ? new PlainView(TimeProvider.System)
            : new BarView(TimeProvider.System);
}
