using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace LayerDyn.Contracts.Tests.Wire;

/// <summary>Types of the planning, which know nothing of Orleans, come through messages as they are.</summary>
public sealed class PlanningMessagesTests
{
    private readonly Serializer _serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void Ledger_InAStatus_ComesThrough()
    {
        var status = new SweepStatus { SweepId = "toy-01234567", State = SweepState.Running, Ledger = new(100, 5, 2, 1), Running = 3 };
        Assert.Equal(status, Through(status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("0-511,600,9999999")]
    public void Ranges_InALease_ComeThrough(string points)
    {
        var order = new LeaseOrder("toy-01234567", "toy-01234567/0", 1L << 32, PointRanges.Parse(points), 4);
        var through = Through(order);
        Assert.Equal(order, through);
        Assert.Equal(points, through.Points.ToString());
    }

    private T Through<T>(T message)
        where T : class => _serializer.Deserialize<T>(_serializer.SerializeToArray(message))!;
}
