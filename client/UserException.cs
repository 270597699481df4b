namespace LayerDyn.Client;

/// <summary>Input that cannot be used: shown as its message and remedy, with exit code 2.</summary>
/// <param name="message">What is wrong: subject, value, rule.</param>
/// <param name="remedy">What to do instead.</param>
internal sealed class UserException(string message, string remedy) : Exception(message)
{
    /// <summary>What to do instead.</summary>
    public string Remedy { get; } = remedy;
}
