using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed partial class SubmitJourneyTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Recipe_SubmittedAndWatched_LeadsOverItsCurveToAPoint()
    {
        await using var opened = await browser.OpenAsync("/submit");
        var page = opened.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "depth-steps" }).ClickAsync();
        await page.GetByText("Ready to submit").WaitForAsync();
        await opened.ShotAsync("submit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(SweepAddress());

        await page.Locator("h1 .chip.completed").WaitForAsync(new() { Timeout = 60_000 });
        await page.Locator(".canvas canvas").First.WaitForAsync();
        await page.Locator(".findings li").First.WaitForAsync();
        await opened.ShotAsync("sweep-lines");

        // The keyboard reads a value of the first line and opens the one point behind it.
        await page.Locator(".canvas").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".tip")).ToContainTextAsync("depth = 1");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Point 0");
        await Assertions.Expect(page.Locator("pre")).ToContainTextAsync("diagonal-linear");
        await page.Locator(".canvas canvas").First.WaitForAsync();
        await opened.ShotAsync("point");
    }

    [BrowserFact]
    public async Task BadYaml_IsShownAtItsLine_AndCannotBeSubmitted()
    {
        await using var opened = await browser.OpenAsync("/submit");
        var page = opened.Page;
        await page.GetByLabel("Spec (YAML)").FillAsync(Specs.Small.Replace("steps: 400", "steps: -1", StringComparison.Ordinal).Replace("depth: 2", "dept: 2", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator(".problems li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".gutter .bad")).ToHaveTextAsync(["3", "7"]);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true })).ToBeDisabledAsync();
        await opened.ShotAsync("submit-problems");

        await page.GetByRole(AriaRole.Button, new() { Name = "line 7" }).ClickAsync();
        string selected = await page.EvaluateAsync<string>("() => { const t = document.querySelector('textarea'); return t.value.slice(t.selectionStart, t.selectionEnd); }");
        Assert.Equal("steps: -1", selected);
    }

    [BrowserFact]
    public async Task RunningSweep_Cancelled_SaysSoAndCanBeResumed()
    {
        string sweep = await Specs.SubmitAsync(browser.Address, Specs.Long);
        await using var opened = await browser.OpenAsync($"/sweeps/{sweep}");
        var page = opened.Page;
        await page.Locator("h1 .chip.running").WaitForAsync();
        await page.Locator(".live.on").WaitForAsync();
        await opened.ShotAsync("sweep-running");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the sweep" }).ClickAsync();
        await page.Locator("h1 .chip.cancelled").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
    }

    [GeneratedRegex("#/sweeps/depth-steps-")]
    private static partial Regex SweepAddress();
}
