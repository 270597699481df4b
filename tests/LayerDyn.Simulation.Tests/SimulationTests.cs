using System.Globalization;
using CsCheck;

namespace LayerDyn.Simulation.Tests;

/// <summary>
/// The runtime's decisions under drawn faults, in virtual time. <c>LAYERDYN_SCHEDULES</c> sets how many schedules;
/// a failure prints the scenario and CsCheck's seed, by which it runs again: <c>CsCheck_Seed=... dotnet test</c>.
/// </summary>
public sealed class SimulationTests
{
    private static readonly Gen<Fault> Faults =
        from at in Gen.Double[0, 12]
        from kind in Gen.Enum<FaultKind>()
        from target in Gen.Int[0, 5]
        from seconds in Gen.Double[0.2, 6]
        select new Fault(at, kind, target, seconds);

    private static readonly Gen<Scenario> Scenarios =
        from seed in Gen.ULong
        from shards in Gen.Int[1, 3]
        from points in Gen.Int[1, 60]
        from batch in Gen.Int[1, 12]
        from workers in Gen.Int[1, 4]
        from slots in Gen.Int[1, 3]
        from poison in Gen.Int[-3, 59]
        from hanging in Gen.Int[-40, 59]
        from faults in Faults.Array[0, 5]
        from endless in Gen.Int[-200, 59]
        select new Scenario(seed, shards, points, batch, workers, slots, poison < points && poison % 3 == 0 ? poison : -1, hanging < points && hanging != poison ? hanging : -1,
            endless < points && endless != poison && endless != hanging ? endless : -1, faults);

    [Fact]
    public void AnySchedule_EndsWithEachPointOnce()
    {
        if (Setting("LAYERDYN_SCHEDULES", 0) is > 0 and var many)
        {
            Scenarios.Sample(scenario => Invariants.Run(scenario), iter: many, print: scenario => scenario.ToString());
            return;
        }

        // The same schedules at every run: what fails, fails for a change.
        var found = Enumerable.Range(0, 20_000).AsParallel().Select(number => (number, Why: Violation(number, Mutant.None))).Where(found => found.Why is not null).Take(10);
        string[] violations = [.. found.Select(found => $"{found.number}: {found.Why}: {Drawn(found.number)}")];
        Assert.True(violations.Length == 0, string.Join('\n', violations));
    }

    [Theory]
    [InlineData("NoTermCheck", 1000)]
    [InlineData("CommitWithoutCompare", 1000)]
    [InlineData("NoDeadline", 1000)]
    [InlineData("HistoryDropped", 1000)]
    [InlineData("NoFailure", 1000)]
    [InlineData("NoQuarantine", 1000)]
    [InlineData("ForgetsBeforeListed", 1000)]
    [InlineData("GrantsWhilePaused", 1000)]
    [InlineData("DropsUnknown", 3000)]
    [InlineData("NeverYields", 1000)]
    [InlineData("LeasesByNumber", 3000)]
    [InlineData("QuarantineByShard", 5000)]
    [InlineData("NoPointTime", 1000)]
    public void Mutant_IsFound(string mutant, int within) => Assert.InRange(Enumerable.Range(0, 100_000).First(number => Violation(number, Enum.Parse<Mutant>(mutant)) is not null), 0, within);

    private static Scenario Drawn(int number) => Scenarios.Generate(new PCG(1, (ulong)number), null, out _);

    private static string? Violation(int number, Mutant mutant)
    {
        try
        {
            Invariants.Run(Drawn(number), mutant);
            return null;
        }
        catch (ViolationException violation)
        {
            return violation.Message;
        }
    }

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out long value) ? value : otherwise;
}
