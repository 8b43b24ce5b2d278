using MLResNet.Formats;

namespace MLResNet.Classification.Tests.Formats;

/// <summary>Files that the HDF5 library wrote: Tests/Oracles/backbones/formats.py.</summary>
public sealed class Hdf5Tests
{
    [Theory]
    [InlineData("tiny-earliest.h5")]
    [InlineData("tiny-v108.h5")]
    [InlineData("tiny-latest.h5")]
    public void Datasets_of_every_type_come_back_under_their_paths(string name)
    {
        using WeightFile file = WeightFile.Parse(BrokenFiles.Fixture(name), name);

        Assert.Equal(WeightFormat.Hdf5, file.Format);
        Assert.Equal(
            [
                "big [4]", "big_double [4]", "conv/conv/kernel:0 [3, 2]", "double [4]", "empty [0, 3]", "half [4]", "scalar []", "steps []",
            ],
            file.Tensors.Select(tensor => tensor.ToString()).Order(StringComparer.Ordinal));
        AssertValues(file.Tensors.Where(tensor => tensor.Name != "steps"));
    }

    [Theory]
    [InlineData("many-earliest.h5")]
    [InlineData("many-latest.h5")]
    public void A_group_may_have_many_members(string name)
    {
        using WeightFile file = WeightFile.Parse(BrokenFiles.Fixture(name), name);

        Dictionary<string, float> values = file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ReadSingles().Single());
        Assert.Equal(420, values.Count);
        Assert.All(Enumerable.Range(0, 420), i => Assert.Equal(i / 4f - 1, values[$"weight{i}"]));
    }

    [Fact]
    public void Chunks_are_put_together_unpacked_and_unshuffled()
    {
        using WeightFile file = WeightFile.Parse(BrokenFiles.Fixture("chunked.h5"), "chunked.h5");

        Assert.Equal(["chunked [7, 5]", "packed [7, 5]"], file.Tensors.Select(tensor => tensor.ToString()));
        AssertValues(file.Tensors);
    }

    [Fact]
    public void Whole_numbers_are_not_taken_for_weights()
    {
        using WeightFile file = WeightFile.Parse(BrokenFiles.Fixture("tiny-earliest.h5"), "a.h5");

        var error = Assert.Throws<ModelFormatException>(() => file.Tensors.Single(tensor => tensor.Name == "steps").ReadSingles());

        Assert.Contains("'steps' at byte ", error.Message, StringComparison.Ordinal);
        Assert.Contains("no floating-point numbers", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("holes.h5", "has 1 of its 9 chunks")]
    [InlineData("checksums.h5", "uses the filter 3 at byte ")]
    [InlineData("circle.h5", "a group or a dataset stands in two places")]
    public void What_weight_files_do_not_have_is_refused_with_its_place(string name, string reason)
    {
        var error = Assert.Throws<ModelFormatException>(() => WeightFile.Parse(BrokenFiles.Fixture(name), name));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(" at byte ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_not_copied_to_its_end_says_so()
    {
        byte[] file = BrokenFiles.Fixture("tiny-earliest.h5");

        var error = Assert.Throws<ModelFormatException>(() => WeightFile.Parse(file.AsMemory(0, file.Length - 1), "a.h5"));

        Assert.Equal($"a.h5 is truncated: it says that it has {file.Length} bytes, and has {file.Length - 1}; copy it again.", error.Message);
    }

    [Theory]
    [InlineData("tiny-earliest.h5")]
    [InlineData("tiny-latest.h5")]
    [InlineData("chunked.h5")]
    public void A_file_broken_anywhere_is_read_or_refused(string name) => BrokenFiles.Check(BrokenFiles.Fixture(name), needsItsEnd: true);

    private static void AssertValues(IEnumerable<WeightTensor> tensors) => Assert.All(
        tensors, tensor => Assert.Equal(Enumerable.Range(0, tensor.Count).Select(i => i / 4f - 1), tensor.ReadSingles()));
}
