using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Randomness;

/// <summary>
/// A counter-based random stream: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
/// Value number i is a pure function of (key, i), so a stream has no state, can be read from anywhere in any order, and a
/// resumed training needs nothing but its step.
/// </summary>
public sealed class RandomStream
{
    private readonly string _name;
    private ulong _key;
    private volatile bool _isKeyed;

    private RandomStream(string name) => _name = name;

    /// <summary>What its values are a function of. Made when first read: a stream of which only children are read never needs its own.</summary>
    internal ulong Key
    {
        get
        {
            if (_isKeyed) return _key;
            int length = Encoding.UTF8.GetByteCount(_name);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes], text = length <= 1024 ? stackalloc byte[length] : new byte[length];
            Encoding.UTF8.GetBytes(_name, text);
            SHA256.HashData(text, hash);
            _key = BinaryPrimitives.ReadUInt64LittleEndian(hash);
            _isKeyed = true;
            return _key;
        }
    }

    /// <summary>The stream of a name, e.g. <c>task/gaussian-regression/seed=3/X</c>.</summary>
    public static RandomStream For(string name) => new(name);

    /// <summary>The stream of a task's data: keyed by its kind and the seed replicate alone.</summary>
    public static RandomStream ForTask(string kind, int seed) => new($"task/{kind}/seed={seed}");

    /// <summary>The stream of a point's initial weights.</summary>
    public static RandomStream ForWeights(Experiment experiment) => experiment.WeightsFrom == WeightsFrom.Seed
        ? new($"weights/seed={experiment.Seed}")
        : new($"weights/{ExperimentText.WriteDynamics(experiment)}");

    /// <summary>An independent stream for one purpose within this one.</summary>
    public RandomStream Child(string purpose) => new($"{_name}/{purpose}");

    /// <summary>Four independent 32-bit words, number <paramref name="counter"/> of the stream.</summary>
    public (uint A, uint B, uint C, uint D) Words(ulong counter) => Philox.Words(Key, counter);

    /// <summary>The words of numbers <paramref name="first"/>, <paramref name="first"/> + 1, ... of the stream, faster than one by one.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="words">Where they go, four a number.</param>
    internal void FillWords(ulong first, Span<uint> words) => Philox.Fill(Key, first, words);

    /// <summary>Uniform 64-bit integer number <paramref name="index"/>.</summary>
    public ulong UInt64(long index)
    {
        var words = Words((ulong)index >> 1);
        return (index & 1) == 0 ? ((ulong)words.A << 32) | words.B : ((ulong)words.C << 32) | words.D;
    }

    /// <summary>Uniform number <paramref name="index"/> in the open interval (0, 1), on a grid of 2^-53.</summary>
    public double Uniform(long index) => ((UInt64(index) >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Standard normal number <paramref name="index"/>.</summary>
    public double Normal(long index) => NormalQuantile.Evaluate(Uniform(index));

    /// <summary>Uniform integer number <paramref name="index"/> in [0, <paramref name="bound"/>), by 64 x 64 multiplication.</summary>
    public int Below(int bound, long index) => (int)Math.BigMul(UInt64(index), (ulong)bound, out _);

    /// <summary>Fills with standard normals number 0, 1, ...</summary>
    public void FillNormal(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = Normal(i);
    }

    /// <summary>A uniform permutation of 0 ... <paramref name="count"/> - 1 (Fisher-Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = Below(i + 1, i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
