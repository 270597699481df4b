using System.Net;
using System.Net.Http.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sessions;
using LayerDyn.Api.Sweeps;
using LayerDyn.Silo.Tests.Hosting;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Tests.Security;

public sealed class SignInTests(GuardedSilo guarded) : IClassFixture<GuardedSilo>
{
    [Theory]
    [InlineData("read")]
    [InlineData("submit")]
    [InlineData("admin")]
    public async Task Key_OfARole_GivesThatRole(string role)
    {
        using var client = guarded.Silo.Client(guarded.Key(role));
        var about = await client.GetFromJsonAsync<AboutView>("/api/v1/about", ApiJson.Options);
        Assert.Equal((role, "keys"), (about!.Role, about.Auth));
    }

    [Fact]
    public async Task Sweep_IsOfWhoSubmittedIt()
    {
        using var client = guarded.Silo.Client(guarded.Submit);
        using var answer = await client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small("owned")));
        var sweep = await answer.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options);
        var stored = await new ManifestStore(new LocalArtifactStore(guarded.Silo.Folder), SweepId.Parse(sweep!.Id)).ReadAsync();
        Assert.Equal("submit", stored.Head.Owner);
    }

    [Fact]
    public async Task History_NamesWhoDidWhat()
    {
        using var submitter = guarded.Silo.Client(guarded.Submit);
        using var admin = guarded.Silo.Client(guarded.Key("admin"));
        using var reader = guarded.Silo.Client(guarded.Key("read"));
        using var answer = await submitter.PostAsync("/api/v1/sweeps?batch=1", TestSilo.Yaml(Specs.Endless("told")));
        string at = $"/api/v1/sweeps/{(await answer.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id}";
        foreach (string action in (string[])["pause", "resume"]) (await admin.PostAsync($"{at}/{action}", null)).EnsureSuccessStatusCode().Dispose();
        (await submitter.PutAsJsonAsync($"{at}/priority", new { priority = "high" })).EnsureSuccessStatusCode().Dispose();
        (await submitter.PostAsync($"{at}/cancel", null)).EnsureSuccessStatusCode().Dispose();

        var history = (await reader.GetFromJsonAsync<IReadOnlyList<SweepActionView>>($"{at}/history", ApiJson.Options))!;
        Assert.Equal(
            [("submitted", "submit", ""), ("paused", "admin", ""), ("resumed", "admin", ""), ("priority", "submit", "high"), ("cancelled", "submit", "")],
            history.Select(action => (action.What, action.By, action.Detail)));
        Assert.Equal(history.Select(action => action.At).Order(), history.Select(action => action.At));
    }

    [Fact]
    public async Task Deletion_IsForWhoSubmitted_OrAnAdmin_AndOfWhatRests()
    {
        using var submitter = guarded.Silo.Client(guarded.Submit);
        using var admin = guarded.Silo.Client(guarded.Admin);
        using var reader = guarded.Silo.Client(guarded.Read);
        using var mine = await submitter.PostAsync("/api/v1/sweeps?batch=1", TestSilo.Yaml(Specs.Endless("mine")));
        using var theirs = await admin.PostAsync("/api/v1/sweeps?batch=1", TestSilo.Yaml(Specs.Endless("theirs")));
        string own = $"/api/v1/sweeps/{(await mine.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id}", other = $"/api/v1/sweeps/{(await theirs.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id}";

        Assert.Equal(HttpStatusCode.Conflict, (await submitter.DeleteAsync(own)).StatusCode);
        foreach (string at in (string[])[own, other]) (await admin.PostAsync($"{at}/pause", null)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.DeleteAsync(own)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await submitter.DeleteAsync(other)).StatusCode);
        var usage = (await reader.GetFromJsonAsync<UsageView>($"{own}/usage", ApiJson.Options))!;
        var deleted = (await (await submitter.DeleteAsync(own)).Content.ReadFromJsonAsync<DeletedView>(ApiJson.Options))!;
        Assert.Equal((usage.Files, HttpStatusCode.NotFound), (deleted.Files, (await reader.GetAsync(own)).StatusCode));
        Assert.DoesNotContain((await reader.GetFromJsonAsync<SweepPage>("/api/v1/sweeps", ApiJson.Options))!.Items, item => item.Id == usage.Sweep);
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync(other)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await submitter.PostAsync("/api/v1/gc", null)).StatusCode);
        Assert.Empty((await (await admin.PostAsync("/api/v1/gc?dryRun=true", null)).Content.ReadFromJsonAsync<IReadOnlyList<DeletedView>>(ApiJson.Options))!);
    }

    [Fact]
    public async Task Steering_IsForWhoSubmitted_OrAnAdmin()
    {
        using var submitter = guarded.Silo.Client(guarded.Submit);
        using var admin = guarded.Silo.Client(guarded.Admin);
        string spec = Specs.Endless("steered");
        using var theirs = await admin.PostAsync("/api/v1/sweeps?batch=1", TestSilo.Yaml(spec));
        string at = $"/api/v1/sweeps/{(await theirs.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.Id}";

        foreach (string act in (string[])["pause", "resume", "cancel", "retry", "points/0/stop", "points/0/checkpoint"])
            await RefusedAsync(await submitter.PostAsync($"{at}/{act}", null), "was submitted by admin: only they, or an admin, may");
        await RefusedAsync(await submitter.PutAsJsonAsync($"{at}/priority", new { priority = "low" }), "may change the priority of it");
        await RefusedAsync(await submitter.PostAsync("/api/v1/sweeps", TestSilo.Yaml(spec + "\nlimits: { failures: 1 }")), "may change the limits of it; with another name");
        using var same = await submitter.PostAsync("/api/v1/sweeps", TestSilo.Yaml(spec));
        Assert.Equal((HttpStatusCode.OK, "running"), (same.StatusCode, (await same.Content.ReadFromJsonAsync<SweepView>(ApiJson.Options))!.State));

        foreach (string act in (string[])["pause", "cancel"])
        {
            (await admin.PostAsync($"{at}/{act}", null)).EnsureSuccessStatusCode().Dispose();
            await RefusedAsync(await submitter.PostAsync("/api/v1/sweeps", TestSilo.Yaml(spec)), "may resume it; with another name");
        }

        Assert.Equal(["submitted", "paused", "cancelled"], (await submitter.GetFromJsonAsync<IReadOnlyList<SweepActionView>>($"{at}/history", ApiJson.Options))!.Select(action => action.What));
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, string why)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains(why, (await answer.Content.ReadFromJsonAsync<ProblemDetails>())!.Detail);
        }
    }

    [Fact]
    public async Task Session_ByCookie_NeedsTheTokenToChangeSomething()
    {
        using var client = guarded.Silo.Client();
        using var login = await client.PostAsJsonAsync("/api/v1/session", new LoginRequest(guarded.Submit));
        Assert.Equal(HttpStatusCode.NoContent, login.StatusCode);
        string cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);

        using var answer = await client.GetAsync("/api/v1/session");
        var session = await answer.Content.ReadFromJsonAsync<SessionView>(ApiJson.Options);
        Assert.Equal(("submit", "submit"), (session!.Role, session.Name));
        client.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var without = await client.PostAsync("/api/v1/validate", TestSilo.Yaml(Specs.Small()));
        client.DefaultRequestHeaders.Add(CrossSiteGuard.Header, session.Csrf);
        using var with = await client.PostAsync("/api/v1/validate", TestSilo.Yaml(Specs.Small()));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (without.StatusCode, with.StatusCode));
        Assert.DoesNotContain("headers have been overridden", guarded.Silo.Log.Text); // a warning at each sign-in
    }

    [Theory]
    [InlineData("same-origin", HttpStatusCode.NoContent)]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task BehindAProxyWithTls_TheBrowsersWordOfItsOriginCounts(string? site, HttpStatusCode status)
    {
        using var client = guarded.Silo.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session") { Content = JsonContent.Create(new LoginRequest(guarded.Submit)) };
        request.Headers.Add("Origin", $"https://{guarded.Silo.Address.Authority}");
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        using var answer = await client.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Keys_AreInNoLogAndNoAnswer()
    {
        using var client = guarded.Silo.Client(guarded.Admin);
        string wrong = ApiKey.Create();
        using var stranger = guarded.Silo.Client(wrong);
        string answers = await client.GetStringAsync("/api/v1/about") + await client.GetStringAsync("/openapi/v1.json");
        using var refused = await stranger.GetAsync("/api/v1/sweeps");
        using var login = await stranger.PostAsJsonAsync("/api/v1/session", new LoginRequest(wrong));
        answers += await refused.Content.ReadAsStringAsync() + await login.Content.ReadAsStringAsync() + guarded.Silo.Log.Text;

        foreach (string secret in (string[])[guarded.Admin, wrong, ApiKey.Hash(guarded.Admin)]) Assert.DoesNotContain(secret, answers);
    }

    [Fact]
    public async Task Start_OnEveryAddressWithoutKeys_IsRefusedWithTheRemedy()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSilo.StartAsync("--Silo:HttpAddress=0.0.0.0"));
        Assert.Contains("new-key --role admin", error.Message);
    }

    [Fact]
    public async Task Page_WithoutSignIn_IsServedAndCarriesItsPolicy()
    {
        using var client = guarded.Silo.Client();
        using var page = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("DENY", page.Headers.GetValues("X-Frame-Options").Single());
        foreach (string health in (string[])["/health/live", "/health/ready"]) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(health)).StatusCode);
    }
}
