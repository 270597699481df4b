using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Curves;

/// <summary>The axes with a line or a panel for each combination of their positions.</summary>
internal static class ByAxes
{
    public const string Summary = "axis, or list of axes, with a line or a panel for each (combination of) position";

    private const int MostGroups = 10_000;

    /// <summary>Checks that they are axes of the sweep, none twice, and none that the curve uses otherwise.</summary>
    /// <param name="by">The axes.</param>
    /// <param name="context">The sweep.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="others">Names that the curve's other parameters have taken.</param>
    public static void Validate(IReadOnlyList<string>? by, CurveContext context, ProblemList problems, params string?[] others)
    {
        double groups = 1;
        for (int i = 0; i < (by?.Count ?? 0); i++)
        {
            string parameter = by!.Count == 1 ? "by" : $"by[{i}]";
            groups *= context.RequireAxis(parameter, by[i], problems)?.Count ?? 1;
            if (others.Contains(by[i])) problems.Add(context.At(parameter), by[i], "must be another axis than the curve's other parameters name");
            if (by.Take(i).Contains(by[i])) problems.Add(context.At(parameter), by[i], "is named twice");
        }

        if (groups > MostGroups)
            problems.Add(context.At("by"), string.Join(", ", by!), $"gives {groups:0} lines or panels, more than {MostGroups}", "name fewer axes");
    }
}
