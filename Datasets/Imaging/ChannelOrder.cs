namespace MLResNet.Imaging;

/// <summary>The order of the colour channels that a network was trained with.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red: Caffe's networks and those that descend from them.</summary>
    Bgr,
}
