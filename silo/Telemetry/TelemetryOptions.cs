namespace LayerDyn.Silo.Telemetry;

/// <summary>What is measured beyond the metrics; the section <c>Telemetry</c>.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>Makes spans and log records without a collector too, for exporters that were added by code.</summary>
    public bool Traces { get; set; }

    /// <summary>Part of the HTTP requests that gets a trace, from 0 to 1. Sweeps have theirs whatever this is.</summary>
    public double RequestRatio { get; set; } = 0.1;
}
