using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

/// <summary>A silo that asks for keys: the cookie, the anti-forgery token and the event stream as a browser has them.</summary>
[Collection("browser")]
public sealed partial class SignInJourneyTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Keys_OpenWhatTheirRoleMay()
    {
        string[] keys = [.. ((string[])["read", "submit", "admin"]).Select(_ => "ldk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)))];
        using var silo = await SiloProcess.StartAsync([.. keys.Zip((string[])["read", "submit", "admin"]).SelectMany((key, place) => Settings(place, key.First, key.Second))]);
        await using var opened = await browser.OpenAsync("/", address: silo.Address);
        var page = opened.Page;
        await SignInAsync(page, "ldk_wrong");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not known here");
        await opened.ShotAsync("sign-in");
        await SignInAsync(page, keys[1]);
        await page.GetByText("No sweeps yet").WaitForAsync();
        await opened.ShotAsync("no-sweeps");

        // By cookie: the POST carries the anti-forgery token, the stream of events the cookie alone.
        await page.GetByRole(AriaRole.Link, new() { Name = "Submit a recipe" }).ClickAsync();
        await page.GetByLabel("Spec (YAML)").FillAsync(Specs.Long);
        await page.GetByText("Ready to submit").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(SweepAddress());
        string sweep = page.Url;
        await page.Locator(".live.on").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.Locator("h1 .chip.paused").WaitForAsync();
        Assert.Equal(403, (await page.APIRequest.GetAsync($"{silo.Address}/orleans/")).Status);

        await using var reader = await browser.OpenAsync("/", address: silo.Address);
        await SignInAsync(reader.Page, keys[0]);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "browser-long" }).ClickAsync();
        await reader.Page.Locator("h1 .chip.paused").WaitForAsync();
        Assert.Equal(0, await reader.Page.Locator(".actions button").CountAsync());

        // Somebody else sets it going again: the page that is at rest wakes.
        await page.GotoAsync(sweep);
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await reader.Page.Locator("h1 .chip.running").WaitForAsync();
        await reader.Page.Locator(".live.on").WaitForAsync();

        // Whoever opens an address beside the dashboard signs in on the way there; with a session, a link from elsewhere goes straight on.
        await using var admin = await browser.OpenAsync("/", address: silo.Address);
        await admin.Page.GotoAsync($"{silo.Address}/orleans/");
        await admin.Page.GetByLabel("API key").FillAsync(keys[2]);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("Active Silos").First).ToBeVisibleAsync();
        await admin.Page.GotoAsync($"{silo.Address}/#/login?back=%2Forleans%2F");
        await Assertions.Expect(admin.Page.GetByText("Active Silos").First).ToBeVisibleAsync();
        await admin.Page.GotoAsync($"{silo.Address}/#/login?back=%2F%2Fexample.com%2F");
        await admin.Page.GetByLabel("API key").WaitForAsync();
        await admin.Page.GotoAsync($"{silo.Address}/#/");

        // On a phone all of it has its place.
        await admin.Page.SetViewportSizeAsync(390, 844);
        var pages = await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Cluster", Exact = true }).BoundingBoxAsync();
        var end = await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).BoundingBoxAsync();
        Assert.True(pages!.X + pages.Width <= end!.X || end.Y + end.Height <= pages.Y, "Sign out lies over the pages");
        Assert.False(await admin.OverflowsAsync());
        await admin.ShotAsync("signed-in-narrow");
    }

    private static IEnumerable<string> Settings(int place, string key, string role) =>
    [
        $"--Security:Keys:{place}:Role={role}", $"--Security:Keys:{place}:Name={role}",
        $"--Security:Keys:{place}:Hash=sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}",
    ];

    private static async Task SignInAsync(IPage page, string key)
    {
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForFunctionAsync("() => !location.hash.startsWith('#/login') || document.querySelector('[role=alert]').textContent");
    }

    [GeneratedRegex("#/sweeps/browser-long-[0-9a-f]{8}$")]
    private static partial Regex SweepAddress();
}
