namespace LayerDyn.Science.Keeping;

/// <summary>The steps at which something of a point is kept: listed ones, where its training ended, or all that are measured.</summary>
/// <param name="Steps">Listed steps, ascending, each once.</param>
/// <param name="Last">Whether it is kept where the training ends: after the last step, or at the step at which it stopped.</param>
/// <param name="All">Whether it is kept at every measured step.</param>
public sealed record KeepSteps(IReadOnlyList<long> Steps, bool Last, bool All)
{
    /// <summary>How specs say where the training ends.</summary>
    public const string LastName = "last";

    /// <summary>How specs say every measured step.</summary>
    public const string AllName = "all";

    /// <summary>Whether it is kept at a measured step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ends">Whether the training ends there.</param>
    public bool Takes(long step, bool ends) => All || (Last && ends) || Steps.Contains(step);

    /// <summary>The steps at which it is kept of a training that takes all its steps.</summary>
    /// <param name="measured">The measured steps.</param>
    public IEnumerable<long> Of(IReadOnlyList<long> measured) => measured.Where(step => Takes(step, step == measured[^1]));
}
