using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed class EveryPageTests(BrowserFixture browser)
{
    public static TheoryData<string, string, bool> Pages
    {
        get
        {
            var pages = new TheoryData<string, string, bool>();
            foreach (bool dark in new[] { false, true })
            {
                pages.Add("sweeps", "/", dark);
                pages.Add("map", "/sweeps/{sweep}", dark);
                pages.Add("lines", "/sweeps/{sweep}?curve=strength", dark);
                pages.Add("points", "/sweeps/{sweep}?view=points", dark);
                pages.Add("explore", "/sweeps/{sweep}?view=explore&in=depth:2..3", dark);
                pages.Add("scatter", "/sweeps/{sweep}?view=explore&plot=scatter&x=product&y=mode-strength.1", dark);
                pages.Add("explored-map", "/sweeps/{sweep}?view=explore&plot=map&value=mode-strength.1", dark);
                pages.Add("spec", "/sweeps/{sweep}?view=spec", dark);
                pages.Add("point", "/sweeps/{sweep}/points/4", dark);
                pages.Add("compare", "/sweeps/{sweep}/compare?points=0,4,8", dark);
                pages.Add("reports", "/reports", dark);
                pages.Add("writing", "/report", dark);
                pages.Add("cluster", "/cluster", dark);
                pages.Add("submit", "/submit?recipe=stages", dark);
                pages.Add("login", "/login", dark);
            }

            return pages;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Page_HasNoAccessibilityViolation(string name, string path, bool dark)
    {
        await using var opened = await OpenAsync(path, dark, narrow: false);
        await opened.ShotAsync($"page-{name}-{(dark ? "dark" : "light")}");
        Assert.Empty(await opened.ViolationsAsync());
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Page_OnANarrowScreen_DoesNotScrollSideways(string name, string path, bool dark)
    {
        await using var opened = await OpenAsync(path, dark, narrow: true);
        await opened.ShotAsync($"page-{name}-{(dark ? "dark" : "light")}-narrow");
        Assert.False(await opened.OverflowsAsync());
    }

    [BrowserFact]
    public async Task Colours_Toggled_StayAfterAReload()
    {
        await using var opened = await browser.OpenAsync("/");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Use dark colours" }).ClickAsync();
        await opened.Page.ReloadAsync();
        await Assertions.Expect(opened.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    private async Task<DashboardPage> OpenAsync(string path, bool dark, bool narrow)
    {
        var opened = await browser.OpenAsync(path.Replace("{sweep}", browser.Finished, StringComparison.Ordinal), dark, narrow);
        await opened.Page.WaitForFunctionAsync("() => !document.querySelector('.loading')");
        return opened;
    }
}
