using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads <c>limits:</c>.</summary>
internal static class LimitsReader
{
    private const string Example = "write limits: { pointTime: 2h, sweepTime: 2d, failures: 100 }";
    private static readonly string[] Keys = ["pointTime", "sweepTime", "failures"];

    public static RunLimits Read(SpecMap root, ProblemList problems)
    {
        if (root["limits"] is not { } node) return RunLimits.None;
        if (node is not SpecMap map)
        {
            problems.Add("limits", node.ToString(), "must be a mapping", Example);
            return RunLimits.None;
        }

        map.CheckKeys("limits", Keys, problems);
        return new RunLimits
        {
            PointTime = Time(map["pointTime"], "limits.pointTime", problems),
            SweepTime = Time(map["sweepTime"], "limits.sweepTime", problems),
            Failures = Count(map["failures"], "limits.failures", problems),
        };
    }

    private static TimeSpan? Time(SpecNode? node, string path, ProblemList problems)
    {
        if (node is null) return null;
        if (node is SpecScalar { Text: { } text } && DurationText.TryParse(text) is { } time) return time;
        problems.Add(path, node.ToString(), "must be a time with its unit, above zero", "write 90s, 30m, 2h, 1h30m or 2d");
        return null;
    }

    private static long? Count(SpecNode? node, string path, ProblemList problems)
    {
        if (node is null) return null;
        if (node is SpecScalar { Number: { } number } && number >= 1 && number <= 1e15 && number == Math.Floor(number)) return (long)number;
        problems.Add(path, node.ToString(), "must be a whole number of at least 1", "leave it out for no limit");
        return null;
    }
}
