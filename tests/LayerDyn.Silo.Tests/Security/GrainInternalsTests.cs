using System.Net;
using System.Text.RegularExpressions;
using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>Orleans' own dashboard is there for admins, and for nobody else.</summary>
public sealed partial class GrainInternalsTests(GuardedSilo guarded) : IClassFixture<GuardedSilo>
{
    private static readonly string[] Places = ["/orleans", "/orleans/", "/orleans/index.html", "/orleans/index.min.js", "/orleans/DashboardCounters", "/orleans/ClusterStats", "/orleans/Trace", "/orleans/no-such"];

    [Theory]
    [InlineData("nobody", HttpStatusCode.Unauthorized)]
    [InlineData("read", HttpStatusCode.Forbidden)]
    [InlineData("submit", HttpStatusCode.Forbidden)]
    public async Task Others_AreTurnedAway(string who, HttpStatusCode status)
    {
        using var client = guarded.Silo.Client(guarded.Key(who));
        foreach (string place in Places)
        {
            using var answer = await client.GetAsync(place);
            // What is not there is not there for readers either.
            Assert.True(answer.StatusCode == status || (who != "nobody" && answer.StatusCode == HttpStatusCode.NotFound), $"{place}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/orleans/", "%2Forleans%2F")]
    [InlineData("/orleans/index.html?a=//b", "%2Forleans%2Findex.html%3Fa%3D%2F%2Fb")]
    public async Task PersonWithoutASession_IsSentToSignIn(string place, string back)
    {
        using var client = guarded.Silo.Client();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        using var answer = await client.GetAsync(place);
        Assert.Equal((HttpStatusCode.Redirect, $"/#/login?back={back}"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        using var posted = await client.PostAsync(place, null);
        Assert.NotEqual(HttpStatusCode.Redirect, posted.StatusCode);
    }

    [Fact]
    public async Task Admin_GetsThePage_ItsScriptAndItsCounters()
    {
        using var client = guarded.Silo.Client(guarded.Admin);
        using var page = await client.GetAsync("/orleans/");
        string html = await page.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self'; style-src 'self' 'unsafe-inline'", policy);
        Assert.DoesNotContain("script-src", policy);
        Assert.Equal("DENY", Assert.Single(page.Headers.GetValues("X-Frame-Options")));
        foreach (string file in Files().Matches(html).Select(match => match.Groups[1].Value))
        {
            using var asset = await client.GetAsync($"/orleans/{file}");
            Assert.True(asset.IsSuccessStatusCode, $"{file}: {asset.StatusCode}");
        }

        using var counters = await client.GetAsync("/orleans/DashboardCounters");
        string json = await counters.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "application/json"), (counters.StatusCode, counters.Content.Headers.ContentType?.MediaType));
        Assert.Contains("totalActivationCount", json);
    }

    [Fact]
    public async Task ItsLiveLog_IsOff()
    {
        using var client = guarded.Silo.Client(guarded.Admin);
        using var answer = await client.GetAsync("/orleans/Trace", HttpCompletionOption.ResponseHeadersRead);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task OtherPages_KeepTheirPolicy()
    {
        using var client = guarded.Silo.Client(guarded.Admin);
        using var page = await client.GetAsync("/");
        Assert.DoesNotContain("unsafe", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        using var data = await client.GetAsync("/api/v1/about");
        Assert.StartsWith("default-src 'none'", Assert.Single(data.Headers.GetValues("Content-Security-Policy")));
    }

    [GeneratedRegex("(?:src|href)=\"\\.?/?([^\"]+)\"")]
    private static partial Regex Files();
}
