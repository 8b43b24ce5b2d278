using System.Reflection;
using System.Runtime.InteropServices;

namespace MLResNet.CodeGeneration.Tests;

/// <summary>
/// A project of each template, restored from a feed of this repository's own packages into a packages folder of their own, and
/// built; the one for ML.NET, whose package is made only against Microsoft.ML, references this repository's projects.
/// </summary>
public sealed class BuiltProjects : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The packages.</summary>
    internal string Feed => _folder["feed"];

    /// <summary>A photo to name.</summary>
    internal string Photo => _folder["OnConsole", "OnConsole.Tests", "sample.png"];

    /// <summary>What the library says of it.</summary>
    internal Prediction Expected { get; private set; } = null!;

    internal string Folder => _folder.Path;

    private static string Repository { get; } = Metadata("Repository");

    private static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The built program, or library, of a template.</summary>
    internal string AssemblyOf(ProjectTemplate template) =>
        _folder[$"On{template}", $"On{template}", "bin", Configuration, "net10.0", $"On{template}.dll"];

    /// <summary>Runs the tests of all projects; returns what that prints.</summary>
    internal Task<string> TestAllAsync() => Command.DotnetAsync(Folder, "test", "All.slnx", "-c", Configuration, "--no-build");

    /// <summary>
    /// Publishes a template's program as one file that needs no .NET on its machine and is compiled ahead; returns the file. It has
    /// to start where it was not made, so its folder is none of the project's.
    /// </summary>
    internal async Task<string> PublishAsync(ProjectTemplate template)
    {
        string name = $"On{template}", output = _folder["published", name];
        await Command.DotnetAsync(
            Folder, "publish", _folder[name, name], "-c", Configuration, "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained",
            "-p:PublishSingleFile=true", "-p:PublishReadyToRun=true", "-p:NuGetAudit=false", "-o", output);
        return Path.Combine(output, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
    }

    public async Task InitializeAsync()
    {
        string model = _folder["flowers.mlresnet"];
        SmallModel.Write(model);
        foreach (ProjectTemplate template in Enum.GetValues<ProjectTemplate>())
        {
            ClassifierProject.Generate(model, _folder[$"On{template}"], new ClassifierProjectOptions
            {
                Template = template,
                EmbedModel = template == ProjectTemplate.Library,
                Repository = template == ProjectTemplate.MLNet ? Repository : null,
            });
        }
        using ImageClassifier library = ImageClassifier.Load(model);
        Expected = library.Predict(Photo);

        await PackAsync();
        await BuildAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>Packs what is built already, all in one build.</summary>
    private Task<string> PackAsync()
    {
        File.WriteAllText(_folder["pack.proj"], $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{Metadata("PackedProjects")}" Targets="Pack" BuildInParallel="true"
                         Properties="Configuration={Configuration};NoBuild=true;PackageOutputPath={Feed}/" />
              </Target>
            </Project>
            """);
        return Command.DotnetAsync(Folder, "msbuild", "pack.proj", "-t:Pack", "-m", "-v:q");
    }

    private Task<string> BuildAsync()
    {
        // Packages of an earlier build have the same version: they may not come out of the folder where the user's packages are.
        File.WriteAllText(_folder["nuget.config"], """
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="packages" />
                <add key="signatureValidationMode" value="accept" />
              </config>
              <fallbackPackageFolders>
                <clear />
              </fallbackPackageFolders>
              <packageSources>
                <add key="repository" value="feed" />
              </packageSources>
            </configuration>
            """);
        IEnumerable<string> projects = Enum.GetNames<ProjectTemplate>().Select(name => $"On{name}").SelectMany(name => (string[])
        [
            $"""<Project Path="{name}/{name}/{name}.csproj" />""",
            $"""<Project Path="{name}/{name}.Tests/{name}.Tests.csproj" />""",
        ]);
        File.WriteAllText(_folder["All.slnx"], $"<Solution>{string.Concat(projects)}</Solution>");
        // Or the projects of this repository, which are none of that solution, would be built anew in another configuration.
        return Command.DotnetAsync(
            Folder, "build", "All.slnx", "-c", Configuration, "-p:ShouldUnsetParentConfigurationAndPlatform=false",
            "-p:NuGetAudit=false");
    }

    private static string Metadata(string key) => typeof(BuiltProjects).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
