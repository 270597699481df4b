namespace LayerDyn.Client.Tests.Commands;

/// <summary>What people say of a sweep in a folder.</summary>
public sealed class LabelCommandTests(OtherCommandTests.OneRun run) : IClassFixture<OtherCommandTests.OneRun>
{
    private string Folder => run.Workspace.Folder;

    [Fact]
    public async Task TagNoteAndRename_AreListedShownAndInTheHistory()
    {
        foreach (string[] command in (string[][])[["tag", "small", "paper", "fig-3"], ["tag", "small", "b", "--remove", "paper"], ["rename", "small", "Five by two"], ["note", "small", "look\nagain"]])
        {
            var (code, _, wrong) = await CommandLine.RunAsync(Folder, [.. command, "--out", "out"]);
            Assert.Equal((0, ""), (code, wrong));
        }

        var (exit, output, _) = await CommandLine.RunAsync(Folder, "status", "small", "--out", "out");
        Assert.Equal(0, exit);
        Assert.EndsWith("  title: Five by two\n  tags: b, fig-3\n  note: look\n        again\n", output);
        (_, output, _) = await CommandLine.RunAsync(Folder, "list", "--tag", "fig-3", "--out", "out");
        Assert.Matches("title and tags\nsmall-.*Five by two #b #fig-3\n$", output);
        (_, output, _) = await CommandLine.RunAsync(Folder, "list", "--tag", "paper", "--json", "--out", "out");
        Assert.Equal("[]", output.Trim());
        (_, output, _) = await CommandLine.RunAsync(Folder, "history", "small", "--out", "out");
        foreach (string action in (string[])["tagged: +fig-3 +paper", "tagged: +b -paper", "renamed: Five by two", "noted: look again"]) Assert.Contains(action, output);
        (_, output, _) = await CommandLine.RunAsync(Folder, "tag", "small", "--json", "--out", "out"); // shows them
        Assert.EndsWith("\"tags\":[\"b\",\"fig-3\"]}\n", output);
        (exit, output, _) = await CommandLine.RunAsync(Folder, "verify", "small", "--out", "out"); // the head is whole
        Assert.Equal(0, exit);
    }

    [Theory]
    [InlineData("a tag must be", "tag", "small", "two words")]
    [InlineData("a title must be one line", "rename", "small", "a\nb")]
    [InlineData("there is no sweep 'smal'", "note", "smal", "x")]
    public async Task BadInput_IsRefusedWithTheRule(string expected, params string[] args)
    {
        var (exit, _, error) = await CommandLine.RunAsync(Folder, [.. args, "--out", "out"]);
        Assert.Equal(2, exit);
        Assert.Contains(expected, error);
    }
}
