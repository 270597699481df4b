namespace LayerDyn.Contracts.Curves;

/// <summary>
/// The aggregator of one sweep, keyed by its id: folds committed segments into curve states as they come. What it shows always
/// equals a recomputation from the committed records.
/// </summary>
[Alias("layerdyn.curves")]
public interface ICurveGrain : IGrainWithStringKey
{
    /// <summary>Segments were committed: fold them in. Returns at once.</summary>
    /// <param name="segments">Them.</param>
    /// <param name="on">The silo that wrote them; null when it is not known.</param>
    [Alias("fold-segments")]
    Task FoldAsync(IReadOnlyList<SegmentRef> segments, SiloAddress? on);

    /// <summary>
    /// Folds whatever is committed, then writes every curve's table and pictures to the store. Points whose files are missing or damaged
    /// are left out and counted, see <see cref="CurveReport.Missing"/>.
    /// </summary>
    [Alias("draw"), ResponseTimeout("01:00:00")]
    Task<IReadOnlyList<CurveReport>> DrawAsync();

    /// <summary>The curves as folded now, without files.</summary>
    [Alias("list"), ResponseTimeout("00:05:00")]
    Task<IReadOnlyList<CurveReport>> ListAsync();

    /// <summary>One curve as folded now, as a file of a format (<c>json</c>, <c>drawn</c>: json without its table and with the digits of a screen, <c>csv</c>, <c>svg</c> or <c>png</c>); null when there is none of that name.</summary>
    [Alias("snapshot"), ResponseTimeout("00:05:00")]
    Task<byte[]?> SnapshotAsync(string curve, string format);

    /// <summary>The sweep is deleted: what is known of it is forgotten.</summary>
    [Alias("forget")]
    Task ForgetAsync();
}
