using System.Net;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Slots;

namespace LayerDyn.Grains.Tests.Shares;

/// <summary>A silo with two slots, which a real <see cref="FairQueue"/> shares.</summary>
/// <param name="number">Which it is, of all that were ever started.</param>
/// <param name="time">The clock.</param>
internal sealed class Silo(int number, TimeProvider time)
{
    private const int Lanes = 2;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);

    private readonly Dictionary<BatchJob, Batch> _held = [];
    private readonly List<Batch> _training = [];

    /// <summary>Its slots.</summary>
    public SiloSlots Slots { get; } = new(
        SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), 1), [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 1 << 30), Lanes)]);

    /// <summary>What waits for them.</summary>
    public FairQueue Queue { get; } = new(time);

    /// <summary>What has them.</summary>
    public IReadOnlyList<Batch> Training => _training;

    /// <summary>Whether it runs.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>When it was lost.</summary>
    public double LostAt { get; private set; }

    /// <summary>It is lost.</summary>
    public void Lose(double now) => (IsAlive, LostAt) = (false, now);

    /// <summary>Takes a batch in.</summary>
    public void Take(Batch batch, BatchJob job)
    {
        _held[job] = batch;
        (batch.Silo, batch.Job) = (this, job);
        Assert.True(Queue.Enqueue(job));
    }

    /// <summary>Gives a batch back; false where it trains.</summary>
    public bool GiveBack(Batch batch)
    {
        if (!Queue.Remove(batch.Job!)) return false;
        Forget(batch);
        return true;
    }

    /// <summary>Trains for a step of the clock.</summary>
    /// <param name="looks">Whether those that have had their slots for long make room.</param>
    public void Train(bool looks)
    {
        foreach (var batch in _training) batch.Left -= SharedCluster.Tick;
        foreach (var batch in _training.Where(batch => batch.Left <= 0).ToList()) End(batch);
        if (looks)
            foreach (var job in Queue.Overdue(Slice, (_, _) => true)) End(_held[job]);
        while (_training.Count < Lanes && Queue.Count > 0) _training.Add(_held[Queue.Take(_ => true)!]);
    }

    // What makes room leaves a checkpoint.
    private void End(Batch batch)
    {
        _training.Remove(batch);
        Queue.Done(batch.Job!);
        batch.Saved = batch.Left;
        Forget(batch);
    }

    private void Forget(Batch batch)
    {
        _held.Remove(batch.Job!);
        (batch.Silo, batch.Job) = (null, null);
    }
}
