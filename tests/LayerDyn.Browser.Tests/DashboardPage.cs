using System.Text.Json;
using Microsoft.Playwright;

namespace LayerDyn.Browser.Tests;

/// <summary>A page of the dashboard, with what went wrong in it.</summary>
public sealed class DashboardPage : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public DashboardPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            // The browser reports each refused request; tests of refusals assert on what the page shows.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Keeps a picture for people to look at.</summary>
    public Task ShotAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Places.Screenshots, $"{name}.png"), FullPage = true });

    /// <summary>What axe finds wrong: one line a rule with the first element.</summary>
    public async Task<string[]> ViolationsAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Places.Axe));
        var found = await Page.EvaluateAsync<JsonElement>("async () => (await axe.run()).violations.map(v => `${v.id}: ${v.help}: ${v.nodes[0].html}`)");
        return [.. found.EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>Whether the page is wider than the screen.</summary>
    public Task<bool> OverflowsAsync() => Page.EvaluateAsync<bool>("() => document.scrollingElement.scrollWidth > innerWidth");

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(_errors);
    }
}
