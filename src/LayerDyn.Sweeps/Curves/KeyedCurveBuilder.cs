using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// A builder whose state is what the curve needs of each point. A point has one result
/// (same identity, same bytes), so the union is idempotent, and building walks the points in the order of their indices, so
/// sums do not depend on the order of folding.
/// </summary>
/// <param name="spec">The curve.</param>
/// <param name="grid">The sweep.</param>
/// <param name="resolved">Axes that the curve tells apart; names of anything else, and null, are passed over.</param>
internal abstract class KeyedCurveBuilder<T>(FilteredCurveSpec spec, ISweepGrid grid, IEnumerable<string?> resolved) : CurveBuilder
    where T : struct
{
    /// <summary>Everything folded in, in the order of the points' indices.</summary>
    protected PointStates<T> Points { get; } = new(grid.PointCount);

    protected ISweepGrid Grid { get; } = grid;

    /// <summary>The points that are drawn.</summary>
    protected PointFilter Filter { get; } = new(grid, spec.Where);

    /// <summary>What values are over besides seeds.</summary>
    protected PooledAxes Pooled => field ??= new(Grid, Filter, resolved);

    public sealed override void Fold(PointResult result)
    {
        Check(result.Index);
        if (Filter.Includes(result.Index) && !Points.Contains(result.Index)) Points.TryAdd(result.Index, Keep(result));
    }

    public sealed override void Save(BinaryWriter writer)
    {
        WriteShared(writer);
        writer.Write(Points.Count);
        foreach (var (index, point) in Points)
        {
            writer.Write(index);
            Write(writer, point);
        }
    }

    public sealed override void Load(BinaryReader reader)
    {
        ReadShared(reader);
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            long index = reader.ReadInt64();
            Check(index);
            Points.TryAdd(index, Read(reader)); // of a state of the same curve: filtered already
        }
    }

    /// <summary>What the curve needs of a point.</summary>
    protected abstract T Keep(PointResult result);

    /// <summary>Writes what was kept of a point.</summary>
    protected abstract void Write(BinaryWriter writer, T point);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    protected abstract T Read(BinaryReader reader);

    /// <summary>Writes what points share, before them.</summary>
    protected virtual void WriteShared(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="WriteShared"/> wrote.</summary>
    protected virtual void ReadShared(BinaryReader reader)
    {
    }

    /// <summary>
    /// The curve of what was folded in. The chart's note and the findings also say what is pooled and filtered, whether anything was trained at all,
    /// and, last, how many points diverged. <paramref name="shows"/> is what the chart's values are over; empty when each is of one point.
    /// </summary>
    protected Curve Finish(
        string kind, long diverged, CurveTable table, Chart chart, IEnumerable<string> findings, string shows,
        IReadOnlyDictionary<string, Residual>? residuals = null)
    {
        string where = Filter.Text.Length == 0 ? "" : $"where {Filter.Text}", untrained = IsTheoryOnly ? "theory only: nothing was trained" : "";
        string[] notes = [untrained, shows, where, DivergedNote(diverged)];
        List<string> all = [.. findings];
        if (Points.Count == 0 && where.Length > 0) all.Add($"no points {where} yet");
        if (Pooled.Finding is { } pooled) all.Add(pooled);
        if (untrained.Length > 0) all.Add($"{untrained}, so agreement with theory says nothing of training");
        if (diverged > 0) all.Add(Shown.Diverged(diverged));
        return new(spec.Name, kind, Points.Count, diverged, table,
            chart with { Note = string.Join("; ", [.. notes.Append(chart.Note).Where(note => note.Length > 0), .. OpenBands.Note(chart)]) }, all, residuals ?? new Dictionary<string, Residual>());
    }

    /// <summary>What the chart's note says of diverged points; empty without any.</summary>
    protected virtual string DivergedNote(long diverged) => diverged == 0 ? "" : $"{Shown.Diverged(diverged, Points.Count)} (not averaged in)";

    /// <summary>
    /// What a column is compared with: its exact solution, or the column <paramref name="against"/>. Null for what is read off the initial
    /// weights, which training and its exact solution share.
    /// </summary>
    protected string? Compared(string column, string? against = null)
    {
        if (against is not null) return against;
        if (Grid.PointCount == 0) return null;
        var experiment = Grid.Experiment(0);
        return experiment.Observables.Any(observable => observable.InitialColumns.Contains(column)) ? null : ColumnName.Theory(column);
    }

    /// <summary>The title of a chart: what it shows, after the curve's name where that says more.</summary>
    protected string Titled(string shows) => Plain(shows).Contains(Plain(spec.Name), StringComparison.OrdinalIgnoreCase) ? shows : $"{spec.Name}: {shows}";

    /// <summary>Whether nothing was trained: what was measured is the exact solution itself.</summary>
    protected bool IsTheoryOnly => Points.Count > 0
        && (Grid.Axes.Any(axis => axis.Sets.Contains("engine")) ? Points : Points.Take(1)).All(point => Grid.Experiment(point.Index).Engine == Engine.Theory);

    private static string Plain(string text) => text.Replace('-', ' ');

    private void Check(long index)
    {
        if (index < 0 || index >= Grid.PointCount)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"the sweep has points 0 to {Grid.PointCount - 1}");
    }
}
