using System.Globalization;

namespace LayerDyn.Sweeps.Planning;

/// <summary>Silos of one kind, as those that were members while a sweep was worked on.</summary>
/// <param name="Silos">How many, at most, at once.</param>
/// <param name="System">The operating system, as <c>Debian GNU/Linux 12 (bookworm)</c>.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Processor cores that a silo may use.</param>
/// <param name="Slots">What trains in a silo, as <c>2 cpu</c> or <c>16 cpu, 4 cuda (NVIDIA H100)</c>.</param>
/// <param name="Version">The version of LayerDyn, with the commit that it was built from.</param>
public sealed record SweepHardware(int Silos, string System, string Processor, int Cores, string Slots, string Version)
{
    // A sweep that went on through so many changes of a cluster is known by the last of them.
    private const int MostKinds = 20;

    /// <summary>Those of a cluster, counted by kind, in alphabetical order.</summary>
    public static IReadOnlyList<SweepHardware> Count(IEnumerable<SweepHardware> silos) =>
        [.. silos.GroupBy(silo => silo.Kind).Select(kind => kind.Key with { Silos = kind.Sum(silo => silo.Silos) }).OrderBy(kind => kind.Told(), StringComparer.Ordinal)];

    /// <summary>Those of before with those of now: of each kind as many as there were at once. The same list where nothing is new.</summary>
    public static IReadOnlyList<SweepHardware> Union(IReadOnlyList<SweepHardware> before, IReadOnlyList<SweepHardware> now)
    {
        if (now.All(silos => before.Any(known => known.Kind == silos.Kind && known.Silos >= silos.Silos))) return before;
        var grown = before.Select(known => known with { Silos = Math.Max(known.Silos, now.FirstOrDefault(silos => silos.Kind == known.Kind)?.Silos ?? 0) });
        return [.. grown.Concat(now.Where(silos => before.All(known => known.Kind != silos.Kind))).TakeLast(MostKinds)];
    }

    private SweepHardware Kind => this with { Silos = 1 };

    /// <summary>It as one line for people.</summary>
    public string Told()
    {
        string count = Silos == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Silos:N0} silos, each ");
        return string.Create(CultureInfo.InvariantCulture, $"{count}{System}, {Processor}, {Cores:N0} {(Cores == 1 ? "core" : "cores")}, slots: {Slots}; LayerDyn {Shown(Version)}");
    }

    // As much of a commit as tells it from others.
    private static string Shown(string version) => version.IndexOf('+', StringComparison.Ordinal) is >= 0 and var at && version.Length > at + 8 ? version[..(at + 8)] : version;
}
