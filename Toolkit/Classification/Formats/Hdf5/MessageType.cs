namespace MLResNet.Formats.Hdf5;

/// <summary>The messages of an object header that are read here.</summary>
internal enum MessageType
{
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    Link = 0x06,
    DataLayout = 0x08,
    FilterPipeline = 0x0B,
    Continuation = 0x10,
    SymbolTable = 0x11,
}
