using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed class ReportPageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Report_Written_Saved_TakenAlong_OpensFromAFile()
    {
        string folder = Directory.CreateTempSubdirectory("layerdyn-report-").FullName, file = Path.Combine(folder, "journey.html");
        try
        {
            await using (var opened = await browser.OpenAsync("/report"))
            {
                var page = opened.Page;
                await page.Locator("#report-text").FillAsync("# Strength <script>alert(1)</script>\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n");
                await page.Locator("#report-text").PressAsync("End");
                await page.GetByLabel("Sweep").SelectOptionAsync(browser.Finished);
                await page.GetByLabel("Curve").SelectOptionAsync("strength");
                await page.Locator(".report .canvas canvas").WaitForAsync();
                await Assertions.Expect(page.Locator(".report h1")).ToHaveTextAsync("Strength <script>alert(1)</script>");
                await page.Locator("#report-name").FillAsync("journey");
                await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
                await page.WaitForURLAsync("**/#/reports/journey");
                await page.Locator(".report .canvas canvas").WaitForAsync();
                await Assertions.Expect(page.Locator(".writing")).ToBeHiddenAsync();
                await opened.ShotAsync("report");
                Assert.Empty(await opened.ViolationsAsync());
                var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "HTML file" }).ClickAsync());
                Assert.Equal("journey.html", download.SuggestedFilename);
                await download.SaveAsAsync(file);
                await page.GotoAsync($"{browser.Address}/#/reports");
                await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["Strength <script>alert(1)</script>"]);
            }

            await using var alone = await browser.OpenFileAsync(file);
            await alone.Page.Locator(".report .canvas canvas").WaitForAsync();
            await alone.ShotAsync("report-file");
            Assert.Equal("Strength <script>alert(1)</script>", await alone.Page.TitleAsync());
            await Assertions.Expect(alone.Page.GetByRole(AriaRole.Button, new() { Name = "depth = 2" })).ToBeVisibleAsync();
            await alone.Page.Locator(".canvas").FocusAsync();
            await alone.Page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(alone.Page.Locator(".tip")).ToBeVisibleAsync();
            Assert.Empty(await alone.ViolationsAsync());
            await alone.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
            await alone.Page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
            await Assertions.Expect(alone.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light"); // black on white
            await Assertions.Expect(alone.Page.Locator(".tools")).ToBeHiddenAsync();
            await alone.ShotAsync("report-printed");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [BrowserFact]
    public async Task Deletion_AsksFirst_AndNoLongerOnceThePageIsLeft()
    {
        await using var opened = await browser.OpenAsync("/report");
        var page = opened.Page;
        await page.Locator("#report-name").FillAsync("unwanted");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**/#/reports/unwanted");
        var delete = page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true });
        await delete.ClickAsync();
        await page.GotoAsync($"{browser.Address}/#/cluster");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        // The page has the focus for those who listen, without a frame around all of it.
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("main")).ToHaveCSSAsync("outline-style", "none");

        await page.GotoAsync($"{browser.Address}/#/reports/unwanted");
        await delete.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the report" }).ClickAsync();
        await page.WaitForURLAsync("**/#/reports");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("unwanted");
    }

    [BrowserFact]
    public async Task Draft_ThatWasNotSaved_IsThereAgain_AndCanBeDiscarded()
    {
        await using var opened = await browser.OpenAsync("/report");
        var page = opened.Page;
        await page.Locator("#report-text").FillAsync("# Draft\n\n![](curve:no-such/loss)\n");
        await Assertions.Expect(page.Locator(".report .message")).ToHaveTextAsync("no-such/loss: there is no such sweep");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".report h1")).ToHaveTextAsync("Draft");
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard changes" }).ClickAsync();
        await Assertions.Expect(page.Locator(".report h1")).ToHaveTextAsync("Title");
    }

    [BrowserFact]
    public async Task Curve_InAReport_FollowsItsSweep()
    {
        // A point of its own: another sweep's would be taken from the store, and not be trained again.
        string spec = Specs.Lonely.Replace("browser-lonely", "browser-reported", StringComparison.Ordinal).Replace("steps: 20000000", "steps: 4000000", StringComparison.Ordinal);
        string sweep = await Specs.SubmitAsync(browser.Address, spec);
        await using var opened = await browser.OpenAsync("/report");
        var page = opened.Page;
        await page.Locator("#report-text").FillAsync($"# Live\n\n![](curve:{sweep}/loss)\n");
        await Assertions.Expect(page.Locator(".report .findings li")).Not.ToHaveCountAsync(0, new() { Timeout = 240_000 }); // once the point is committed
    }
}
