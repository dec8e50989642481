using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>密封文件: what is on the disk says nothing, and what was changed on the disk is not taken for content.</summary>
public sealed class A_file_lies_sealed : IDisposable
{
    private const int Chunk = 64 << 10;
    private const int Stored = Chunk + 16;
    private const int Header = 72;

    private readonly string folder = Directory.CreateTempSubdirectory("gonglian-sealed-").FullName;
    private readonly Vault vault;

    public A_file_lies_sealed() => vault = new(Path.Combine(folder, "keys"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(3 * Chunk)]
    [InlineData(200_000)]
    public async Task What_went_in_comes_out_from_any_place(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        Assert.Equal(size, await File("a").Write(new Slow(content)));
        await using var stream = File("a").Open();
        Assert.Equal(size, stream.Length);
        var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
        foreach (var at in new[] { 0, size / 2, size - 1, Chunk - 1, Chunk, size }.Where(a => a >= 0 && a <= size))
        {
            stream.Seek(at, SeekOrigin.Begin);
            var rest = new byte[Math.Min(5, size - at)];
            stream.ReadExactly(rest);
            Assert.Equal(content[at..(at + rest.Length)], rest);
        }
    }

    [Fact]
    public async Task Wherever_it_is_cut_off_it_does_not_open()
    {
        await File("a").Write(new MemoryStream(new byte[2 * Chunk + 100]));
        var whole = await System.IO.File.ReadAllBytesAsync(At("a"));
        int[] cuts = [0, 8, Header, Header + 16, Header + Stored, Header + 2 * Stored, Header + 2 * Stored + 16, whole.Length - 1];
        foreach (var cut in cuts)
            Refused("a", whole[..cut]);
        Refused("a", [.. whole, 0]);
        System.IO.File.Delete(At("a"));
        Assert.Equal("vault.file-damaged", Assert.Throws<Refused>(() => File("a").Open()).Code);
    }

    [Fact]
    public async Task A_changed_byte_and_chunks_in_another_order_are_not_read()
    {
        await File("a").Write(new MemoryStream(new byte[2 * Chunk + 100]));
        var whole = await System.IO.File.ReadAllBytesAsync(At("a"));
        foreach (var at in new[] { 0, 7, 10, 20, Header - 1, Header, Header + Stored - 1, Header + Stored, whole.Length - 1 })
            Refused("a", [.. whole[..at], (byte)(whole[at] ^ 1), .. whole[(at + 1)..]]);
        var (first, second) = (whole[Header..(Header + Stored)], whole[(Header + Stored)..(Header + 2 * Stored)]);
        var last = whole[(Header + 2 * Stored)..];
        Refused("a", [.. whole[..Header], .. second, .. first, .. last]);
        Refused("a", [.. whole[..Header], .. first, .. first, .. last]);
        Refused("a", [.. whole[..Header], .. first, .. last]);
        Refused("a", [.. whole, .. last]);
    }

    [Fact]
    public async Task Another_file_in_its_place_and_another_vault_do_not_open_it()
    {
        await File("a").Write(new MemoryStream("甲"u8.ToArray()));
        await File("b").Write(new MemoryStream("乙"u8.ToArray()));
        System.IO.File.Copy(At("b"), At("a"), overwrite: true);
        Assert.Throws<Refused>(() => File("a").Open());
        using var other = new Vault(Path.Combine(folder, "other"));
        Assert.Throws<Refused>(() => new SealedFile(other, At("b")).Open());
    }

    [Fact]
    public async Task What_broke_off_while_it_came_does_not_open()
    {
        var content = new byte[3 * Chunk];
        await Assert.ThrowsAsync<Refused>(() => File("a").Write(new MemoryStream(content), 2 * Chunk, () => new("test.large", "大")));
        Assert.Throws<Refused>(() => File("a").Open());
    }

    [Fact]
    public void A_log_goes_on_behind_a_length_and_is_read_when_it_has_ended()
    {
        long kept;
        using (var writer = Log("a").Append(0))
        {
            writer.Add("一"u8);
            kept = writer.Flush();
            writer.Add("没有提交"u8);
            writer.Flush();
        }
        Assert.Throws<Refused>(() => Log("a").Check());
        using (var writer = Log("a").Append(kept))
        {
            writer.Add("二"u8);
            writer.Flush();
            writer.End();
        }
        Assert.Equal("一二", string.Concat(Log("a").Read().Select(Encoding.UTF8.GetString)));
    }

    [Fact]
    public void A_log_is_begun_with_what_another_one_holds_while_that_one_is_still_being_written()
    {
        using var first = Log("a").Append(0);
        first.Add("一"u8);
        first.Flush();
        first.Add("二"u8);
        var kept = first.Flush();
        first.Add("没有提交"u8);
        first.Flush();
        Log("a").CopyTo(Log("b"), kept);
        using (var writer = Log("b").Append(kept))
        {
            writer.Add("三"u8);
            writer.End();
        }
        Assert.Equal("一二三", string.Concat(Log("b").Read().Select(Encoding.UTF8.GetString)));
        Assert.Throws<Refused>(() => Log("c").CopyTo(Log("b"), kept));
    }

    [Fact]
    public void A_log_that_was_cut_changed_or_put_in_order_anew_is_not_read()
    {
        var ends = new List<long>();
        using (var writer = Log("a").Append(0))
        {
            foreach (var word in new[] { "甲甲", "乙乙", "丙丙" })
            {
                writer.Add(Encoding.UTF8.GetBytes(word));
                ends.Add(writer.Flush());
            }
            writer.End();
        }
        var whole = System.IO.File.ReadAllBytes(At("a"));
        Log("a").Check();
        var (one, two, three) = (whole[Header..(int)ends[0]], whole[(int)ends[0]..(int)ends[1]], whole[(int)ends[1]..(int)ends[2]]);
        var end = whole[(int)ends[2]..];
        LogRefused([.. whole[..Header], .. two, .. one, .. three, .. end]);
        LogRefused([.. whole[..Header], .. one, .. three, .. end]);
        LogRefused([.. whole[..Header], .. one, .. two, .. three]);
        LogRefused([.. whole, .. end]);
        for (var at = 0; at < whole.Length; at++)
            LogRefused([.. whole[..at], (byte)(whole[at] ^ 1), .. whole[(at + 1)..]]);
        // The piece before the end, marked as the last.
        BinaryPrimitives.WriteInt32BigEndian(three, ~BinaryPrimitives.ReadInt32BigEndian(three));
        LogRefused([.. whole[..Header], .. one, .. two, .. three]);
    }

    public void Dispose()
    {
        vault.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string At(string name) => Path.Combine(folder, "files", name);

    private SealedFile File(string name) => new(vault, At(name));

    private SealedLog Log(string name) => new(vault, At(name));

    private void Refused(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(At(name), bytes);
        Assert.Equal("vault.file-damaged", Assert.Throws<Refused>(File(name).Check).Code);
    }

    private void LogRefused(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(At("a"), bytes);
        Assert.Equal("vault.file-damaged", Assert.Throws<Refused>(Log("a").Check).Code);
    }

    /// <summary>Gives a few bytes at a time, as networks do.</summary>
    private sealed class Slow(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1_000)], cancellationToken);
    }
}
