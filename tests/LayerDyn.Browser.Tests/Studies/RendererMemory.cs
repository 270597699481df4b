using System.Globalization;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests.Studies;

/// <summary>The memory of the process that renders a page, as the system and as Chromium count it. The largest counts.</summary>
internal sealed class RendererMemory(IBrowser browser, ICDPSession page)
{
    /// <summary>Resident bytes of the process, the program's own shared code among them.</summary>
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
            Resident = Math.Max(Resident, ResidentOf(process.GetProperty("id").GetInt32()));
        var metrics = (await page.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        Heap = Math.Max(Heap, metrics["JSHeapUsedSize"]);
        return metrics["Timestamp"];
    }

    private static double ResidentOf(int process)
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status");
        if (!File.Exists(status)) return 0; // ended meanwhile
        string line = File.ReadLines(status).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
