namespace MLResNet;
/// <summary>x</summary>
public sealed record UnreadableFile(string Path, string Reason);
