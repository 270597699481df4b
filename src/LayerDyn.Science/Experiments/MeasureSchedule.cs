using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Experiments;

/// <summary>
/// The steps at which a point is measured: exactly one of the three forms. Step 0 and the last step are always
/// measured. All seeds of a point share it, so that curves average without interpolation.
/// </summary>
public sealed record MeasureSchedule
{
    /// <summary>Log-spaced: this many per factor of ten, rounded to whole steps.</summary>
    [Parameter("measurements per decade of steps", Min = 1, Max = 1000)]
    public int? LogPerDecade { get; init; }

    /// <summary>Linear: every this many steps.</summary>
    [Parameter("measure every so many steps", Min = 1)]
    public long? Every { get; init; }

    /// <summary>An explicit list of steps.</summary>
    public IReadOnlyList<long>? Steps { get; init; }

    /// <summary>The measured steps for a training of <paramref name="last"/> steps: ascending, from 0 to <paramref name="last"/>.</summary>
    public long[] Resolve(long last)
    {
        var steps = new SortedSet<long> { 0, last };
        if (Every is { } every)
            for (long step = every; step < last; step += every) steps.Add(step);
        if (LogPerDecade is { } perDecade)
            for (int i = 0; ; i++)
            {
                long step = (long)Math.Round(Math.Pow(10, (double)i / perDecade));
                if (step >= last) break;
                steps.Add(step);
            }

        foreach (long step in Steps ?? []) if (step <= last) steps.Add(step);
        return [.. steps];
    }
}
