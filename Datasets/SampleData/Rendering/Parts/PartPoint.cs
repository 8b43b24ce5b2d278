namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>One point of a part's surface.</summary>
/// <param name="Height">Over the belt, in units of the part's radius; 0 or less where there is no part.</param>
/// <param name="Bare">1 on a fresh break, 0 on the finished surface.</param>
/// <param name="Plastic">Whether this is a plastic insert rather than metal.</param>
internal readonly record struct PartPoint(float Height, float Bare, bool Plastic)
{
    public static PartPoint None => default;
}
