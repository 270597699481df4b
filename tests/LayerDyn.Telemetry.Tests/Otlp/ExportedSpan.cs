namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>A span as it arrived at the collector.</summary>
/// <param name="Scope">The source that made it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Trace">Its trace, in hexadecimal.</param>
/// <param name="Id">Its id.</param>
/// <param name="Parent">Its parent's id; empty for a root.</param>
/// <param name="Links">What it links: traces and spans.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record ExportedSpan(
    string Scope, string Name, string Trace, string Id, string Parent, IReadOnlyList<(string Trace, string Span)> Links, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The spans of an ExportTraceServiceRequest.</summary>
    public static IEnumerable<ExportedSpan> Read(ReadOnlyMemory<byte> request) =>
        from resource in WireField.Of(request).Where(field => field.Number == 1)
        from scope in resource.All(2)
        from span in scope.All(2)
        select new ExportedSpan(
            scope.One(1).One(1).Text, span.One(5).Text, span.One(1).Hex, span.One(2).Hex, span.One(4).Hex,
            [.. span.All(13).Select(link => (link.One(1).Hex, link.One(2).Hex))], ExportedAttributes.Read(span.All(9)));

    public override string ToString() => $"{Name} [{string.Join(", ", Attributes.Select(pair => $"{pair.Key}={pair.Value}"))}]";
}
