namespace LayerDyn.Api.Points;

/// <summary>How far a point is that a slot trains now. Points too small to run alone run together: the steps are those of all of them.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>, of the slot.</param>
/// <param name="Attempt">Which attempt it is, from 1.</param>
/// <param name="Since">When the lane took it.</param>
/// <param name="Points">How many points run together.</param>
/// <param name="StepsDone">Steps done, those before a resume included.</param>
/// <param name="Steps">Steps to do; 0 while the lane reads them.</param>
public sealed record PointRunView(string Silo, string Device, int Attempt, DateTimeOffset Since, int Points, long StepsDone, long Steps);
