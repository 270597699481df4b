using System.Net;
using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>Strange questions about a sweep that is there.</summary>
public sealed class HostileQueryTests(OpenSilo open) : IClassFixture<OpenSilo>
{
    public static TheoryData<string> Refused =>
    [
        "points?limit=-1", "points?limit=0", "points?limit=1001", "points?limit=2147483647", "points?limit=99999999999999999999", "points?limit=1e3", "points?after=-1", "points?after=%2b1", "points?after=0x10",
        "points?after=99999999999999999999", "points?after=../../x", "points?state=*", "points?state=finished%00", "points?sort=*", "points?sort=-", "points?sort=--loss", "points?sort=loss%20desc", "points?sort=__proto__", "points?where=*",
        "points?where=*:*", "points?where=:", "points?where=scale", "points?where=..:1", "points?where=%3Cscript%3E:1", "points/10", "points/-1", "points/9223372036854775807", "points/10/records", "points/0/records?format=exe",
        "points/0/records?format=../json", "points/*", "points/0/records/*", "curves/*", "curves/*.json", "curves/distance.exe", "curves/distance.json.png", "curves/..%2fdistance.json", "curves/%2e%2e%2f%2e%2e%2fmanifest.json",
        "curves/distance.json?table=maybe", "curves/DISTANCE.json", "spec/..%2fmanifest.json", "events/x",
        "differences", "differences?with=", "differences?with=..", "differences?with=..%2f..%2fetc", "differences?with=hostile-00000000", "differences?with=%3Cscript%3E",
        "table?what=*", "table?what=../records", "table?what=", "table?format=npz", "table?format=../csv", "table?format=", "table?columns=", "table?columns=*", "table?columns=loss,", "table?columns=loss;drop", "table?columns=%3Cscript%3E",
        "table?columns=__proto__", "table?columns=point&columns=../x", "table?where=*", "table?where=..:1", "table?where=%3Cscript%3E:1", "table?index=10", "table?index=-1", "table?index=0-9,0-9", "table?index=0:0", "table?index=../x", "table/x", "points/0/checkpoints", "manifest.json", "records",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Query_IsRefused(string query)
    {
        using var client = open.Silo.Client();
        using var answer = await client.GetAsync($"{await SweepAsync(client)}/{query}");
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{query} was answered {answer.StatusCode}: {text}");
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("points?after=9223372036854775807")]
    [InlineData("points?after=4611686018427387904&limit=1000&sort=-loss")]
    [InlineData("points?where=scale:*")]
    [InlineData("points?where=scale:%25")]
    [InlineData("points?where=lambda:.*&where=scale:.*")]
    public async Task Query_BeyondTheEndOrWithPatterns_FindsNothing(string query)
    {
        using var client = open.Silo.Client();
        string answer = await client.GetStringAsync($"{await SweepAsync(client)}/{query}");
        Assert.StartsWith("{\"items\":[],\"next\":null", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table?columns=point&where=scale:*")]
    [InlineData("table?columns=point&where=lambda:.*&where=scale:.*")]
    [InlineData("table?columns=point,point&where=scale:%25")]
    public async Task Table_OfPatterns_HasNoRows(string query)
    {
        using var client = open.Silo.Client();
        Assert.Equal("point\n", await client.GetStringAsync($"{await SweepAsync(client)}/{query}"));
    }

    [Theory]
    [InlineData("name=*")]
    [InlineData("name=%25")]
    [InlineData("after=zzzz")]
    [InlineData("name=hostile&name=*")]
    [InlineData("owner=*")]
    [InlineData("text=%25")]
    [InlineData("text=hostile&text=.*&sort=-submitted")]
    [InlineData("after=zzzz&sort=-submitted")]
    [InlineData("after=..%2f..&sort=name")]
    public async Task List_OfPatterns_FindsNothing(string query)
    {
        using var client = open.Silo.Client();
        await SweepAsync(client);
        Assert.StartsWith("{\"items\":[],\"next\":null", await client.GetStringAsync($"/api/v1/sweeps?{query}"), StringComparison.Ordinal);
    }

    // The same spec is the same sweep: the first test computes it.
    private static async Task<string> SweepAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small("hostile")));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        string address = $"/api/v1/sweeps/{System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()}";
        await client.GetStringAsync($"{address}/events"); // until it has ended
        return address;
    }
}
