namespace LayerDyn.Cluster.Tests.Chaos;

public sealed class RoundTests
{
    [Fact]
    public void Draw_SameSeedAndNumber_IsTheSameRound() => Assert.Equal(Round.Draw(3, 7).ToString(), Round.Draw(3, 7).ToString());

    [Fact]
    public void Draw_ManyRounds_HasEveryKindOfFaultOnEveryKindOfCluster()
    {
        var rounds = Enumerable.Range(0, 100).Select(number => Round.Draw(1, number)).ToList();
        Assert.Equal(Enum.GetValues<FaultKind>(), rounds.SelectMany(round => round.Faults).Select(fault => fault.Kind).Distinct().Order());
        Assert.Equal(4, rounds.Select(round => (round.OnBlobs, round.OnPostgres)).Distinct().Count());
        Assert.All(rounds, round => Assert.InRange(round.Faults.Count, 2, 5));
    }
}
