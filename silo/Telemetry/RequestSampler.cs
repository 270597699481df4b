using System.Diagnostics;
using OpenTelemetry.Trace;

namespace LayerDyn.Silo.Telemetry;

/// <summary>
/// Decides which spans are recorded. What belongs to a trace goes with it: a sweep's spans choose themselves before they are made.
/// Of the rest, requests are recorded in part, and calls between grains that nobody traces, such as the pulses of a thousand batches,
/// not at all.
/// </summary>
/// <param name="ratio">Part of the requests, from 0 to 1.</param>
internal sealed class RequestSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _requests = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        if (parent.TraceId != default) return new SamplingResult(parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded));
        return samplingParameters.Kind == ActivityKind.Server ? _requests.ShouldSample(samplingParameters) : new SamplingResult(SamplingDecision.Drop);
    }
}
