using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed partial class SweepPageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task CellOfAMap_Clicked_LeadsToItsPoint()
    {
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}");
        var page = opened.Page;
        await page.Locator(".canvas canvas").First.WaitForAsync();
        var box = (await page.Locator(".canvas").BoundingBoxAsync())!;
        await page.Locator(".canvas").ClickAsync(new() { Position = new() { X = 120, Y = box.Height - 80 } });
        await page.WaitForURLAsync(PointAddress());
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Point ");
    }

    [BrowserFact]
    public async Task PagesElsewhere_AreLinkedForTheSweepAndItsTime()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"{browser.Address}/api/v1/sweeps/") };
        var sweep = await http.GetFromJsonAsync<JsonElement>(browser.Finished);
        var history = await http.GetFromJsonAsync<JsonElement>($"{browser.Finished}/history");
        long from = sweep.GetProperty("submitted").GetDateTimeOffset().ToUnixTimeMilliseconds() - 60_000;
        long to = history.EnumerateArray().Last().GetProperty("at").GetDateTimeOffset().ToUnixTimeMilliseconds() + 60_000;
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Link, new() { Name = "Traces" }))
            .ToHaveAttributeAsync("href", $"http://127.0.0.1:9/traces?of={browser.Finished}&from={from}&to={to}");
    }

    [BrowserFact]
    public async Task BandOfACurve_Clicked_ListsTheSeedsBehindIt()
    {
        string sweep = await Specs.SubmitAsync(browser.Address, Specs.Seeds);
        await Specs.EndedAsync(browser.Address, sweep);
        await using var opened = await browser.OpenAsync($"/sweeps/{sweep}");
        var page = opened.Page;
        await page.Locator(".canvas canvas").First.WaitForAsync();
        var box = (await page.Locator(".canvas").BoundingBoxAsync())!;

        // From above, the band comes first: far from its line, which would be meant within 40 pixels.
        float x = box.X + box.Width / 2, y = box.Y;
        while (!await page.Locator(".canvas.hot").IsVisibleAsync() && y < box.Y + box.Height)
        {
            await page.Mouse.MoveAsync(x, y += 4);
            await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }

        var mark = (await page.Locator(".mark").BoundingBoxAsync())!;
        Assert.InRange(mark.Y + mark.Height / 2 - y, 41, box.Height);
        await Assertions.Expect(page.Locator(".tip")).ToContainTextAsync("points");
        await page.Mouse.ClickAsync(x, y);
        await Assertions.Expect(page.Locator(".points h2")).ToHaveTextAsync("Points behind mean over divisor");
        await Assertions.Expect(page.Locator(".points tbody tr")).ToHaveCountAsync(12);
        await Assertions.Expect(page.Locator(".condition")).ToHaveTextAsync("points behind mean over divisor (12)  ×");
        await opened.ShotAsync("sweep-band");
    }

    [BrowserFact]
    public async Task PlaceOnALineOverAnAxis_OpenedByKeyboard_ListsItsSeeds_ToBeCompared()
    {
        string sweep = await Specs.SubmitAsync(browser.Address, Specs.Seeds);
        await Specs.EndedAsync(browser.Address, sweep);
        await using var opened = await browser.OpenAsync($"/sweeps/{sweep}?curve=last");
        var page = opened.Page;
        await page.Locator(".canvas canvas").First.WaitForAsync();
        await page.Locator(".canvas").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".points tbody tr")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator(".condition")).ToHaveTextAsync(["points behind mean (12)  ×", "divisor = 4  ×"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare all 6" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("6 points");
        await page.Locator(".canvas canvas").First.WaitForAsync();
    }

    [BrowserFact]
    public async Task Legend_LineHidden_StaysHiddenAndIsTold()
    {
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}?curve=strength");
        var entry = opened.Page.GetByRole(AriaRole.Button, new() { Name = "depth = 2" });
        await entry.ClickAsync();
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Button, new() { Name = "depth = 2" })).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [BrowserFact]
    public async Task Points_SortedAndTicked_AreCompared()
    {
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}?view=points");
        var page = opened.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "loss", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("th[aria-sort='ascending']")).ToHaveTextAsync("loss");
        await page.Locator(".points tbody input").Nth(0).CheckAsync();
        await page.Locator(".points tbody input").Nth(1).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare 2" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("2 points");
        await page.Locator(".canvas canvas").First.WaitForAsync();
        await opened.ShotAsync("compare");
    }

    [BrowserFact]
    public async Task ScriptInASearch_IsText()
    {
        await using var opened = await browser.OpenAsync("/sweeps/%3Cimg%20src=x%20onerror=alert(1)%3E");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Equal(0, await opened.Page.Locator("main img").CountAsync());
        await opened.ShotAsync("error");
    }

    [GeneratedRegex("#/sweeps/browser-small-[0-9a-f]{8}/points/[0-9]")]
    private static partial Regex PointAddress();
}
