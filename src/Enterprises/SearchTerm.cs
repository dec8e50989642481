using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>What somebody typed into the search, and all that it can mean.</summary>
/// <remarks>
/// Words parted by blanks must all be found in the name or the pinyin initials. One word of letters and digits may also
/// be the beginning of a credit code, and one of digits the end of a contact's phone.
/// </remarks>
internal sealed class SearchTerm
{
    /// <summary>At least so many last digits of a phone.</summary>
    public const int Tail = 4;

    private const int MostPhones = 500;
    private readonly string[] words;
    private readonly string? codeFrom;
    private readonly string codeTo = "";
    private readonly HashSet<long> byPhone = [];

    private SearchTerm(string text)
    {
        words = [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Bigrams.Normalise)
            .Where(w => w.Length > 0).Distinct()];
        var code = Plain.Code(text);
        if (code.Length is >= Tail and <= 18 && code.All(char.IsAsciiLetterOrDigit) && code.Any(char.IsAsciiDigit))
            (codeFrom, codeTo, words) = (code, code + '~', [Bigrams.Normalise(code)]);
        if (words.Length == 0)
            words = ["\n"];
    }

    /// <summary>Reads what was typed, and looks up the phones of the caller's scope where it ends like a phone.</summary>
    public static async Task<SearchTerm> Read(AppDb db, string text, Vault vault, IEnumerable<string> paths)
    {
        var term = new SearchTerm(text);
        if (term.codeFrom is { } digits && digits.All(char.IsAsciiDigit))
            await term.FindPhones(db, digits, vault, paths);
        return term;
    }

    /// <summary>The condition on the rows themselves, whichever way they were found.</summary>
    public IQueryable<Enterprise> On(IQueryable<Enterprise> rows)
    {
        if (codeFrom is null)
            return words.Aggregate(rows, (all, word) => all.Where(e => e.Words.Contains(word)));
        var only = words[0];
        return byPhone.Count == 0
            ? rows.Where(e => e.Words.Contains(only)
                || (string.Compare(e.CreditCode, codeFrom) >= 0 && string.Compare(e.CreditCode, codeTo) < 0))
            : rows.Where(e => e.Words.Contains(only) || byPhone.Contains(e.Key)
                || (string.Compare(e.CreditCode, codeFrom) >= 0 && string.Compare(e.CreditCode, codeTo) < 0));
    }

    /// <summary>What can be told from the sort key, which holds the words too unless it was cut: for a walk along its index.</summary>
    public IQueryable<Enterprise> OnSortKey(IQueryable<Enterprise> rows) => codeFrom is not null ? rows
        : words.Aggregate(rows, (all, word) => all.Where(e => e.SortKey.Contains(word) || e.SortKey.Length >= Enterprise.SortLength));

    /// <summary>The same for a row in hand.</summary>
    public bool Fits(Enterprise e) =>
        Array.TrueForAll(words, w => e.Words.Contains(w, StringComparison.Ordinal))
        || (codeFrom is not null && e.CreditCode?.StartsWith(codeFrom, StringComparison.Ordinal) == true)
        || byPhone.Contains(e.Key);

    /// <summary>Keys among which all answers are, from the indexes; nothing when there are more than asked for.</summary>
    public async Task<HashSet<long>?> Candidates(AppDb db, int most)
    {
        var keys = new HashSet<long>(byPhone);
        if (codeFrom is not null)
            keys.UnionWith(await db.Enterprises
                .Where(e => string.Compare(e.CreditCode, codeFrom) >= 0 && string.Compare(e.CreditCode, codeTo) < 0)
                .Select(e => e.Key).Take(most + 1).ToListAsync());
        var tokens = words.SelectMany(Search.TokensOf).Distinct().ToArray();
        if (tokens.Length > 0)
            keys.UnionWith(await Search.Candidates(db, tokens, most + 1));
        return keys.Count > most ? null : keys;
    }

    private async Task FindPhones(AppDb db, string digits, Vault vault, IEnumerable<string> paths)
    {
        var hashes = paths.Select(p => (long?)vault.Blind(Contact.TailDomain(p), digits[^Tail..])).ToArray();
        var hits = await db.Contacts.Where(c => hashes.Contains(c.PhoneTail)).OrderBy(c => c.Key).Take(MostPhones)
            .Join(db.Set<SealKey>(), c => c.SealKeyKey, k => k.Key, (c, k) => new { c.EnterpriseKey, c.Phone, Seal = k })
            .ToListAsync();
        foreach (var hit in hits)
            if (hit.Phone is { } phone && Digits(vault.Open(hit.Seal, phone)).EndsWith(digits, StringComparison.Ordinal))
                byPhone.Add(hit.EnterpriseKey);
    }

    private static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));
}
