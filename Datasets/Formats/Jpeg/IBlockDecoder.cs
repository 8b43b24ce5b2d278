namespace MLResNet.Formats.Jpeg;

/// <summary>Decodes what one kind of scan says about a block.</summary>
internal interface IBlockDecoder
{
    /// <summary>Takes up what the scan adds to a block.</summary>
    void Decode(ref BitReader source, ScanComponent component, CoefficientBlock block);

    /// <summary>Forgets what reaches from block to block, as a restart interval begins.</summary>
    void Restart();
}
