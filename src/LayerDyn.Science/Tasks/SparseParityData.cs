using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// The data of <see cref="MultitaskSparseParityTask"/>. Every sample is a pure function of its stream and number: word 0 draws
/// the skill, the following words are 32 bits each.
/// </summary>
internal sealed class SparseParityData : TaskData
{
    private readonly MultitaskSparseParityTask _task;
    private readonly RandomStream _stream;
    private readonly int[][] _subsets;
    private readonly ulong[] _thresholds;
    private readonly int _bitWords;

    public SparseParityData(MultitaskSparseParityTask task, int seed)
    {
        _task = task;
        _stream = RandomStream.ForTask("multitask-sparse-parity", seed);
        _bitWords = (task.Bits + 31) / 32;
        int[] positions = _stream.Child("subsets").Permutation(task.Bits);
        _subsets = [.. Enumerable.Range(0, task.Skills).Select(skill => positions[(skill * task.Subset)..((skill + 1) * task.Subset)])];
        double[] frequencies = Frequencies(task);
        _thresholds = Thresholds(frequencies);
        var population = Sample(_stream.Child("evaluation"), Shares(frequencies, task.EvalSamples));
        Train = task.Samples == 0 ? population : Sample(_stream.Child("training"), task.Samples);
        Test = task.Samples == 0 ? null : population;
    }

    /// <inheritdoc/>
    public override Dataset Train { get; }

    /// <inheritdoc/>
    public override Dataset? Test { get; }

    /// <inheritdoc/>
    public override double TargetScale => _task.TargetScale;

    /// <inheritdoc/>
    public override Dataset SkillSample(int skill, int first, int count) => Sample(_stream.Child($"skill/{skill + 1}"), count, first, _ => skill);

    /// <inheritdoc/>
    public override void FillBatch(long step, int batch, Span<float> x, Span<float> y, Span<int> labels)
    {
        if (_task.Samples > 0) throw new NotSupportedException("This task has a fixed training set.");
        var stream = _stream.Child($"batch/{step}");
        Span<uint> words = stackalloc uint[Math.Min(_bitWords, 64) + 4];
        if (_bitWords > 64) words = new uint[_bitWords + 4];
        int inputs = _task.Skills + _task.Bits;
        x.Clear();
        for (int i = 0; i < batch; i++)
        {
            Draw(stream, i, words);
            int skill = Skill(words[0]);
            var row = x.Slice(i * inputs, inputs);
            row[skill] = 1;
            var bits = row[_task.Skills..];
            for (int bit = 0; bit < bits.Length; bit++) bits[bit] = (words[1 + (bit >> 5)] >> (bit & 31)) & 1;
            y[i] = (float)Label(skill, words[1..]);
        }
    }

    /// <summary>Normalised <c>p_k ~ k^-(alpha+1)</c>.</summary>
    private static double[] Frequencies(MultitaskSparseParityTask task)
    {
        double[] weights = [.. Enumerable.Range(1, task.Skills).Select(k => PortableMath.Pow(k, -(task.Alpha + 1)))];
        double total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
    }

    // Skill k is drawn by a 32-bit word below threshold k and not below threshold k-1.
    private static ulong[] Thresholds(double[] frequencies)
    {
        var thresholds = new ulong[frequencies.Length];
        double cumulative = 0;
        for (int k = 0; k < thresholds.Length; k++)
            thresholds[k] = (ulong)Math.Round((cumulative += frequencies[k]) * (1UL << 32));
        thresholds[^1] = 1UL << 32;
        return thresholds;
    }

    // Samples of each skill: one, and the rest by largest remainder, in proportion to the frequencies.
    private static int[] Shares(double[] frequencies, int samples)
    {
        int rest = samples - frequencies.Length;
        int[] shares = [.. frequencies.Select(p => 1 + (int)(p * rest))];
        int missing = samples - shares.Sum();
        foreach (int k in Enumerable.Range(0, shares.Length).OrderByDescending(k => frequencies[k] * rest % 1).Take(missing)) shares[k]++;
        return shares;
    }

    private Dataset Sample(RandomStream stream, int[] shares)
    {
        int[] skills = [.. shares.SelectMany((share, skill) => Enumerable.Repeat(skill, share))];
        return Sample(stream, skills.Length, 0, sample => skills[sample]);
    }

    /// <summary>Samples number <paramref name="first"/> ... of a stream, with drawn skills or given ones.</summary>
    private Dataset Sample(RandomStream stream, int count, int first = 0, Func<int, int>? skillOf = null)
    {
        var x = new Matrix(count, _task.Skills + _task.Bits);
        var y = new Matrix(count, 1);
        int[] groups = new int[count];
        uint[] words = new uint[_bitWords + 4];
        for (int i = 0; i < count; i++)
        {
            Draw(stream, first + i, words);
            int skill = groups[i] = skillOf?.Invoke(first + i) ?? Skill(words[0]);
            var row = x.Row(i);
            row[skill] = 1;
            var bits = row[_task.Skills..];
            for (int bit = 0; bit < bits.Length; bit++) bits[bit] = (words[1 + (bit >> 5)] >> (bit & 31)) & 1;
            y[i, 0] = Label(skill, words.AsSpan(1));
        }

        return new Dataset(x, y, Groups: groups);
    }

    private void Draw(RandomStream stream, int sample, Span<uint> words)
    {
        int blocks = (1 + _bitWords + 3) / 4;
        for (int block = 0; block < blocks; block++)
        {
            var (a, b, c, d) = stream.Words((ulong)sample * (ulong)blocks + (ulong)block);
            words[4 * block] = a;
            words[4 * block + 1] = b;
            words[4 * block + 2] = c;
            words[4 * block + 3] = d;
        }
    }

    private int Skill(uint word)
    {
        int found = Array.BinarySearch(_thresholds, word);
        return found >= 0 ? found + 1 : ~found;
    }

    private double Label(int skill, ReadOnlySpan<uint> bits)
    {
        uint parity = 0;
        foreach (int position in _subsets[skill]) parity ^= bits[position >> 5] >> (position & 31);
        return (parity & 1) == 0 ? _task.TargetScale : -_task.TargetScale;
    }
}
