using System.Diagnostics;

namespace LayerDyn.Benchmarks.Harness;

/// <summary>Repeated timing.</summary>
internal static class Stopwatches
{
    // So long the runtime compiles in tiers; what is measured is how a long sweep runs, as the peers' libraries are compiled.
    private const double WarmUp = 2;

    /// <summary>Seconds of each of <paramref name="repetitions"/> runs, after two seconds of runs, at least one, that are not counted.</summary>
    public static double[] Time(int repetitions, Action action)
    {
        for (double spent = 0; spent < WarmUp; spent += Once(action))
        {
        }

        return [.. Enumerable.Range(0, repetitions).Select(_ => Once(action))];
    }

    /// <summary>Seconds of one run.</summary>
    public static double Once(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Seconds of processor time of this process in one run: what it costs, whatever else the machine does.</summary>
    public static double Processor(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
