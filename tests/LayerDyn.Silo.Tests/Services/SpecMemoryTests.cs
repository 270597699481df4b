using LayerDyn.Grains.Slots;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LayerDyn.Silo.Tests.Services;

public sealed class SpecMemoryTests
{
    private const long GiB = 1 << 30;

    [Fact]
    public void PointBeyondTheLimit_IsRefused_WithItsNumbersAndTheRemedy()
    {
        var refused = Assert.Throws<ProblemException>(() => Check(Wide(20_000), 1 * GiB));
        Assert.Equal(StatusCodes.Status422UnprocessableEntity, refused.Status);
        Assert.Contains("point 1 (width = 20000) takes about", refused.Detail);
        Assert.Contains("at most 1.0 GiB are allowed (Api:MaxPointBytes)", refused.Detail);
        Assert.Contains("use smaller widths", refused.Detail);
        foreach (int width in (int[])[46_341, 65_536]) Assert.Throws<ProblemException>(() => Check(Wide(width), 1 * GiB)); // their squares pass 2^31 and 2^32
        Check(Wide(100), 1 * GiB);
    }

    [Fact]
    public void WithoutALimit_ASlotsShareOfItsDeviceIsOne()
    {
        var four = new SiloSlots(null!, [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 8 * GiB), 4)]);
        var alone = new SiloSlots(null!, [new DeviceSlot("cuda", 0, 40 * GiB)]);
        Assert.Contains("at most 2.0 GiB are allowed (the share of the largest slot)", Assert.Throws<ProblemException>(() => Check(Wide(20_000), 0, four)).Detail);
        Check(Wide(20_000), 0, four, alone); // it finds its way to the slot that has it
        Assert.Throws<ProblemException>(() => Check(Wide(20_000, "resources: { device: cpu }"), 0, four, alone));
        Check(Wide(20_000), 0); // no slot has joined yet: lanes refuse what does not fit them
    }

    [Theory]
    [InlineData(64, 1_000_000, "trajectory, name: t, value: loss", "the curve 't' is drawn of 64 points of 1,000,001 measured steps and 1 columns and takes about 1.9 GiB")]
    [InlineData(64, 1_000_000, "heatmap, name: t, value: loss, x: axis, y: rate", null)] // it keeps one value of each point
    [InlineData(10_000, 1000, "trajectory, name: t, value: loss, by: rate", null)]
    [InlineData(10_000, 10_000, "trajectory, name: t, value: loss, by: rate", "the curve 't' is drawn of 10,000 points of 10,001 measured steps and 1 columns and takes about 3.0 GiB")]
    [InlineData(10_000, 10_000, "trajectory, name: t, value: loss, where: { rate: [0] }", null)]
    public void CurvesThatKeepTooMuch_AreRefused_WithTheirNumbersAndTheRemedy(int points, int measured, string curve, string? refusal)
    {
        var plan = SweepPlan.Load($$"""
            name: kept
            model: { kind: deep-linear, widths: [2, 2, 2] }
            init: { kind: lambda-balanced, lambda: 0, scale: 1 }
            task: { kind: gaussian-regression, samples: 10, whiten: true }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: {{measured}}
            measure: { at: { every: 1 }, observables: [loss] }
            axes:
              rate: { range: [0, {{points}}, 1], sets: init.lambda }
              axis: { values: [1], sets: init.scale }
            curves:
              - { kind: {{curve}} }
            """);
        if (refusal is null) Check(plan, 0, GiB);
        else Assert.StartsWith(refusal + " with the sweep's other curves, at most 1.0 GiB are allowed (Api:MaxCurveBytes): measure less often", Assert.Throws<ProblemException>(() => Check(plan, 0, GiB)).Detail);
    }

    private static void Check(SweepPlan plan, long limit, long curves) =>
        new SpecMemory(Options.Create(new ApiOptions { MaxPointBytes = limit, MaxCurveBytes = curves }), () => []).Check(plan, CancellationToken.None);

    private static void Check(SweepPlan plan, long limit, params SiloSlots[] silos) =>
        new SpecMemory(Options.Create(new ApiOptions { MaxPointBytes = limit }), () => silos).Check(plan, CancellationToken.None);

    private static SweepPlan Wide(int width, string more = "") => SweepPlan.Load($$"""
        name: wide
        model: { kind: mlp, widths: [2, 4, 4, 1], activation: relu, biases: true }
        init: { kind: normal, std: 0.01 }
        task: { kind: gaussian-regression, inputs: 2, outputs: 1, samples: 5 }
        optimizer: { kind: gd, learningRate: 0.05 }
        steps: 10
        measure: { at: { every: 10 }, observables: [loss] }
        axes:
          width: { values: [4, {{width}}], sets: ["model.widths[1]", "model.widths[2]"] }
        {{more}}
        """);
}
