namespace LayerDyn.Simulation.Tests;

/// <summary>Virtual time: what is to happen, in order; the same seed gives the same run. Messages may be delayed, lost and doubled.</summary>
internal sealed class World(ulong seed)
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _events = new();
    private ulong _state = seed;
    private long _order;

    public TimeSpan Now { get; private set; }

    /// <summary>Share of messages that are lost, and that arrive twice.</summary>
    public double Loss { get; set; }

    /// <summary>The longest time that a message takes.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Called after every event.</summary>
    public Action Check { get; set; } = () => { };

    public void After(TimeSpan wait, Action action) => _events.Enqueue(action, (Now + wait, ++_order));

    /// <summary>Sends a message: it arrives later, perhaps never, perhaps twice, perhaps after one that was sent later.</summary>
    public void Send(Action arrives)
    {
        if (Draw() >= Loss) After(Delay * Draw(), arrives);
        if (Draw() < Loss) After(Delay * Draw() * 10, arrives);
    }

    /// <summary>Does something again and again until it says no.</summary>
    public void Every(TimeSpan period, Func<bool> action) => After(period, () =>
    {
        if (action()) Every(period, action);
    });

    /// <summary>Lets time pass until a condition holds; false when the limit came first.</summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        while (!done())
        {
            if (!_events.TryDequeue(out var next, out var when) || when.At > limit) return false;
            Now = when.At;
            next();
            Check();
        }

        return true;
    }

    /// <summary>A number from 0 to below 1 (SplitMix64).</summary>
    public double Draw()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
