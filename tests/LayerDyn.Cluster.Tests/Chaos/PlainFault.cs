using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>Faults that need nothing but the processes that they are done to.</summary>
internal static class PlainFault
{
    /// <summary>Does a fault, and returns when it is over; nothing for kinds that need more than processes.</summary>
    /// <param name="fault">The fault; what chose its victim and its time does not matter here.</param>
    /// <param name="victim">The silo that it is done to; null where none runs.</param>
    /// <param name="membership">The server of the membership.</param>
    /// <param name="azurite">The blob storage; null where artifacts are in a folder.</param>
    public static async Task DoAsync(Fault fault, SiloProcess? victim, IMembershipServer membership, Azurite? azurite)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillSilo:
                victim?.Signal(ServerProcess.Kill);
                break;
            case FaultKind.FreezeSilo or FaultKind.FreezeSiloShortly:
                victim?.Signal(ServerProcess.Stop);
                await Task.Delay(fault.Lasts);
                victim?.Signal(ServerProcess.Continue);
                break;
            case FaultKind.TerminateSilo:
                victim?.Signal(ServerProcess.Terminate);
                break;
            case FaultKind.MembershipAway:
                membership.Kill();
                await Task.Delay(fault.Lasts);
                await membership.StartAsync();
                break;
            case FaultKind.StoreAway when azurite is not null:
                await azurite.StopAsync();
                await Task.Delay(fault.Lasts);
                await azurite.StartAsync();
                break;
        }
    }
}
