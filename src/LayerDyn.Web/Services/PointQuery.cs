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
    private readonly PointConditions _conditions;
    private readonly PointSet? _chosen;

    /// <summary>Reads the parts of a query.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="chosen">Of a sweep that is refined, the points that were chosen so far, which alone it has; null for all.</param>
    /// <param name="state">A state; null for any.</param>
    /// <param name="sort">What they are sorted by; null for their numbers.</param>
    /// <param name="where">Conditions on axes.</param>
    /// <param name="index">A list of points; null for all.</param>
    /// <exception cref="ProblemException">One of them means nothing in this sweep.</exception>
    public PointQuery(SweepPlan plan, PointRanges? chosen, string? state, string? sort, IReadOnlyList<string> where, string? index)
    {
        _plan = plan;
        if (chosen is not null) (_chosen = new PointSet(plan.PointCount)).Add(chosen);
        _conditions = new PointConditions(plan, where, index);
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
        if (_state is null && _column is null && _chosen is null && _conditions.None) return Page(Whole(skip, limit), skip, limit, _plan.PointCount);

        var fitting = _conditions.Points().Where(index => _chosen?.Contains(index) != false).Where(index => _state is null || table.StateOf(index, running) == _state).ToList();
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

    // Neither filtered nor sorted by value: arithmetic, however many points there are.
    private IEnumerable<long> Whole(long skip, int limit)
    {
        for (long at = skip; at < _plan.PointCount && at < skip + limit; at++) yield return _descending ? _plan.PointCount - 1 - at : at;
    }

    private static (IEnumerable<long> Indices, string? Next, long Total) Page(IEnumerable<long> indices, long skip, int limit, long total) =>
        (indices, skip + limit < total ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null, total);
}
