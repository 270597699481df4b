using System.Globalization;
using LayerDyn.Api.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>How a sweep came about, as <c>status</c> tells it.</summary>
/// <param name="Submitted">When it was first submitted (UTC); null where that is not known.</param>
/// <param name="Ended">When it was completed or cancelled (UTC); null where it is not.</param>
/// <param name="Seconds">Seconds that it was worked on; null where that is not known.</param>
/// <param name="Command">The command line that it was first submitted with; empty for none.</param>
/// <param name="Hardware">What it was worked on with.</param>
internal sealed record SweepOrigin(DateTime? Submitted, DateTime? Ended, double? Seconds, string Command, IReadOnlyList<SweepHardware> Hardware)
{
    /// <summary>That of a stored sweep.</summary>
    public static SweepOrigin Of(StoredLedger sweep) => new(sweep.Submitted, sweep.Ended, sweep.Seconds, sweep.Command, sweep.Hardware);

    /// <summary>That of a cluster's sweep.</summary>
    public static SweepOrigin Of(SweepView sweep) => new(sweep.Submitted?.UtcDateTime, sweep.Ended?.UtcDateTime, sweep.Seconds, sweep.Command, sweep.Hardware);

    /// <summary>The lines for people; without what is not known.</summary>
    public IEnumerable<string> Lines()
    {
        string[] times = [.. ((string?[])[At("submitted", Submitted), At("ended", Ended), Seconds is { } seconds ? $"took {SweepTable.Took(seconds)}" : null]).OfType<string>()];
        if (times.Length > 0) yield return string.Join(", ", times);
        if (Command.Length > 0) yield return $"by: {Command}";
        foreach (var silos in Hardware) yield return $"on: {silos.Told()}";
    }

    private static string? At(string what, DateTime? time) => time is { } at ? string.Create(CultureInfo.InvariantCulture, $"{what} {at:yyyy-MM-dd HH:mm:ss} UTC") : null;
}
