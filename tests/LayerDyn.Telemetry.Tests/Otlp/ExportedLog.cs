namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>A log record as it arrived at the collector.</summary>
/// <param name="Category">The logger.</param>
/// <param name="Message">What it says.</param>
/// <param name="Trace">The trace that it was made in; empty outside of one.</param>
/// <param name="Span">The span that it was made in.</param>
/// <param name="Attributes">The message's values, and those of the scopes.</param>
internal sealed record ExportedLog(string Category, string Message, string Trace, string Span, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The records of an ExportLogsServiceRequest.</summary>
    public static IEnumerable<ExportedLog> Read(ReadOnlyMemory<byte> request) =>
        from resource in WireField.Of(request).Where(field => field.Number == 1)
        from scope in resource.All(2)
        from record in scope.All(2)
        select new ExportedLog(scope.One(1).One(1).Text, record.One(5).One(1).Text, record.One(9).Hex, record.One(10).Hex, ExportedAttributes.Read(record.All(6)));
}
