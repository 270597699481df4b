using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LayerDyn.Api.Points;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Kept;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>One point with everything that is known of it.</summary>
internal sealed class PointViews(IArtifactStore store, IGrainFactory grains, PointTables tables, RecordReader records, RunningPoints running)
{
    /// <summary>The point.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public async Task<PointView> OfAsync(SweepId sweep, long index, CancellationToken cancellation)
    {
        var (table, committed) = await tables.GetAsync(sweep, cancellation);
        var plan = table.Plan;
        Check(plan, index);
        var row = table.Show(index);
        string text = plan.PointText(index);
        var id = PointId.Of(text);
        using var experiment = JsonDocument.Parse(text);
        var segment = committed.SegmentOf(index);
        var last = segment is null ? committed.FailureOf(index)?.ReadRecords() : null;
        var run = row.State == PointStates.Pending ? (await running.OfAsync(sweep, cancellation)).FirstOrDefault(batch => batch.Points.Contains(index))?.Run : null;
        return new PointView
        {
            Index = index,
            Id = id.ToString(),
            State = run is not null ? PointStates.Running
                : row.State == PointStates.Pending && committed.Chosen?.Contains(index) == false ? PointStates.NotChosen : row.State,
            Axes = row.Axes,
            Seed = row.Seed,
            Experiment = experiment.RootElement.Clone(),
            Steps = experiment.RootElement.GetProperty("steps").GetInt64(),
            LastStep = last?.Steps[^1] ?? row.LastStep,
            DivergedAt = row.DivergedAt,
            Final = last is null ? row.Final : last.Columns.Select((column, i) => (column, Value: last[last.Rows - 1, i])).ToDictionary(pair => pair.column, pair => pair.Value),
            Silo = committed.OriginOf(index)?.Silo ?? run?.Silo,
            Run = run,
            Attempts = AttemptViews.Of(committed, row, run),
            Failure = committed.FailureOf(index)?.Message,
            Checkpoints = await CheckpointsAsync(sweep, id, cancellation),
            Kept = await StoredViews.KeptAsync(store, sweep, segment, index, cancellation),
            Segment = segment?.Name,
        };
    }

    /// <summary>What was measured of a point: of one that failed, what was measured last; of one that is trained alone, what was measured so far.</summary>
    /// <exception cref="ProblemException">There is no such point, or nothing of it is known yet.</exception>
    public async Task<RecordsView> RecordsAsync(SweepId sweep, long index, CancellationToken cancellation)
    {
        var (table, committed) = await tables.GetAsync(sweep, cancellation);
        return View(await RecordsAsync(table, committed, index, cancellation)) with { Partial = table.StateOf(index) == PointStates.Pending };
    }

