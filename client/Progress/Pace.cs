using System.Globalization;
using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Client.Progress;

/// <summary>How fast a sweep goes and when it will end. Half-done points count by their steps.</summary>
/// <param name="time">The clock.</param>
internal sealed class Pace(TimeProvider time)
{
    private const double Longest = 1e7; // seconds; nobody plans by an estimate beyond

    private readonly long _start = time.GetTimestamp();
    private double _first = -1;

    /// <summary><c>12.3 points/s, 0:42 left</c>; empty until something was done. While points remain, there is time left.</summary>
    public string Describe(SweepStatus status)
    {
        double done = status.Done, seconds = time.GetElapsedTime(_start).TotalSeconds;
        if (_first < 0) _first = done;
        double rate = (done - _first) / Math.Max(seconds, 1e-3);
        if (rate <= 0 || status.Ledger.Remaining <= 0) return "";
        string left = status.Ledger.Expected - done > 0
            ? Text(TimeSpan.FromSeconds(Math.Ceiling(Math.Min((status.Ledger.Expected - done) / rate, Longest)))) + " left"
            : "committing"; // all steps are done, and results are on their way to the store
        return string.Create(CultureInfo.InvariantCulture, $"{rate:G3} points/s, {left}");
    }

    private static string Text(TimeSpan left) => left.TotalDays >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{left.Days} d {left.Hours} h")
        : left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
