using System.Text.Json;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests.Studies;

/// <summary>
/// Bytes that a page takes from the network, from Chromium's own account: of answers what came over the wire, compressed, with their
/// heads; of event streams, which do not end, what was in them.
/// </summary>
internal sealed class Traffic
{
    private readonly HashSet<string> _streams = [];
    private readonly List<(double At, double Bytes)> _seen = [];

    /// <summary>Watches a page.</summary>
    public static async Task<Traffic> OfAsync(ICDPSession session)
    {
        var traffic = new Traffic();
        session.Event("Network.responseReceived").OnEvent += (_, seen) => traffic.Begin(seen!.Value);
        session.Event("Network.dataReceived").OnEvent += (_, seen) => traffic.Data(seen!.Value);
        session.Event("Network.loadingFinished").OnEvent += (_, seen) => traffic.End(seen!.Value);
        await session.SendAsync("Network.enable");
        return traffic;
    }

    /// <summary>Kilobytes (1,000 bytes) a second between two times of Chromium's clock: over all of it, and over the worst ten seconds.</summary>
    public (double Mean, double Worst) Rate(double from, double to)
    {
        const double Window = 10;
        (double At, double Bytes)[] seen;
        lock (_seen) seen = [.. _seen.Where(item => item.At >= from && item.At <= to)];
        double worst = seen.Length == 0 ? 0 : seen.Max(first => seen.Where(item => item.At >= first.At && item.At < first.At + Window).Sum(item => item.Bytes) / Window);
        return (seen.Sum(item => item.Bytes) / (to - from) / 1000, worst / 1000);
    }

    private void Begin(JsonElement seen)
    {
        var response = seen.GetProperty("response");
        if (response.GetProperty("mimeType").GetString() != "text/event-stream") return;
        lock (_seen) _streams.Add(seen.GetProperty("requestId").GetString()!);
        Add(seen, response.GetProperty("encodedDataLength").GetDouble());
    }

    private void Data(JsonElement seen)
    {
        if (IsStream(seen)) Add(seen, seen.GetProperty("dataLength").GetDouble());
    }

    private void End(JsonElement seen)
    {
        if (!IsStream(seen)) Add(seen, seen.GetProperty("encodedDataLength").GetDouble());
    }

    private bool IsStream(JsonElement seen)
    {
        lock (_seen) return _streams.Contains(seen.GetProperty("requestId").GetString()!);
    }

    private void Add(JsonElement seen, double bytes)
    {
        lock (_seen) _seen.Add((seen.GetProperty("timestamp").GetDouble(), bytes));
    }
}
