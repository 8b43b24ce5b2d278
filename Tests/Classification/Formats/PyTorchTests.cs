using System.Text;
using MLResNet.Formats;

namespace MLResNet.Classification.Tests.Formats;

/// <summary>Files that PyTorch wrote: Tests/Oracles/backbones/formats.py.</summary>
public sealed class PyTorchTests
{
    /// <summary>
    /// Magic number, protocol 1001, {'little_endian': True}: what stands before the object in a row of pickles.
    /// </summary>
    private const string RowStart =
        "8002 8A0A 6CFC9C46F9206AA85019 2E  8002 4DE903 2E  8002 7D 580D0000006C6974746C655F656E6469616E 88 73 2E";

    [Theory]
    [InlineData("tiny.pth")]
    [InlineData("tiny-pickles.pth")]
    public void Tensors_of_every_type_and_layout_come_back(string name)
    {
        using WeightFile file = WeightFile.Parse(BrokenFiles.Fixture(name), name);

        Assert.Equal(WeightFormat.PyTorch, file.Format);
        Assert.Equal(
            [
                "single [2, 3]", "half [4]", "brain [4]", "double [4]", "steps []", "turned [3, 2]", "empty [0, 3]", "scalar []",
            ],
            file.Tensors.Select(tensor => tensor.ToString()));
        Assert.All(
            file.Tensors.Where(tensor => tensor.Name != "steps"),
            tensor => Assert.Equal(Enumerable.Range(0, tensor.Count).Select(i => i / 4f - 1), tensor.ReadSingles()));
    }

