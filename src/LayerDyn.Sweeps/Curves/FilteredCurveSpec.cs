using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Curves;

/// <summary>A curve that can be drawn of some of a sweep's points.</summary>
public abstract record FilteredCurveSpec : CurveSpec
{
    /// <summary>The values of axes that points must have to be drawn; null for all points.</summary>
    [Parameter("draw only points with these values of axes, e.g. { lr: 0.1, case: [a, b] }; axes that neither this nor another parameter tells apart are pooled, and the legend says so")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Where { get; init; }

    /// <inheritdoc/>
    public override void Validate(CurveContext context, ProblemList problems)
    {
        foreach (var (name, values) in Where ?? new Dictionary<string, IReadOnlyList<string>>())
            if (context.RequireAxis($"where.{name}", name, problems) is { } axis)
                foreach (string value in values)
                    if (AxisPosition.Of(axis, value) < 0)
                        problems.Add(context.At($"where.{name}"), value, $"is not a value of the axis '{name}'", AxisPosition.Suggest(axis, value));
    }
}
