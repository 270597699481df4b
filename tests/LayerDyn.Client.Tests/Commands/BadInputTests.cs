using System.Text;

namespace LayerDyn.Client.Tests.Commands;

public sealed class BadInputTests : IDisposable
{
    private const string Large = """
        name: large
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: normal, std: 0.1 }
        task: { kind: gaussian-regression, samples: 10 }
        optimizer: { kind: gd }
        steps: 1
        measure: { at: [0, 1], observables: [loss] }
        axes: { width: { values: [2, 100000], sets: ["model.widths[0]", "model.widths[1]", "model.widths[2]"] } }
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("'lazy-rich-imbalanc' is neither a file nor a recipe", "run", "lazy-rich-imbalanc")]
    [InlineData("did you mean 'learningRate'?", "run", "small.yaml", "--set", "optimizer.learningrate=1")]
    [InlineData("line 6: steps 'many' must be a whole number", "validate", "many.yaml")]
    [InlineData("there is no store at 'nowhere'", "status", "--out", "nowhere")]
    [InlineData("must end in .csv, .ndjson, .parquet or .npz", "export", "--to", "table.xls")]
    [InlineData("see: layerdyn run --help", "run")]
    [InlineData("see: layerdyn --help", "rnu")]
    [InlineData("--to needs --cluster", "curves", "--to", "folder")]
    [InlineData("line 2, column 17: byte 0xE9 is no UTF-8", "run", "latin.yaml")]
    [InlineData("line 1, column 1: byte 0xFF is no UTF-8: save the file as UTF-8", "validate", "utf16.yaml")]
    [InlineData("point 1 (width = 100000) takes about", "validate", "large.yaml")]
    [InlineData("(this machine's memory)", "run", "large.yaml")]
    [InlineData("--lanes must be at least 0", "run", "small.yaml", "--lanes", "-1")]
    [InlineData("Cannot parse argument 'abc' for option '--lanes'", "run", "small.yaml", "--lanes", "abc")]
    [InlineData("Cannot parse argument '1.5' for option '--batch'", "run", "small.yaml", "--batch", "1.5")]
    [InlineData("Cannot parse argument 'x' for option '--batch'", "submit", "small.yaml", "--batch", "x")]
    [InlineData("has nobody to tell that point 0 is to end", "point", "small", "0", "--stop")]
    public async Task BadInput_IsNamedWithARemedy_AndExitsWithTwo(string expected, params string[] args)
    {
        _workspace.Write("many.yaml", Workspace.Spec.Replace("steps: 300", "steps: many", StringComparison.Ordinal));
        _workspace.Write("latin.yaml", Workspace.Spec.Replace("name: small", "name: small\ndescription: café", StringComparison.Ordinal), Encoding.Latin1);
        _workspace.Write("utf16.yaml", Workspace.Spec, Encoding.Unicode);
        _workspace.Write("large.yaml", Large);
        var (exit, _, error) = await CommandLine.RunAsync(_workspace.Folder, args);

        Assert.Equal(2, exit);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("   at ", error); // no stack trace
        Assert.False(Directory.Exists(Path.Combine(_workspace.Folder, "layerdyn-results")));
    }

    [Fact]
    public async Task StoreThatCannotBeWritten_IsSaidBeforeAnythingStarts()
    {
        _workspace.Write("file", "not a folder");
        var (exit, _, error) = await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "file/out");

        Assert.Equal(1, exit);
        Assert.Contains("error: ", error);
        Assert.Contains(Path.Combine("file", "out"), error);
        Assert.DoesNotContain("   at ", error);
    }
}
