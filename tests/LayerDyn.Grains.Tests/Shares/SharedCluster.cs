using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Slots;
using LayerDyn.Science.Randomness;
using Microsoft.Extensions.Time.Testing;

namespace LayerDyn.Grains.Tests.Shares;

/// <summary>
/// Silos that are lost and come back, owners that never lack work, and who has the slots' time: in virtual time, by the real <see cref="SlotBook"/>,
/// <see cref="SlotAllocator"/> and <see cref="FairQueue"/>.
/// </summary>
internal sealed class SharedCluster
{
    /// <summary>Seconds of a step of this clock.</summary>
    public const double Tick = 0.5;

    /// <summary>Seconds after which the loss of a silo is known, and what lived there lives elsewhere.</summary>
    public const double KnownAfter = 3;

    private const double RestartsAfter = 5;
    private const int Number = 3;

    private readonly FakeTimeProvider _time = new();
    private readonly List<Silo> _silos = [];
    private readonly List<Shard> _shards = [];
    private readonly SortedDictionary<string, double> _had = [];
    private readonly IReadOnlyList<Work> _work;
    private readonly RandomStream _stream;
    private Silo _broker;
    private double _nextFault;
    private long _draws, _sweeps;
    private int _started;

    /// <param name="seed">Of all draws.</param>
    /// <param name="faults">Whether silos are lost.</param>
    /// <param name="work">The owners.</param>
    public SharedCluster(int seed, bool faults, IReadOnlyList<Work> work)
    {
        _stream = RandomStream.For(FormattableString.Invariant($"shares/seed={seed}"));
        (_work, _nextFault) = (work, faults ? 10 : double.PositiveInfinity);
        for (int i = 0; i < Number; i++) _silos.Add(new Silo(++_started, _time));
        _broker = AnySilo();
        foreach (var owner in work) _had[owner.Owner] = 0;
    }

    /// <summary>Seconds that each owner's batches had slots.</summary>
    public IReadOnlyDictionary<string, double> Had => _had;

    /// <summary>Silos that were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Seconds since the beginning.</summary>
    public double Now { get; private set; }

    /// <summary>What the broker knows; it begins anew where the broker's silo is lost.</summary>
    public SlotBook Book { get; private set; } = new(0);

    /// <summary>Whether the broker answers.</summary>
    public bool HasBroker => _broker.IsAlive;

    /// <summary>The silos that run.</summary>
    public IEnumerable<Silo> Alive => _silos.Where(silo => silo.IsAlive);

    /// <summary>Lets time pass.</summary>
    public void Run(double seconds)
    {
        for (double end = Now + seconds; Now < end; Now += Tick)
        {
            foreach (var work in _work) Submit(work);
            Faults();
            foreach (var silo in Alive) silo.Train(looks: Now % 1 == 0);
            Broker();
            foreach (var shard in _shards) shard.Work();
            _shards.RemoveAll(shard => shard.IsDone);
            foreach (var batch in Alive.SelectMany(silo => silo.Training)) _had[batch.Shard.Owner] += Tick;
            _time.Advance(TimeSpan.FromSeconds(Tick));
        }
    }

    /// <summary>The slots that membership knows of: those of a lost silo for a while.</summary>
    public IReadOnlyList<SiloSlots> Slots() => [.. _silos.Where(silo => silo.IsAlive || Now < silo.LostAt + KnownAfter).Select(silo => silo.Slots)];

    /// <summary>One of the silos that run.</summary>
    public Silo AnySilo()
    {
        Silo[] alive = [.. Alive];
        return alive[Draw(alive.Length)];
    }

    private void Submit(Work work)
    {
        if (_shards.Where(shard => shard.Owner == work.Owner).Sum(shard => shard.Batches) < work.Batches) _shards.Add(new Shard(this, work, ++_sweeps));
    }

    private void Faults()
    {
        for (int place = 0; place < Number; place++)
            if (!_silos[place].IsAlive && Now >= _silos[place].LostAt + RestartsAfter) _silos[place] = new Silo(++_started, _time);
        if (Now < _nextFault) return;
        _nextFault = Now + 8 + (35 * _stream.Uniform(_draws++));
        Silo[] victims = [.. Alive.Skip(1)];
        if (victims.Length == 0) return;
        var victim = victims[Draw(victims.Length)];
        victim.Lose(Now);
        foreach (var shard in _shards.Where(shard => shard.Host == victim)) shard.Move();
        Lost++;
    }

    private void Broker()
    {
        if (!HasBroker)
        {
            if (Now < _broker.LostAt + KnownAfter) return;
            (_broker, Book) = (AnySilo(), new SlotBook(++_started));
        }

        if (Now % 1 == 0) Book.Look(Slots(), TimeSpan.FromSeconds(Now));
        if (Now % 2 != 0) return;
        foreach (var silo in Alive) silo.Queue.Stand(Book.Standing.Had);
    }

    private int Draw(int bound) => _stream.Below(bound, _draws++);
}
