using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class ModularAdditionTaskTests
{
    [Theory]
    [InlineData(ModularEncoding.OneHot)]
    [InlineData(ModularEncoding.Tokens)]
    public void Create_Split_IsDisjointAndComplete(ModularEncoding encoding)
    {
        var task = new ModularAdditionTask { Modulus = 7, TrainFraction = 0.3, Encoding = encoding, TargetScale = 4 };
        var data = task.Create(2);
        Assert.Equal(15, data.Train.Count);
        Assert.Equal(task.Shape.Samples, data.Train.Count);
        var pairs = new HashSet<(int, int)>();
        foreach (var set in new[] { data.Train, data.Test! })
            for (int i = 0; i < set.Count; i++)
            {
                var (a, b) = Pair(set, i, encoding);
                Assert.True(pairs.Add((a, b)));
                int sum = (a + b) % 7;
                Assert.Equal(sum, set.Labels![i]);
                for (int c = 0; c < 7; c++) Assert.Equal(c == sum ? 4 : 0, set.Y[i, c]);
            }

        Assert.Equal(49, pairs.Count);
    }

    [Fact]
    public void Create_Encodings_HaveTheSameSplitAndSeedsAnother()
    {
        var oneHot = new ModularAdditionTask { Modulus = 11 }.Create(0).Train;
        var tokens = new ModularAdditionTask { Modulus = 11, Encoding = ModularEncoding.Tokens, TargetScale = 3 }.Create(0).Train;
        var other = new ModularAdditionTask { Modulus = 11 }.Create(1).Train;
        Assert.Equal(Pairs(oneHot, ModularEncoding.OneHot), Pairs(tokens, ModularEncoding.Tokens));
        Assert.NotEqual(Pairs(oneHot, ModularEncoding.OneHot), Pairs(other, ModularEncoding.OneHot));
    }

    [Fact]
    public void Create_WholeFraction_HasNoTestSet()
    {
        var task = new ModularAdditionTask { Modulus = 3, TrainFraction = 1 };
        Assert.Equal((9, false), (task.Shape.Samples!.Value, task.Shape.HasTest));
        Assert.Equal(9, task.Create(0).Train.Count);
        Assert.Null(task.Create(0).Test);
    }

    [Theory]
    [InlineData(0.9999)]
    [InlineData(1e-9)]
    public void Create_ExtremeFraction_LeavesAPairOnEitherSide(double fraction)
    {
        var data = new ModularAdditionTask { Modulus = 3, TrainFraction = fraction }.Create(0);
        Assert.Equal(9, data.Train.Count + data.Test!.Count);
        Assert.InRange(data.Train.Count, 1, 8);
    }

    private static (int A, int B)[] Pairs(Dataset set, ModularEncoding encoding) =>
        [.. Enumerable.Range(0, set.Count).Select(i => Pair(set, i, encoding))];

    private static (int A, int B) Pair(Dataset set, int i, ModularEncoding encoding)
    {
        double[] row = set.X.Row(i).ToArray();
        if (encoding == ModularEncoding.OneHot)
        {
            int p = row.Length / 2;
            Assert.Equal(2, row.Sum());
            return (Array.IndexOf(row, 1), Array.IndexOf(row, 1, p) - p);
        }

        Assert.Equal(3, row.Length);
        Assert.Equal(set.Y.Columns, row[2]);
        return ((int)row[0], (int)row[1]);
    }
}
