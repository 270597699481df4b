using System.Runtime.CompilerServices;
using LayerDyn.Api;

namespace LayerDyn.Client.Ranking;

/// <summary>The committed points of a cluster's sweep in the order of a column.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="sweep">The sweep's id.</param>
internal sealed class RemoteRanking(LayerDynClient cluster, string sweep)
{
    /// <summary>The points that have a finite value, the best first; equal ones in order of their indices.</summary>
    /// <param name="column">A measured column.</param>
    /// <param name="highest">Whether the highest value is the best.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ApiException">The cluster refuses, as a column that the sweep has not, or does not answer.</exception>
    public async IAsyncEnumerable<RankedPoint> ReadAsync(string column, bool highest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in cluster.PointsAsync(sweep, highest ? $"-{column}" : column, cancellation).WithCancellation(cancellation))
        {
            // Points without a value come last in either order.
            if (!row.Final.TryGetValue(column, out double value) || double.IsNaN(value)) yield break;
            if (double.IsFinite(value)) yield return new RankedPoint(row.Index, row.Axes, row.Seed, value);
        }
    }
}
