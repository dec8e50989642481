using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;

namespace Gonglian.House.Tests;

/// <summary>Reads what methods really do: the strings they load and the members they touch.</summary>
internal static class Code
{
    private const BindingFlags Every = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly FrozenDictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!)
        .ToFrozenDictionary(c => c.Value);

    /// <summary>Every method with a body of an assembly, those of nested and generated types too.</summary>
    public static IEnumerable<MethodBase> Methods(Assembly assembly) => assembly.GetTypes()
        .SelectMany(t => t.GetMethods(Every).Cast<MethodBase>().Concat(t.GetConstructors(Every)))
        .Where(m => m.GetMethodBody() is not null);

    /// <summary>The strings that a method loads.</summary>
    public static IEnumerable<string> Strings(MethodBase method) => Tokens(method)
        .Where(t => t.Code.OperandType == OperandType.InlineString)
        .Select(t => method.Module.ResolveString(t.Token));

    /// <summary>The types and members that a method touches.</summary>
    public static IEnumerable<MemberInfo> Members(MethodBase method)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return Tokens(method)
            .Where(t => t.Code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineTok)
            .Select(t => method.Module.ResolveMember(t.Token, ofType, ofMethod)!);
    }

    /// <summary>The written type behind a generated one: a closure, an iterator, an async machine.</summary>
    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<(OpCode Code, int Token)> Tokens(MethodBase method)
    {
        var il = method.GetMethodBody()!.GetILAsByteArray()!;
        for (var i = 0; i < il.Length;)
        {
            var value = il[i++] is var first && first == 0xFE ? (short)(0xFE00 | il[i++]) : first;
            var code = Codes[value];
            if (Size(code.OperandType) is not { } size)
                size = 4 + (4 * BitConverter.ToInt32(il, i));
            else if (size == 4 && code.OperandType is not (OperandType.InlineI or OperandType.ShortInlineR))
                yield return (code, BitConverter.ToInt32(il, i));
            i += size;
        }
    }

    private static int? Size(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => null,
        _ => 4,
    };
}
