namespace MLResNet.Formats.Hdf5;

/// <summary>What is known of a group or a dataset: a list of messages. Versions 1 and 2.</summary>
internal sealed class ObjectHeader
{
    private const int MaxMessages = 4096;
    private const byte Shared = 0x02;

    private readonly Hdf5Content _content;
    private readonly List<Message> _messages = [];
    private readonly Queue<(long Start, long Length)> _blocks = new();

    private ObjectHeader(Hdf5Content content, long address) => (_content, Address) = (content, address);

    /// <summary>Where the header is.</summary>
    public long Address { get; }

    private static ReadOnlySpan<byte> Signature => "OHDR"u8;

    private static ReadOnlySpan<byte> BlockSignature => "OCHK"u8;

    /// <summary>Reads all messages, those of continuation blocks included.</summary>
    /// <exception cref="ModelFormatException">The header is damaged.</exception>
    public static ObjectHeader Read(Hdf5Content content, long address)
    {
        var header = new ObjectHeader(content, address);
        ByteCursor cursor = content.At(address);
        if (cursor.Left >= Signature.Length && content.Bytes.Span.Slice((int)address, Signature.Length).SequenceEqual(Signature))
            header.ReadVersion2(cursor);
        else
            header.ReadVersion1(cursor);
        return header;
    }

    /// <summary>Whether there is a message of a type.</summary>
    public bool Has(MessageType type) => _messages.Exists(message => message.Type == type);

    /// <summary>Each message of a type, as a place to read from.</summary>
    public IEnumerable<Message> All(MessageType type) => _messages.Where(message => message.Type == type);

    /// <summary>The one message of a type.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    public ByteCursor Open(MessageType type) =>
        Open(_messages.Find(message => message.Type == type) ?? throw _content.Damaged(Address, $"the object here has no {type}"));

    /// <summary>A message's content and nothing behind it.</summary>
    public ByteCursor Open(Message message) => message.IsShared
        ? throw _content.Unsupported(message.Start, $"a shared {message.Type}")
        : new ByteCursor(_content.Bytes.Span.Slice((int)message.Start, message.Length), _content.Source, message.Start);

    private void ReadVersion1(ByteCursor cursor)
    {
        if (cursor.ReadByte() != 1)
            throw cursor.Damaged("no object header stands here, though something refers to one");
        cursor.Skip(1 + 2 + 4); // reserved, number of messages, references
        uint length = cursor.ReadUInt32();
        cursor.Skip(4); // up to a multiple of 8
        _blocks.Enqueue((cursor.Position, length));
        while (_blocks.TryDequeue(out (long Start, long Length) block))
        {
            ByteCursor messages = Block(block.Start, block.Length);
            while (messages.Left >= 8)
            {
                int type = messages.ReadUInt16();
                int size = messages.ReadUInt16();
                byte flags = messages.ReadByte();
                messages.Skip(3);
                Add(ref messages, type, size, flags);
            }
        }
    }

    private void ReadVersion2(ByteCursor cursor)
    {
        cursor.Skip(Signature.Length);
        byte version = cursor.ReadByte();
        if (version != 2)
            throw _content.Unsupported(cursor.Position - 1, $"an object header of version {version}");
        byte flags = cursor.ReadByte();
        cursor.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0)); // times, numbers of attributes
        long length = Hdf5Content.ReadNumber(ref cursor, 1 << (flags & 3));
        bool ordered = (flags & 0x04) != 0;
        int prefix = ordered ? 6 : 4;
        _blocks.Enqueue((cursor.Position, length));
        bool first = true;
        while (_blocks.TryDequeue(out (long Start, long Length) block))
        {
            ByteCursor messages = first ? Block(block.Start, block.Length) : Continuation(block.Start, block.Length);
            first = false;
            while (messages.Left >= prefix) // a gap may be left at the end
            {
                int type = messages.ReadByte();
                int size = messages.ReadUInt16();
                byte messageFlags = messages.ReadByte();
                if (ordered)
                    messages.Skip(2);
                Add(ref messages, type, size, messageFlags);
            }
        }
    }

    private ByteCursor Block(long start, long length)
    {
        ByteCursor block = _content.At(start);
        return new ByteCursor(block.Read(length), _content.Source, start);
    }

    private ByteCursor Continuation(long start, long length)
    {
        _content.At(start, BlockSignature);
        const int Checksum = 4;
        return Block(start + BlockSignature.Length, length - BlockSignature.Length - Checksum);
    }

    private void Add(ref ByteCursor cursor, int type, int size, byte flags)
    {
        if (_messages.Count == MaxMessages)
            throw cursor.Damaged($"the object at byte {Address} has more than {MaxMessages} messages");
        var message = new Message((MessageType)type, cursor.Offset, size, (flags & Shared) != 0);
        cursor.Skip(size);
        _messages.Add(message);
        if (message.Type == MessageType.Continuation)
        {
            ByteCursor continuation = Open(message);
            // A circle of continuations ends at the limit of messages, each block of it having at least one: the one that leads
            // on.
            _blocks.Enqueue((Hdf5Content.ReadAddress(ref continuation), continuation.ReadInt64()));
        }
    }

    /// <summary>Where a message's content is.</summary>
    internal sealed record Message(MessageType Type, long Start, int Length, bool IsShared);
}
