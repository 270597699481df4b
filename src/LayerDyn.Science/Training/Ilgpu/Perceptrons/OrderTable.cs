using ILGPU;
using ILGPU.Runtime;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Which samples the next steps of a batch take, on the device: an order for each seed, or none where steps take all samples.</summary>
internal sealed class OrderTable : IDisposable
{
    // Of one table: 16 MiB.
    private const int MostPlaces = 1 << 22;

    private readonly BatchOrder[] _orders = [];
    private readonly int[] _places = [];
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _buffer, _rows;

    /// <param name="points">The points.</param>
    /// <param name="samples">Samples that a step may take: a training set, or those of one step of an online task.</param>
    /// <param name="mostSteps">Steps at most.</param>
    /// <param name="accelerator">The device.</param>
    public OrderTable(IReadOnlyList<IlgpuPerceptronPoint> points, int samples, int mostSteps, Accelerator accelerator)
    {
        (Samples, Batch, MostSteps) = (samples, samples, mostSteps);
        int batch = points[0].Experiment.Optimizer.BatchSize;
        int[] rows = new int[points.Count];
        if (batch > 0 && batch < samples)
        {
            var seeds = SharedRows<IlgpuPerceptronPoint>.Of(points, point => point.Experiment.Seed);
            rows = seeds.Rows;
            _orders = [.. seeds.Points.Select(point => new BatchOrder(point.Experiment, samples))];
            Batch = batch;
            MostSteps = (int)Math.Clamp(MostPlaces / ((long)batch * _orders.Length), 1, mostSteps);
            _places = new int[batch * _orders.Length * MostSteps];
        }

        _buffer = accelerator.Allocate1D<int>(Math.Max(1, _places.Length));
        _rows = accelerator.Allocate1D(rows);
    }

    /// <summary>Samples that steps take theirs from.</summary>
    public int Samples { get; }

    /// <summary>Samples that a step takes at most.</summary>
    public int Batch { get; }

    /// <summary>Steps that it has room for.</summary>
    public int MostSteps { get; }

    /// <summary>The samples, step after step, order after order.</summary>
    public ArrayView<int> Places => _buffer.View;

    /// <summary>Each network's order.</summary>
    public ArrayView<int> Rows => _rows.View;

    /// <summary>Where the order of a step starts; -1 where steps take all samples.</summary>
    /// <param name="steps">Steps from the first one that was written.</param>
    public long FirstOf(long steps) => _orders.Length == 0 ? -1 : steps * Batch * _orders.Length;

    /// <summary>How many samples the step after <paramref name="step"/> steps takes; the last of an epoch may take fewer.</summary>
    public int CountAt(long step)
    {
        int perEpoch = (Samples + Batch - 1) / Batch;
        return Math.Min(Batch, Samples - (int)(step % perEpoch) * Batch);
    }

    /// <summary>Makes the orders of some steps ready.</summary>
    public void Write(AcceleratorStream stream, long from, long to)
    {
        if (_orders.Length == 0) return;
        int next = 0;
        for (long step = from; step < to; step++)
            foreach (var order in _orders)
            {
                order.At(step).CopyTo(_places.AsSpan(next));
                next += Batch;
            }

        _buffer.View.SubView(0, next).CopyFromCPU(stream, ref _places[0], next);
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _rows.Dispose();
    }
}
