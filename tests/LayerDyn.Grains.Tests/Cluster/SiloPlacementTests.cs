using System.Net;
using LayerDyn.Grains.Cluster;
using Orleans.Runtime.Placement;

namespace LayerDyn.Grains.Tests.Cluster;

/// <summary>Where the grain of a silo lives: there, or nowhere.</summary>
public sealed class SiloPlacementTests
{
    private static readonly SiloAddress One = Silo(1), Other = Silo(2), Joining = Silo(3);

    [Fact]
    public async Task AGrainOfASilo_IsPlacedOnTheSiloThatItsKeyNames()
    {
        Assert.Equal(Other, await PlaceAsync(Other));
        Assert.Equal(One, await PlaceAsync(One));
    }

    [Fact]
    public async Task ASiloThatTakesNoGrains_IsNotReplacedByAnother()
    {
        var refused = await Assert.ThrowsAsync<SiloUnavailableException>(() => PlaceAsync(Joining));
        Assert.Contains("127.0.0.1:3", refused.Message);
    }

    private static async Task<SiloAddress> PlaceAsync(SiloAddress silo)
    {
        var target = new PlacementTarget(GrainId.Create("silo", silo.ToParsableString()), [], default, 0);
        return await new SiloPlacementDirector().OnAddActivation(SiloPlacement.Instance, target, new TwoSilos());
    }

    private static SiloAddress Silo(int port) => SiloAddress.New(IPAddress.Loopback, port, 1);

    private sealed class TwoSilos : IPlacementContext
    {
        public SiloAddress LocalSilo => One;

        public SiloStatus LocalSiloStatus => SiloStatus.Active;

        public SiloAddress[] GetCompatibleSilos(PlacementTarget target) => [One, Other];

        public IReadOnlyDictionary<ushort, SiloAddress[]> GetCompatibleSilosWithVersions(PlacementTarget target) =>
            new Dictionary<ushort, SiloAddress[]> { [0] = GetCompatibleSilos(target) };
    }
}
