using System.Net;
using LayerDyn.Api.Cluster;
using LayerDyn.Web.Services;
using Microsoft.Extensions.Time.Testing;

namespace LayerDyn.Silo.Tests.Services;

public sealed class SiloLoadTests
{
    [Fact]
    public async Task Load_IsSampledEveryFiveSeconds_AndKeptForHalfAnHour()
    {
        var time = new TimeWithATimer();
        using var load = new SiloLoad(new Details(), time);
        await load.StartAsync(CancellationToken.None); // which does not wait for its loop
        await time.Created.WaitAsync(TimeSpan.FromMinutes(1));
        await SampledAsync(null, 1);
        var first = Assert.Single(load.View.Samples);
        Assert.InRange(first.Cpu, 0, 1);
        Assert.True(first.MemoryBytes > 1 << 20);
        var last = first;
        for (int at = 1; at < 370; at++) last = await SampledAsync(last, Math.Min(at + 1, 360));

        var view = load.View;
        Assert.Equal(("here", 5.0, 360), (view.Silo, view.EverySeconds, view.Samples.Count));
        Assert.Equal(TimeSpan.FromSeconds(5 * 359), view.Samples[^1].At - view.Samples[0].At);
        await load.StopAsync(CancellationToken.None);

        async Task<LoadSampleView> SampledAsync(LoadSampleView? before, int count)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            time.Advance(SiloLoad.Every);
            while (load.View.Samples is var samples && (samples.Count < count || samples[^1] == before)) await Task.Delay(1, limit.Token);
            return load.View.Samples[^1];
        }
    }

    // Time that goes on before there is a timer is lost to it.
    private sealed class TimeWithATimer : FakeTimeProvider
    {
        private readonly TaskCompletionSource _created = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Created => _created.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _created.TrySetResult();
            return timer;
        }
    }

    private sealed class Details : ILocalSiloDetails
    {
        public string Name => "here";

        public string ClusterId => "";

        public string DnsHostName => "";

        public SiloAddress SiloAddress { get; } = SiloAddress.New(IPAddress.Loopback, 1, 1);

        public SiloAddress GatewayAddress => SiloAddress;
    }
}
