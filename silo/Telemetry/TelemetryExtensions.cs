using System.Diagnostics;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Sweeps;
using LayerDyn.Web.Security;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LayerDyn.Silo.Telemetry;

/// <summary>
/// What the silo tells of itself by OpenTelemetry: metrics at <c>/metrics</c> for Prometheus, and metrics, traces and logs to a
/// collector where one is named.
/// </summary>
internal static class TelemetryExtensions
{
    /// <summary>Where the collector is: OpenTelemetry's own variable. The other OTEL_EXPORTER_OTLP_ variables count too.</summary>
    internal const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Asked every few seconds by machines: their spans say nothing.
    private static readonly string[] Untraced = ["/metrics", "/health", "/assets"];

    // Open for hours, with a call of a grain for every change.
    private const string Stream = "/events";

    /// <summary>Its services.</summary>
    public static void AddLayerDynTelemetry(this IHostApplicationBuilder builder, SiloOptions silo)
    {
        builder.Services.AddLayerDynMetrics().AddHostedService<MembershipWatch>();
        builder.Services.AddOptions<TelemetryOptions>().Bind(builder.Configuration.GetSection("Telemetry"))
            .Validate(options => options.RequestRatio is >= 0 and <= 1, "Telemetry:RequestRatio must be from 0 (no request is traced) to 1 (all are)")
            .ValidateOnStart();
        var options = builder.Configuration.GetSection("Telemetry").Get<TelemetryOptions>() ?? new TelemetryOptions();
        bool collected = !string.IsNullOrEmpty(builder.Configuration[CollectorVariable]);
        bool scraped = silo.HttpPort != 0;
        if (!collected && !scraped && !options.Traces) return;

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            "layerdyn-silo", serviceNamespace: silo.Cluster, serviceVersion: ProductVersion.Full, serviceInstanceId: $"{silo.Address}:{silo.SiloPort}"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(LayerDynMetrics.MeterName, "Microsoft.Orleans", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel");
            if (scraped) metrics.AddPrometheusExporter();
            if (collected) metrics.AddOtlpExporter();
        });
        if (!collected && !options.Traces) return; // spans that nobody takes would only cost

        telemetry.WithTracing(traces =>
        {
            traces.AddSource(LayerDynActivities.SourceName, "Microsoft.Orleans.Application").SetSampler(new RequestSampler(options.RequestRatio));
            traces.AddAspNetCoreInstrumentation(requests =>
            {
                requests.Filter = context => IsTraced(context.Request.Path);
                requests.EnrichWithHttpResponse = KeepToTheRoute;
            });
            if (collected) traces.AddOtlpExporter();
        });
        telemetry.WithLogging(
            logs =>
            {
                if (collected) logs.AddOtlpExporter();
            },
            logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true));
    }

    /// <summary>Its endpoint, <c>/metrics</c>, for whoever may read.</summary>
    public static void MapLayerDynMetrics(this WebApplication app, SiloOptions silo)
    {
        if (silo.HttpPort != 0) app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Roles.Read);
    }

    private static bool IsTraced(PathString path) =>
        !Array.Exists(Untraced, start => path.StartsWithSegments(start)) && !path.Value!.EndsWith(Stream, StringComparison.OrdinalIgnoreCase);

    /// <summary>A request that was refused is known by its route alone: what somebody wrote into the path may be a key.</summary>
    private static void KeepToTheRoute(Activity request, HttpResponse response)
    {
        if (response.StatusCode is >= 400 and < 500) request.SetTag("url.path", (response.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "");
    }
}
