using System.Globalization;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests.Studies;

/// <summary>The memory of the process that renders a page, as the system and as Chromium count it. The largest counts.</summary>
internal sealed class RendererMemory(IBrowser browser, ICDPSession page)
{
    /// <summary>Bytes that are the process's alone, in memory or swapped out: what Chromium's task manager calls its memory footprint.</summary>
    public double Private { get; private set; }

    /// <summary>Resident bytes of the process, code and buffers that it shares with others among them.</summary>
    public double Resident { get; private set; }

    /// <summary>Bytes of the JavaScript heap.</summary>
    public double Heap { get; private set; }

    /// <summary>Looks; returns Chromium's clock in seconds.</summary>
    public async Task<double> SampleAsync()
    {
        var session = await browser.NewBrowserCDPSessionAsync();
        var processes = await session.SendAsync("SystemInfo.getProcessInfo");
        await session.DetachAsync();
        // A spare renderer is smaller than that of the page.
        foreach (var process in processes!.Value.GetProperty("processInfo").EnumerateArray().Where(process => process.GetProperty("type").GetString() == "renderer"))
        {
            string status = StatusOf(process.GetProperty("id").GetInt32());
            Resident = Math.Max(Resident, Bytes(status, "VmRSS:"));
            Private = Math.Max(Private, Bytes(status, "RssAnon:") + Bytes(status, "VmSwap:"));
        }

        var metrics = (await page.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        Heap = Math.Max(Heap, metrics["JSHeapUsedSize"]);
        return metrics["Timestamp"];
    }

    private static string StatusOf(int process)
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status");
        return File.Exists(status) ? File.ReadAllText(status) : ""; // it may have ended meanwhile
    }

    private static double Bytes(string status, string field)
    {
        string? line = status.Split('\n').FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line is null ? 0 : 1024 * double.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
