using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>Reads the random words of one sample after another; they are drawn for many samples at once.</summary>
/// <param name="stream">Where they are drawn from.</param>
/// <param name="blocks">Numbers of the stream a sample, four words each.</param>
/// <param name="first">The first sample.</param>
/// <param name="count">Samples to be read.</param>
internal ref struct SampleWords(RandomStream stream, int blocks, int first, int count)
{
    private const int WordsOfBlock = 4, WordsAtOnce = 1024;

    private readonly int _length = WordsOfBlock * blocks;
    private readonly uint[] _words = new uint[WordsOfBlock * blocks * Math.Clamp(WordsAtOnce / (WordsOfBlock * blocks), 1, Math.Max(1, count))];
    private ulong _next = (ulong)first * (ulong)blocks;
    private int _left = count;
    private ReadOnlySpan<uint> _drawn;

    /// <summary>Numbers of a stream that a sample of so many words takes.</summary>
    public static int Blocks(int words) => (words + WordsOfBlock - 1) / WordsOfBlock;

    /// <summary>The words of the next sample; they are overwritten by a later call.</summary>
    public ReadOnlySpan<uint> Next()
    {
        if (_drawn.IsEmpty) Draw();
        var words = _drawn[.._length];
        _drawn = _drawn[_length..];
        return words;
    }

    private void Draw()
    {
        int samples = Math.Min(_left, _words.Length / _length);
        var drawn = _words.AsSpan(0, samples * _length);
        stream.FillWords(_next, drawn);
        _next += (ulong)samples * (ulong)blocks;
        _left -= samples;
        _drawn = drawn;
    }
}
