using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Specs;

/// <summary>A problem of a spec with its place in the file.</summary>
/// <param name="Line">Line from 1; 0 when it has none (a missing key, or <c>--set</c>).</param>
/// <param name="Column">Column from 1; 0 when it has none.</param>
/// <param name="Problem">What is wrong.</param>
public sealed record SpecProblem(int Line, int Column, Problem Problem)
{
    /// <summary>One line for a terminal: <c>line 3: optimizer.learningRate 'fast' must be a finite number; remedy</c>.</summary>
    public override string ToString()
    {
        string place = Line > 0 ? $"line {Line}: " : "";
        string value = Problem.Value is null ? "" : $" '{Problem.Value}'";
        string remedy = Problem.Remedy is null ? "" : $"; {Problem.Remedy}";
        return $"{place}{(Problem.Path.Length > 0 ? Problem.Path : "spec")}{value} {Problem.Rule}{remedy}";
    }
}
