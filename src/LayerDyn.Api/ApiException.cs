using System.Net;
using LayerDyn.Api.Specs;

namespace LayerDyn.Api;

/// <summary>A silo refused a request, or could not be reached.</summary>
/// <param name="status">What it answered; null when it did not.</param>
/// <param name="message">What it said.</param>
/// <param name="problems">The problems of a spec, with their lines.</param>
/// <param name="innerException">The cause.</param>
public sealed class ApiException(HttpStatusCode? status, string message, IReadOnlyList<SpecProblemView> problems, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What the silo answered; null when it did not.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>The problems of a spec; empty for other refusals.</summary>
    public IReadOnlyList<SpecProblemView> Problems { get; } = problems;

    /// <summary>How many other problems the spec has.</summary>
    public int More { get; init; }
}
