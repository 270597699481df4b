using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class SetBitsTests
{
    [Fact]
    public void Write_AnyWord_GivesThePlacesOfItsSetBits()
    {
        var stream = RandomStream.For("test/bits");
        var words = Enumerable.Range(0, 300).Select(i => (uint)stream.UInt64(i) & (uint)stream.UInt64(i + 1000) >> i % 32);
        int[] places = new int[32 + SetBits.Overshoot];
        foreach (uint word in words.Append(0u).Append(uint.MaxValue))
        {
            int count = SetBits.Write(word, 7, places);
            Assert.Equal(Enumerable.Range(0, 32).Where(bit => (word >> bit & 1) == 1).Select(bit => 7 + bit), places[..count]);
        }
    }

    [Fact]
    public void Write_WithoutRoom_Throws() =>
        Assert.Throws<ArgumentException>(() => SetBits.Write(0b101, 0, new int[1 + SetBits.Overshoot]));
}
