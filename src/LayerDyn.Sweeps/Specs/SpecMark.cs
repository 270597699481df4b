namespace LayerDyn.Sweeps.Specs;

/// <summary>Where a value was written.</summary>
/// <param name="Line">Line from 1; 0 when it stands in no file.</param>
/// <param name="Column">Column from 1; 0 when it stands in no file.</param>
/// <param name="FromSet">Whether it came from <c>--set</c>.</param>
internal readonly record struct SpecMark(int Line, int Column, bool FromSet = false);
