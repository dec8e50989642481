using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Enterprises;

/// <summary>What may be put into a file as a document, and whether the bytes are what the name says.</summary>
internal static class Paper
{
    private const int Start = 1024;

    private static readonly Dictionary<string, (string Type, Func<byte[], bool> Is)> Kinds =
        new(StringComparer.OrdinalIgnoreCase)
        {
            [".pdf"] = ("application/pdf", b => b.AsSpan().IndexOf("%PDF-"u8) >= 0),
            [".png"] = ("image/png", b => Begins(b, 0x89, 0x50, 0x4E, 0x47)),
            [".jpg"] = ("image/jpeg", b => Begins(b, 0xFF, 0xD8, 0xFF)),
            [".jpeg"] = ("image/jpeg", b => Begins(b, 0xFF, 0xD8, 0xFF)),
            [".doc"] = ("application/msword", IsOldOffice),
            [".xls"] = ("application/vnd.ms-excel", IsOldOffice),
            [".docx"] = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", IsArchive),
            [".xlsx"] = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", IsArchive),
            [".txt"] = ("text/plain", b => Begins(b, 0xFF, 0xFE) || Begins(b, 0xFE, 0xFF) || !b.Contains((byte)0)),
        };

    /// <summary>The media type of a document by its name.</summary>
    public static string TypeOf(string name) =>
        Kinds.TryGetValue(Path.GetExtension(name), out var kind) ? kind.Type : "application/octet-stream";

    /// <summary>Checks a sent file by its name and its first bytes.</summary>
    /// <returns>The whole content.</returns>
    /// <exception cref="Refused">
    /// <c>documents.kind</c>: not a kind that is kept here; <c>documents.empty</c>: no bytes; <c>documents.other</c>: the
    /// bytes are of another kind than the name.
    /// </exception>
    public static async Task<Stream> Check(SentFile file, CancellationToken cancel)
    {
        var ending = Path.GetExtension(file.Name);
        if (!Kinds.TryGetValue(ending, out var kind))
            throw new Refused("documents.kind", "只能放入 PDF、图片、Word、Excel 或文本文件");
        var start = new byte[Start];
        Array.Resize(ref start, await file.Content.ReadAtLeastAsync(start, Start, throwOnEndOfStream: false, cancel));
        if (start.Length == 0)
            throw new Refused("documents.empty", "“{0}”是空文件(0 字节),没有放入", file.Name);
        if (!kind.Is(start))
            throw new Refused("documents.other", "“{0}”的内容不是 {1} 文件,可能改过扩展名或已损坏,没有放入", file.Name, ending.TrimStart('.'));
        return new StartedStream(start, file.Content);
    }

    private static bool Begins(byte[] bytes, params ReadOnlySpan<byte> with) => bytes.AsSpan().StartsWith(with);

    private static bool IsArchive(byte[] bytes) => Begins(bytes, 0x50, 0x4B, 0x03, 0x04);

    // Word and Excel before 2007; some programs write such files as RTF or as a web page.
    private static bool IsOldOffice(byte[] bytes) => Begins(bytes, 0xD0, 0xCF, 0x11, 0xE0)
        || bytes.AsSpan().StartsWith("{\\rtf"u8) || bytes.AsSpan().IndexOf("<html"u8) >= 0 || Begins(bytes, 0x09, 0x08);
}
