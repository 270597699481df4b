using System.Globalization;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>Conditions on the points of a sweep that hold whatever was measured: on their axes, and a list of points.</summary>
internal sealed class PointConditions
{
    // A curve as drawn has six digits.
    private const double Digits = 2e-6;

    private readonly SweepPlan _plan;
    private readonly List<(int Axis, HashSet<int> Positions)> _where = [];
    private readonly PointSet? _only;

    /// <summary>Reads conditions.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="where">Conditions <c>axis:value</c>; all must hold.</param>
    /// <param name="index">A list of points, see <see cref="PointList"/>; null for all.</param>
    /// <exception cref="ProblemException">One of them means nothing in this sweep.</exception>
    public PointConditions(SweepPlan plan, IReadOnlyList<string> where, string? index)
    {
        _plan = plan;
        _only = PointList.Parse(index, plan.PointCount);
        foreach (string condition in where)
        {
            int colon = condition.IndexOf(':', StringComparison.Ordinal);
            int axis = colon < 0 ? -1 : plan.Axes.ToList().FindIndex(axis => axis.Name == condition[..colon]);
            if (axis < 0) throw ProblemException.BadRequest($"where must be axis:value with one of the axes {string.Join(", ", plan.Axes.Select(axis => axis.Name))}");
            _where.Add((axis, Positions(plan.Axes[axis], condition[(colon + 1)..])));
        }
    }

    /// <summary>Whether they hold for every point.</summary>
    public bool None => _where.Count == 0 && _only is null;

    /// <summary>Whether they hold for a point.</summary>
    public bool HoldFor(long index)
    {
        if (_only is not null && !_only.Contains(index)) return false;
        if (_where.Count == 0) return true;
        int[] at = _plan.Coordinates(index);
        return _where.TrueForAll(condition => condition.Positions.Contains(at[condition.Axis]));
    }

    /// <summary>The points that they hold for, in order.</summary>
    public IEnumerable<long> Points()
    {
        for (long index = Next(0); index >= 0; index = Next(index + 1))
            if (HoldFor(index)) yield return index;

        long Next(long from) => _only is not null ? _only.NextPresent(from) : from < _plan.PointCount ? from : -1;
    }

    // Those of this label; where none has it, what a chart draws there: a number, or the position where values are names.
    private static HashSet<int> Positions(Axis axis, string text)
    {
        var all = Enumerable.Range(0, axis.Count);
        HashSet<int> named = [.. all.Where(position => axis.Labels[position] == text)];
        return named.Count > 0 || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number)
            ? named
            : [.. all.Where(position => Math.Abs((axis.Numbers?[position] ?? position) - number) <= Digits * Math.Abs(number))];
    }
}
