using System.Text.Json;

namespace MLResNet.Packaging;

/// <summary>
/// Enum values by name. Documents hold them as strings: the serializer's own converter is compiled anew for each enum when a
/// program starts, which takes longer than all the rest of a manifest.
/// </summary>
internal static class EnumName
{
    /// <summary>The value of a name, in any case.</summary>
    /// <exception cref="JsonException">There is no such value.</exception>
    public static T Parse<T>(string name) where T : struct, Enum =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && Enum.TryParse(typeof(T), name, ignoreCase: true, out object? value)
            && Enum.IsDefined(typeof(T), value)
            ? (T)value
            : throw new JsonException($"'{name}' is no {typeof(T).Name}.");
}
