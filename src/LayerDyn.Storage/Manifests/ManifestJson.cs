using System.Text.Json;
using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>
/// A manifest as JSON. Another version and a ledger that does not add up are refused; unknown members are passed over, so that silos of
/// two builds share a store while one replaces the other.
/// </summary>
public static class ManifestJson
{
    /// <summary>The version of the format: from 3 on the document is sealed, and segments have hashes.</summary>
    public const int Version = 3;

    /// <summary>The version before, which is read, too.</summary>
    internal const int Unsealed = 2;

    /// <summary>How both kinds of manifest are written: readable for people.</summary>
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
        TypeInfoResolver = ManifestJsonContext.Default,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Writes a manifest.</summary>
    public static byte[] Write(Manifest manifest) => SealedJson.Write(
        new Document(
            Version, manifest.SweepId.Value, manifest.Term, manifest.First, manifest.PointCount,
            [.. manifest.Segments], [.. manifest.Failures], manifest.Lost,
            manifest.Leases.Count > 0 ? [.. manifest.Leases] : null, manifest.Attempts.Count > 0 ? [.. manifest.Attempts] : null));

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FormatException">It is damaged, of another version, or its ledger does not add up.</exception>
    public static Manifest Read(ReadOnlySpan<byte> json)
    {
        var document = SealedJson.Read<Document>(json, found => found.Version, Version, Unsealed);
        if (document.First is < 0 or > SweepHead.MostPoints || document.PointCount < 0 || document.PointCount > SweepHead.MostPoints - document.First || document.Term < 0 || document.Lost < 0)
            throw new FormatException("it is damaged: first, pointCount, epoch or lost is out of range");
        var manifest = new Manifest
        {
            SweepId = SweepId.Parse(document.SweepId),
            Term = document.Term,
            First = document.First,
            PointCount = document.PointCount,
            Segments = document.Segments,
            Failures = document.Failures,
            Lost = document.Lost,
            Leases = document.Leases ?? [],
            Attempts = document.Attempts ?? [],
        };
        return ManifestChecker.CheckFailures(manifest, manifest.Committed()) is { } wrong
            ? throw new FormatException($"it does not add up: {wrong}")
            : manifest;
    }

    /// <summary>A manifest as it is written.</summary>
    internal sealed record Document(
        int Version,
        string SweepId,
        [property: JsonPropertyName("epoch")] long Term, // the store's word since 0.1
        long First,
        long PointCount,
        SegmentEntry[] Segments,
        FailureEntry[] Failures,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Lost = 0,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LeaseEntry[]? Leases = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AttemptEntry[]? Attempts = null);
}
