using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed class PointPageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task RunningPoint_ShowsHowFarItIs_ThenItsResultSiloAndLog_WithoutAReload()
    {
        string sweep = await Specs.SubmitAsync(browser.Address, Specs.Lonely);
        await using var opened = await browser.OpenAsync($"/sweeps/{sweep}/points/0");
        var page = opened.Page;
        await page.Locator("h1 .chip.running").WaitForAsync();
        await Assertions.Expect(page.Locator(".run p")).ToContainTextAsync("of 20,000,000 steps");
        await Assertions.Expect(page.Locator(".log")).ToContainTextAsync("Attempt 1 starts on cpu");
        await page.Locator(".canvas canvas").First.WaitForAsync(); // its rows so far
        await Assertions.Expect(page.Locator("h1 .chip.running")).ToBeVisibleAsync();
        await opened.ShotAsync("point-running");
        Assert.Empty(await opened.ViolationsAsync());

        await page.Locator("h1 .chip.finished").WaitForAsync(new() { Timeout = 180_000 });
        await page.Locator(".canvas canvas").First.WaitForAsync();
        await Assertions.Expect(page.Locator(".run")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".strip")).ToContainTextAsync("20,000,000 / 20,000,000");
        await Assertions.Expect(page.Locator("h1 .live")).ToHaveTextAsync("idle");
        await Assertions.Expect(page.Locator(".log li").Last).ToContainTextAsync("Results are in the store");
        string silo = await page.Locator(".strip div").Last.Locator("dd").InnerTextAsync();
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync(silo);
        await opened.ShotAsync("point-finished");
    }

    [BrowserFact]
    public async Task Log_ThatCannotBeRead_SaysSo_AndIsReadAgain()
    {
        await using var opened = await browser.OpenAsync("/");
        var page = opened.Page;
        await page.RouteAsync("**/log?*", route => route.AbortAsync());
        await page.GotoAsync($"{browser.Address}/#/sweeps/{browser.Finished}/points/0");
        await Assertions.Expect(page.GetByText("The log could not be read")).ToBeVisibleAsync();
        await opened.ShotAsync("point-no-log");
        await page.UnrouteAsync("**/log?*");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Assertions.Expect(page.Locator(".log")).ToContainTextAsync("Results are in the store");
        await Assertions.Expect(page.GetByText("The log could not be read")).Not.ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task PointThatKeepsSomething_OffersItsFiles()
    {
        string sweep = await Specs.SubmitAsync(browser.Address, Specs.Small.Replace("browser-small", "browser-keeps").Replace("axes:", "keep: { weights: [0, last], data: true }\naxes:"));
        await using var opened = await browser.OpenAsync($"/sweeps/{sweep}/points/0");
        var page = opened.Page;
        await page.Locator("h1 .chip.finished").WaitForAsync();
        var link = page.GetByRole(AriaRole.Link, new() { Name = "00000000-400.safetensors" });
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal("00000000-400.safetensors", download.SuggestedFilename);
        byte[] content = await File.ReadAllBytesAsync(await download.PathAsync());
        Assert.Contains("\"w1\":{\"dtype\":\"F64\"", System.Text.Encoding.UTF8.GetString(content));
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new("^data-[0-9a-f]{8}….safetensors$") })).ToBeVisibleAsync();
        await opened.ShotAsync("point-kept");
        Assert.Empty(await opened.ViolationsAsync());
    }

    [BrowserFact]
    public async Task SiloThatIsGone_IsSaidOnAPageThatAsksForNothing_UntilItIsBack()
    {
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}/points/4");
        var gone = opened.Page.Locator("#gone");
        await Assertions.Expect(gone).ToBeHiddenAsync();
        await opened.Page.Context.SetOfflineAsync(true);
        await Assertions.Expect(gone).ToContainTextAsync("The silo does not answer", new() { Timeout = 60_000 });
        Assert.Empty(await opened.ViolationsAsync());
        await opened.ShotAsync("silo-gone");
        await opened.Page.Context.SetOfflineAsync(false);
        await Assertions.Expect(gone).ToBeHiddenAsync(new() { Timeout = 60_000 });
    }
}