    [Fact]
    public void Whole_numbers_are_not_taken_for_weights()
    {
        using WeightFile file = WeightFile.Parse(BrokenFiles.Fixture("tiny.pth"), "a.pth");

        var error = Assert.Throws<ModelFormatException>(() => file.Tensors.Single(tensor => tensor.Name == "steps").ReadSingles());

        Assert.Contains("'steps' holds Long elements", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.pth", "asks for posix.system at byte ")]
    [InlineData("evil-pickles.pth", "asks for posix.system at byte 1")]
    [InlineData("module.pth", "asks for torch.nn.modules.linear.Linear at byte ")]
    [InlineData("no-state.pth", "holds no state dictionary")]
    public void What_is_more_than_weights_is_refused_by_name_and_nothing_is_run(string name, string reason)
    {
        var error = Assert.Throws<ModelFormatException>(() => WeightFile.Parse(BrokenFiles.Fixture(name), name));

        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("torch.save(model.state_dict(), path)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2E", "stack is empty")]
    [InlineData("28 2E", "stack is empty")] // MARK is no value
    [InlineData("7D 7D 2E", "list of storages is missing")]
    [InlineData("68 05 2E", "memo has no entry 5")]
    [InlineData("85 2E", "stack is empty")]
    [InlineData("74 2E", "holds no mark")]
    [InlineData("28 4B01 75 2E", "stack is empty")]
    [InlineData("7D 28 4B01 75 2E", "no dictionary")]
    [InlineData("7D 4B01 61 2E", "no list")]
    [InlineData("58 FFFFFFFF 2E", "4294967295 bytes are announced")]
    [InlineData("58 01000000 FF 2E", "not UTF-8")]
    [InlineData("80 06 2E", "no pickle protocol 6")]
    [InlineData("8A 09 000000000000000000 2E", "integer takes 9 bytes")]
    [InlineData("81 2E", "opcode NEWOBJ at byte 45")]
    [InlineData("69 2E", "opcode INST at byte 45")]
    [InlineData("8B 2E", "opcode LONG4 at byte 45")]
    [InlineData("FE 2E", "opcode 0xFE at byte 45")]
    [InlineData("4E 51 2E", "names no storage")]
    [InlineData("4E 4E 52 2E", "REDUCE needs a function")]
    [InlineData("4E 4E 62 2E", "attributes are set")]
    [InlineData("4E 4E 93 2E", "named by something else than text")]
    [InlineData("63 616263 0A 01 0A 2E", "impossible name")]
    public void A_pickle_that_makes_no_sense_is_refused_with_the_reason(string pickle, string reason)
    {
        byte[] file = Hex(RowStart + pickle + "4E 2E");

        var error = Assert.Throws<ModelFormatException>(() => WeightFile.Parse(file, "a.pth"));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 6, "[2, 3]", "[3, 1]", null)]
    [InlineData(0, 6, "[2, 2]", "[1, 4]", null)]
    [InlineData(1, 6, "[2, 3]", "[3, 1]", "does not fit its storage of 6")]
    [InlineData(0, 6, "[2, 3]", "[4, 1]", "does not fit its storage of 6")]
    [InlineData(0, 6, "[2, 7]", "[0, 0]", "does not fit its storage of 6")] // a broadcast view could be any size
    [InlineData(0, 6, "[2147483647, 2147483647]", "[0, 0]", "does not fit its storage of 6")]
    [InlineData(0, 6, "[2, 2]", "[2147483647, 1]", "does not fit its storage of 6")]
    [InlineData(0, 6, "[2]", "[1, 1]", "do not fit together")]
    [InlineData(0, 6, "[-1]", "[1]", "do not fit together")]
    [InlineData(7, 6, "[0]", "[1]", "does not fit its storage of 6")]
    [InlineData(0, 7, "[2, 3]", "[3, 1]", "has 6 elements, though its tensors take 7")]
    [InlineData(0, -1, "[]", "[]", "names no storage")]
    [InlineData(0, 2147483647, "[]", "[]", "names no storage")]
    public void A_tensor_keeps_to_its_storage(int start, int count, string shape, string strides, string? reason)
    {
        var pickle = new StringBuilder(RowStart + "7D" + Text("t"));
        pickle.Append(Global("torch._utils", "_rebuild_tensor_v2")).Append("28");
        pickle.Append("28" + Text("storage") + Global("torch", "FloatStorage") + Text("0") + Text("cpu") + Integer(count) + "74 51");
        pickle.Append(Integer(start) + Tuple(shape) + Tuple(strides) + "89" + Global("collections", "OrderedDict") + "29 52");
        pickle.Append("74 52 73 2E  5D" + Text("0") + "61 2E  0600000000000000");
        for (int i = 0; i < 6; i++)
            pickle.Append(Convert.ToHexString(BitConverter.GetBytes((float)i)));
        byte[] file = Hex(pickle.ToString());

        if (reason is null)
        {
            WeightTensor tensor = Assert.Single(WeightFile.Parse(file, "a.pth").Tensors);
            int[] steps = [.. strides.Trim('[', ']').Split(", ").Select(int.Parse)];
            Assert.Equal(steps[0], tensor.ReadSingles()[tensor.Shape[1]]); // the first element of the second row
            return;
        }
        var error = Assert.Throws<ModelFormatException>(() => WeightFile.Parse(file, "a.pth"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_list_may_not_be_copied_without_end()
    {
        // A list of many pairs, made once and recalled for one OrderedDict after the other.
        var pickle = new StringBuilder(RowStart + "5D 28");
        for (int i = 0; i < 5000; i++)
            pickle.Append("4B01 4B01 86");
        pickle.Append("65 85 71 00" + Global("collections", "OrderedDict") + "71 01");
        for (int i = 0; i < 5000; i++)
            pickle.Append("68 01 68 00 52");

        var error = Assert.Throws<ModelFormatException>(() => WeightFile.Parse(Hex(pickle + "2E"), "a.pth"));

        Assert.Contains("OrderedDict is called with arguments", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_archive_that_is_not_pytorch_s_is_told_apart()
    {
        byte[] package = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Packaging", "Fixtures", "version-1.mlresnet"));

        var error = Assert.Throws<ModelFormatException>(() => WeightFile.Parse(package, "a.mlresnet"));

        Assert.Contains("but not of PyTorch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_broken_anywhere_is_read_or_refused() => BrokenFiles.Check(BrokenFiles.Fixture("tiny.pth"), needsItsEnd: true);

    [Fact]
    public void A_row_of_pickles_broken_anywhere_is_read_or_refused() =>
        BrokenFiles.Check(BrokenFiles.Fixture("tiny-pickles.pth"), needsItsEnd: true);

    private static byte[] Hex(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));

    private static string Text(string text) =>
        "58" + Convert.ToHexString(BitConverter.GetBytes(text.Length)) + Convert.ToHexString(Encoding.ASCII.GetBytes(text));

    private static string Integer(int value) => "4A" + Convert.ToHexString(BitConverter.GetBytes(value));

    private static string Tuple(string list) =>
        "28" + string.Concat(list.Trim('[', ']').Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(n => Integer(int.Parse(n)))) + "74";

    private static string Global(string module, string name) =>
        "63" + Convert.ToHexString(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
}
