using System.Text;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Training;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Fuzz.Tests;

/// <summary>The readers of what others may have written: specs, data files, and the files of a store.</summary>
internal static class Targets
{
    private static readonly SweepLimits Limits = new() { MaxPoints = 2000, MaxNodes = 5000, MaxAxes = 8, MaxDepth = 32, MaxCharacters = 1 << 16, ExhaustiveCombinations = 64 };
    private static readonly PointId Point = PointId.Of("a point");

    private static readonly (byte[] Records, byte[] Results) Segment = MakeSegment(); // before what is made of it

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("spec", bytes => SweepPlan.Load(Encoding.UTF8.GetString(bytes), limits: Limits), error => error is SpecException, Recipes(),
            ["axes:", "seeds: [1, 2]", "zip:", "derive:", "&a", "*a", "<<: ", "!!set", "[[[[", "{a: ", "? ", "- ", "model:", "engine: theory", "every: 0", "{ log: [1, 2, 3] }", "\t", "---\n", "|-\n", "\u0000", "\uFEFF"], Most: 1L << 29), // it is planned, and up to a hundred problems are said
        new("resolved-spec", bytes => SweepPlan.LoadResolved(Encoding.UTF8.GetString(bytes), Plan.Id), error => error is SpecException or InvalidDataException,
            [Encoding.UTF8.GetBytes(Plan.ResolvedYaml)], ["numerics: ", "axes:", "[", "{"]),
        new("npy", bytes => Npy.Read(bytes), IsFormat, [Npy.Write(Matrix), Npy.WriteFlags([true, false])],
            ["'descr': '<f8'", "'fortran_order': True", "'shape': (2, 3)", "(0, 0, 0)", "(9223372036854775807, 2)", ",,", "\n"]),
        new("npz", bytes => Npz.Read(bytes), IsFormat, [Npz.Write(new Dictionary<string, FileArray> { ["x"] = Matrix, ["y"] = Vector }), Deflated()], ["PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", ".npy"]),
        new("safetensors", bytes => Safetensors.Read(bytes), IsFormat, [Safetensors.Write(new Dictionary<string, FileArray> { ["x"] = Matrix, ["y"] = Vector }, new Dictionary<string, string> { ["k"] = "v" })],
            ["\"dtype\"", "\"F64\"", "\"shape\":[]", "\"data_offsets\":[0,0]", "\"__metadata__\":{}", "null", "9223372036854775807"]),
        new("checkpoint", bytes => CheckpointCodec.Read(Point, CheckpointSeal.Renew(bytes)), IsFormat, [CheckpointCodec.Write(Point, Checkpoint())],
            ["records.steps", "records.values", "layerdyn.columns", "[\\\"loss\\\"]", "layerdyn.step", "F64", "I64"]),
        new("manifest", bytes => ManifestJson.Read(bytes), IsFormat, [ManifestJson.Write(Manifest()), Unsealed(ManifestJson.Write(Manifest()))],
            ["\"version\": 2", "\"points\": \"0-9\"", "\"0-9,11\"", "null", "[]", "{}", "\"sha256\"", "-1", "1.5"], Most: 1L << 30), // a bit for each of 2^30 points, a few times over
        // A column of one value takes nothing, so a small file may be a large table.
        new("results-segment", bytes => SegmentCodec.Read(Segment.Records, ParquetPages.WithFooter(bytes, Segment.Results)), IsFormat, [Segment.Results], [], Most: 2L << 30),
        new("records-segment", bytes => SegmentCodec.Read(ParquetPages.WithFooter(bytes, Segment.Records), Segment.Results), IsFormat, [Segment.Records], [], Most: 2L << 30),
        new("live-records", bytes => RecordsCsv.Read(Encoding.UTF8.GetString(bytes)), IsFormat, ["step,loss,accuracy\n0,1.5,0.1\n10,0.25,0.9\n"u8.ToArray()], ["step,", "\n", "loss", "NaN", "∞", "1e999", "9999999999999999999"]),
        new("point-ranges", bytes => PointRanges.Parse(Encoding.UTF8.GetString(bytes)), IsFormat, ["0-9,11,20-30"u8.ToArray()], ["-", ",", "0-9223372036854775807"]),
    ];

    private static SweepPlan Plan => SweepPlan.Load(Encoding.UTF8.GetString(Recipes()[0]), limits: new SweepLimits { ExhaustiveCombinations = 8 });

    private static FileArray Matrix => FileArray.Of([1.0, 2, 3, 4, 5, 6], 2, 3);

    private static FileArray Vector => FileArray.Of([1L, 2, 3], 3);

    private static bool IsFormat(Exception error) => error is FormatException;

    /// <summary>The shortest recipes: the way from one to another kind of spec is short.</summary>
    private static IReadOnlyList<byte[]> Recipes() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "recipes"), "*.yaml").Select(File.ReadAllBytes)
            .Where(spec => !Encoding.UTF8.GetString(spec).Contains("mnist", StringComparison.Ordinal)).OrderBy(spec => spec.Length).Take(12)];

    private static byte[] Deflated()
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("x.npy").Open()) entry.Write(Npy.Write(FileArray.Of(new double[100], 100)));
        return stream.ToArray();
    }

    private static MeasurementTable Measured()
    {
        var records = new MeasurementTable(["loss", "accuracy"]);
        records.Add(0, [1.5, 0.1]);
        records.Add(10, [0.25, 0.9]);
        return records;
    }

    private static Checkpoint Checkpoint() => new(10, new Dictionary<string, CheckpointTensor> { ["w1"] = new(DType.Float64, [2, 2], new byte[32]) }, Measured());

    private static Manifest Manifest() => new()
    {
        SweepId = Plan.Id,
        PointCount = 20,
        Term = 3,
        Segments = [],
        Failures = [],
    };

    /// <summary>As the version before wrote it, so that what is changed in it is read.</summary>
    private static byte[] Unsealed(byte[] manifest)
    {
        string text = Encoding.UTF8.GetString(manifest);
        return Encoding.UTF8.GetBytes(text[..text.LastIndexOf(",\n  \"sha256\"", StringComparison.Ordinal)].Replace("\"version\": 3", "\"version\": 2", StringComparison.Ordinal) + "\n}");
    }

    private static (byte[] Records, byte[] Results) MakeSegment()
    {
        var plan = Plan;
        PointResult[] results = [.. Enumerable.Range(0, 3).Select(i => new PointResult(i, OutcomeStatus.Finished, 10, Measured()))];
        return (SegmentCodec.WriteRecords(plan, results), SegmentCodec.WriteResults(plan, results));
    }
}
