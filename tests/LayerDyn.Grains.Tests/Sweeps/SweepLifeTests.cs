using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Every event in every state of a sweep.</summary>
public sealed class SweepLifeTests
{
    [Theory]
    [InlineData(ManifestState.Completed, true, SweepState.Completed)]
    [InlineData(ManifestState.Completed, false, SweepState.Paused)] // files were lost since
    [InlineData(ManifestState.Active, true, SweepState.Paused)] // complete, and not drawn yet
    [InlineData(ManifestState.Active, false, SweepState.Paused)]
    [InlineData(ManifestState.Paused, false, SweepState.Paused)]
    [InlineData(ManifestState.Cancelled, false, SweepState.Cancelled)]
    public void Found_IsWhatTheStoreSays(ManifestState decided, bool complete, SweepState expected)
    {
        var life = new SweepLife();
        life.Find(decided, complete);
        Assert.Equal(expected, life.State);
        life.Begin();
        life.Find(decided, complete); // it is known by now
        Assert.Equal(SweepState.Running, life.State);
    }

    [Theory]
    [InlineData("begin", "Running Running Drawing Running Running Running Running")]
    [InlineData("complete", "Unknown Drawing Drawing Paused Completed Cancelled Broken")]
    [InlineData("compute again", "Unknown Running Running Paused Completed Cancelled Broken")]
    [InlineData("drawn", "Unknown Running Completed Paused Completed Cancelled Broken")]
    [InlineData("pause", "Unknown Paused Drawing Paused Completed Cancelled Paused")]
    [InlineData("cancel", "Unknown Drawing Drawing Drawing Completed Drawing Drawing")]
    [InlineData("break", "Broken Broken Broken Broken Broken Broken Broken")]
    public void Event_LeadsWhereTheTableSays(string happens, string expected)
    {
        SweepState[] states = [SweepState.Unknown, SweepState.Running, SweepState.Drawing, SweepState.Paused, SweepState.Completed, SweepState.Cancelled, SweepState.Broken];
        Assert.Equal(expected, string.Join(' ', states.Select(state => After(In(state), happens).State)));
    }

    [Fact]
    public void Cancelled_IsDrawnAndThenCancelled_AndDoesNotComputeAgain()
    {
        var life = In(SweepState.Running);
        Assert.True(life.Cancel());
        life.ComputeAgain();
        Assert.Equal(SweepState.Drawing, life.State);
        life.Drawn();
        Assert.Equal(SweepState.Cancelled, life.State);
        life.Begin();
        Assert.True(life.Complete());
        life.Drawn();
        Assert.Equal(SweepState.Completed, life.State);
    }

    [Fact]
    public void Broken_SaysWhy_UntilItIsBegunAgain()
    {
        var life = In(SweepState.Broken);
        Assert.Equal("the disk is full", life.Message);
        life.Begin();
        Assert.Equal("", life.Message);
    }

    private static SweepLife In(SweepState state)
    {
        var life = new SweepLife();
        if (state == SweepState.Unknown) return life;
        life.Begin();
        if (state is SweepState.Drawing or SweepState.Completed) life.Complete();
        if (state == SweepState.Completed) life.Drawn();
        if (state == SweepState.Paused) life.Pause();
        if (state == SweepState.Broken) life.Break("the disk is full");
        if (state == SweepState.Cancelled)
        {
            life.Cancel();
            life.Drawn();
        }

        Assert.Equal(state, life.State);
        return life;
    }

    private static SweepLife After(SweepLife life, string happens)
    {
        Action act = happens switch
        {
            "begin" => life.Begin,
            "complete" => () => life.Complete(),
            "compute again" => life.ComputeAgain,
            "drawn" => life.Drawn,
            "pause" => () => life.Pause(),
            "cancel" => () => life.Cancel(),
            _ => () => life.Break("the disk is full"),
        };
        act();
        return life;
    }
}
