using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Client.Hosting;
using LayerDyn.Web.Security;

namespace LayerDyn.Client.Tests.Commands;

public sealed class UiCommandTests(OtherCommandTests.OneRun run) : IClassFixture<OtherCommandTests.OneRun>
{
    [Fact]
    public async Task Ui_ShowsWhatARunWrote_UntilCtrlC()
    {
        int port = FreePort.Next();
        using var ui = CommandLine.Start(run.Workspace.Folder, "ui", "out", "--no-browser", "--port", $"{port}");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (!await AnswersAsync(client)) Assert.False(ui.HasEnded);

        string page = await client.GetStringAsync("/");
        Assert.Contains("assets/main-", page);
        var sweeps = (await client.GetFromJsonAsync<SweepPage>("/api/v1/sweeps", ApiJson.Options))!;
        Assert.Equal(("small", SweepStates.Completed, 10L), (sweeps.Items[0].Name, sweeps.Items[0].State, sweeps.Items[0].Finished));
        byte[] picture = await client.GetByteArrayAsync($"/api/v1/sweeps/{sweeps.Items[0].Id}/curves/distance.png");
        Assert.Equal("PNG"u8, picture.AsSpan(1, 3));

        ui.CtrlC();
        var (exit, output, error) = await ui.EndAsync();
        Assert.Equal((0, $"dashboard: http://127.0.0.1:{port}/\nCtrl-C ends it\n", ""), (exit, output, error));
    }

    [Fact]
    public async Task Ui_LooksOnly()
    {
        await using var silo = await EmbeddedSilo.StartWithDashboardAsync(Path.Combine(run.Workspace.Folder, "out"), lanes: 1);
        using var client = new HttpClient { BaseAddress = silo.Dashboard };
        string id = (await client.GetFromJsonAsync<SweepPage>("/api/v1/sweeps", ApiJson.Options))!.Items[0].Id;

        foreach (string action in (string[])["pause", "resume", "cancel", "retry"])
            Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync($"/api/v1/sweeps/{id}/{action}", null)).StatusCode);
        using var spec = new StringContent(Workspace.Spec.Replace("steps: 300", "steps: 3"), Encoding.UTF8, "text/yaml");
        foreach (string path in (string[])["/api/v1/sweeps", "/api/v1/validate", $"/api/v1/sweeps/{id}/extend"])
        {
            using var refused = await client.PostAsync(path, spec);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains("for looking only", await refused.Content.ReadAsStringAsync());
        }

        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sweeps") { Headers = { Host = "attacker.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(rebound)).StatusCode);
    }

    [Fact]
    public async Task Ui_WithAKey_AsksForIt()
    {
        string key = ApiKey.Create();
        await using var silo = await EmbeddedSilo.StartWithDashboardAsync(Path.Combine(run.Workspace.Folder, "out"), lanes: 1, key: key);
        using var client = new HttpClient { BaseAddress = silo.Dashboard };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/sweeps")).StatusCode);

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Single((await client.GetFromJsonAsync<SweepPage>("/api/v1/sweeps", ApiJson.Options))!.Items);
    }

    // What a grain has read once would be old: another process writes.
    [Fact]
    public async Task Ui_FollowsARunOfAnotherProcess_ToItsEnd()
    {
        using var workspace = new Workspace();
        string store = Path.Combine(workspace.Folder, "out");
        Directory.CreateDirectory(store);
        await using var silo = await EmbeddedSilo.StartWithDashboardAsync(store, lanes: 1);
        using var cluster = new LayerDynClient(silo.Dashboard!, null);
        using var other = CommandLine.Start(workspace.Folder, "run", "small.yaml", "--out", "out", "--set", "steps=2000000000");
        while ((await cluster.ListAsync()).FirstOrDefault() is not { State: SweepStates.Running }) Assert.False(other.HasEnded);

        string id = (await cluster.ListAsync())[0].Id, last = "";
        await foreach (var view in cluster.WatchAsync(id))
        {
            if (last.Length == 0) other.CtrlC();
            last = view.State;
        }

        Assert.Equal(SweepStates.Paused, last);
        Assert.Equal(130, (await other.EndAsync()).Exit);

        await CommandLine.RunAsync(workspace.Folder, "run", "small.yaml", "--out", "out");
        var done = Assert.Single(await cluster.ListAsync(), view => view.Id != id);
        Assert.Equal((SweepStates.Completed, 10L), (done.State, done.Finished));
        Assert.Equal(SweepStates.Completed, (await cluster.GetAsync(done.Id)).State);
        Assert.Equal(10, Assert.Single(await cluster.CurvesAsync(done.Id)).Points);
    }

    [Fact]
    public async Task RunWithUi_OpensTheBrowserAtTheSweep()
    {
        using var workspace = new Workspace();
        string browser = Path.Combine(workspace.Folder, "browser"), opened = Path.Combine(workspace.Folder, "opened");
        await File.WriteAllTextAsync(browser, $"#!/bin/sh\nprintf %s \"$1\" > '{opened}.new' && mv '{opened}.new' '{opened}'\n");
        await Programs.SucceedAsync("chmod", "+x", browser);

        var (exit, output, error) = await CommandLine.RunAsync(workspace.Folder, new Dictionary<string, string> { ["BROWSER"] = browser }, "run", "small.yaml", "--out", "out", "--ui");
        Assert.Equal((0, ""), (exit, error));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!File.Exists(opened)) await Task.Delay(50, limit.Token); // the browser is a process of its own
        string page = await File.ReadAllTextAsync(opened);
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/#/sweeps/small-[0-9a-f]{8}$", page);
        Assert.Contains($"dashboard: {page}\n", output);
    }

    [Theory]
    [InlineData("there is no store at 'nowhere'", "ui", "nowhere")]
    [InlineData("--port must be from 1 to 65535", "ui", "out", "--port", "70000")]
    public async Task Ui_WithBadInput_IsRefused(string message, params string[] args)
    {
        var (exit, _, error) = await CommandLine.RunAsync(run.Workspace.Folder, args);
        Assert.Equal(2, exit);
        Assert.Contains(message, error);
    }

    [Fact]
    public async Task Ui_OnAPortThatIsTaken_SaysSo()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (exit, _, error) = await CommandLine.RunAsync(run.Workspace.Folder, "ui", "out", "--no-browser", "--port", $"{port}");
        Assert.Equal(2, exit);
        Assert.Contains($"--port '{port}' is taken by another process", error);
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/health/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
