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
    public async Task Spec_IsCompletedFromItsSchema_ByTheKeyboardAlone()
    {
        await using var opened = await browser.OpenAsync("/submit");
        var page = opened.Page;
        var spec = page.GetByLabel("Spec (YAML)");
        var options = page.Locator(".suggestions").GetByRole(AriaRole.Option);
        await spec.FillAsync("name: typed\n\nsteps: 400\n");
        await spec.FocusAsync();
        await page.EvaluateAsync("() => document.querySelector('textarea').setSelectionRange(12, 12)");
        await page.Keyboard.TypeAsync("opt");
        await Assertions.Expect(options).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter"); // the key, and then what it may be
        await Assertions.Expect(spec).ToHaveValueAsync("name: typed\noptimizer: \nsteps: 400\n");
        await Assertions.Expect(options.First).ToContainTextAsync("Adam as torch.optim.Adam");
        await Assertions.Expect(spec).ToHaveAttributeAsync("aria-activedescendant", "spec-suggestions-0");
        Assert.Empty(await opened.ViolationsAsync());
        await opened.ShotAsync("submit-suggestions");
        await page.Keyboard.TypeAsync("adamw");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(options).ToHaveCountAsync(0);

        // A mapping in one line, by the cursor's place.
        await page.EvaluateAsync("() => { const t = document.querySelector('textarea'); t.value = 'optimizer: { kind: adam,  }'; t.setSelectionRange(25, 25); }");
        await page.Keyboard.PressAsync("Control+Space");
        await Assertions.Expect(options.First).ToContainTextAsync("batchSize");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(spec).ToHaveAttributeAsync("aria-activedescendant", "spec-suggestions-1");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(spec).ToHaveValueAsync("optimizer: { kind: adam, betas:  }");
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(spec).ToHaveValueAsync("optimizer: { kind: adam,  }");
    }

    [BrowserFact]
    public async Task SuggestionThatIsClicked_IsTaken_OnANarrowScreenToo()
    {
        await using var opened = await browser.OpenAsync("/submit", dark: true, narrow: true);
        var spec = opened.Page.GetByLabel("Spec (YAML)");
        await spec.FocusAsync();
        await opened.Page.Keyboard.TypeAsync("axes: { a: { log");
        var options = opened.Page.Locator(".suggestions").GetByRole(AriaRole.Option);
        await Assertions.Expect(options).ToHaveCountAsync(2);
        Assert.False(await opened.OverflowsAsync());
        await opened.ShotAsync("submit-suggestions-narrow");
        await options.Nth(1).ClickAsync();
        await Assertions.Expect(spec).ToHaveValueAsync("axes: { a: { logUniform: ");
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
