using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed class ClusterPageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task GrainInternals_Opened_AreShown_WithNothingBlocked()
    {
        await using var opened = await browser.OpenAsync("/cluster");
        var page = opened.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Grain internals (Orleans)" }).ClickAsync();
        await page.WaitForURLAsync("**/orleans/**");
        await Assertions.Expect(page.GetByText("Active Silos").First).ToBeVisibleAsync();
        await opened.ShotAsync("orleans");
    }
}
