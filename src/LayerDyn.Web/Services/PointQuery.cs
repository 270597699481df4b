using System.Globalization;
using LayerDyn.Api.Points;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Planning;
using Row = LayerDyn.Storage.Segments.PointRow;

namespace LayerDyn.Web.Services;

/// <summary>Which points are asked for, in which order.</summary>
internal sealed class PointQuery
{
    private readonly SweepPlan _plan;
    private readonly string? _state;
    private readonly string? _column;
    private readonly bool _descending;
    // A curve as drawn has six digits.
    private const double Digits = 2e-6;

    private readonly List<(int Axis, HashSet<int> Positions)> _where = [];
    private readonly PointSet? _only;

    /// <summary>Reads the parts of a query.</summary>
    /// <exception cref="ProblemException">One of them means nothing in this sweep.</exception>
    public PointQuery(SweepPlan plan, string? state, string? sort, IReadOnlyList<string> where, string? index)
    {
        _plan = plan;
        _only = PointList.Parse(index, plan.PointCount);
        if (state is not null && !PointStates.All.Contains(state))
            throw ProblemException.BadRequest($"state must be one of {string.Join(", ", PointStates.All)}");
        _state = state;
        _descending = sort?.StartsWith('-') ?? false;
        string key = sort is null ? "index" : _descending ? sort[1..] : sort;
        if (key != "index")
        {
            if (!plan.Columns.Contains(key)) throw ProblemException.BadRequest($"sort must be index or a column: {string.Join(", ", plan.Columns)}");
            _column = key;
        }

        foreach (string condition in where)
        {
            int colon = condition.IndexOf(':', StringComparison.Ordinal);
            int axis = colon < 0 ? -1 : plan.Axes.ToList().FindIndex(axis => axis.Name == condition[..colon]);
            if (axis < 0) throw ProblemException.BadRequest($"where must be axis:value with one of the axes {string.Join(", ", plan.Axes.Select(axis => axis.Name))}");
            _where.Add((axis, Positions(plan.Axes[axis], condition[(colon + 1)..])));
        }
    }

    /// <summary>The page that follows <paramref name="after"/>, a number of points to skip.</summary>
    public PointPage Run(PointTable table, PointSet? running, int limit, string? after)
    {
        var (indices, next, total) = Find(table, running, limit, after);
        return new PointPage([.. indices.Select(index => table.Show(index, running))], next, total,
            [.. _plan.Tables.Results.Select(column => new ColumnView(column.Name, column.Type.ToString().ToLowerInvariant()))]);
    }

    /// <summary>The same page as rows of the results table.</summary>
    public ResultRows Rows(PointTable table, PointSet? running, int limit, string? after)
    {
        long[] indices = [.. Find(table, running, limit, after).Indices];
        return ResultRows.Of(_plan.Tables, [.. indices.Select(index => Row.Of(_plan, index))], [.. indices.Select(index => table.Summary(index, running))]);
    }

    private (IEnumerable<long> Indices, string? Next, long Total) Find(PointTable table, PointSet? running, int limit, string? after)
    {
        long skip = 0;
        if (after is not null && (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out skip)))
            throw ProblemException.BadRequest("after must be what an earlier page called next");
        skip = Math.Min(skip, _plan.PointCount);
        if (_state is null && _where.Count == 0 && _column is null && _only is null) return Page(Whole(skip, limit), skip, limit, _plan.PointCount);

        var fitting = Candidates().Where(index => Fits(table, running, index)).ToList();
        if (_column is null)
        {
            if (_descending) fitting.Reverse();
        }
        else
        {
            // Points without a value, such as those that diverged, come last in either direction; the index decides ties, so that pages do not overlap.
            var keyed = fitting.Select(index => (index, value: table.Value(index, _column)));
            var known = keyed.OrderBy(pair => double.IsNaN(pair.value));
            fitting = [.. (_descending ? known.ThenByDescending(pair => pair.value) : known.ThenBy(pair => pair.value)).ThenBy(pair => pair.index).Select(pair => pair.index)];
        }

        return Page(fitting.Skip((int)Math.Min(skip, int.MaxValue)).Take(limit), skip, limit, fitting.Count);
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

    private IEnumerable<long> Candidates()
    {
        for (long index = Next(0); index >= 0; index = Next(index + 1)) yield return index;

        long Next(long from) => _only is not null ? _only.NextPresent(from) : from < _plan.PointCount ? from : -1;
    }

    // Neither filtered nor sorted by value: arithmetic, however many points there are.
    private IEnumerable<long> Whole(long skip, int limit)
    {
        for (long at = skip; at < _plan.PointCount && at < skip + limit; at++) yield return _descending ? _plan.PointCount - 1 - at : at;
    }

    private static (IEnumerable<long> Indices, string? Next, long Total) Page(IEnumerable<long> indices, long skip, int limit, long total) =>
        (indices, skip + limit < total ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null, total);

    private bool Fits(PointTable table, PointSet? running, long index)
    {
        if (_where.Count > 0)
        {
            int[] at = _plan.Coordinates(index);
            if (!_where.TrueForAll(condition => condition.Positions.Contains(at[condition.Axis]))) return false;
        }

        return _state is null || table.StateOf(index, running) == _state;
    }
}
