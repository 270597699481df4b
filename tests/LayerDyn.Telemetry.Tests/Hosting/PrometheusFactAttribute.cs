namespace LayerDyn.Telemetry.Tests.Hosting;

/// <summary>A test that needs prometheus and promtool. In CI their absence is a failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute()
    {
        if (Missing) Skip = "no prometheus and promtool on the path: install them (Debian: apt-get install prometheus)";
    }

    /// <summary>Whether the tests are skipped.</summary>
    public static bool Missing { get; } = Environment.GetEnvironmentVariable("CI") != "true" && (Programs.Find("prometheus") is null || Programs.Find("promtool") is null);
}
