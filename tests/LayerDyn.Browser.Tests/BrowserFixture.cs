using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

/// <summary>One silo and one browser for all tests; a fresh context for each page.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // A chart that is on the page and not drawn yet has its name, too: an error of the page otherwise.
    private const string UnnamedCharts = """
        new MutationObserver(() => { for (const chart of document.querySelectorAll(".canvas[role=img]:not([aria-label])")) console.error("a chart without a name", chart.outerHTML); })
          .observe(document, { childList: true, subtree: true });
        """;

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private SiloProcess? _silo;

    /// <summary>A finished sweep of two axes, with a heat map and lines.</summary>
    public string Finished { get; private set; } = "";

    public string Address => _silo!.Address;

    public async Task InitializeAsync()
    {
        if (Places.Skip is not null) return;
        if (Places.Missing is { } missing) throw new InvalidOperationException(missing);
        Directory.CreateDirectory(Places.Screenshots);
        _silo = await SiloProcess.StartAsync("--Api:Links:0:Name=Traces", "--Api:Links:0:Url=http://127.0.0.1:9/traces?of={sweep}&from={from}&to={to}");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Places.Chromium, Args = ["--no-sandbox"] });
        Finished = await Specs.SubmitAsync(Address, Specs.Small);
        await Specs.EndedAsync(Address, Finished);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
        _silo?.Dispose();
    }

    /// <summary>A page that fails the test at its end when anything was refused, blocked or thrown in it.</summary>
    public Task<DashboardPage> OpenAsync(string path, bool dark = false, bool narrow = false, string? address = null) => GoAsync($"{address ?? Address}/#{path}", dark, narrow);

    /// <summary>The same of a file in a folder.</summary>
    public Task<DashboardPage> OpenFileAsync(string file) => GoAsync(new Uri(file).AbsoluteUri, dark: false, narrow: false);

    private async Task<DashboardPage> GoAsync(string address, bool dark, bool narrow)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = narrow ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 860 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = new DashboardPage(await context.NewPageAsync());
        await page.Page.AddInitScriptAsync(UnnamedCharts);
        await page.Page.GotoAsync(address);
        await page.Page.Locator("h1").First.WaitForAsync();
        return page;
    }
}
