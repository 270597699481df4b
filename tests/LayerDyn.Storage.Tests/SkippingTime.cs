namespace LayerDyn.Storage.Tests;

/// <summary>A clock on which every wait is over at once.</summary>
internal sealed class SkippingTime : TimeProvider
{
    private long _now = 1;

    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Called when a wait begins.</summary>
    public Action? Waiting { get; set; }

    /// <summary>Lets time pass without a wait.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);
        Waiting?.Invoke();
        Interlocked.Add(ref _now, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
