using System.Net.Http.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests.Api;

public sealed class DataFolderTests(OpenSilo open) : IClassFixture<OpenSilo>
{
    [Theory]
    [InlineData("inside", "samples.npy")]
    [InlineData("below", "deeper/samples.npy")]
    [InlineData("around", "deeper/../samples.npy")]
    public async Task FileInside_IsTrainedOn(string name, string relative)
    {
        string file = Path.Combine(TestSilo.DataFolder, relative);
        Directory.CreateDirectory(Path.Combine(TestSilo.DataFolder, "deeper"));
        FileSpecs.WriteSamples(file);
        using var client = open.Silo.Client();
        using var answer = await client.PostAsync("/api/v1/sweeps", TestSilo.Yaml(FileSpecs.Of(name, $"{{ kind: file, inputs: '{file}', targets: '{file}' }}")));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        await client.GetStringAsync($"{answer.Headers.Location}/events");
        var sweep = await client.GetFromJsonAsync<SweepView>(answer.Headers.Location, ApiJson.Options);
        Assert.Equal((1L, 1L), (sweep!.Expected, sweep.Finished));
    }

    [Fact]
    public async Task Start_WithABlankDataFolder_IsRefused()
    {
        // One exception or several together, depending on who else needs the options.
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestSilo.StartAsync("--Silo:DataFolders:1= "));
        Assert.Contains("Silo:DataFolders ' ' must name a folder", error.Message);
    }
}
