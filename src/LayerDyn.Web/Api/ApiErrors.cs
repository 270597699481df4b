using LayerDyn.Api.Specs;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Specs;
using LayerDyn.Web.Services;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace LayerDyn.Web.Api;

/// <summary>Turns what went wrong into problem details. What a stranger sends is never a 5xx; what is ours says no more than it must.</summary>
internal sealed partial class ApiErrors(IProblemDetailsService problems, IHostApplicationLifetime lifetime, ILogger<ApiErrors> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var details = Describe(exception, lifetime.ApplicationStopping.IsCancellationRequested);
        if (details.Status >= 500) Failed(logger, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "", exception);
        context.Response.StatusCode = details.Status!.Value;
        context.Response.Headers.RetryAfter = details.Status switch
        {
            StatusCodes.Status503ServiceUnavailable => "5",
            StatusCodes.Status429TooManyRequests => "60",
            _ => null,
        };
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = details });
        return true;
    }

    private static ProblemDetails Describe(Exception exception, bool stopping) => exception switch
    {
        ProblemException problem => Problem(problem.Status, problem.Title, problem.Detail),
        SpecException spec => Spec(spec),
        QuotaExceededException quota => Problem(StatusCodes.Status409Conflict, "Beyond a quota", quota.Message),
        BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Detail = Remedy(bad.StatusCode) },
        StoreException store => Problem(StatusCodes.Status503ServiceUnavailable, "The artifact store failed", $"{store.Failure}; {store.Remedy}"),
        TimeoutException or OrleansException or SiloUnavailableException or OperationCanceledException =>
            Problem(StatusCodes.Status503ServiceUnavailable, "The cluster is busy", "it did not answer in time: try again in a few seconds"),
        _ when stopping => Problem(StatusCodes.Status503ServiceUnavailable, "The silo is stopping", "ask another one, or this one again in a few seconds"),
        _ => Problem(StatusCodes.Status500InternalServerError, "A fault of the silo", "see its log; the request was not carried out"),
    };

    /// <summary>What to say where the framework says no more than a status.</summary>
    public static string? Remedy(int? status) => status switch
    {
        400 => "the request cannot be read: check its parameters and its body",
        401 => "sign in: on the dashboard, or send Authorization: Bearer with an API key or a token",
        403 => "your role does not allow this, or the request comes from a page of another site",
        404 => "there is no such address: see /openapi/v1.json",
        405 => "this address does not take that method: see /openapi/v1.json",
        413 => "the body is larger than Api:MaxBodyBytes allows: make the spec shorter, or raise the option",
        415 => "the body is of a type that is not taken here: a spec needs Content-Type: text/yaml, anything else application/json",
        429 => "too many wrong keys came from your address: wait a minute",
        _ => null,
    };

    private static ProblemDetails Problem(int status, string title, string detail) => new() { Status = status, Title = title, Detail = detail };

    private static ProblemDetails Spec(SpecException error)
    {
        var details = Problem(StatusCodes.Status422UnprocessableEntity, "The spec has problems",
            error.Problems.Count == 1 ? error.Problems[0].ToString() : $"{error.Problems.Count + error.More} problems, the first: {error.Problems[0]}");
        details.Extensions["problems"] = error.Problems.Select(problem => new SpecProblemView(problem.Line, problem.Problem.Path, Message(problem))).ToArray();
        if (error.More > 0) details.Extensions["more"] = error.More;
        return details;
    }

    private static string Message(SpecProblem problem) =>
        (problem.Problem.Value is null ? "" : $"'{problem.Problem.Value}' ")
        + problem.Problem.Rule
        + (problem.Problem.Remedy is null ? "" : $"; {problem.Problem.Remedy}");

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private static partial void Failed(ILogger logger, string method, string endpoint, Exception error);
}
