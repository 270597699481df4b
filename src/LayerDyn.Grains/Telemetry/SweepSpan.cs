using System.Diagnostics;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// A span of a sweep, or what stands for one that is not recorded. While it is not disposed it is current on its thread, except one that
/// ends on another thread than it began on.
/// </summary>
public readonly struct SweepSpan : IDisposable
{
    private readonly Activity? _before;
    private readonly bool _detached;

    internal SweepSpan(Activity? activity, Activity? before, bool detached) => (Activity, _before, _detached) = (activity, before, detached);

    /// <summary>The span; null when it is not recorded.</summary>
    public Activity? Activity { get; }

    /// <summary>What spans below it take as their parent.</summary>
    public ActivityContext Context => Activity?.Context ?? default;

    /// <summary>Marks it as failed; null leaves it as it is.</summary>
    public void Fail(string? why)
    {
        if (why is not null) Activity?.SetStatus(ActivityStatusCode.Error, why);
    }

    /// <summary>Ends it, and makes current what was before.</summary>
    public void Dispose()
    {
        // Stopping makes the span's parent current, on whatever thread that is: the thread's own must stay.
        var now = System.Diagnostics.Activity.Current;
        Activity?.Dispose();
        System.Diagnostics.Activity.Current = _detached ? now : _before;
    }
}