    /// <summary>The same as it grows: each time what is new, until the point has a result or has failed.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public async IAsyncEnumerable<RecordsView> WatchAsync(SweepId sweep, long index, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Check((await tables.GetAsync(sweep, cancellation)).Table.Plan, index);
        await foreach (var rows in Grain(sweep, index).WatchAsync(cancellationToken: cancellation).WithCancellation(cancellation)) yield return View(Table(rows)) with { Partial = true };
    }

    /// <summary>The same as rows of the records table.</summary>
    /// <exception cref="ProblemException">There is no such point, or nothing of it is known yet.</exception>
    public async Task<RecordRows> RecordRowsAsync(SweepId sweep, long index, CancellationToken cancellation)
    {
        var (table, committed) = await tables.GetAsync(sweep, cancellation);
        var found = await RecordsAsync(table, committed, index, cancellation);
        return RecordRows.Of(table.Plan, index, table.StateOf(index), found);
    }

    /// <summary>Refuses a point that a sweep does not have.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public static void Check(SweepPlan plan, long index)
    {
        if (index < 0 || index >= plan.PointCount) throw ProblemException.NotFound($"{plan.Id} has points 0 to {plan.PointCount - 1}");
    }

    private async Task<MeasurementTable> RecordsAsync(PointTable table, Manifest committed, long index, CancellationToken cancellation)
    {
        var sweep = table.Plan.Id;
        Check(table.Plan, index);
        if (committed.SegmentOf(index) is { } segment) return (await records.ReadAsync(sweep, segment, cancellation)).First(result => result.Index == index).Records;
        var (last, live) = (committed.FailureOf(index)?.ReadRecords(), Table(await Grain(sweep, index).ReadAsync())); // the end of them, where it has failed
        if (last is not null && last.Rows > live.Rows) return last;
        return live.Rows > 0 ? live : throw ProblemException.NotFound($"point {index} of {sweep} has no records yet: its state is {table.StateOf(index)}");
    }

    /// <summary>Ends a point here, and has its view then.</summary>
    public async Task<PointView> StopAsync(SweepId sweep, long index, CancellationToken cancellationToken)
    {
        await AskAsync(sweep, index, grain => grain.StopAsync(), cancellationToken);
        return await OfAsync(sweep, index, cancellationToken);
    }

    /// <summary>Has a point write a checkpoint: its step, once it is in the store.</summary>
    public Task<long> CheckpointAsync(SweepId sweep, long index, CancellationToken cancellationToken) => AskAsync(sweep, index, grain => grain.CheckpointAsync(), cancellationToken);

    /// <summary>The bytes of a file with what is kept of a point.</summary>
    /// <exception cref="ProblemException">There is no such point, or it keeps nothing of that name.</exception>
    public async Task<ReadOnlyMemory<byte>> KeptAsync(SweepId sweep, long index, string name, CancellationToken cancellation)
    {
        var (table, committed) = await tables.GetAsync(sweep, cancellation);
        Check(table.Plan, index);
        var found = (await StoredViews.KeptAsync(store, sweep, committed.SegmentOf(index), index, cancellation)).FirstOrDefault(file => file.Name == name);
        return found is not null
            ? await new KeptStore(store, sweep).ReadAsync(index, new KeptFile(found.Step, found.Bytes, found.Sha256), cancellation)
            : throw ProblemException.NotFound($"point {index} of {sweep} keeps no file {name}: its view lists what it keeps");
    }

    /// <summary>The bytes of a checkpoint, and a name for them.</summary>
    /// <exception cref="ProblemException">There is no such point, or it has no such checkpoint, or not any more.</exception>
    public async Task<(ReadOnlyMemory<byte> Content, string Name)> ReadCheckpointAsync(SweepId sweep, long index, long step, CancellationToken cancellation)
    {
        var plan = (await tables.GetAsync(sweep, cancellation)).Table.Plan;
        Check(plan, index);
        return await store.TryReadAsync(new SweepPaths(sweep).Checkpoint(plan.PointId(index), step), cancellation) is { } found
            ? (found.Content, string.Create(CultureInfo.InvariantCulture, $"{sweep}-{index}-{step}.safetensors"))
            : throw ProblemException.NotFound($"point {index} of {sweep} has no checkpoint of step {step}: its view lists those that it has; the newest two stay until it has its result");
    }

    private async Task<T> AskAsync<T>(SweepId sweep, long index, Func<IExperimentGrain, Task<T>> ask, CancellationToken cancellationToken)
    {
        Check((await tables.GetAsync(sweep, cancellationToken)).Table.Plan, index);
        try
        {
            return await ask(Grain(sweep, index));
        }
        catch (InvalidOperationException refused)
        {
            throw ProblemException.Conflict(refused.Message);
        }
    }

    private IExperimentGrain Grain(SweepId sweep, long index) => grains.GetGrain<IExperimentGrain>(string.Create(CultureInfo.InvariantCulture, $"{sweep}/{index}"));

    private static MeasurementTable Table(MeasuredRows rows)
    {
        var table = new MeasurementTable(rows.Columns, rows.Steps.Count);
        double[] values = [.. rows.Values];
        for (int row = 0; row < rows.Steps.Count; row++) table.Add(rows.Steps[row], values.AsSpan(row * rows.Columns.Count, rows.Columns.Count));
        return table;
    }

    private static RecordsView View(MeasurementTable records) => new(
        ["step", .. records.Columns],
        [.. Enumerable.Range(0, records.Rows).Select(row => (IReadOnlyList<double>)[records.Steps[row], .. Enumerable.Range(0, records.Columns.Count).Select(column => records[row, column])])]);

    private async Task<List<CheckpointView>> CheckpointsAsync(SweepId sweep, PointId point, CancellationToken cancellation)
    {
        var found = new List<CheckpointView>();
        await foreach (var entry in store.ListAsync(new SweepPaths(sweep).CheckpointsOf(point), cancellation))
            if (long.TryParse(Path.GetFileNameWithoutExtension(entry.Path.Name), NumberStyles.None, CultureInfo.InvariantCulture, out long step))
                found.Add(new CheckpointView(step, entry.Size, entry.Written));
        return found;
    }
}
