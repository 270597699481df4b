using System.Globalization;
using System.Net.Sockets;
using System.Text;
using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests.Security;

/// <summary>Sends each request as bytes over a socket, since a client library would mend many of them on the way.</summary>
public sealed class HostileTests(GuardedSilo guarded) : IClassFixture<GuardedSilo>
{
    public static TheoryData<int, string> Requests => Numbered();

    [Fact]
    public void Suite_HasAtLeastAHundredRequests() => Assert.True(Hostile.All().Count() >= 100);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_IsRefused_AndNothingIsStored(int number, string what)
    {
        var request = Hostile.All().ElementAt(number);
        string answer = await SendAsync(request);

        int status = int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture);
        Assert.True(request.Refusals.Contains(status), $"{what}\nwas answered: {answer}");
        Assert.DoesNotContain("<script", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal); // no stack trace
        Assert.DoesNotContain(Directory.EnumerateFiles(guarded.Silo.Folder, "*", SearchOption.AllDirectories), file => !file.Contains("/.", StringComparison.Ordinal));
    }

    private static TheoryData<int, string> Numbered()
    {
        var data = new TheoryData<int, string>();
        int number = 0;
        foreach (var request in Hostile.All()) data.Add(number++, new string([.. request.ToString().Select(c => char.IsControl(c) ? '?' : c)]));
        return data;
    }

    private async Task<string> SendAsync(Hostile request)
    {
        byte[] body = Encoding.UTF8.GetBytes(request.Body);
        var head = new StringBuilder($"{request.Method} {request.Target} HTTP/1.1\r\nConnection: close\r\n");
        if (!request.Headers.StartsWith("Host:", StringComparison.Ordinal)) head.Append(CultureInfo.InvariantCulture, $"Host: 127.0.0.1:{guarded.Silo.Port}\r\n");
        if (request.Headers.Length > 0) head.Append(request.Headers).Append("\r\n");
        if (guarded.Key(request.Who) is { } key) head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {key}\r\n");
        if (request.Method is "POST" or "PUT" or "PATCH") head.Append(CultureInfo.InvariantCulture, $"Content-Type: {request.Type}\r\nContent-Length: {body.Length}\r\n");
        using var client = new TcpClient("127.0.0.1", guarded.Silo.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()));
        var sending = SendBodyAsync(stream, body);
        using var reader = new StreamReader(stream);
        var answer = new StringBuilder();
        try
        {
            char[] part = new char[4096];
            for (int length; (length = await reader.ReadAsync(part)) > 0;) answer.Append(part, 0, length);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // The silo closes the connection while a body that it refuses is on its way.
        }

        await sending;
        return answer.ToString();
    }

    private static async Task SendBodyAsync(NetworkStream stream, byte[] body)
    {
        try
        {
            await stream.WriteAsync(body);
        }
        catch (IOException)
        {
            // Refused by its head alone.
        }
    }
}
