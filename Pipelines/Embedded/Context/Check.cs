namespace Microsoft.ML.Runtime;

/// <summary>The exceptions of ML.NET.</summary>
internal static class Check
{
    public static void NotNull(object value, string paramName) => ArgumentNullException.ThrowIfNull(value, paramName);

    public static void NonEmpty(string value, string paramName)
    {
        if (string.IsNullOrEmpty(value))
            throw new ArgumentNullException(paramName);
    }

    public static Exception Missing(string paramName, string role, string column) =>
        new ArgumentOutOfRangeException(paramName, $"Could not find {role} column '{column}'");

    public static Exception Mismatch(string paramName, string role, string column, string expected, string actual) =>
        new ArgumentOutOfRangeException(
            paramName, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");
}
