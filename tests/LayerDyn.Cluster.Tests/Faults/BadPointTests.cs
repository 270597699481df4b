using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Points that cannot be computed, and points that diverge.</summary>
public sealed class BadPointTests
{
    private const string Mixed = """
        name: fault-points
        model: { kind: mlp, widths: [16, 8, 2], activation: relu }
        init: { kind: normal, std: 1, fanIn: true }
        task: { kind: teacher-student, inputs: 16, outputs: 2, samples: 32, singularValues: [1, 0.5] }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 50
        measure: { at: { every: 10 }, observables: [loss] }
        axes:
          case:
            cases:
              small: { model.widths: [16, 8, 2] }
              diverging: { optimizer.learningRate: 1000000 }
              enormous: { model.widths: [16, 100000, 100000, 2] }
              usual: { model.widths: [16, 9, 2] }
        """;

    [Fact]
    public async Task OutOfMemoryAndDivergence_AreContained()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Mixed, "?pack=4");
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "ended" or "broken");
        Assert.Equal(("ended", 2L, 1L, 1L, 0L), (ended.State, ended.Finished, ended.Diverged, ended.Failed, ended.Remaining));
        Assert.Contains("GB, cpu has", ended.Message);
        Assert.False(cluster.Silos[0].HasExited);
    }
}
