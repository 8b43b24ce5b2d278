namespace Microsoft.ML.Runtime;

/// <summary>A message on its way to the log.</summary>
public readonly struct ChannelMessage
{
    public readonly ChannelMessageKind Kind;
    public readonly MessageSensitivity Sensitivity;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string message) =>
        (Kind, Sensitivity, Message) = (kind, sensitivity, message);

    public string Message { get; }
}
