using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tests.Numerics;

public sealed class DormandPrinceTests
{
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    [InlineData(1e-12)]
    public void Advance_Oscillator_KeepsToItsTolerance(double tolerance)
    {
        var solver = new DormandPrince(2, tolerance, (y, rate) => (rate[0], rate[1]) = (y[1], -y[0]));
        double[] state = [1, 0];
        double now = 0;
        foreach (double end in new[] { 0.1, 1, 1, 10 })
        {
            Assert.True(solver.Advance(state, ref now, end));
            Assert.Equal(end, now);
            Assert.Equal(Math.Cos(end), state[0], 200 * tolerance);
            Assert.Equal(-Math.Sin(end), state[1], 200 * tolerance);
        }
    }

    [Fact]
    public void Advance_WithTheStateOfAnother_GoesOnWithTheSameBits()
    {
        static DormandPrince New() => new(1, 1e-9, (y, rate) => rate[0] = y[0] * (1 - y[0]));
        DormandPrince whole = New(), first = New(), second = New();
        double[] a = [1e-3], b = [1e-3];
        double ta = 0, tb = 0;
        whole.Advance(a, ref ta, 3);
        first.Advance(b, ref tb, 3);
        second.NextStep = first.NextStep;
        whole.Advance(a, ref ta, 9);
        second.Advance(b, ref tb, 9);
        Assert.Equal(a[0], b[0]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(23)]
    public void Advance_ManyLikeComponents_GivesEachTheSameBits(int size)
    {
        double[] state = new double[size], alone = [1e-3];
        Array.Fill(state, alone[0]);
        var (many, one) = (Logistic(size), Logistic(1));
        double now = 0, then = 0;
        Assert.True(many.Advance(state, ref now, 9) && one.Advance(alone, ref then, 9));
        Assert.All(state, component => Assert.Equal(state[0], component));
        Assert.Equal(alone[0], state[0], 1e-14); // the mean over components rounds

        static DormandPrince Logistic(int size) => new(size, 1e-9, (y, rate) =>
        {
            for (int i = 0; i < y.Length; i++) rate[i] = y[i] * (1 - y[i]);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Advance_OneOfManyBlowsUp_ReturnsFalse(int wild)
    {
        var solver = new DormandPrince(7, 1e-9, (y, rate) =>
        {
            for (int i = 0; i < y.Length; i++) rate[i] = i == wild ? y[i] * y[i] : -y[i];
        });
        double[] state = [1, 1, 1, 1, 1, 1, 1];
        double now = 0;
        Assert.False(solver.Advance(state, ref now, 2));
        Assert.InRange(now, 0.999, 1.001);
    }

    [Fact]
    public void Advance_SolutionThatBlowsUp_ReturnsFalse()
    {
        var solver = new DormandPrince(1, 1e-9, (y, rate) => rate[0] = y[0] * y[0]);
        double[] state = [1];
        double now = 0;
        Assert.False(solver.Advance(state, ref now, 2));
        Assert.InRange(now, 0.999, 1.001);
    }

    [Fact]
    public void Advance_AtRest_Stays()
    {
        var solver = new DormandPrince(2, 1e-9, (y, rate) => rate.Clear());
        double[] state = [0, 2];
        double now = 0;
        Assert.True(solver.Advance(state, ref now, 1e9));
        Assert.Equal([0, 2], state);
    }
}
