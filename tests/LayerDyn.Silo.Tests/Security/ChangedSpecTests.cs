using System.Net;
using System.Text;
using System.Text.Json;
using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>Five hundred specs that were changed at random, submitted or validated: each is taken or refused, and the silo goes on.</summary>
public sealed class ChangedSpecTests(GuardedSilo guarded) : IClassFixture<GuardedSilo>
{
    private const int Validated = 350, Submitted = 150, LeftRunning = 10;

    private static readonly string[] Words =
    [
        "steps: 9e15", "steps: 9000000000000000", "samples: 100000000", "widths: [65536, 65536]", "seeds: 100000", "priority: high", "data: /etc/passwd", "path: ../../x.npy",
        "linspace: [0, 1, 5000]", "observables: [loss, sharpness, accuracy]", "every: 1", "limits: { pointTime: 1s }", "engine: both", "variants:", "derive:", "\u202e", "<script>", "&x", "*x", "\t",
    ];

    [Fact]
    public async Task Specs_AreTakenOrRefused_AndSweepsBesideThemComplete()
    {
        byte[][] corpus = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "recipes"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes), Encoding.UTF8.GetBytes(Specs.Small())];
        var changes = new Mutator(19, Words);
        using var submit = guarded.Silo.Client(guarded.Submit);
        var running = new List<string>();
        for (int i = 0; i < Validated + Submitted; i++)
        {
            byte[] spec = changes.Next(corpus);
            using var answer = await submit.PostAsync(i < Validated ? "/api/v1/validate" : "/api/v1/sweeps", Yaml(spec));
            string text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode is 200 or 201 or 400 or 409 or 413 or 422, $"{i}: {answer.StatusCode} {text} for\n{Encoding.UTF8.GetString(spec)}");
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal); // no stack trace
            if (i < Validated || !answer.IsSuccessStatusCode) continue;
            running.Add(JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!);
            if (running.Count > LeftRunning) await CancelAsync(submit, running[^1]);
        }

        Assert.NotEmpty(running);
        using var honest = await submit.PostAsync("/api/v1/sweeps", TestSilo.Yaml(Specs.Small("honest")));
        string id = JsonDocument.Parse(await honest.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
        foreach (string left in running) await CancelAsync(submit, left);
        while (true)
        {
            var view = JsonDocument.Parse(await submit.GetStringAsync($"/api/v1/sweeps/{id}")).RootElement;
            if (view.GetProperty("state").GetString() == "completed") break;
            Assert.NotEqual("broken", view.GetProperty("state").GetString());
            await Task.Delay(50);
        }
    }

    /// <summary>Cancels a sweep; one that has ended meanwhile is refused.</summary>
    private static async Task CancelAsync(HttpClient client, string id)
    {
        using var answer = await client.PostAsync($"/api/v1/sweeps/{id}/cancel", null);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"cancel {id}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static ByteArrayContent Yaml(byte[] spec)
    {
        var content = new ByteArrayContent(spec);
        content.Headers.ContentType = new("text/yaml");
        return content;
    }
}
