using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Gonglian.Bench;

/// <summary>One keep-alive connection, spoken by hand so that the client costs little beside the server it measures.</summary>
internal sealed class HttpLine : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[1 << 23];
    private int filled;

    private HttpLine() { }

    public static async Task<HttpLine> Open(int port)
    {
        var line = new HttpLine();
        await line.socket.ConnectAsync("127.0.0.1", port);
        return line;
    }

    /// <summary>Sends a prepared request and reads the whole answer.</summary>
    /// <returns>The status code, and the answer's bytes while no other request is sent.</returns>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Answer)> Ask(ReadOnlyMemory<byte> request)
    {
        filled = 0;
        await socket.SendAsync(request);
        var head = -1;
        while (head < 0)
        {
            await Receive();
            head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        var body = head + 4;
        if (LengthIn(head) is { } length)
            while (filled < body + length)
                await Receive();
        else if (IsChunked(head))
            while (!buffer.AsSpan(body - 2, filled - body + 2).EndsWith("\r\n0\r\n\r\n"u8))
                await Receive();
        return Utf8Parser.TryParse(buffer.AsSpan(9, 3), out int status, out _)
            ? (status, buffer.AsMemory(0, filled))
            : throw new IOException("The server does not speak HTTP");
    }

    public void Dispose() => socket.Dispose();

    public static byte[] Get(string path, string cookie) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nAccept-Encoding: identity\r\n\r\n");

    public static byte[] Post(string path, string cookie, string type, byte[] body, string more = "") =>
        [.. Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Type: {type}\r\n{more}Content-Length: {body.Length}\r\n\r\n"),
            .. body];

    private async ValueTask Receive()
    {
        var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
        if (read == 0)
            throw new IOException("The server closed the connection");
        filled += read;
    }

    private int? LengthIn(int head)
    {
        var found = buffer.AsSpan(0, head).IndexOf("Content-Length: "u8);
        return found >= 0 && Utf8Parser.TryParse(buffer.AsSpan(found + 16, head - found - 16), out int length, out _)
            ? length : null;
    }

    private bool IsChunked(int head) => buffer.AsSpan(0, head).IndexOf("Transfer-Encoding: chunked"u8) >= 0;
}
