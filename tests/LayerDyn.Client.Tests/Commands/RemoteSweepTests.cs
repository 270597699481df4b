using System.CommandLine;
using LayerDyn.Api.Sweeps;
using LayerDyn.Client.Commands;

namespace LayerDyn.Client.Tests.Commands;

public sealed class RemoteSweepTests
{
    [Theory]
    [InlineData("", "completed", "curves: layerdyn curves small-0 --to FOLDER")]
    [InlineData("--cluster http://silo:1", "completed", "curves: layerdyn curves small-0 --cluster http://silo:1 --to FOLDER")]
    [InlineData("--cluster http://silo:1 --key-file my_key", "paused", "(go on with: layerdyn resume small-0 --cluster http://silo:1 --key-file my_key)")]
    public void CommandsToGoOnWith_NameTheClusterAsThisOneDid(string options, string state, string expected)
    {
        var cluster = new ClusterOptions();
        var command = new Command("watch");
        cluster.AddTo(command);

        string given = cluster.Given(command.Parse(options));

        Assert.Contains(expected, RemoteSweep.Closing(new SweepView { Id = "small-0", Name = "small", State = state }, given));
    }

    [Theory]
    [InlineData(1, "small-0: 1 point")]
    [InlineData(2000, "small-0: 2,000 points")]
    public void Opening_CountsThePoints(int points, string expected) =>
        Assert.Equal(expected, RemoteSweep.Opening("small-0", points));
}
