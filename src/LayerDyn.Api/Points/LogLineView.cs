namespace LayerDyn.Api.Points;

/// <summary>An entry of a silo's log.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Level"><c>debug</c>, <c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Silo">The silo that wrote it.</param>
/// <param name="Message">What it says.</param>
public sealed record LogLineView(DateTimeOffset At, string Level, string Silo, string Message);
