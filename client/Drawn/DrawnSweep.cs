using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Drawn;

/// <summary>A sweep with its curves as they are drawn.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Ledger">Its ledger.</param>
/// <param name="Seconds">Seconds that it was worked on; null where that is not known.</param>
/// <param name="Resolved">Its spec with every default spelled out.</param>
/// <param name="Curves">Its curves by their names; empty where none is drawn.</param>
internal sealed record DrawnSweep(SweepId Id, string State, Ledger Ledger, double? Seconds, string Resolved, IReadOnlyDictionary<string, Curve> Curves);
