using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Records;

/// <summary>A segment as bytes, on its way to the store.</summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Name">The segment's name.</param>
/// <param name="Records">Its records, a Parquet file.</param>
/// <param name="Results">Its results, a Parquet file.</param>
public sealed record EncodedSegment(SweepId SweepId, string Name, byte[] Records, byte[] Results)
{
    /// <summary>Size in bytes.</summary>
    public long Bytes => Records.Length + (long)Results.Length;
}
