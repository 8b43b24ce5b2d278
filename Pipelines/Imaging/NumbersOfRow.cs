namespace MLResNet.Pipelines.Imaging;

/// <summary>What the network gave for the image of the current row.</summary>
internal delegate ReadOnlySpan<float> NumbersOfRow();
