using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace MLResNet.Tests;

/// <summary>
/// Holds a product's public surface against the baseline beside its project file, PublicApi.txt, so that no change of it goes
/// unseen. Compiled into every test project.
/// </summary>
/// <remarks>
/// A change that is meant is accepted by running the tests with MLRESNET_ACCEPT_API=1: the baseline is rewritten, and read in the
/// review.
/// </remarks>
public sealed partial class PublicApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_public_surface_is_that_of_the_baseline()
    {
        IEnumerable<Type> types = Assembly.Load(Metadata("ProductAssembly").Single()).GetExportedTypes();
        string[] actual = [.. types.OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe)];
        string[] baselines = [.. Metadata("PublicApiBaseline")];
        if (Environment.GetEnvironmentVariable("MLRESNET_ACCEPT_API") == "1")
            File.WriteAllText(baselines[^1], string.Concat(actual.Except(baselines[..^1].SelectMany(Read))));
        string[] expected = [.. baselines.SelectMany(Read)];
        Assert.Equal(string.Concat(expected.Order(StringComparer.Ordinal)), string.Concat(actual.Order(StringComparer.Ordinal)));
    }

    /// <summary>
    /// What the project says; of a build that adds to the surface of another, the baseline of what it adds comes last.
    /// </summary>
    private static IEnumerable<string> Metadata(string key) =>
        typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => attribute.Key == key).Select(attribute => attribute.Value!);

    /// <summary>The types of a baseline, each with its members.</summary>
    private static IEnumerable<string> Read(string baseline) =>
        FirstLine().Split(File.ReadAllText(baseline).ReplaceLineEndings("\n")).Where(type => type.Length > 0);

    private static string Describe(Type type)
    {
        StringBuilder text = new();
        text.Append(Heading(type)).Append('\n');
        IEnumerable<string> members = type.GetMembers(Declared).Select(Describe).OfType<string>().Order(StringComparer.Ordinal);
        foreach (string member in members)
            text.Append("    ").Append(member).Append('\n');
        return text.ToString();
    }

    private static string Heading(Type type)
    {
        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class" : "class";
        IEnumerable<string> parents = type.GetInterfaces().Where(parent => parent.IsPublic).Select(Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            parents = parents.Prepend(Name(parent));
        string list = string.Join(", ", parents);
        return $"{kind} {Name(type)}" + (list.Length == 0 || type.IsEnum ? "" : $" : {list}");
    }

    private static string? Describe(MemberInfo member)
    {
        if (member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not MethodBase { IsSpecialName: true })
            return null;
        return member switch
        {
            ConstructorInfo constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
            PropertyInfo property when property.GetAccessors(true).Any(IsVisible) => Describe(property),
            MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
                $"{Modifier(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})",
            FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily => field.IsLiteral
                ? $"const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}"
                : $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
            EventInfo { AddMethod: { } add } happening when IsVisible(add) => $"event {Name(happening.EventHandlerType!)} {happening.Name}",
            _ => null,
        };
    }

    private static string Describe(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. property.GetAccessors(true).Where(IsVisible)];
        string index = string.Join(", ", property.GetIndexParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));
        bool init = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string access = string.Join(" ", accessors.Select(accessor => accessor == property.GetMethod ? "get;" : init ? "init;" : "set;"));
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Modifier(accessors[0])}{required}{Name(property.PropertyType)} {property.Name}{(index.Length > 0 ? $"[{index}]" : "")} {{ {access} }}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifier(MethodBase method) =>
        method.IsStatic ? "static "
        : method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract "
        : method.IsVirtual && !method.IsFinal && !method.DeclaringType!.IsSealed ? "virtual " : "";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        string way = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? (parameter.IsIn ? "in " : "ref ") : "";
        string optional = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "";
        return $"{way}{Name(parameter.ParameterType)} {parameter.Name}{optional}";
    }));

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (type.IsGenericParameter)
            return type.Name;
        string name = type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}"
            : type.Namespace is { } space && space.StartsWith(nameof(MLResNet), StringComparison.Ordinal) ? $"{space}.{type.Name}" : type.Name;
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    [GeneratedRegex("^(?=[^ ])", RegexOptions.Multiline)]
    private static partial Regex FirstLine();
}
