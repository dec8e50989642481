using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

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

    private const int MostPhones = 5000;
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

    /// <summary>Adds the condition on the rows themselves, whichever way they were found.</summary>
    public void On(ScopedQuery rows)
    {
        if (codeFrom is null)
            foreach (var word in words)
                rows.And($"{Holds(rows, "e.\"Words\"", word)}");
        else
            rows.And($"{Holds(rows, "e.\"Words\"", words[0])} OR {Code(rows)}"
                + (byPhone.Count == 0 ? "" : $" OR {rows.AnyOf("e.\"Key\"", byPhone)}"));
    }

    /// <summary>Adds what can be told from the sort key, which holds the words too unless it was cut: for a walk along its index.</summary>
    public void OnSortKey(ScopedQuery rows)
    {
        foreach (var word in codeFrom is null ? words : [])
            rows.And($"{Holds(rows, "e.\"SortKey\"", word)} OR length(e.\"SortKey\") >= {Enterprise.SortLength}");
    }

    /// <summary>The keys among which all answers are, from the indexes, as a list that <c>IN (…)</c> takes.</summary>
    public string Candidates(ScopedQuery rows)
    {
        var found = Search.Candidates(rows, Tokens);
        if (codeFrom is not null)
            found += $" UNION SELECT c.\"Key\" FROM enterprise c WHERE {Code(rows, "c")}";
        return byPhone.Count == 0 ? found : $"{found} UNION {rows.Among(byPhone)}";
    }

    /// <summary>Whether the answers are those of the search index alone, which has them in the order of their keys.</summary>
    public bool IsByIndexAlone => codeFrom is null && Tokens.Length > 0;

    /// <summary>The words that must be found, or the beginning of a code.</summary>
    public string Text => codeFrom ?? string.Join(' ', words);

    /// <summary>What the search index is asked for.</summary>
    public string[] Tokens => [.. words.SelectMany(Search.TokensOf).Distinct()];

    /// <summary>How many enterprises are found by a phone.</summary>
    public int Phones => byPhone.Count;

    /// <summary>Whether a row in hand is found, by anything but a phone: that depends on <see cref="Text"/> alone.</summary>
    public bool Fits(Enterprise e) =>
        Array.TrueForAll(words, w => e.Words.Contains(w, StringComparison.Ordinal))
        || (codeFrom is not null && e.CreditCode?.StartsWith(codeFrom, StringComparison.Ordinal) == true);

    private string Code(ScopedQuery rows, string table = "e") =>
        $"({table}.\"CreditCode\" >= {rows.Value(codeFrom!)} AND {table}.\"CreditCode\" < {rows.Value(codeTo)})";

    private static string Holds(ScopedQuery rows, string column, string word) =>
        $"{(rows.IsSqlite ? "instr" : "strpos")}({column}, {rows.Value(word)}) > 0";

    private async Task FindPhones(AppDb db, string digits, Vault vault, IEnumerable<string> paths)
    {
        var hashes = vault.Blind(paths.Select(Contact.TailDomain), digits[^Tail..]);
        var contacts = db.Scoped<Contact>();
        contacts.And(contacts.AnyOf("c.\"PhoneTail\"", hashes)).And("c.\"Phone\" IS NOT NULL");
        if (digits.Length == Tail)
        {
            // The hash has 64 bits: what has it has these four digits.
            byPhone.UnionWith(await contacts.Read(
                $"SELECT c.\"EnterpriseKey\" FROM contact AS c WHERE {contacts.Where} LIMIT {MostPhones}", r => r.Number(0)));
            return;
        }
        var hits = await contacts.Read(
            $"""
            SELECT c."EnterpriseKey", c."Phone", k."Envelope", k."Wrapped"
            FROM contact AS c JOIN seal_key k ON k."Key" = c."SealKeyKey"
            WHERE {contacts.Where} LIMIT {MostPhones}
            """,
            r => (Enterprise: r.Number(0), Phone: new Sealed(r.Bytes(1)),
                Seal: new SealKey { Key = 0, Envelope = (int)r.Number(2), Wrapped = r.Bytes(3) }));
        byPhone.UnionWith(hits.Where(h => Digits(vault.Open(h.Seal, h.Phone)).EndsWith(digits, StringComparison.Ordinal))
            .Select(h => h.Enterprise));
    }

    private static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));
}
