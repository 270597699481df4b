using LayerDyn.Contracts.Cluster;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Grains.Slots;

/// <summary>
/// Whose turn it is to have a slot more than others, where slots cannot be shared equally, as six among five owners: the turn of the owner that has had
/// least of the slots' time: that its batches trained, and not that it was granted. Knows no clock. Single-threaded.
/// </summary>
/// <param name="book">Which book it is for: who comes first where all have had the same differs from book to book, so that brokers that move often favour nobody.</param>
internal sealed class OwnerTurns(long book)
{
    // A slot more for so long; a training that makes room for another leaves a checkpoint, and takes up to two slices for it.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    // Slot-seconds that an owner may be behind another: who could not use slots for long is not owed them all.
    private static readonly double MostOwed = 10 * Turn.TotalSeconds;

    private readonly Dictionary<string, double> _had = [], _charged = [];
    private Dictionary<string, double> _ranks = [];
    private OwnerStanding? _standing;
    private TimeSpan _since;
    private long _version, _before;

    /// <summary>
    /// Where an owner stands, the lowest first: slot-seconds that it had had when the turn began. They stay the same for a turn: whatever makes slots be
    /// shared out again meanwhile moves none of them between owners.
    /// </summary>
    public double RankOf(string owner) => _ranks.GetValueOrDefault(owner);

    /// <summary>What owners have had, for the book after this one.</summary>
    public OwnerStanding Standing => _standing ??= new OwnerStanding(book, ++_version, new Dictionary<string, double>(_had));

    /// <summary>Goes on from what another book has counted, where that is not older than what this one went on from.</summary>
    /// <returns>Whether it did.</returns>
    public bool GoOn(OwnerStanding other, TimeSpan now)
    {
        if (other.Book == book || other.Version <= _before) return false;
        double least = other.Had.Values.DefaultIfEmpty().Min();
        foreach (string owner in _had.Keys.Union(other.Had.Keys).ToList())
            _had[owner] = other.Had.GetValueOrDefault(owner, least) + _charged.GetValueOrDefault(owner);
        (_ranks, _since, _before, _version, _standing) = (new Dictionary<string, double>(_had), now, other.Version, Math.Max(_version, other.Version), null);
        return true;
    }

    /// <summary>An owner asks for slots: one that was not there starts level with the owner that had least, and neither owes nor is owed.</summary>
    public void Join(string owner)
    {
        if (_had.ContainsKey(owner)) return;
        double first = RandomStream.For(FormattableString.Invariant($"slots/book={book}/{owner}")).Uniform(0);
        double rank = _ranks.Values.DefaultIfEmpty().Min();
        _had[owner] = _had.Values.DefaultIfEmpty().Min() + first;
        _standing = null;
        _ranks[owner] = rank + first;
    }

    /// <summary>Batches of an owner had slots for so long.</summary>
    public void Charge(string owner, double seconds)
    {
        if (seconds == 0) return;
        _had[owner] = _had.GetValueOrDefault(owner) + seconds;
        _charged[owner] = _charged.GetValueOrDefault(owner) + seconds;
        _standing = null;
    }

    /// <summary>Bounds what is owed, and forgets who has gone and is owed all of that.</summary>
    /// <param name="here">Owners that ask for slots.</param>
    public void Bound(IReadOnlySet<string> here)
    {
        double least = _had.Values.DefaultIfEmpty().Max() - MostOwed;
        foreach (string owner in _had.Where(entry => entry.Value < least).Select(entry => entry.Key).ToList())
        {
            _had[owner] = least;
            _standing = null;
            if (here.Contains(owner)) continue;
            _had.Remove(owner); // it has gone, and owes nothing any more
            _charged.Remove(owner);
            _ranks.Remove(owner);
        }
    }

    /// <summary>Begins the next turn, where somebody has had a turn's time more than an owner that has fewer slots and wants more.</summary>
    /// <param name="slots">Slots that each owner has.</param>
    /// <param name="hungry">Whether an owner could fill more.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether slots are to be shared out anew.</returns>
    public bool TryBegin(IReadOnlyDictionary<string, double> slots, Func<string, bool> hungry, TimeSpan now)
    {
        if (now - _since < Turn) return false;
        foreach (var (owner, number) in slots)
        {
            if (!slots.Any(other => other.Value > number && _had[other.Key] - _had[owner] >= Turn.TotalSeconds) || !hungry(owner)) continue;
            (_ranks, _since) = (new Dictionary<string, double>(_had), now);
            return true;
        }

        return false;
    }
}
