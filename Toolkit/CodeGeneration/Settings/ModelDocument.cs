namespace MLResNet.CodeGeneration.Settings;

/// <summary>The model.</summary>
internal sealed record ModelDocument(
    string File, string Sha256, string Arch, int Size, bool MultiLabel, IReadOnlyList<string> Labels);
