using LayerDyn.Contracts.Cluster;
using LayerDyn.Grains.Slots;

namespace LayerDyn.Simulation.Tests;

/// <summary>Shares slots among shards by the real <see cref="SlotBook"/>. It lives on a worker; when that is lost the next one begins with an empty book.</summary>
internal sealed class Broker
{
    private readonly Cluster _cluster;
    private SlotBook _book = new(0);
    private Worker? _host;
    private long _before, _books;

    public Broker(Cluster cluster)
    {
        _cluster = cluster;
        cluster.World.Every(TimeSpan.FromSeconds(1), () =>
        {
            if (IsAt) Tell(_book.Look(Silos(), cluster.World.Now));
            return true;
        });
    }

    /// <summary>How often slots were shared out.</summary>
    public long Sharings => _before + _book.Sharings;

    private bool IsAt => _host is { IsDead: false, IsFrozen: false } || Move();

    public SlotGrants GrantsOf(string shard) => _book.GrantsOf(shard);

    /// <summary>A shard's demand; it is told its grants.</summary>
    public void Demand(SlotDemand demand, Action<SlotGrants> granted)
    {
        if (!IsAt) return; // the caller keeps what it has, and asks again
        Tell(_book.Demand(demand, Silos, _cluster.World.Now).Where(shard => shard != demand.Shard));
        var grants = _book.GrantsOf(demand.Shard);
        _cluster.World.Send(() => granted(grants));
    }

    private bool Move()
    {
        if (_cluster.Members.FirstOrDefault(worker => !worker.IsFrozen) is not { } next) return false;
        (_host, _before, _book) = (next, Sharings, new SlotBook(++_books));
        return true;
    }

    private IReadOnlyList<SiloSlots> Silos() => [.. _cluster.Members.Select(worker => worker.Offer)];

    private void Tell(IEnumerable<string> shards)
    {
        foreach (string key in shards)
        {
            var (shard, grants) = (_cluster.Shards.Single(shard => shard.Key == key), _book.GrantsOf(key));
            shard.ToOwner(owner => owner.Granted(grants));
        }
    }
}
