using System.Reflection;
using System.Reflection.Emit;

namespace NetGen.Generator.Tests.Folders;

/// <summary>What the code of an assembly names: every type in the signatures and in the instructions of its types. Constants are not among it, since the compiler puts their values in.</summary>
internal static class AssemblyNames
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => code.Value);

    /// <summary>Each type with the types that it names; what is within a type counts as the type's own.</summary>
    public static IEnumerable<(Type From, Type Named)> Of(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            var named = new HashSet<Type>();
            Add(type.BaseType);
            foreach (var implemented in type.GetInterfaces())
                Add(implemented);
            foreach (var field in type.GetFields(All))
                Add(field.FieldType);
            foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
                AddMethod(method);
            foreach (var found in named)
                yield return (Outermost(type), Outermost(found));

            void AddMethod(MethodBase method)
            {
                AddSignature(method);
                if (method.GetMethodBody() is not { } body)
                    return;
                foreach (var local in body.LocalVariables)
                    Add(local.LocalType);
                foreach (var token in Tokens(body.GetILAsByteArray()!))
                {
                    var member = type.Module.ResolveMember(token, type.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : []);
                    Add(member as Type ?? member!.DeclaringType);
                    if (member is FieldInfo field)
                        Add(field.FieldType);
                    else if (member is MethodBase called)
                        AddSignature(called);
                }
            }

            void AddSignature(MethodBase method)
            {
                Add((method as MethodInfo)?.ReturnType);
                foreach (var parameter in method.GetParameters())
                    Add(parameter.ParameterType);
                foreach (var argument in method.IsGenericMethod ? method.GetGenericArguments() : [])
                    Add(argument);
            }

            void Add(Type? part)
            {
                if (part is null || part.IsGenericParameter)
                    return;
                if (part.HasElementType)
                {
                    Add(part.GetElementType());
                    return;
                }

                foreach (var argument in part.GenericTypeArguments)
                    Add(argument);
                named.Add(part.IsGenericType ? part.GetGenericTypeDefinition() : part);
            }
        }
    }

    /// <summary>The members and types that a method's instructions name.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var opcode = code[at] == 0xFE ? Codes[unchecked((short)((0xFE << 8) | code[at + 1]))] : Codes[code[at]];
            at += opcode.Size;
            if (opcode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(code, at);
            at += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } around)
            type = around;
        return type;
    }
}
