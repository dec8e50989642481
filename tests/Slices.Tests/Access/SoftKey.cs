using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gonglian.Slices.Tests.Access;

/// <summary>A device with one passkey, in memory: answers as the standard has it (WebAuthn, ES256, no attestation).</summary>
internal sealed class SoftKey : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(16);
    private string owner = "";
    private uint count;

    /// <summary>Whether it asks its owner; a device that does not is only one factor.</summary>
    public bool Asks { get; init; } = true;

    /// <summary>Makes its passkey, for the page's address.</summary>
    public string Create(string options, string origin = "http://localhost")
    {
        using var asked = JsonDocument.Parse(options);
        owner = asked.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] publicKey = [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
        byte[] data = [.. Data(asked.RootElement.GetProperty("rp").GetProperty("id").GetString()!, 0x40), .. new byte[16], 0, 16, .. id, .. publicKey];
        byte[] attestation =
        [
            0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data,
        ];
        return Answer(new
        {
            clientDataJSON = Letters(Client("webauthn.create", asked, origin)),
            attestationObject = Letters(attestation),
            transports = new[] { "internal" },
        });
    }

    /// <summary>Signs with its passkey.</summary>
    public string Sign(string options, string origin = "http://localhost")
    {
        using var asked = JsonDocument.Parse(options);
        var client = Client("webauthn.get", asked, origin);
        var data = Data(asked.RootElement.GetProperty("rpId").GetString()!, 0);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new
        {
            clientDataJSON = Letters(client),
            authenticatorData = Letters(data),
            signature = Letters(signature),
            userHandle = owner,
        });
    }

    public void Dispose() => key.Dispose();

    private byte[] Data(string domain, byte flags)
    {
        var counted = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counted, ++count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(flags | 1 | (Asks ? 4 : 0)), .. counted];
    }

    private string Answer(object response) => JsonSerializer.Serialize(new
    {
        id = Letters(id),
        rawId = Letters(id),
        type = "public-key",
        clientExtensionResults = new { },
        response,
    });

    private static byte[] Client(string type, JsonDocument asked, string origin) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = asked.RootElement.GetProperty("challenge").GetString(),
        origin,
        crossOrigin = false,
    });

    private static string Letters(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
