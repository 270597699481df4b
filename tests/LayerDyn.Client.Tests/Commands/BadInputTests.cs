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
    [InlineData("'layerdyn run' has no option '--cluster'\n  'layerdyn submit SPEC --cluster URL' runs", "run", "small.yaml", "--cluster", "http://127.0.0.1:1")]
    [InlineData("'layerdyn run' has no option '--cluster'\n  'layerdyn submit SPEC --cluster URL' runs", "run", "--cluster", "http://127.0.0.1:1", "small.yaml")]
    [InlineData("'layerdyn run' has no option '--cluster'\n  'layerdyn submit SPEC --cluster URL' runs", "run", "small.yaml", "--cluster=http://127.0.0.1:1")]
    [InlineData("'layerdyn run' has no option '--key-file'\n  'layerdyn submit", "run", "small.yaml", "--key-file", "key")]
    [InlineData("'layerdyn run' has no option '--priority'\n  leave it out: in one process", "run", "small.yaml", "--priority", "high")]
    [InlineData("'layerdyn run' has no option '--watch'\n  leave it out: run shows the progress", "run", "small.yaml", "--watch")]
    [InlineData("'layerdyn submit' has no option '--out'\n  the results are in the cluster's store", "submit", "small.yaml", "--out", "folder")]
    [InlineData("'layerdyn submit' has no option '-o'\n  the results are in the cluster's store", "submit", "small.yaml", "-o", "folder")]
    [InlineData("'layerdyn submit' has no option '--lanes'\n  leave it out: each silo has", "submit", "small.yaml", "--lanes", "2")]
    [InlineData("'layerdyn extend' has no option '--retry-failed'\n  'layerdyn retry SWEEP --cluster URL'", "extend", "small.yaml", "--retry-failed")]
    [InlineData("'layerdyn submit' has no option '--ui'\n  leave it out: every silo serves the dashboard", "submit", "small.yaml", "--ui")]
    [InlineData("'layerdyn submit' has no option '--of'\n  'layerdyn extend SPEC --of SWEEP", "submit", "small.yaml", "--of", "small")]
    [InlineData("'layerdyn pause' acts in a cluster: the results are", "pause", "small", "--out", "folder")]
    [InlineData("leave it out: 'layerdyn validate' works on this machine alone", "validate", "small.yaml", "--cluster", "http://127.0.0.1:1")]
    [InlineData("'layerdyn list' has no option '--lanes'\n  this command has it: layerdyn run\n", "list", "--lanes", "2")]
    [InlineData("'--cluster' is neither a file nor a recipe", "run", "--", "--cluster")]
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
