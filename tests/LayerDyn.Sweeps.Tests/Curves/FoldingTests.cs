using System.Text;
using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>What holds for curves of every kind.</summary>
public sealed class FoldingTests
{
    public static TheoryData<int> Samples { get; } = [.. Enumerable.Range(0, SampleCurves.All().Count())];

    [Fact]
    public void Samples_CoverEveryKind()
    {
        var kinds = typeof(CurveSpec).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CurveSpec)) && !type.IsAbstract);
        Assert.Equal(kinds.ToHashSet(), SampleCurves.All().Select(sample => sample.Spec.GetType()).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Fold_InAnyOrderAndAnySplitAndTwice_GivesTheSameCurve(int sample)
    {
        var (spec, grid, results) = SampleCurves.All().ElementAt(sample);
        string expected = Text(grid.Build(spec, results));
        for (int trial = 0; trial < 4; trial++)
        {
            var random = RandomStream.For($"folding/{sample}/{trial}");
            var parts = Enumerable.Range(0, 3).Select(_ => spec.CreateBuilder(grid)).ToArray();
            var shuffled = results.OrderBy(result => random.Uniform(result.Index)).ToArray();
            foreach (var result in shuffled)
            {
                parts[(int)(random.Uniform(1_000_000 + result.Index) * parts.Length)].Fold(result);
                if (result.Index % 3 == trial % 3) parts[trial % parts.Length].Fold(result); // a batch that was leased twice
            }

            var whole = parts[trial % parts.Length];
            foreach (var part in parts.Where(part => part != whole)) whole.Load(new BinaryReader(new MemoryStream(Saved(part))));
            Assert.Equal(expected, Text(whole.Build()));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Save_StatesOfTwoHalves_GiveTheSameCurveWhereTheyAreLoaded(int sample)
    {
        var (spec, grid, results) = SampleCurves.All().ElementAt(sample);
        var whole = spec.CreateBuilder(grid);
        foreach (var half in results.GroupBy(result => result.Index % 2))
        {
            var part = spec.CreateBuilder(grid);
            foreach (var result in half) part.Fold(result);
            byte[] state = Saved(part);
            using var reader = new BinaryReader(new MemoryStream(state));
            whole.Load(reader);
            Assert.Equal(state.Length, reader.BaseStream.Position);
            Assert.Throws<EndOfStreamException>(() => spec.CreateBuilder(grid).Load(new BinaryReader(new MemoryStream(state[..^1]))));
        }

        Assert.Equal(Text(grid.Build(spec, results)), Text(whole.Build()));
        var again = spec.CreateBuilder(grid);
        again.Load(new BinaryReader(new MemoryStream(Saved(whole)))); // what was loaded can be handed on
        Assert.Equal(Text(whole.Build()), Text(again.Build()));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Fold_DivergedPoints_AreCountedAndNotAveragedIn(int sample)
    {
        var (spec, grid, results) = SampleCurves.All().ElementAt(sample);
        var curve = grid.Build(spec, results);
        Assert.Equal(results.Length, curve.Points);
        Assert.Equal(results.Count(result => result.Status == Science.Training.OutcomeStatus.Diverged), curve.Diverged);
        Assert.DoesNotContain("1E+30", Text(curve)); // what a diverged point measured last
        Assert.DoesNotContain("1e+30", Text(curve));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Draw_Twice_IsTheSameBytes(int sample)
    {
        var (spec, grid, results) = SampleCurves.All().ElementAt(sample);
        var chart = grid.Build(spec, results).Chart;
        byte[] png = ChartRenderer.Png(chart);
        Assert.Equal(png, ChartRenderer.Png(chart));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal(ChartRenderer.Svg(chart), ChartRenderer.Svg(chart));
        if (Environment.GetEnvironmentVariable("LAYERDYN_PICTURES") is { } folder)
            File.WriteAllBytes(Path.Combine(folder, $"{sample:D2}-{spec.Name}.png"), png);
    }

    private static byte[] Saved(CurveBuilder builder)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        builder.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static string Text(Curve curve) => Encoding.UTF8.GetString(CurveCsv.Write(curve.Table).Span) + string.Join('\n', curve.Findings);
}
