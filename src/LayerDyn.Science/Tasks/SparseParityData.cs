using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// The data of <see cref="MultitaskSparseParityTask"/>. Every sample is a pure function of its stream and number: word 0 draws
/// the skill, the following words are 32 bits each.
/// </summary>
internal sealed class SparseParityData : TaskData, IBinaryBatches
{
    private readonly MultitaskSparseParityTask _task;
    private readonly RandomStream _stream;
    private readonly ParityOfBits[] _parities; // of each skill
    private readonly SkillTable _skills;
    private readonly int _blocks; // numbers of the stream a sample

    public SparseParityData(MultitaskSparseParityTask task, int seed)
    {
        _task = task;
        _stream = RandomStream.ForTask("multitask-sparse-parity", seed);
        _blocks = SampleWords.Blocks(1 + (task.Bits + 31) / 32);
        int[] positions = _stream.Child("subsets").Permutation(task.Bits);
        _parities = [.. Enumerable.Range(0, task.Skills).Select(skill => new ParityOfBits(positions.Skip(skill * task.Subset).Take(task.Subset)))];
        double[] frequencies = Frequencies(task);
        _skills = new(frequencies);
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
        var samples = Batch(step, batch);
        int inputs = _task.Skills + _task.Bits;
        x.Clear();
        for (int i = 0; i < batch; i++)
        {
            var words = samples.Next();
            int skill = _skills.Of(words[0]);
            var row = x.Slice(i * inputs, inputs);
            row[skill] = 1;
            var bits = row[_task.Skills..];
            for (int bit = 0; bit < bits.Length; bit++) bits[bit] = Bit(words, bit);
            y[i] = (float)Label(skill, words[1..]);
        }
    }

    /// <inheritdoc/>
    public void FillOnes(long step, Span<int> starts, Span<int> columns, Span<float> y)
    {
        var samples = Batch(step, y.Length);
        int whole = _task.Bits / 32, count = 0;
        uint last = (1u << (_task.Bits & 31)) - 1; // the bits of the last word that are inputs, unless it is a whole one
        starts[0] = 0;
        for (int i = 0; i < y.Length; i++)
        {
            var words = samples.Next();
            int skill = _skills.Of(words[0]);
            columns[count++] = skill;
            for (int word = 0; word < whole; word++) count += SetBits.Write(words[1 + word], _task.Skills + 32 * word, columns[count..]);
            if (last != 0) count += SetBits.Write(words[1 + whole] & last, _task.Skills + 32 * whole, columns[count..]);
            y[i] = (float)Label(skill, words[1..]);
            starts[i + 1] = count;
        }
    }

    /// <summary>Normalised <c>p_k ~ k^-(alpha+1)</c>.</summary>
    private static double[] Frequencies(MultitaskSparseParityTask task)
    {
        double[] weights = [.. Enumerable.Range(1, task.Skills).Select(k => PortableMath.Pow(k, -(task.Alpha + 1)))];
        double total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
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

    // One of the words that follow the one of the skill.
    private static uint Bit(ReadOnlySpan<uint> words, int bit) => (words[1 + (bit >> 5)] >> (bit & 31)) & 1;

    private SampleWords Batch(long step, int batch) => new(_stream.Child($"batch/{step}"), _blocks, 0, batch);

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
        var samples = new SampleWords(stream, _blocks, first, count);
        for (int i = 0; i < count; i++)
        {
            var words = samples.Next();
            int skill = groups[i] = skillOf?.Invoke(first + i) ?? _skills.Of(words[0]);
            var row = x.Row(i);
            row[skill] = 1;
            var bits = row[_task.Skills..];
            for (int bit = 0; bit < bits.Length; bit++) bits[bit] = Bit(words, bit);
            y[i, 0] = Label(skill, words[1..]);
        }

        return new Dataset(x, y, Groups: groups);
    }

    private double Label(int skill, ReadOnlySpan<uint> bits) => _parities[skill].IsOdd(bits) ? -_task.TargetScale : _task.TargetScale;
}
