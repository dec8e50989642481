using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Gonglian.Foundation.Data;

/// <summary>Instants are UTC on both databases and come back as UTC.</summary>
public sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    written => written.Kind == DateTimeKind.Local ? written.ToUniversalTime() : DateTime.SpecifyKind(written, DateTimeKind.Utc),
    read => DateTime.SpecifyKind(read, DateTimeKind.Utc));

/// <summary>A sealed field stands in the table as its ciphertext.</summary>
public sealed class SealedConverter() : ValueConverter<Sealed, byte[]>(value => value.Bytes, bytes => new Sealed(bytes));
