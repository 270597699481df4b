namespace LayerDyn.Client.Commands;

/// <summary>The order of sweeps in lists, by which names count.</summary>
internal static class SweepOrder
{
    /// <summary>The one that was first submitted last comes first; those submitted at one time, or at a time that is not known, in order of their ids.</summary>
    public static IEnumerable<T> NewestFirst<T>(IEnumerable<T> sweeps, Func<T, (string Id, DateTime Submitted)> parts) =>
        sweeps.OrderByDescending(sweep => parts(sweep).Submitted).ThenBy(sweep => parts(sweep).Id, StringComparer.Ordinal);
}
