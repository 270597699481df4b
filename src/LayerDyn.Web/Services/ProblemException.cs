namespace LayerDyn.Web.Services;

/// <summary>A request that is refused: becomes problem details (RFC 9457).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What is wrong, in a few words.</param>
/// <param name="detail">Subject, value, rule and remedy.</param>
internal sealed class ProblemException(int status, string title, string detail) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What is wrong, in a few words.</summary>
    public string Title { get; } = title;

    /// <summary>Subject, value, rule and remedy.</summary>
    public string Detail { get; } = detail;

    /// <summary>A value that a request must not have.</summary>
    public static ProblemException BadRequest(string detail) => new(StatusCodes.Status400BadRequest, "Bad request", detail);

    /// <summary>Something that is not there.</summary>
    public static ProblemException NotFound(string detail) => new(StatusCodes.Status404NotFound, "Not found", detail);

    /// <summary>Something that does not fit what is there.</summary>
    public static ProblemException Conflict(string detail) => new(StatusCodes.Status409Conflict, "Conflict", detail);
}
