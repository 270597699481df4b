using System.Globalization;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests.Studies;

/// <summary>
/// <c>infra/bench-dashboard.sh</c>: what a sweep of 10,000 points costs a browser while it runs, and how late the page is. A real silo with
/// one slot, headless Chromium on the same machine; rows of a Markdown table go to standard output.
/// </summary>
internal static class DashboardStudy
{
    private const int Loads = 5;

    // After this the page has loaded; what comes is what a live sweep costs.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    /// <summary>100 by 100 points that only compute, a minute and a half on one slot.</summary>
    private const string Sweep = """
        name: dashboard
        model: { kind: deep-linear, widths: [20, 20, 2] }
        init: { kind: upstream-downstream, sigma: 0.1, delta: 0 }
        task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 30000
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          delta: { linspace: [-0.5, 0.5, 100], sets: [init.delta] }
          scale: { linspace: [0.1, 50, 100], sets: [task.targetDivisor] }
        curves:
          - { kind: heatmap, name: kernel-distance, x: scale, y: delta, value: kernel-distance, at: last, log10: true }
        """;

    /// <summary>Notes when the page has painted a count of points, and a curve of so many points.</summary>
    private const string Watch = """
        () => {
          const now = () => performance.timeOrigin + performance.now();
          const painted = (list, points) => requestAnimationFrame(() => requestAnimationFrame(() => list.push([now(), points])));
          window.counts = []; window.drawn = [];
          const parse = JSON.parse;
          JSON.parse = (text, reviver) => { const value = parse(text, reviver); if (value && value.chart) painted(window.drawn, value.points); return value; };
          const figure = document.querySelector('.facts.strip dd');
          new MutationObserver(() => painted(window.counts, Number(figure.textContent.split('/')[0].replaceAll(',', '')))).observe(figure, { childList: true, characterData: true, subtree: true });
        }
        """;

    public static async Task<int> RunAsync()
    {
        if (Places.Missing is { } missing)
        {
            await Console.Error.WriteLineAsync($"error: {missing}");
            return 1;
        }

        using var silo = await SiloProcess.StartAsync("--Lanes:CpuLanes=1");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Places.Chromium, Args = ["--no-sandbox"] });
        string sweep = await Specs.SubmitAsync(silo.Address, Sweep);
        string address = $"{silo.Address}/#/sweeps/{sweep}";
        using var commits = new CommitLog(Path.Combine(silo.Store, sweep));
        Console.WriteLine("| study | measured | value |\n|---|---|---|");
        await FirstPaintAsync(browser, address);
        await LiveAsync(browser, address, commits);
        await ExploreStudy.RunAsync(browser, address);
        return 0;
    }

    /// <summary>Of pages that nothing was kept of, while the sweep runs.</summary>
    private static async Task FirstPaintAsync(IBrowser browser, string address)
    {
        const string Study = "first paint of the page of a sweep that runs";
        List<double> paints = [];
        for (int load = 0; load < Loads; load++)
        {
            await using var context = await browser.NewContextAsync();
            var page = await context.NewPageAsync();
            await page.GotoAsync(address);
            await page.Locator(".canvas canvas").First.WaitForAsync();
            paints.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"));
        }

        paints.Sort();
        Row(Study, "median, longest", $"{paints[Loads / 2]:F0} ms, {paints[^1]:F0} ms ({Loads} loads)");
    }

    private static async Task LiveAsync(IBrowser browser, string address, CommitLog commits)
    {
        const string Study = "page of a live sweep of 10,000 points";
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        var traffic = await Traffic.OfAsync(session);
        await session.SendAsync("Performance.enable");
        await page.GotoAsync(address);
        await page.Locator(".canvas canvas").First.WaitForAsync();
        await page.EvaluateAsync(Watch);
        await Task.Delay(Settled);
        var memory = new RendererMemory(browser, session);
        double began = await memory.SampleAsync(), ended = began;
        while (await page.Locator("h1 .chip.running").CountAsync() > 0)
        {
            ended = await memory.SampleAsync();
            await Task.Delay(500);
        }

        await page.Locator("h1 .chip.completed").WaitForAsync(new() { Timeout = 60_000 });
        await memory.SampleAsync();
        await Task.Delay(Settled);
        var first = DateTime.UnixEpoch.AddMilliseconds(await page.EvaluateAsync<double>("() => window.counts[0][0]"));
        var seen = commits.All.Where(commit => commit.At > first).ToList();
        foreach (string what in (string[])["counts", "drawn"])
            Late(Study, what == "counts" ? "from a commit to its count on the page" : "from a commit to its points in the heat map", seen, await page.EvaluateAsync<double[][]>($"() => window.{what}"));
        var (mean, worst) = traffic.Rate(began, ended);
        Row(Study, "network while it runs, after loading", $"{mean:F1} KB/s, {worst:F1} KB/s in the worst 10 s, over {ended - began:F0} s");
        Row(Study, "largest memory of its renderer process", $"{memory.Private / 1e6:F0} MB of its own, of which {memory.Heap / 1e6:F0} MB JavaScript heap; {memory.Resident / 1e6:F0} MB resident with what it shares");
    }

    private static void Late(string study, string measured, List<(DateTime At, long Points)> commits, double[][] shown)
    {
        double[] late = [.. commits.Select(commit => shown.Where(paint => paint[1] >= commit.Points).Select(paint => paint[0]).DefaultIfEmpty(double.NaN).First()
            - (commit.At - DateTime.UnixEpoch).TotalMilliseconds).Order()];
        int never = late.Count(double.IsNaN);
        Row(study, measured, $"median {late[late.Length / 2]:F0} ms, 95 of 100 within {late[(int)(0.95 * (late.Length - 1))]:F0} ms, longest {late[^1]:F0} ms ({late.Length} commits, {never} never shown)");
    }

    private static void Row(string study, string measured, FormattableString value) =>
        Console.WriteLine($"| {study} | {measured} | {value.ToString(CultureInfo.InvariantCulture)} |");
}
