using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>
/// Samples in single precision, in arrays that do not move. Where at least half of all inputs are zero, only the others are kept. Made once
/// for a data set and shared by all lanes.
/// </summary>
internal sealed unsafe class SampleSet
{
    private static readonly ConditionalWeakTable<Dataset, SampleSet> Sets = [];

    private readonly int[]? _starts;
    private int[] _columns = [];
    private float[] _inputs = [], _values = [];

    /// <summary>Room for samples that are yet to be drawn.</summary>
    public SampleSet(int count, int inputs, int outputs, bool isCompressed, bool hasLabels)
    {
        (Count, Inputs, Targets) = (count, inputs, new float[(long)count * outputs]);
        if (hasLabels) Labels = new int[count];
        if (isCompressed) _starts = Pinned<int>(count + 1);
    }

    private SampleSet(Dataset set)
        : this(set.Count, set.X.Columns, set.Y.Columns, IsMostlyZero(set), hasLabels: false)
    {
        Labels = set.Labels;
        for (int i = 0; i < Targets.Length; i++) Targets[i] = (float)set.Y.Data[i];
        float[] x = Pinned<float>(set.X.Data.Length);
        for (int i = 0; i < x.Length; i++) x[i] = (float)set.X.Data[i];
        Take(x);
    }

    public int Count { get; }

    public int Inputs { get; }

    /// <summary>count x out, row-major.</summary>
    public float[] Targets { get; }

    /// <summary>Class of each sample; null when there are none.</summary>
    public int[]? Labels { get; }

    /// <summary>Whether zeros are left out.</summary>
    public bool IsCompressed => _starts is not null;

    /// <summary>The inputs that are not zero, of a compressed set.</summary>
    public CompressedRows Rows => new(Pointer(_starts!), Pointer(_columns), Pointer(_values));

    /// <summary>The samples of a data set.</summary>
    public static SampleSet Of(Dataset set)
    {
        lock (Sets)
        {
            if (!Sets.TryGetValue(set, out var samples)) Sets.Add(set, samples = new(set));
            return samples;
        }
    }

    /// <summary>Whether at least half of all inputs are zero.</summary>
    public static bool IsMostlyZero(Dataset set) => set.X.Data.AsSpan().Count(0.0) >= (set.X.Data.LongLength + 1) / 2;

    /// <summary>Takes the inputs of all samples, count x in, row-major; an uncompressed set keeps the array, which must not move.</summary>
    public void Take(float[] inputs)
    {
        if (_starts is null)
        {
            _inputs = inputs;
            return;
        }

        int nonzero = 0;
        foreach (float value in inputs) nonzero += value != 0 ? 1 : 0;
        if (_columns.Length <= nonzero) (_columns, _values) = (Pinned<int>(nonzero + 1), Pinned<float>(nonzero + 1));
        for (int s = 0, k = 0; s < Count; s++)
        {
            var row = inputs.AsSpan(s * Inputs, Inputs);
            for (int i = 0; i < row.Length; i++)
            {
                (_columns[k], _values[k]) = (i, row[i]);
                k += row[i] != 0 ? 1 : 0; // a zero is written over: branches on random bits would be mispredicted
            }

            _starts[s + 1] = k;
        }
    }

    /// <summary>Draws the samples of a step; the set must be a compressed one.</summary>
    public void Draw(IBinaryBatches data, long step)
    {
        if (_columns.Length == 0)
        {
            int room = checked(Count * Inputs + IBinaryBatches.Overshoot);
            (_columns, _values) = (Pinned<int>(room), Pinned<float>(room));
            _values.AsSpan().Fill(1);
        }

        data.FillOnes(step, _starts!, _columns, Targets);
    }

    /// <summary>Writes the inputs of a sample.</summary>
    public void CopyRow(int sample, Span<float> target)
    {
        if (_starts is null)
        {
            _inputs.AsSpan(sample * Inputs, Inputs).CopyTo(target);
            return;
        }

        target.Clear();
        for (int k = _starts[sample]; k < _starts[sample + 1]; k++) target[_columns[k]] = _values[k];
    }

    /// <summary>An array that the garbage collector does not move.</summary>
    public static T[] Pinned<T>(int length)
        where T : unmanaged => GC.AllocateArray<T>(length, pinned: true);

    /// <summary>Where a pinned array starts.</summary>
    public static T* Pointer<T>(T[] pinned)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
