using System.Net;
using System.Text.Json;
using LayerDyn.Science.Files;
using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>Specs that name files outside the data folders: the answer says no, and nothing about the file.</summary>
public sealed class DataFolderRefusalTests(GuardedSilo guarded) : IClassFixture<GuardedSilo>
{
    private const string Hash = "0000000000000000000000000000000000000000000000000000000000000000";

    // FILE is a data file outside that is there in one request and missing in the other.
    [Theory]
    [InlineData("{ kind: file, inputs: 'FILE', targets: 'FILE' }", FileSpecs.Init)]
    [InlineData("{ kind: file, inputs: 'FILE#X', targets: 'FILE' }", FileSpecs.Init)]
    [InlineData("{ kind: file, inputs: 'FILE', targets: 'FILE', sha256: '" + Hash + "' }", FileSpecs.Init)]
    [InlineData("{ kind: file, inputs: 'DATA/own.npy', targets: 'DATA/own.npy', testInputs: 'FILE', testTargets: 'FILE' }", FileSpecs.Init)]
    [InlineData("{ kind: file, inputs: 'DATA/../data-folder-outside/NAME.npy', targets: 'FILE' }", FileSpecs.Init)]
    [InlineData("{ kind: file, inputs: 'DATA/link-NAME.npy', targets: 'DATA/link-NAME.npy' }", FileSpecs.Init)]
    [InlineData("{ kind: file, inputs: 'DATA/linked/NAME.npy', targets: 'DATA/linked/NAME.npy' }", FileSpecs.Init)]
    [InlineData("{ kind: mnist, path: 'FOLDER' }", FileSpecs.Init)]
    [InlineData("{ kind: mnist, path: 'DATA/linked/NAME' }", FileSpecs.Init)]
    [InlineData(FileSpecs.Task, "{ kind: file, paths: ['FILE'] }")]
    [InlineData(FileSpecs.Task, "{ kind: file, paths: ['FILE', 'FILE'], sha256: '" + Hash + "' }")]
    public async Task FileOutside_IsRefusedAlike_WhetherItExistsOrNot(string task, string init)
    {
        Lay();
        foreach (string address in (string[])["/api/v1/validate", "/api/v1/sweeps"])
        {
            string present = await RefusedAsync(address, task, init, "present"), missing = await RefusedAsync(address, task, init, "absent");
            Assert.Equal(missing, present.Replace("present", "absent", StringComparison.Ordinal));
            Assert.Contains(DataFiles.Rule, present);
            Assert.Contains("Silo:DataFolders", present);
        }

        Assert.DoesNotContain(Directory.EnumerateFiles(guarded.Silo.Folder, "*", SearchOption.AllDirectories), file => !file.Contains("/.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FileOutside_OnAnAxis_IsRefused()
    {
        Lay();
        string spec = FileSpecs.Of("axis", $"{{ kind: file, inputs: '{Inside("own.npy")}', targets: '{Inside("own.npy")}' }}")
            + $"\naxes:\n  data: {{ values: ['{Inside("own.npy")}', '{Path.Combine(FileSpecs.Outside, "present.npy")}'], sets: task.inputs }}\n";
        Assert.Contains(DataFiles.Rule, await AnswerAsync("/api/v1/sweeps", spec));
    }

    [Fact]
    public async Task FileOutside_WithItsHashAndEpochs_IsRefusedBeforeItIsRead()
    {
        string file = Path.Combine(FileSpecs.Outside, "absent.npy");
        string spec = FileSpecs.Of("epochs", $"{{ kind: file, inputs: '{file}', targets: '{file}', sha256: '{Hash}' }}").Replace("steps: 10", "epochs: 10", StringComparison.Ordinal);
        Assert.Contains(DataFiles.Rule, await AnswerAsync("/api/v1/validate", spec));
    }

    private static void Lay()
    {
        FileSpecs.WriteSamples(Inside("own.npy"));
        FileSpecs.WriteSamples(Path.Combine(FileSpecs.Outside, "present.npy"));
        Directory.CreateDirectory(Path.Combine(FileSpecs.Outside, "present"));
        Link("link-present.npy", Path.Combine(FileSpecs.Outside, "present.npy"));
        Link("link-absent.npy", Path.Combine(FileSpecs.Outside, "absent.npy"));
        Link("linked", Path.Combine("..", "data-folder-outside"));
    }

    private static void Link(string name, string target)
    {
        File.Delete(Inside(name));
        File.CreateSymbolicLink(Inside(name), target);
    }

    private static string Inside(string name) => Path.Combine(TestSilo.DataFolder, name);

    private Task<string> RefusedAsync(string address, string task, string init, string name)
    {
        return AnswerAsync(address, FileSpecs.Of("outside", Filled(task), Filled(init)));

        string Filled(string part) => part.Replace("FILE", Path.Combine(FileSpecs.Outside, name + ".npy"), StringComparison.Ordinal)
            .Replace("FOLDER", Path.Combine(FileSpecs.Outside, name), StringComparison.Ordinal)
            .Replace("DATA", TestSilo.DataFolder, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal);
    }

    // What the answer says, without the number of the request.
    private async Task<string> AnswerAsync(string address, string spec)
    {
        using var client = guarded.Silo.Client(guarded.Submit);
        using var answer = await client.PostAsync(address, TestSilo.Yaml(spec));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("detail").GetString() + "\n"
            + string.Join('\n', document.RootElement.GetProperty("problems").EnumerateArray().Select(problem => $"{problem.GetProperty("path")} {problem.GetProperty("message")}"));
    }
}
