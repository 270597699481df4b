using System.Globalization;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>How long a soak lasts, and what is drawn in it.</summary>
/// <param name="Length">From the moment that the users begin until the chaos is stopped.</param>
/// <param name="Seed">Of the faults.</param>
internal sealed record SoakSettings(TimeSpan Length, int Seed)
{
    /// <summary>Reads <c>--minutes M --seed S</c>; null where they cannot be read.</summary>
    public static SoakSettings? TryParse(IReadOnlyList<string> options)
    {
        var settings = new SoakSettings(TimeSpan.FromMinutes(30), 1);
        if (options.Count % 2 != 0) return null;
        for (int i = 0; i < options.Count; i += 2)
        {
            if (!int.TryParse(options[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value)) return null;
            switch (options[i])
            {
                case "--minutes" when value > 0:
                    settings = settings with { Length = TimeSpan.FromMinutes(value) };
                    break;
                case "--seed":
                    settings = settings with { Seed = value };
                    break;
                default:
                    return null;
            }
        }

        return settings;
    }
}
