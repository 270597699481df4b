using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage;

/// <summary>The one class that knows where everything of a sweep is in the artifact store.</summary>
/// <param name="sweep">The sweep.</param>
public sealed class SweepPaths(SweepId sweep)
{
    /// <summary>The sweep's folder, as a prefix for listings.</summary>
    public string Root { get; } = sweep.Value + "/";

    /// <summary>The spec as the user gave it.</summary>
    public ArtifactPath Spec => Root + "spec.yaml";

    /// <summary>The spec with every default spelled out.</summary>
    public ArtifactPath Resolved => Root + ResolvedName;

    /// <summary>The name of a sweep's head in its folder.</summary>
    internal const string ManifestName = "manifest.json";

    /// <summary>The name of a sweep's resolved spec in its folder.</summary>
    internal const string ResolvedName = "resolved.yaml";

    /// <summary>Where all sweeps that should be running are marked, as a prefix.</summary>
    public const string ActiveFolder = "active/";

    /// <summary>Where all sweeps of a store are listed, as a prefix.</summary>
    public const string IndexFolder = "index/";

    /// <summary>The sweep's entry in the list of sweeps.</summary>
    public ArtifactPath IndexMark => IndexFolder + sweep.Value;

    /// <summary>The mark of a sweep that should be running: how a cluster finds its work after it was lost as a whole.</summary>
    public ArtifactPath ActiveMark => ActiveFolder + sweep.Value;

    /// <summary>The head of the sweep: what was fixed and decided.</summary>
    public ArtifactPath Manifest => Root + ManifestName;

    /// <summary>The folder of the shards' manifests, as a prefix.</summary>
    public string ShardsFolder => Root + "shards/";

    /// <summary>What is committed of a shard: the source of truth.</summary>
    public ArtifactPath Shard(int shard) => $"{ShardsFolder}{shard:D5}.json";

    /// <summary>What was found, for people and scripts.</summary>
    public ArtifactPath Summary => Root + "summary.json";

    /// <summary>The folder of a completed sweep's records, as a prefix; Parquet readers take it as one data set.</summary>
    public string RecordsFolder => Root + "records/";

    /// <summary>
    /// The folder of a completed sweep's results, as a prefix; Parquet readers take it as one data set. Nothing is written here before
    /// all points are settled, so that what lanes write twice, or leave when they are killed, is never among a reader's rows.
    /// </summary>
    public string ResultsFolder => Root + "results/";

    /// <summary>The folder of segments as points finish, as a prefix: what counts of them is what the manifests list.</summary>
    public string StagedFolder => Root + "segments/";

    /// <summary>The folder of curves, as a prefix.</summary>
    public string CurvesFolder => Root + "curves/";

    /// <summary>The folder of what is kept of points, as a prefix.</summary>
    public string KeptFolder => Root + "kept/";

    /// <summary>How the names of the files begin that are kept of a point.</summary>
    public string KeptOf(long index) => $"{KeptFolder}{index:D8}-";

    /// <summary>What is kept of a point at a step.</summary>
    public ArtifactPath Kept(long index, long step) => $"{KeptOf(index)}{step.ToString(CultureInfo.InvariantCulture)}.safetensors";

    /// <summary>The data that points see, named by their content.</summary>
    public ArtifactPath KeptData(string sha256) => $"{KeptFolder}data-{sha256}.safetensors";

    /// <summary>The point that something is kept of in a file; null for data.</summary>
    public static long? PointOfKept(ArtifactPath kept) =>
        kept.Name.IndexOf('-', StringComparison.Ordinal) is > 0 and var end && long.TryParse(kept.Name.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out long index) ? index : null;

    /// <summary>The folder of all points' checkpoints, as a prefix.</summary>
    public string CheckpointsFolder => Root + "checkpoints/";

    /// <summary>The records of a segment.</summary>
    public ArtifactPath Records(string segment, bool staged) => staged ? $"{StagedFolder}{segment}.records.parquet" : $"{RecordsFolder}{segment}.parquet";

    /// <summary>The results of a segment.</summary>
    public ArtifactPath Results(string segment, bool staged) => staged ? $"{StagedFolder}{segment}.results.parquet" : $"{ResultsFolder}{segment}.parquet";

    /// <summary>A curve's file; <paramref name="extension"/> is csv, png or svg.</summary>
    public ArtifactPath Curve(string name, string extension) => $"{CurvesFolder}{name}.{extension}";

    /// <summary>The folder of a point's checkpoints, as a prefix.</summary>
    public string CheckpointsOf(PointId point) => $"{CheckpointsFolder}{point}/";

    /// <summary>A checkpoint of a point. Steps are padded, so that listings are in order of steps.</summary>
    public ArtifactPath Checkpoint(PointId point, long step) => $"{CheckpointsOf(point)}{step:D12}.safetensors";

    /// <summary>The folder of what was measured so far of points that train alone and have no result, as a prefix.</summary>
    public string LiveFolder => Root + "live/";

    /// <summary>What was measured of a point so far.</summary>
    public ArtifactPath Live(long index) => $"{LiveFolder}{index:D8}.csv";

    /// <summary>The point of such a path; -1 for one of another name.</summary>
    public static long PointOf(ArtifactPath live) =>
        long.TryParse(Path.GetFileNameWithoutExtension(live.Name.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out long index) ? index : -1;

    /// <summary>The step of a checkpoint's path.</summary>
    public static long StepOf(ArtifactPath checkpoint) =>
        long.Parse(Path.GetFileNameWithoutExtension(checkpoint.Name.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>
    /// The name of the segment of some points, <c>NNNNNNNN-xxxxxxxx</c>: the index of the first and a hash of all their ids. The
    /// same points always have the same name, and by determinism the same bytes: committing them twice is creating one file.
    /// </summary>
    /// <exception cref="ArgumentException">There are no points.</exception>
    public static string SegmentName(long first, IEnumerable<PointId> points)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> id = stackalloc byte[16];
        bool any = false;
        foreach (var point in points)
        {
            BinaryPrimitives.WriteUInt64BigEndian(id, point.High);
            BinaryPrimitives.WriteUInt64BigEndian(id[8..], point.Low);
            hash.AppendData(id);
            any = true;
        }

        if (!any) throw new ArgumentException("a segment has at least one point", nameof(points));
        return $"{first:D8}-{BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset()):x8}";
    }
}
