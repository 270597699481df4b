using System.Net;
using System.Net.Http.Json;
using LayerDyn.Api.Reports;
using LayerDyn.Silo.Tests.Hosting;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Reports;
using LayerDyn.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace LayerDyn.Silo.Tests.Api;

public sealed class ReportTests
{
    [Fact]
    public async Task Report_IsWritten_Read_Changed_AndDeleted_ByWhoWroteItOrAnAdmin()
    {
        string submit = ApiKey.Create(), admin = ApiKey.Create();
        await using var silo = await TestSilo.StartAsync([.. TestSilo.KeySetting(0, "submit", submit).Split(' '), .. TestSilo.KeySetting(1, "admin", admin).Split(' ')]);
        using HttpClient ann = silo.Client(submit), root = silo.Client(admin);

        var first = await WrittenAsync(ann, "mine", "text\n\n## A *title* of mine\n", null);
        Assert.Equal(("mine", "submit", "text\n\n## A *title* of mine\n"), (first.Name, first.Owner, first.Text));
        Assert.Equal(first, await ann.GetFromJsonAsync<ReportTextView>("/api/v1/reports/mine"));
        var second = await WrittenAsync(ann, "mine", "# New", first.Version);
        await WrittenAsync(root, "of-root", "no heading", null);
        var listed = await ann.GetFromJsonAsync<ReportView[]>("/api/v1/reports");
        Assert.Equal([("of-root", "of-root", "admin"), ("mine", "New", "submit")], listed!.Select(report => (report.Name, report.Title, report.Owner)));

        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync(ann, "of-root", "x", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.DeleteAsync("/api/v1/reports/of-root")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await root.DeleteAsync("/api/v1/reports/mine")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync("/api/v1/reports/mine")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await root.DeleteAsync("/api/v1/reports/mine")).StatusCode);
        Assert.Contains("there is no report mine any more", await RefusedAsync(await PutAsync(ann, "mine", "# New", second.Version)));
    }

    [Fact]
    public async Task Reports_OfOne_LeaveRoomForThoseOfOthers()
    {
        string submit = ApiKey.Create(), admin = ApiKey.Create();
        await using var silo = await TestSilo.StartAsync([.. TestSilo.KeySetting(0, "submit", submit).Split(' '), .. TestSilo.KeySetting(1, "admin", admin).Split(' ')]);
        using HttpClient ann = silo.Client(submit), root = silo.Client(admin);
        var first = await WrittenAsync(ann, "report-0", "x", null);
        var store = new ReportStore(new LocalArtifactStore(silo.Folder));
        for (int i = 1; i < 200; i++) await store.TryWriteAsync($"report-{i}", new StoredReport("x", first.Owner, first.Changed.UtcDateTime), null);

        Assert.Contains("200 reports are yours already", await RefusedAsync(await PutAsync(ann, "one-more", "x", null)));
        await WrittenAsync(ann, "report-0", "changed", first.Version);
        await WrittenAsync(root, "of-root", "x", null);
    }

    [Fact]
    public async Task Change_OfATextThatWasChangedSince_IsRefused_AndNothingIsLost()
    {
        await using var silo = await TestSilo.StartAsync();
        using var client = silo.Client();
        var first = await WrittenAsync(client, "shared", "one", null);
        await WrittenAsync(client, "shared", "two", first.Version);

        Assert.Contains("was changed at", await RefusedAsync(await PutAsync(client, "shared", "three", first.Version)));
        Assert.Contains("there is a report shared already", await RefusedAsync(await PutAsync(client, "shared", "three", null)));
        Assert.Equal("two", (await client.GetFromJsonAsync<ReportTextView>("/api/v1/reports/shared"))!.Text);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string name, string text, string? version) =>
        client.PutAsJsonAsync($"/api/v1/reports/{name}", new ReportChange(text, version));

    private static async Task<ReportTextView> WrittenAsync(HttpClient client, string name, string text, string? version)
    {
        var answer = await PutAsync(client, name, text, version);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<ReportTextView>())!;
    }

    private static async Task<string> RefusedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<ProblemDetails>())!.Detail!;
    }
}
