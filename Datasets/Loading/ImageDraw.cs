namespace MLResNet.Loading;

/// <summary>An image's turn in an epoch.</summary>
/// <param name="Index">Where the image stands in the list that is loaded from.</param>
/// <param name="Copy">How often the epoch has drawn it before.</param>
internal readonly record struct ImageDraw(int Index, int Copy);
