using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed partial class SweepsPageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Sweeps_AreListedNewestFirst_AndSortedByAColumn_WhichTheAddressKeeps()
    {
        foreach (string name in (string[])["browser-sort-b", "browser-sort-c", "browser-sort-a"])
            await Specs.EndedAsync(browser.Address, await Specs.SubmitAsync(browser.Address, Specs.Small.Replace("browser-small", name, StringComparison.Ordinal)));
        await using var opened = await browser.OpenAsync("/?text=browser-sort");
        var page = opened.Page;
        var names = page.Locator(".sweeps tbody th a");
        await Assertions.Expect(names).ToHaveTextAsync(["browser-sort-a", "browser-sort-c", "browser-sort-b"]);
        await Assertions.Expect(page.Locator("th[aria-sort='descending']")).ToHaveTextAsync("Submitted");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sweep", Exact = true }).ClickAsync();
        await Assertions.Expect(names).ToHaveTextAsync(["browser-sort-a", "browser-sort-b", "browser-sort-c"]);
        await page.GetByLabel("Search").FillAsync("browser-sort-c");
        await Assertions.Expect(names).ToHaveTextAsync(["browser-sort-c"]);
        await Assertions.Expect(page).ToHaveURLAsync(Kept());

        await page.ReloadAsync();
        await Assertions.Expect(names).ToHaveTextAsync(["browser-sort-c"]);
        await Assertions.Expect(page.GetByLabel("Search")).ToHaveValueAsync("browser-sort-c");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "State" }).SelectOptionAsync("broken");
        await Assertions.Expect(page.Locator(".state h2")).ToHaveTextAsync("No sweep fits");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Assertions.Expect(names.Filter(new() { HasText = "browser-small" }).First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task OnANarrowScreen_SweepsAreSortedByAListOfChoices()
    {
        foreach (string name in (string[])["browser-phone-b", "browser-phone-a"])
            await Specs.EndedAsync(browser.Address, await Specs.SubmitAsync(browser.Address, Specs.Small.Replace("browser-small", name, StringComparison.Ordinal)));
        await using var opened = await browser.OpenAsync("/?text=browser-phone", narrow: true);
        var names = opened.Page.Locator(".sweeps tbody th a");
        var order = opened.Page.GetByLabel("Sort");
        await Assertions.Expect(names).ToHaveTextAsync(["browser-phone-a", "browser-phone-b"]);
        await Assertions.Expect(order).ToHaveValueAsync("-submitted");
        await order.SelectOptionAsync("-name");
        await Assertions.Expect(names).ToHaveTextAsync(["browser-phone-b", "browser-phone-a"]);
        Assert.EndsWith("&sort=-name", opened.Page.Url);
        Assert.Empty(await opened.ViolationsAsync());
        Assert.False(await opened.OverflowsAsync());
        await opened.ShotAsync("sweeps-sorted-narrow");
    }

    [BrowserFact]
    public async Task TitleTagsAndNote_WrittenOnASweepsPage_AreFoundFromTheHome()
    {
        string sweep = await Specs.SubmitAsync(browser.Address, Specs.Small.Replace("browser-small", "browser-labels", StringComparison.Ordinal));
        await Specs.EndedAsync(browser.Address, sweep);
        await using var opened = await browser.OpenAsync($"/sweeps/{sweep}");
        var page = opened.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a title, tags or a note" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("Three depths");
        await page.GetByLabel("Tags, with spaces between them").FillAsync("fig-7 paper");
        await page.GetByLabel("Note").FillAsync("<b>redo</b>");
        Assert.Empty(await opened.ViolationsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1 > span").First).ToHaveTextAsync("Three depths");
        await Assertions.Expect(page.Locator(".labels .said")).ToHaveTextAsync("<b>redo</b>");
        await opened.ShotAsync("sweep-labels");

        await page.Locator(".labels .tag", new() { HasText = "fig-7" }).ClickAsync();
        await Assertions.Expect(page.Locator(".sweeps tbody th a").First).ToHaveTextAsync("Three depths");
        await Assertions.Expect(page.Locator(".sweeps tbody tr")).ToHaveCountAsync(1);
        Assert.Empty(await opened.ViolationsAsync());
        await opened.ShotAsync("sweeps-tag");
        await page.GetByRole(AriaRole.Button, new() { Name = "tag fig-7  × (drop this condition)" }).ClickAsync();
        await Assertions.Expect(page.Locator(".sweeps tbody tr").Nth(1)).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task SweepsThatAreTicked_AreSetBesideEachOther()
    {
        foreach (string steps in (string[])["400", "300"])
            await Specs.EndedAsync(browser.Address, await Specs.SubmitAsync(browser.Address, Specs.Small.Replace("browser-small", "browser-beside", StringComparison.Ordinal).Replace("steps: 400", $"steps: {steps}", StringComparison.Ordinal)));
        await using var opened = await browser.OpenAsync("/?text=browser-beside");
        var page = opened.Page;
        await page.Locator(".sweeps tbody input").Nth(0).CheckAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Compare 2" })).ToBeHiddenAsync();
        await page.Locator(".sweeps tbody input").Nth(1).CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare 2" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("2 sweeps");
        await page.Locator(".canvas canvas").First.WaitForAsync();
        await Assertions.Expect(page.Locator("tr.differs th")).ToHaveTextAsync(["steps"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "strength", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".key").Filter(new() { HasText = "depth = 2" })).ToHaveCountAsync(2);
        await Assertions.Expect(page).ToHaveURLAsync(CurveKept());
        Assert.Empty(await opened.ViolationsAsync());
        await opened.ShotAsync("sweeps-compared");
        await using var narrow = await browser.OpenAsync(page.Url[(page.Url.IndexOf('#', StringComparison.Ordinal) + 1)..], dark: true, narrow: true);
        await narrow.Page.Locator(".canvas canvas").First.WaitForAsync();
        await narrow.ShotAsync("sweeps-compared-narrow");
        Assert.False(await narrow.OverflowsAsync());
    }

    [GeneratedRegex("#/compare\\?sweeps=browser-beside-[0-9a-f]{8}(%2C|,)browser-beside-[0-9a-f]{8}&curve=strength$")]
    private static partial Regex CurveKept();

    [GeneratedRegex(@"#/\?text=browser-sort-c&sort=name$")]
    private static partial Regex Kept();
}
