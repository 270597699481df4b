using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

[Collection("browser")]
public sealed partial class ExplorePageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task PartOfAParallelAxis_Dragged_LeavesItsPoints_AndIsKeptInTheAddress()
    {
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}?view=explore&value=loss");
        var page = opened.Page;
        await page.Locator(".explored canvas").First.WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "9 of 9 points" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".importance dt")).ToHaveCountAsync(2);
        var box = (await page.Locator(".explored").BoundingBoxAsync())!;

        // The first axis has the depths 1 to 3, the largest on top: from above 3 to between 3 and 2.
        await page.Mouse.MoveAsync(box.X + 64, box.Y + 38);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 64, box.Y + 70);
        await page.Mouse.MoveAsync(box.X + 64, box.Y + 100);
        await page.Mouse.UpAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "3 of 9 points" })).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Marked());
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        await opened.ShotAsync("explore-marked");
        await page.Locator(".condition").ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(9);
    }

    [BrowserFact]
    public async Task ConditionsColumnsAndSorting_ByKeyboard_ChangeTheTable()
    {
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}?view=explore&value=loss");
        var page = opened.Page;
        await page.GetByLabel("Column", new() { Exact = true }).SelectOptionAsync("product");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("0.02");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator(".condition")).ToHaveTextAsync("product: least to 0.02  ×");

        await page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "loss.theory" }).CheckAsync();
        await Assertions.Expect(page.Locator("thead th", new() { HasText = "loss.theory" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "depth", Exact = true }).ClickAsync();
        await page.Locator("th[aria-sort='ascending'] button").ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr").First.Locator("td").First).ToHaveTextAsync("3");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("tbody tr").First.Locator("td").First).ToHaveTextAsync("3");
        await Assertions.Expect(page.Locator("thead th", new() { HasText = "loss.theory" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task PointOfAScatter_UnderThePointer_IsNamedAndOpened()
    {
        await using var opened = await browser.OpenAsync($"/sweeps/{browser.Finished}?view=explore&plot=scatter&x=depth&y=loss");
        var page = opened.Page;
        await page.Locator(".explored canvas").First.WaitForAsync();
        var box = (await page.Locator(".explored").BoundingBoxAsync())!;
        for (float y = box.Y + 24; y < box.Y + box.Height && !await page.Locator(".explored.hot").IsVisibleAsync(); y += 12)
            for (float x = box.X + 90; x < box.X + box.Width && !await page.Locator(".explored.hot").IsVisibleAsync(); x += 12) await page.Mouse.MoveAsync(x, y);
        string named = await page.Locator(".tip strong").InnerTextAsync();
        await Assertions.Expect(page.Locator(".tip")).ToContainTextAsync("depth");
        await page.Mouse.DownAsync();
        await page.Mouse.UpAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(named, new() { IgnoreCase = true });
    }

    [GeneratedRegex(@"in=depth%3A2\.\d+\.\.3\.?\d*")]
    private static partial Regex Marked();
}
