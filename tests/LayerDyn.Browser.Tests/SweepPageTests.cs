using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed class SweepPageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task CellOfAMap_Clicked_ListsThePointsBehindIt()
    {
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}");
        var page = opened.Page;
        await page.Locator(".canvas canvas").First.WaitForAsync();
        var box = (await page.Locator(".canvas").BoundingBoxAsync())!;
        await page.Locator(".canvas").ClickAsync(new() { Position = new() { X = 120, Y = box.Height - 80 } });
        await Assertions.Expect(page.Locator(".condition")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".points tbody tr")).ToHaveCountAsync(1);
        await opened.ShotAsync("sweep-map");
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
}
