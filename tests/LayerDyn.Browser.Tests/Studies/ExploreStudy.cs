using System.Globalization;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests.Studies;

/// <summary>How long the view Explore of a completed sweep of 10,000 points takes, from what somebody does to what is painted.</summary>
internal static class ExploreStudy
{
    private const int Times = 5;

    // Until two frames after the main thread is free: what was asked for is painted then.
    private const string Painted = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))";

    public static async Task RunAsync(IBrowser browser, string address)
    {
        const string Study = "Explore, 10,000 points";
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await page.Locator(".canvas canvas").First.WaitForAsync();
        await ReportAsync(page, Study, "the tab pressed, to parallel coordinates", async () =>
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = "Curves" }).ClickAsync();
            await page.Locator(".canvas canvas").First.WaitForAsync();
        }, () => page.GetByRole(AriaRole.Tab, new() { Name = "Explore" }).ClickAsync(), ".explored canvas");
        foreach (string plot in (string[])["Scatter", "Map", "Parallel coordinates"])
            await ReportAsync(page, Study, $"to {plot}", () => Task.CompletedTask, () => page.GetByRole(AriaRole.Button, new() { Name = plot }).ClickAsync(), ".stage canvas");
        await ReportAsync(page, Study, "a condition added, to the table and the marked axes", async () =>
        {
            while (await page.Locator(".condition").CountAsync() > 0) await page.Locator(".condition").First.ClickAsync();
            await page.GetByLabel("To", new() { Exact = true }).FillAsync("0");
        }, () => page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync(), ".condition");
        await ReportAsync(page, Study, "the table sorted by a column", () => Task.CompletedTask, () => page.Locator("thead .sort").Nth(1).ClickAsync(), "[aria-sort]");
    }

    private static async Task ReportAsync(IPage page, string study, string measured, Func<Task> before, Func<Task> act, string shown)
    {
        List<double> times = [];
        for (int time = 0; time < Times; time++)
        {
            await before();
            await page.EvaluateAsync(Painted);
            double began = await page.EvaluateAsync<double>("() => performance.now()");
            await act();
            await page.Locator(shown).First.WaitForAsync();
            await page.EvaluateAsync(Painted);
            times.Add(await page.EvaluateAsync<double>("() => performance.now()") - began);
        }

        times.Sort();
        FormattableString value = $"median {times[Times / 2]:F0} ms, longest {times[^1]:F0} ms";
        Console.WriteLine($"| {study} | {measured} | {value.ToString(CultureInfo.InvariantCulture)} |");
    }
}
