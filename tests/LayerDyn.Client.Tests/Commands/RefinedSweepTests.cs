using System.Text.RegularExpressions;

namespace LayerDyn.Client.Tests.Commands;

/// <summary>What commands say of a sweep that runs some of its grid's points.</summary>
public sealed class RefinedSweepTests
{
    private const string Spec = """
        name: refined
        model: { kind: diagonal-linear, depth: 2 }
        init: { kind: balanced-constant, product: 0.1 }
        task: { kind: linear-teacher, coefficients: [1] }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 300
        engine: theory
        measure: { at: [0, 300], observables: [loss] }
        axes:
          start: { logspace: [0.001, 0.5, 30], sets: init.product }
          rate: { logspace: [0.0005, 0.02, 30], sets: optimizer.learningRate }
        refine: { axes: [start, rate], of: loss, at: 0.1, start: 4, until: { points: 400 } }
        """;

    [Fact]
    public async Task PointThatNoRoundChose_IsNotPending_AndIsNotCounted()
    {
        using var workspace = new Workspace();
        workspace.Write("refined.yaml", Spec);
        Assert.Equal(0, (await CommandLine.RunAsync(workspace.Folder, "run", "refined.yaml", "--out", "out")).Exit);
        var (exit, output, _) = await CommandLine.RunAsync(workspace.Folder, "verify", "refined", "--out", "out");
        Assert.Equal(0, exit);
        Assert.InRange(int.Parse(Regex.Match(output, @"\((\d+) points in").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 25, 400);
        (_, output, _) = await CommandLine.RunAsync(workspace.Folder, "point", "refined", "0", "--out", "out");
        Assert.Contains(": finished", output);
        (_, output, _) = await CommandLine.RunAsync(workspace.Folder, "point", "refined", "1", "--out", "out");
        Assert.Contains("point 1 of refined-", output);
        Assert.Contains(": not chosen", output);
    }
}
