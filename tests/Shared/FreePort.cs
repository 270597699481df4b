using System.Net;
using System.Net.Sockets;

namespace LayerDyn.Tests.Shared;

/// <summary>
/// Loopback ports for servers that tests start. They come from below the range that the system takes the ports of outgoing connections
/// from, so that none is lost to such a connection between choosing it and listening on it; and no port is given twice in a process.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000, Count = 12_000;

    private static int _next = Environment.ProcessId * 97 % Count;

    /// <summary>A port on which nothing listens.</summary>
    public static int Next()
    {
        while (true)
        {
            int port = First + (Interlocked.Increment(ref _next) & int.MaxValue) % Count;
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // taken: the next one
            }
        }
    }
}
