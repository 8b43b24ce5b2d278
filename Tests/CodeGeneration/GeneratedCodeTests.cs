using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MLResNet.CodeGeneration.CSharp;
using MLResNet.Engine.Optimizers;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.CodeGeneration.Tests;

public sealed class GeneratedCodeTests : IDisposable
{
    private static readonly ClassifierProjectOptions Embedded = new() { Template = ProjectTemplate.Library, EmbedModel = true };

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["flowers.mlresnet"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rose", "Rose")]
    [InlineData("my red-rose", "MyRedRose")]
    [InlineData("class", "Class")]
    [InlineData("3D print", "_3DPrint")]
    [InlineData("rosé", "Rosé")]
    [InlineData("日本語", "日本語")]
    [InlineData("снег и лёд", "СнегИЛёд")]
    [InlineData("é", "É")]
    [InlineData("value__", "Value")]
    [InlineData("a_b", "AB")]
    public void A_label_becomes_a_name(string label, string name) => Assert.Equal(name, Identifier.Of(label));

    [Fact]
    public void Any_labels_become_different_names_that_the_compiler_takes_and_come_back_as_strings()
    {
        var random = new Random(1);
        string[] noise = [.. Enumerable.Range(0, 400).Select(_ => Noise(random))];
        string[] labels =
        [
            .. SmallModel.HostileLabels, "ROSE", "Rose", "rose 2", "rose_2", "😀", "🌹", "!", " ", "1", "01", "_1", "value__",
            "value", "Equals", "ToString", "GetHashCode", "MemberwiseClone", "Label", "object", "int", "null", "é", "e\u0301",
            "\u0301", new string('x', 3000), new string('x', 3001), "\\u0041", "\"\"\"", "@class", "a\u200db", "\u00ad", "ᚠ",
            "ⅷ", "𐐀", "١",
            "*/ } }", "<![CDATA[", "]]>", "\u0085", "\t", "%(x)$(y)@(z)", .. noise,
        ];
        labels = [.. labels.Distinct(StringComparer.Ordinal)];
        SmallModel.Write(Model, labels);

        GeneratedProject project = ClassifierProject.Generate(Model, _folder["MyClassifier"], Embedded);
        CompiledProject compiled = CompiledProject.Of(project);

        Assert.Equal(labels, compiled.Get<IReadOnlyList<string>>("Labels"));
        Type names = compiled.Class.GetNestedType("Label")!;
        Assert.Equal(Enumerable.Range(0, labels.Length), Enum.GetValuesAsUnderlyingType(names).Cast<int>());
        Assert.Equal(labels.Length, Enum.GetNames(names).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("Rose", Enum.GetName(names, 0));
        Assert.Equal("Class", Enum.GetName(names, 2));
    }

    [Fact]
    public void The_code_predicts_what_the_library_does()
    {
        SmallModel.Write(Model);
        CompiledProject compiled = CompiledProject.Of(ClassifierProject.Generate(Model, _folder["MyClassifier"], Embedded));
        string photo = _folder["MyClassifier", "MyClassifier.Tests", "sample.png"];
        using ImageClassifier library = ImageClassifier.Load(Model);
        Prediction expected = library.Predict(photo);

        dynamic output = compiled.Class.GetMethod("Predict", [typeof(string)])!.Invoke(null, [photo])!;

        Assert.Equal(expected.Label, (string)output.PredictedLabel);
        Assert.Equal(expected.ScoresInOrder, ((IReadOnlyList<float>)output.Score).ToArray());
        Assert.Equal(expected.Index, (int)output.Label);
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(null, 4)]
    public void Training_again_takes_the_options_of_the_first_training(int? patience, int? soup)
    {
        var augmentation = new Augmentation { MinArea = 0.5f, Flip = true, Downscale = 0.25f, Erasing = 0.125f };
        var settings = new TrainingSettings(
            Size: 48, Epochs: 7, BatchSize: 16, "Sgd", LearningRate: 1e-3, WeightDecay: 0.0001, LabelSmoothing: 0.05,
            MovingAverage: 1 - 1 / (1.5 * 50 + 1), augmentation)
        {
            StartSize = 32, Schedule = new CosineSchedule { WarmUp = 0.1 }, TrainedStages = 2, RateDecay = 0.5, BalancesClasses = true,
            BalancedSampling = true, MicroBatchSize = 8, Patience = patience, Soup = soup,
            Teachers = [new TeacherModel("resnet50v2", "abc", 1)], TeacherShare = 0.5, // files that a package does not know
        };
        SmallModel.Write(Model, manifest => manifest with
        {
            Provenance = new ModelProvenance("MLResNet", "LastStages", 42, new TrainingData(800, 200, [], ""), settings)
            {
                Head = new HeadSettings(48, 0.25, Mirrored: true, BalancedClasses: true, 0, [], 9, 1e-9),
            },
            Backbone = new BackboneProvenance("resnet50v2\"; // \n", "abc"),
            MirrorImages = true,
        });
        var expected = new TransferLearningOptions
        {
            Tune = Tune.LastStages, Backbone = "resnet50v2\"; // \n", L2 = 0.25, MirrorImages = true, Size = 48, StartSize = 32, Stages = 2,
            RateDecay = 0.5, Soup = soup, Epochs = 7, Patience = patience, BatchSize = 16, MicroBatchSize = 8, Optimizer = OptimizerKind.Sgd,
            LearningRate = 1e-3, Schedule = new CosineSchedule { WarmUp = 0.1 }, WeightDecay = 0.0001, AverageEpochs = 1.5,
            LabelSmoothing = 0.05, Augmentation = augmentation, ValidationFraction = 0.2, BalanceClasses = ClassBalance.Sampling, Seed = 42,
        };

        CompiledProject compiled = CompiledProject.Of(ClassifierProject.Generate(Model, _folder["MyClassifier"], Embedded));

        Assert.Equal(expected, compiled.Get<TransferLearningOptions>("TrainingOptions"));
    }

    [Fact]
    public void A_head_and_a_model_of_unknown_origin_have_their_options_too()
    {
        SmallModel.Write(Model, manifest => manifest with
        {
            Provenance = new ModelProvenance("MLResNet", "Head", 1, new TrainingData(800, 0, [], ""))
            {
                Head = new HeadSettings(64, 0.25, Mirrored: false, BalancedClasses: true, 5, [new PenaltyTrial(0.25, 1)], 9, 1e-9)
                {
                    AdaptedNorms = true,
                },
            },
            Backbone = new BackboneProvenance("bundled", "abc"),
        });
        var head = new TransferLearningOptions
        {
            Tune = Tune.Head, Backbone = "bundled", AdaptNorms = true, Size = 64, BalanceClasses = ClassBalance.Weights,
        };

        GeneratedProject project = ClassifierProject.Generate(Model, _folder["MyClassifier"], Embedded);

        Assert.Equal(head, CompiledProject.Of(project).Get<TransferLearningOptions>("TrainingOptions"));
        string file = File.ReadAllText(_folder["MyClassifier", "MyClassifier", "MyClassifier.csproj"]);
        Assert.Contains("\"MLResNet.BundledBackbone\"", file, StringComparison.Ordinal);
        SmallModel.Write(Model);
        project = ClassifierProject.Generate(Model, _folder["MyClassifier"], Embedded);
        Assert.Equal(new TransferLearningOptions(), CompiledProject.Of(project).Get<TransferLearningOptions>("TrainingOptions"));
    }

    [Theory]
    [InlineData(ProjectTemplate.Console)]
    [InlineData(ProjectTemplate.WebApi)]
    [InlineData(ProjectTemplate.Worker)]
    [InlineData(ProjectTemplate.Library)]
    [InlineData(ProjectTemplate.MLNet)]
    public void No_class_can_be_called_as_a_type_or_member_that_the_code_uses(ProjectTemplate template)
    {
        SmallModel.Write(Model, manifest => manifest with { Labels = ["a", "b", "c", "d", "e"] });
        GeneratedProject project = ClassifierProject.Generate(
            Model, _folder["MyClassifier"], new ClassifierProjectOptions { Template = template, Name = "Qqq" });
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (GeneratedFile file in project.Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)))
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(project.Folder, file.Path))).GetRoot();
            SyntaxNode[] nodes = [.. root.DescendantNodes()];
            used.UnionWith(nodes.OfType<SimpleNameSyntax>().Where(IsLookedUp).Select(name => name.Identifier.Text));
            used.UnionWith(nodes.OfType<ClassDeclarationSyntax>().Where(type => type.Identifier.Text == "Qqq")
                .SelectMany(type => type.Members).SelectMany(NamesOf));
        }
        used.RemoveWhere(
            name => char.IsLower(name[0]) || name.Contains("Qqq", StringComparison.Ordinal) || name is "MyClassifier");

        string[] free = [.. used.Where(name => !ReservedNames.Contain(name))];

        Assert.Contains("Predict", used);
        Assert.Empty(free);

        // Not what is found in something else: in a type, a namespace, or the object that is being initialised.
        static bool IsLookedUp(SimpleNameSyntax name) => name.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression == name,
            QualifiedNameSyntax qualified => qualified.Left == name,
            AssignmentExpressionSyntax assignment => assignment.Left != name || assignment.Parent is not InitializerExpressionSyntax,
            UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax or NameEqualsSyntax => false,
            _ => true,
        };

        static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
        {
            BaseTypeDeclarationSyntax type => [type.Identifier.Text],
            MethodDeclarationSyntax method => [method.Identifier.Text],
            PropertyDeclarationSyntax property => [property.Identifier.Text],
            FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.Text),
            _ => [],
        };
    }

    [Theory]
    [InlineData("my flowers", "'MyFlowers' can")]
    [InlineData("class", "'Class' can")]
    [InlineData("1", "'_1' can")]
    [InlineData("../Flowers", "'Flowers' can")]
    [InlineData("😀", "cannot be that of a C# class.")]
    public void A_name_that_is_none_is_refused_with_one_that_is(string name, string told)
    {
        SmallModel.Write(Model);

        string message = Assert.Throws<MLResNetException>(
            () => ClassifierProject.Generate(Model, _folder["Other"], new ClassifierProjectOptions { Name = name })).Message;

        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["Other"]));
    }

    [Theory]
    [InlineData("flowers", "Flowers", "FlowersClassifier")]
    [InlineData("MyClassifier", "Flowers", "MyClassifier")]
    [InlineData("my-classifier v2", "Flowers", "MyClassifierV2")]
    [InlineData("Shop.Flowers", "Flowers", "FlowersClassifier")]
    [InlineData("Shop.Plants", "Flowers", "Shop.Plants")]
    [InlineData("System", "Flowers", "FlowersClassifier")]
    [InlineData("...", "Flowers", "FlowersClassifier")]
    public void The_project_is_called_as_its_folder_if_that_can_be(string folder, string name, string project) =>
        Assert.Equal(new ProjectNames(name, project), ProjectNames.Of(null, "flowers.mlresnet", Path.Combine("/home", folder)));

    /// <summary>Any of the characters there are, many of the troublesome ones.</summary>
    private static string Noise(Random random)
    {
        const string trouble = "\"\\{}$@%&<>*/'`\r\n\t\0\u2028\u2029\u0085\u200b\u202e\ufeff #;!-_0aZ";
        return new string([.. Enumerable.Range(0, random.Next(1, 12)).SelectMany(_ => random.Next(3) switch
        {
            0 => trouble[random.Next(trouble.Length)].ToString(),
            1 => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
            _ => random.Next(0xd800) is var code && code > 0 ? ((char)code).ToString() : "x",
        })]);
    }
}
