using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

/// <summary>Gaussian classes: what the parameters say of the data.</summary>
public sealed class GaussianClassesTaskTests
{
    [Fact]
    public void Data_OfManySamples_HasTheMeansAndTheNoiseAskedFor()
    {
        var set = Create("'classes':40,'samplesPerClass':200,'inputs':30,'separation':0.5,'noise':2,'targetScale':3");
        Assert.Equal((8000, 30, 40), (set.Count, set.X.Columns, set.Y.Columns));
        double between = 0, within = 0;
        for (int c = 0; c < 40; c++)
            for (int i = 0; i < 30; i++)
            {
                double[] values = [.. Enumerable.Range(200 * c, 200).Select(n => set.X[n, i])];
                double mean = values.Average();
                between += mean * mean / 1200;
                within += values.Sum(value => (value - mean) * (value - mean)) / 199 / 1200;
            }

        Assert.Equal(0.25 + 4.0 / 200, between, 0.03);
        Assert.Equal(4, within, 0.05);
        for (int n = 0; n < set.Count; n++)
        {
            Assert.Equal(n / 200, set.Labels![n]);
            Assert.Equal(3, set.Y[n, n / 200]);
            Assert.Equal(3, set.Y.Row(n).ToArray().Sum());
        }
    }

    [Fact]
    public void Draws_OfOneSeed_AreTheSameWhateverTheScales()
    {
        Dataset near = Create("'separation':0,'noise':1"), far = Create("'separation':2,'noise':0"), both = Create("'separation':2,'noise':1");
        for (int i = 0; i < both.X.Data.Length; i++) Assert.Equal(near.X.Data[i] + far.X.Data[i], both.X.Data[i], 1e-14);
    }

    private static Dataset Create(string parameters) => Spec.Task($"{{'kind':'gaussian-classes',{parameters}}}").Create(4).Train;
}
