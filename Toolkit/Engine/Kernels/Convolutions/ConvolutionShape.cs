namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>What a convolution is, apart from its weights and the size of what it reads.</summary>
/// <param name="InputChannels">Channels read.</param>
/// <param name="OutputChannels">Channels written.</param>
/// <param name="Kernel">Side of the square window.</param>
/// <param name="Stride">Pixels from one window to the next, in both directions.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
internal readonly record struct ConvolutionShape(int InputChannels, int OutputChannels, int Kernel, int Stride = 1, int Groups = 1)
{
    /// <summary>Weights: kernel x kernel x input channels a group x output channels, stored in that order.</summary>
    public int WeightCount => Kernel * Kernel * (InputChannels / Groups) * OutputChannels;
}
