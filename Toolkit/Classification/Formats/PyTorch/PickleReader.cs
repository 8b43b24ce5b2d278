using System.Buffers.Binary;
using System.Text;

namespace MLResNet.Formats.PyTorch;

/// <summary>
/// Reads a pickle of the plain data and tensors that torch.save writes for a state dictionary. Nothing is executed: of the
/// opcodes that call something, those taken are answered by <see cref="TorchObjects"/>, which knows a short list of names; every
/// other opcode is refused. Values are null, bool, long, double, string, object?[] (tuple), List&lt;object?&gt;, <see
/// cref="PickleDictionary"/>, <see cref="PickleGlobal"/>, <see cref="TorchStorage"/> and <see cref="TorchTensor"/>. Opcodes:
/// Python's Lib/pickletools.py.
/// </summary>
internal ref struct PickleReader
{
    // ResNet-152's state dictionary takes some 40,000 opcodes. An opcode takes at most one place on the stack or in the memo, so
    // that this bounds memory too.
    private const int MaxOpcodes = 4_000_000;
    private const int MaxProtocol = 5;
    private const int MaxGlobalLength = 256;

    /// <summary>Stands on the stack where MARK put it.</summary>
    private static readonly object Mark = new();

    private readonly TorchObjects _objects;
    private readonly string _source;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private ByteCursor _cursor;
    private long _opcodeOffset;

    private PickleReader(ByteCursor cursor, TorchObjects objects, string source)
    {
        _cursor = cursor;
        _objects = objects;
        _source = source;
    }

    /// <summary>Reads one pickle and leaves the cursor behind it.</summary>
    /// <exception cref="ModelFormatException">The pickle is damaged, or asks for something that is not on the list.</exception>
    public static object? Read(ref ByteCursor cursor, TorchObjects objects, string source)
    {
        var reader = new PickleReader(cursor, objects, source);
        object? value = reader.Run();
        cursor = reader._cursor;
        return value;
    }

    private object? Run()
    {
        for (int count = 0; count < MaxOpcodes; count++)
        {
            _opcodeOffset = _cursor.Offset;
            var opcode = (PickleOpcode)_cursor.ReadByte();
            if (opcode == PickleOpcode.Stop)
                return Pop();
            Step(opcode);
        }
        throw Damaged($"the pickle has more than {MaxOpcodes} opcodes");
    }

    private void Step(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                byte protocol = _cursor.ReadByte();
                if (protocol > MaxProtocol)
                    throw Damaged($"there is no pickle protocol {protocol}");
                break;
            case PickleOpcode.Frame:
                _cursor.ReadInt64(); // a hint for readers of streams
                break;

            case PickleOpcode.None: Push(null); break;
            case PickleOpcode.NewTrue: Push(true); break;
            case PickleOpcode.NewFalse: Push(false); break;
            case PickleOpcode.BinInt: Push((long)(int)_cursor.ReadUInt32()); break;
            case PickleOpcode.BinInt1: Push((long)_cursor.ReadByte()); break;
            case PickleOpcode.BinInt2: Push((long)_cursor.ReadUInt16()); break;
            case PickleOpcode.Long1: Push(ReadLong(_cursor.ReadByte())); break;
            case PickleOpcode.BinFloat: Push(BinaryPrimitives.ReadDoubleBigEndian(_cursor.Read(8))); break;
            case PickleOpcode.BinUnicode: Push(ReadText(_cursor.ReadUInt32())); break;
            case PickleOpcode.BinString: Push(ReadText(_cursor.ReadUInt32())); break; // a str of Python 2
            case PickleOpcode.ShortBinUnicode: Push(ReadText(_cursor.ReadByte())); break;
            case PickleOpcode.ShortBinString: Push(ReadText(_cursor.ReadByte())); break;

            case PickleOpcode.Mark: Push(Mark); break;
            case PickleOpcode.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple1: Push(PopTuple(1)); break;
            case PickleOpcode.Tuple2: Push(PopTuple(2)); break;
            case PickleOpcode.Tuple3: Push(PopTuple(3)); break;
            case PickleOpcode.Tuple: Push(PopToMark()); break;
            case PickleOpcode.EmptyList: Push(new List<object?>()); break;
            case PickleOpcode.Append: Append([Pop()]); break;
            case PickleOpcode.Appends: Append(PopToMark()); break;
            case PickleOpcode.EmptyDict: Push(new PickleDictionary()); break;
            case PickleOpcode.SetItem: SetItems(PopTuple(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;

            case PickleOpcode.BinPut: _memo[_cursor.ReadByte()] = Peek(); break;
            case PickleOpcode.LongBinPut: _memo[_cursor.ReadUInt32()] = Peek(); break;
            case PickleOpcode.Memoize: _memo[(uint)_memo.Count] = Peek(); break;
            case PickleOpcode.BinGet: Push(Recall(_cursor.ReadByte())); break;
            case PickleOpcode.LongBinGet: Push(Recall(_cursor.ReadUInt32())); break;

            case PickleOpcode.Global: Push(Allowed(ReadLine(), ReadLine())); break;
            case PickleOpcode.StackGlobal:
                object?[] names = PopTuple(2);
                if (names is not [string module, string name])
                    throw Damaged("a class is named by something else than text");
                Push(Allowed(module, name));
                break;
            case PickleOpcode.Reduce:
                object?[] call = PopTuple(2);
                if (call is not [PickleGlobal function, object?[] arguments])
                    throw Damaged("REDUCE needs a function and a tuple");
                Push(_objects.Call(function, arguments, _opcodeOffset));
                break;
            case PickleOpcode.Build:
                // A state dictionary carries the versions of its modules as an attribute, which says nothing of its tensors.
                Pop();
                if (Peek() is not PickleDictionary)
                    throw Damaged("attributes are set on something else than a dictionary");
                break;
            case PickleOpcode.BinPersId: Push(_objects.Load(Pop(), _opcodeOffset)); break;

            default:
                throw new ModelFormatException(
                    $"{_source}: the pickle's opcode {Describe(opcode)} at byte {_opcodeOffset} is not one that weights need; "
                    + TorchObjects.Advice);
        }
    }

    private static string Describe(PickleOpcode opcode) =>
        Enum.IsDefined(opcode) ? opcode.ToString().ToUpperInvariant() : $"0x{(byte)opcode:X2}";

    private readonly PickleGlobal Allowed(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        _objects.CheckAllowed(global, _opcodeOffset);
        return global;
    }

    private readonly void Push(object? value) => _stack.Add(value);

    private readonly object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private readonly object? Peek() =>
        _stack.Count > 0 && !ReferenceEquals(_stack[^1], Mark) ? _stack[^1] : throw Damaged("the pickle's stack is empty");

    private readonly object?[] PopTuple(int count)
    {
        var tuple = new object?[count];
        for (int i = count - 1; i >= 0; i--)
            tuple[i] = Pop();
        return tuple;
    }

    private readonly object?[] PopToMark()
    {
        int mark = _stack.FindLastIndex(value => ReferenceEquals(value, Mark));
        if (mark < 0)
            throw Damaged("the pickle's stack holds no mark");
        object?[] values = [.. _stack.GetRange(mark + 1, _stack.Count - mark - 1)];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private readonly void Append(object?[] values)
    {
        if (Peek() is not List<object?> list)
            throw Damaged("something is appended to what is no list");
        list.AddRange(values);
    }

    private readonly void SetItems(object?[] values)
    {
        if (Peek() is not PickleDictionary dictionary || values.Length % 2 != 0)
            throw Damaged("keys and values are put into what is no dictionary");
        for (int i = 0; i < values.Length; i += 2)
            dictionary.Items.Add(new(values[i], values[i + 1]));
    }

    private readonly object? Recall(uint index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw Damaged($"the pickle's memo has no entry {index}");

    private string ReadText(uint length)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(_cursor.Read(length));
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text is not UTF-8");
        }
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        for (byte next = _cursor.ReadByte(); next != '\n'; next = _cursor.ReadByte())
        {
            if (next is < (byte)' ' or > (byte)'~' || line.Length == MaxGlobalLength)
                throw Damaged("a class has an impossible name");
            line.Append((char)next);
        }
        return line.ToString();
    }

    private long ReadLong(int length)
    {
        ReadOnlySpan<byte> bytes = _cursor.Read(length);
        if (length > sizeof(long))
            throw Damaged($"an integer takes {length} bytes");
        long value = length > 0 && bytes[^1] >= 0x80 ? -1 : 0; // two's complement
        for (int i = length - 1; i >= 0; i--)
            value = value << 8 | bytes[i];
        return value;
    }

    private readonly ModelFormatException Damaged(string reason) => ModelFormatException.Damaged(_source, _opcodeOffset, reason);
}
