namespace LayerDyn.Storage.Manifests;

/// <summary>How long a sweep was worked on and when it ended, by the history in its head.</summary>
public static class SweepDuration
{
    /// <summary>When it was completed or cancelled (UTC), if nobody has started it again since; null else.</summary>
    public static DateTime? Ended(SweepHead head) =>
        head.History.LastOrDefault(action => IsStart(action) || IsEnd(action)) is { What: "completed" or "cancelled" } end ? end.At : null;

    /// <summary>
    /// The time between each start (submitted, resumed, retried) and the pause, cancellation or completion after it. A run that was killed has left
    /// no word of its end: its time is not counted once it is started again.
    /// </summary>
    /// <param name="head">The sweep.</param>
    /// <param name="now">The time (UTC) where somebody works on it; null where nobody does.</param>
    /// <returns>Null where it is not known: nobody works on it, and it has no end since it was last started, or its history is cut short.</returns>
    public static TimeSpan? Of(SweepHead head, DateTime? now)
    {
        if (head.History.Count >= SweepHead.MostActions) return null;
        var worked = TimeSpan.Zero;
        DateTime? since = null;
        bool known = false;
        foreach (var action in head.History)
        {
            if (IsStart(action) && !(action.What == "retried" && since is not null)) // failed points may be retried while others run
            {
                (since, known) = (action.At, false);
            }
            else if (IsEnd(action) && since is { } start)
            {
                worked += action.At - start;
                (since, known) = (null, true);
            }
        }

        if (since is { } open && now is { } time) return worked + (time - open);
        return known ? worked : null;
    }

    private static bool IsStart(SweepAction action) => action.What is "submitted" or "resumed" or "retried";

    private static bool IsEnd(SweepAction action) => action.What is "paused" or "cancelled" or "completed";
}
