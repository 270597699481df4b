using System.Net.Sockets;
using Azure;

namespace LayerDyn.Storage.Azure;

/// <summary>Says what an error of the blob service means for a user.</summary>
internal static class AzureFailure
{
    /// <summary>Whether the service failed. A request that nobody cancelled and that was cancelled all the same took too long.</summary>
    internal static bool IsServiceFailure(Exception exception, CancellationToken cancellationToken) => exception is AggregateException several
        ? several.InnerExceptions.All(inner => IsServiceFailure(inner, cancellationToken))
        : exception is RequestFailedException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The exception that a user sees for <paramref name="cause"/>.</summary>
    internal static StoreException Explain(string subject, string failure, Exception cause)
    {
        var request = cause as RequestFailedException ?? (cause as AggregateException)?.InnerExceptions.OfType<RequestFailedException>().FirstOrDefault();
        var (why, remedy) = request?.Status switch
        {
            401 or 403 => ("access was denied", "check the key or the signature, its expiry and that it may read, write, list and delete; check the clock"),
            404 => ("the container does not exist", "create it, or check its name"),
            409 => ("the container is being deleted or is read-only", "wait a minute, or use another container"),
            429 or 503 => ("the service is throttling", "run again later, or use fewer lanes"),
            >= 500 => ("the service failed", "run again later"),
            0 or null => ($"the service cannot be reached ({Reason(cause)})", "check the network and the account's name"),
            var status => ($"the service answered {status} {request!.ErrorCode}", "check the location"),
        };
        return new StoreException(subject, $"{failure}: {why}", remedy, cause) { IsTransient = request?.Status is null or 0 or 429 or >= 500 };
    }

    private static string Reason(Exception cause)
    {
        for (Exception? inner = cause; inner is not null; inner = inner.InnerException)
            if (inner is SocketException socket) return socket.SocketErrorCode.ToString();
        return cause.GetType().Name;
    }
}
