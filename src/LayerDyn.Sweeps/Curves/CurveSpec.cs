using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// One curve asked for by a spec. A kind of curve is one sealed record in one file with its builder beside it; a
/// <see cref="KindAttribute"/> names it and its parameters carry <see cref="ParameterAttribute"/>.
/// </summary>
public abstract record CurveSpec
{
    /// <summary>Its name: the file name under <c>curves/</c>.</summary>
    [Parameter("name of the curve and of its files under curves/, in kebab-case, unique in the sweep")]
    public required string Name { get; init; }

    /// <summary>Whether it shows trainings while they go on: what it draws of a point does not need the point's end.</summary>
    public virtual bool ShowsRunning => false;

    /// <summary>The observables, and other columns, of which it keeps every measured value of every point; none for a curve that keeps a few numbers of each.</summary>
    public virtual IReadOnlyList<string> KeptColumns => [];

    /// <summary>
    /// Adds what is impossible about this curve in its sweep: axes and columns that it refers to and that are not there.
    /// Paths of problems come from <see cref="CurveContext.At"/>.
    /// </summary>
    public virtual void Validate(CurveContext context, ProblemList problems)
    {
    }

    /// <summary>An empty mergeable state for this curve of a sweep.</summary>
    public abstract CurveBuilder CreateBuilder(Planning.ISweepGrid grid);
}
