using System.Net;
using System.Net.Http.Json;
using LayerDyn.Api.Cluster;
using LayerDyn.Silo.Tests.Hosting;
using LayerDyn.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace LayerDyn.Silo.Tests.Security;

public sealed class QuotaTests
{
    [Fact]
    public async Task WhatIsBeyondAQuota_IsRefusedByName_AndWhatIsUsedCanBeAsked()
    {
        string submit = ApiKey.Create(), admin = ApiKey.Create();
        await using var silo = await TestSilo.StartAsync(
        [
            .. TestSilo.KeySetting(0, "submit", submit).Split(' '), .. TestSilo.KeySetting(1, "admin", admin).Split(' '),
            "--Sweeps:Quota:Points=20", "--Sweeps:Quotas:submit:Sweeps=1", "--Sweeps:Quotas:submit:Slots=1",
        ]);
        using HttpClient ann = silo.Client(submit), root = silo.Client(admin);

        string first = await SubmitAsync(ann, Specs.Endless("first"));
        var (status, problem) = await RefusedAsync(await ann.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Endless("second"))));
        Assert.Equal((HttpStatusCode.Conflict, "Beyond a quota", "submit has 1 sweeps at work and may have 1: wait for one of them, or pause one"), (status, problem.Title, problem.Detail));
        Assert.DoesNotContain("second-", await ann.GetStringAsync("/api/v1/sweeps"));
        var used = await ann.GetFromJsonAsync<QuotaView>("/api/v1/quota");
        Assert.Equal(new QuotaView("submit", new(1, 1), new(2, 20), null, null), used! with { Slots = null });
        Assert.Equal(1, used!.Slots!.Most);

        Assert.Equal("small", (await SubmitAsync(root, Specs.Small()))[..5]); // another key's quota is its own
        (_, problem) = await RefusedAsync(await root.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small(seeds: 3))));
        Assert.Contains("has 30 points and admin may have 20 at work", problem.Detail);

        await ann.PostAsync($"/api/v1/sweeps/{first}/pause", null);
        string second = await SubmitAsync(ann, Specs.Endless("second"));
        (status, problem) = await RefusedAsync(await ann.PostAsync($"/api/v1/sweeps/{first}/resume", null));
        Assert.Equal((HttpStatusCode.Conflict, "Beyond a quota"), (status, problem.Title));
        await ann.PostAsync($"/api/v1/sweeps/{second}/cancel", null);
        Assert.Equal(HttpStatusCode.OK, (await ann.PostAsync($"/api/v1/sweeps/{first}/resume", null)).StatusCode);
        await ann.PostAsync($"/api/v1/sweeps/{first}/cancel", null);
    }

    [Fact]
    public async Task WhereNobodySignsIn_AllAreOne()
    {
        await using var silo = await TestSilo.StartAsync("--Sweeps:Quota:Sweeps=1");
        using var client = silo.Client();
        string first = await SubmitAsync(client, Specs.Endless("first"));
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Endless("second")))).StatusCode);
        Assert.Equal(new QuotaView("local", new(1, 1), null, null, null), await client.GetFromJsonAsync<QuotaView>("/api/v1/quota"));
        await client.PostAsync($"/api/v1/sweeps/{first}/cancel", null);
    }

    private static async Task<string> SubmitAsync(HttpClient client, string spec)
    {
        var answer = await client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(spec));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    private static async Task<(HttpStatusCode Status, ProblemDetails Problem)> RefusedAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<ProblemDetails>())!);
}
