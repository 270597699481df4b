namespace LayerDyn.Api.Points;

/// <summary>An attempt at a point.</summary>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="Silo">Where it ran; null when that was not kept.</param>
/// <param name="Outcome"><c>running</c>, <c>finished</c>, <c>diverged</c>, <c>failed</c>, <c>lost</c>, <c>hung</c> or <c>interrupted</c>.</param>
/// <param name="Message">What it said; empty when all went well.</param>
public sealed record AttemptView(int Attempt, string? Silo, string Outcome, string Message);
