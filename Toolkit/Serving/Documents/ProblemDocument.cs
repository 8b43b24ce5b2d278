namespace MLResNet.Serving.Documents;

/// <summary>An error, as RFC 9457 has it.</summary>
/// <param name="Type">Which one.</param>
/// <param name="Title">The same in words.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Detail">The reason, and what to do.</param>
internal sealed record ProblemDocument(string Type, string Title, int Status, string Detail);
