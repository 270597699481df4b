using LayerDyn.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LayerDyn.Silo.Tests.Api;

/// <summary>What a client is told when something went wrong that no test can bring about at will.</summary>
public sealed class ApiErrorsTests
{
    public static TheoryData<Exception, bool, int> Cases => new()
    {
        { new InvalidOperationException("a fault"), false, StatusCodes.Status500InternalServerError },
        { new InvalidOperationException("what it needs is gone"), true, StatusCodes.Status503ServiceUnavailable },
        { new ObjectDisposedException("what it needs"), true, StatusCodes.Status503ServiceUnavailable },
        { new OperationCanceledException("by the silo, not by the client"), false, StatusCodes.Status503ServiceUnavailable },
        { new TimeoutException(), false, StatusCodes.Status503ServiceUnavailable },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task SiloThatStops_SaysToAskAnother_AndNotThatItIsAtFault(Exception exception, bool stopping, int status)
    {
        var (problems, context) = (new Problems(), new DefaultHttpContext());
        Assert.True(await new ApiErrors(problems, new Lifetime(stopping), NullLogger<ApiErrors>.Instance).TryHandleAsync(context, exception, default));

        Assert.Equal((status, status), (context.Response.StatusCode, problems.Written!.Status));
        Assert.Equal(status == StatusCodes.Status503ServiceUnavailable ? "5" : "", context.Response.Headers.RetryAfter.ToString());
        Assert.DoesNotContain(exception.Message, problems.Written.Detail);
    }

    private sealed class Problems : IProblemDetailsService
    {
        public Microsoft.AspNetCore.Mvc.ProblemDetails? Written { get; private set; }

        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            Written = context.ProblemDetails;
            return ValueTask.CompletedTask;
        }

        public async ValueTask<bool> TryWriteAsync(ProblemDetailsContext context)
        {
            await WriteAsync(context);
            return true;
        }
    }

    private sealed class Lifetime(bool stopping) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => new(true);

        public CancellationToken ApplicationStopping => new(stopping);

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
