using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Specs;

public sealed class SpecDifferenceTests
{
    private const string First = """
        name: a
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 300
        axes: { lambda: { values: [-1, 0, 1], sets: [init.lambda] } }
        curves:
          - { kind: trajectory, name: loss, logY: true }
          - { kind: heatmap, name: map, x: scale }
        """;

    [Fact]
    public void Difference_NamesEachParameterOnce_WithBothValues()
    {
        string second = First.Replace("name: a", "name: b").Replace("0.01", "0.1").Replace("[-1, 0, 1]", "[-1, 1]").Replace("logY: true", "logY: false, x: time").Replace("steps: 300\n", "");
        Assert.Equal(
            [
                new("name", "a", "b"), new("optimizer.learningRate", "0.01", "0.1"), new("steps", "300", null), new("axes.lambda.values", "[-1, 0, 1]", "[-1, 1]"),
                new("curves.loss.logY", "true", "false"), new("curves.loss.x", null, "time"),
            ],
            SpecDifference.Of(First, second));
    }

    [Fact]
    public void Difference_OfOneSpec_IsEmpty_WhateverTheOrderOfCurves()
    {
        Assert.Empty(SpecDifference.Of(First, First));
        string[] lines = First.Split('\n');
        Assert.Empty(SpecDifference.Of(First, string.Join('\n', [.. lines[..^2], lines[^1], lines[^2]])));
    }
}
