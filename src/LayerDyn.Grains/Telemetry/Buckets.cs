using System.Diagnostics.Metrics;

namespace LayerDyn.Grains.Telemetry;

/// <summary>The histograms' bucket boundaries.</summary>
internal static class Buckets
{
    /// <summary>Seconds of single operations: 1 ms to 1 min.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = Of([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60]);

    /// <summary>Seconds of work: 10 ms to 1 day.</summary>
    public static InstrumentAdvice<double> LongSeconds { get; } = Of([0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600, 14400, 86400]);

    /// <summary>Bytes: 1 KiB to 4 GiB.</summary>
    public static InstrumentAdvice<long> Bytes { get; } =
        new() { HistogramBucketBoundaries = [1L << 10, 1L << 14, 1L << 16, 1L << 18, 1L << 20, 1L << 22, 1L << 24, 1L << 26, 1L << 28, 1L << 30, 1L << 32] };

    private static InstrumentAdvice<double> Of(double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };
}
