namespace LayerDyn.Storage;

/// <summary>An artifact store could not do what was asked: what it was about, what failed, and what a user can do.</summary>
/// <param name="subject">The store or artifact.</param>
/// <param name="failure">What failed, as a clause.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="innerException">The cause.</param>
public sealed class StoreException(string subject, string failure, string remedy, Exception? innerException = null)
    : Exception($"{subject}: {failure}; {remedy}", innerException)
{
    /// <summary>Whether the same call may succeed later by itself, as when a service is away or throttles.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether an artifact is there and cannot be read as what it should be; else the store itself failed, or the artifact is missing.</summary>
    public bool IsDamage => InnerException is FormatException;

    /// <summary>The store or artifact.</summary>
    public string Subject { get; } = subject;

    /// <summary>What failed.</summary>
    public string Failure { get; } = failure;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;
}
