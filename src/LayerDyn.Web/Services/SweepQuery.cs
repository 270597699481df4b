using LayerDyn.Api.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Web.Services;

/// <summary>Which sweeps are asked for, in which order.</summary>
internal sealed record SweepQuery
{
    private readonly string? _sort;

    /// <summary>What sweeps can be sorted by, beside their ids.</summary>
    private static readonly Dictionary<string, Comparison<SweepView>> Keys = new(StringComparer.Ordinal)
    {
        ["name"] = (a, b) => string.Compare(Called(a), Called(b), StringComparison.OrdinalIgnoreCase),
        ["state"] = (a, b) => string.CompareOrdinal(a.State, b.State),
        ["owner"] = (a, b) => string.CompareOrdinal(a.Owner, b.Owner),
        ["points"] = (a, b) => a.Expected.CompareTo(b.Expected),
        ["failed"] = (a, b) => a.Failed.CompareTo(b.Failed),
        ["took"] = (a, b) => (a.Seconds ?? 0).CompareTo(b.Seconds ?? 0),
    };

    /// <summary>Only those in this state; null for all.</summary>
    public string? State { get; init; }

    /// <summary>Only those with this in their name, in any case; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>Only those that somebody of this name submitted; null for all.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those with this tag; null for all.</summary>
    public string? Tag { get; init; }

    /// <summary>Only those with every word of this, in any case, in their id, in what people say of them or in what they were submitted with; null for all.</summary>
    public string? Text { get; init; }

    /// <summary><c>id</c> (the default), <c>submitted</c>, <c>name</c>, <c>state</c>, <c>owner</c>, <c>points</c>, <c>failed</c> or <c>took</c>; <c>-</c> before it for the other way round.</summary>
    /// <exception cref="ProblemException">It is something else.</exception>
    public string? Sort
    {
        get => _sort;
        init
        {
            _sort = value;
            (Descending, Key) = value?.StartsWith('-') == true ? (true, value[1..]) : (false, value ?? "id");
            if (Key is not ("id" or "submitted") && !Keys.ContainsKey(Key)) throw ProblemException.BadRequest($"sort must be one of id, submitted, {string.Join(", ", Keys.Keys)}, with - before it for the other way round");
        }
    }

    /// <summary>What is sorted by.</summary>
    public string Key { get; private init; } = "id";

    /// <summary>Whether the order is the other way round.</summary>
    public bool Descending { get; private init; }

    /// <summary>Whether what was fixed of a sweep fits; its state is not looked at.</summary>
    public bool Fits(SweepHead head) =>
        (Owner is null || head.Owner == Owner)
        && (Tag is null || head.Labels.Tags.Contains(Tag))
        && (Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Texts(head).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Sweeps in the order asked for; equal ones by their ids.</summary>
    public IEnumerable<SweepView> Order(IEnumerable<SweepView> views)
    {
        var by = Comparer<SweepView>.Create(Keys[Key]);
        return (Descending ? views.OrderByDescending(view => view, by) : views.OrderBy(view => view, by)).ThenBy(view => view.Id, StringComparer.Ordinal);
    }

    // As lists call it.
    private static string Called(SweepView view) => view.Title.Length > 0 ? view.Title : view.Name;

    private static IEnumerable<string> Texts(SweepHead head) => [head.SweepId.Value, head.Labels.Title, head.Labels.Note, .. head.Labels.Tags, head.Owner, head.Variant, .. head.Set];
}
