using System.Runtime.CompilerServices;
using LayerDyn.Storage;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Client.Ranking;

/// <summary>The committed points of a stored sweep in the order of a column.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="plan">The sweep.</param>
internal sealed class StoredRanking(IArtifactStore store, SweepPlan plan)
{
    /// <summary>How many of its points stand where, once the points were read.</summary>
    public Ledger Ledger { get; private set; } = new();

    /// <summary>What could not be read because its files are missing or damaged.</summary>
    public IReadOnlyList<SegmentDamage> Damaged { get; private set; } = [];

    /// <summary>The points that have a finite value, the best first; equal ones in order of their indices.</summary>
    /// <param name="column">A measured column.</param>
    /// <param name="highest">Whether the highest value is the best.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="StoreException">The store failed, or a manifest is damaged.</exception>
    public async IAsyncEnumerable<RankedPoint> ReadAsync(string column, bool highest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var values = new List<(long Index, double Value)>();
        var reader = new RecordReader(store);
        (var stored, Damaged) = await new CommittedSegments(store, plan.Id).ReadAsync(
            listed =>
            {
                values.Clear();
                return reader.ReadAsync(plan.Id, listed.Manifest.Segments, (_, results) =>
                {
                    foreach (var result in results)
                        if (PointSummary.Of(result).Value(column) is { } value && double.IsFinite(value)) values.Add((result.Index, value));
                    return Task.CompletedTask;
                }, cancellation);
            },
            cancellation);
        Ledger = stored.Manifest.Ledger;
        values.Sort((a, b) => (highest ? b.Value.CompareTo(a.Value) : a.Value.CompareTo(b.Value)) is not 0 and var order ? order : a.Index.CompareTo(b.Index));
        foreach (var (index, value) in values) yield return new RankedPoint(index, plan.Labels(index), plan.SeedOf(index), value);
    }
}
