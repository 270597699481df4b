namespace LayerDyn.Client.Tests.Commands;

public sealed class CompletionCommandTests(OtherCommandTests.OneRun run) : IClassFixture<OtherCommandTests.OneRun>
{
    [Theory]
    [InlineData("layerdyn sta", "status")]
    [InlineData("layerdyn best small loss --m", "--max", "--min")]
    [InlineData("layerdyn status --out out sm", "small")]
    public async Task Suggestions_AreCommandsOptionsAndNamesOfSweeps(string line, params string[] expected)
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, $"[suggest:{line.Length}]", line);
        Assert.Equal(0, exit);
        Assert.Superset(expected.ToHashSet(), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
    }

    [Theory]
    [InlineData("bash", ".local/share/bash-completion/completions/layerdyn")]
    [InlineData("zsh", ".zfunc/_layerdyn")]
    [InlineData("fish", ".config/fish/completions/layerdyn.fish")]
    public async Task Install_WritesWhatIsPrinted_WhereTheShellLooks(string shell, string file)
    {
        using var home = new TemporaryFolder();
        var settings = new Dictionary<string, string> { ["HOME"] = home.Path, ["XDG_DATA_HOME"] = "", ["XDG_CONFIG_HOME"] = "" };
        var (_, script, _) = await CommandLine.RunAsync(run.Workspace.Folder, "completion", shell);
        var (exit, output, error) = await CommandLine.RunAsync(run.Workspace.Folder, settings, "completion", "install", shell);

        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith($"{home[file]}: ", output);
        Assert.Equal(script, await File.ReadAllTextAsync(home[file]));
    }

    // A shell without a terminal completes by its own function.
    [Fact]
    public async Task Bash_CompletesByTheScript()
    {
        var (_, script, _) = await CommandLine.RunAsync(run.Workspace.Folder, "completion", "bash");
        string file = Path.Combine(run.Workspace.Folder, "completion.bash");
        string program = Path.Combine(AppContext.BaseDirectory, "layerdyn.dll");
        await File.WriteAllTextAsync(file, $"layerdyn() {{ dotnet '{program}' \"$@\"; }}\n{script}COMP_LINE='layerdyn stat' COMP_POINT=13 COMP_WORDS=(layerdyn stat) COMP_CWORD=1\n_layerdyn\necho \"${{COMPREPLY[@]}}\"\n");
        var (exit, output, _) = await Programs.RunAsync("bash", file);
        Assert.Equal((0, "status\n"), (exit, output));
    }

    [Fact]
    public async Task Open_OpensThePictureOrTheFolder()
    {
        string opener = Path.Combine(run.Workspace.Folder, "opener");
        await File.WriteAllTextAsync(opener, "#!/bin/sh\nexit 0\n");
        await Programs.SucceedAsync("chmod", "+x", opener);
        var settings = new Dictionary<string, string> { ["BROWSER"] = opener };

        var (exit, output, error) = await CommandLine.RunAsync(run.Workspace.Folder, settings, "open", "small", "--out", "out");
        Assert.Equal((0, ""), (exit, error));
        Assert.True(Directory.Exists(Path.Combine(run.Workspace.Folder, output.TrimEnd())));
        (exit, output, error) = await CommandLine.RunAsync(run.Workspace.Folder, settings, "open", "small", "--curve", "distance", "--out", "out");
        Assert.Equal((0, ""), (exit, error));
        Assert.True(File.Exists(Path.Combine(run.Workspace.Folder, output.TrimEnd())));
        (exit, _, error) = await CommandLine.RunAsync(run.Workspace.Folder, settings, "open", "small", "--curve", "distnce", "--out", "out");
        Assert.Equal(2, exit);
        Assert.Contains("did you mean 'distance'?", error);
    }
}
