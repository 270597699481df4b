using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class SkillTableTests
{
    [Theory]
    [InlineData(1, 0.6)]
    [InlineData(5, 0.6)]
    [InlineData(300, -1)] // all skills alike
    [InlineData(5000, 0.1)]
    [InlineData(700, 3)] // rare skills share their thresholds
    public void Of_AnyWord_IsTheFirstSkillAboveIt(int skills, double alpha)
    {
        double[] weights = [.. Enumerable.Range(1, skills).Select(k => Math.Pow(k, -(alpha + 1)))];
        double[] frequencies = [.. weights.Select(weight => weight / weights.Sum())];
        ulong[] thresholds = new ulong[skills];
        double cumulative = 0;
        for (int k = 0; k < skills; k++) thresholds[k] = (ulong)Math.Round((cumulative += frequencies[k]) * (1UL << 32));
        thresholds[^1] = 1UL << 32;
        var table = new SkillTable(frequencies);
        var stream = RandomStream.For("test/skills");
        var words = Enumerable.Range(0, 5000).Select(i => (uint)stream.UInt64(i))
            .Concat(thresholds[..^1].SelectMany(at => (uint[])[(uint)at - 1, (uint)at, (uint)at + 1]));
        foreach (uint word in words.Append(0u).Append(uint.MaxValue))
        {
            int found = Array.BinarySearch(thresholds, word);
            Assert.Equal(found >= 0 ? found + 1 : ~found, table.Of(word));
        }
    }
}
