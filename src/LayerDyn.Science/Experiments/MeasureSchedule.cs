using LayerDyn.Science.Catalog;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Experiments;

/// <summary>
/// The steps at which a point is measured: exactly one of the three forms. Step 0 and the last step are always
/// measured. All seeds of a point share it, so that curves average without interpolation.
/// </summary>
public sealed record MeasureSchedule
{
    /// <summary>Most measurements of a point: their steps and values are held in memory.</summary>
    public const long MaxMeasurements = 1_000_000;

    /// <summary>Most measurements per factor of ten.</summary>
    public const int MaxPerDecade = 1000;

    /// <summary>Log-spaced: this many per factor of ten, rounded to whole steps.</summary>
    [Parameter("measurements per decade of steps", Min = 1, Max = MaxPerDecade)]
    public int? LogPerDecade { get; init; }

    /// <summary>Linear: every this many steps.</summary>
    [Parameter("measure every so many steps", Min = 1)]
    public long? Every { get; init; }

    /// <summary>An explicit list of steps.</summary>
    public IReadOnlyList<long>? Steps { get; init; }

    /// <summary>Whether a training of <paramref name="last"/> steps has few enough measurements.</summary>
    public bool Fits(long last) => Every is not { } every || last / every <= MaxMeasurements;

    /// <summary>The measured steps for a training of <paramref name="last"/> steps: ascending, from 0 to <paramref name="last"/>.</summary>
    public long[] Resolve(long last)
    {
        if (Every is { } every) return Evenly(every, last);
        var steps = new SortedSet<long> { 0, last };
        if (LogPerDecade is { } perDecade)
            for (int i = 0; ; i++)
            {
                long step = (long)Math.Round(PortableMath.Pow(10, (double)i / perDecade));
                if (step >= last) break;
                steps.Add(step);
            }

        foreach (long step in Steps ?? []) if (step <= last) steps.Add(step);
        return [.. steps];
    }

    // There may be a million: without a set.
    private static long[] Evenly(long apart, long last)
    {
        long[] steps = new long[last / apart + (last % apart == 0 ? 1 : 2)];
        for (int i = 0; i < steps.Length - 1; i++) steps[i] = i * apart;
        steps[^1] = last;
        return steps;
    }
}
