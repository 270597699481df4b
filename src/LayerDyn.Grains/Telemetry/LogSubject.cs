using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Telemetry;

/// <summary>What a log entry is about, as its scopes and its message's values say.</summary>
internal sealed class LogSubject
{
    /// <summary>The sweep; null when it is about none.</summary>
    public string? Sweep { get; private set; }

    /// <summary>The one point.</summary>
    public long? Point { get; private set; }

    /// <summary>The points of the batch.</summary>
    public PointRanges? Points { get; private set; }

    /// <summary>Takes in a scope, or the values of a message; the inner ones come last and win.</summary>
    public void Read(object? values)
    {
        switch (values)
        {
            case IReadOnlyList<KeyValuePair<string, object?>> list:
                for (int i = 0; i < list.Count; i++) Read(list[i].Key, list[i].Value);
                break;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                foreach (var (name, value) in pairs) Read(name, value);
                break;
        }
    }

    private void Read(string name, object? value)
    {
        switch (name)
        {
            case LayerDynActivities.SweepTag or "Sweep" when value is string sweep:
                Sweep = sweep;
                break;
            case LayerDynActivities.PointsTag when value is PointRanges points:
                Points = points;
                break;
            case "Point" when value is long point:
                Point = point;
                break;
        }
    }
}
