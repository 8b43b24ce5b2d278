using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace MLResNet.Hosting.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly ModelFiles _files = new();

    public RegistrationTests() => _files.WriteInPlace(1);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Models_with_names_are_keyed_services_beside_the_one_without()
    {
        string flowers = _files.InFolder("flowers.mlresnet");
        File.WriteAllBytes(flowers, ModelFiles.Bytes(2));
        using var host = new Host(services => services
            .AddImageClassifier(_files.Path)
            .AddImageClassifier("flowers", flowers, options => options.Classifier = new ImageClassifierOptions { Threads = 1 })
            .AddSingleton<Florist>());

        Florist florist = host.Services.GetRequiredService<Florist>();

        Assert.Same(host.Classifier, florist.Anything);
        Assert.Same(host.Services.GetRequiredKeyedService<HostedImageClassifier>("flowers"), florist.Flowers);
        Assert.Equal("flowers", florist.Flowers.Name);
        Assert.Equal(ModelFiles.ScoresOf(1)[0], florist.Anything.Predict(ModelFiles.Pictures[0]).ScoresInOrder);
        Assert.Equal(ModelFiles.ScoresOf(2)[0], florist.Flowers.Predict(ModelFiles.Pictures[0]).ScoresInOrder);
        Assert.Null(host.Services.GetKeyedService<HostedImageClassifier>("trees"));
    }

    [Fact]
    public async Task The_start_of_the_host_loads_the_models_that_are_to_be_loaded_then()
    {
        using var host = new Host(services => services
            .AddImageClassifier(_files.Path)
            .AddImageClassifier("later", _files.Path, options => options.LoadOnStart = false));

        await StartAsync(host);

        Assert.Equal(1, host.Classifier.Model!.Version);
        Assert.Null(host.Services.GetRequiredKeyedService<HostedImageClassifier>("later").Model);
    }

    [Fact]
    public async Task A_start_without_the_file_fails_with_its_name_and_the_file_mends_that_when_it_comes()
    {
        File.Delete(_files.Path);
        using var host = new Host(services =>
        {
            services.AddImageClassifier(_files.Path, Host.Eagerly);
            services.AddHealthChecks().AddImageClassifier();
        });

        MLResNetException error = await Assert.ThrowsAsync<MLResNetException>(() => StartAsync(host));
        Assert.StartsWith(_files.Path, error.Message, StringComparison.Ordinal);
        Assert.Throws<MLResNetException>(() => host.Classifier.Predict(ModelFiles.Pictures[0]));
        HealthReportEntry missing = await host.CheckAsync();
        Assert.Equal(HealthStatus.Unhealthy, missing.Status);
        Assert.Contains(_files.Path, missing.Description!, StringComparison.Ordinal);

        _files.WriteInPlace(1);
        await Host.Until(() => host.Classifier.Model is not null);
        Assert.Equal(HealthStatus.Healthy, (await host.CheckAsync()).Status);
    }

    [Fact]
    public async Task The_check_of_a_named_model_loads_it_and_tells_its_file_hash_age_and_classes()
    {
        using var host = new Host(services =>
        {
            services.AddImageClassifier("flowers", _files.Path);
            services.AddHealthChecks().AddImageClassifier("flowers", tags: ["ready"]);
        });

        HealthReportEntry entry = await host.CheckAsync("image-classifier-flowers");

        HostedModel model = host.Services.GetRequiredKeyedService<HostedImageClassifier>("flowers").Model!;
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(["ready"], entry.Tags);
        Assert.Equal(_files.Path, entry.Data["file"]);
        Assert.Equal(model.LoadedAt, entry.Data["loaded_at"]);
        Assert.Equal(5, entry.Data["classes"]);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(ModelFiles.Bytes(1)));
        Assert.Equal(hash, entry.Data["hash"]);
        Assert.Equal(hash, model.Hash);
    }

    [Fact]
    public void Options_out_of_their_range_are_refused_by_name()
    {
        using var host = new Host(services =>
            services.AddImageClassifier(_files.Path, options => options.PollInterval = TimeSpan.Zero));

        MLResNetException error = Assert.Throws<MLResNetException>(() => host.Classifier);

        Assert.Contains(nameof(HostedImageClassifierOptions.PollInterval), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_services_a_lease_still_ends_well_and_nothing_begins()
    {
        var host = new Host(services => services.AddImageClassifier(_files.Path));
        HostedImageClassifier classifier = host.Classifier;
        ImageClassifierLease lease = classifier.Lease();

        host.Dispose();

        Assert.Equal(ModelFiles.ScoresOf(1)[0], lease.Classifier.Predict(ModelFiles.Pictures[0]).ScoresInOrder);
        Assert.Throws<ObjectDisposedException>(() => classifier.Predict(ModelFiles.Pictures[0]));
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.Classifier.Predict(ModelFiles.Pictures[0]));
    }

    private static async Task StartAsync(Host host)
    {
        foreach (IHostedService service in host.Services.GetServices<IHostedService>())
        {
            if (service is Registration.LoadOnStart) // the health checks have a service of their own
                await service.StartAsync(default);
        }
    }

    private sealed record Florist(HostedImageClassifier Anything, [FromKeyedServices("flowers")] HostedImageClassifier Flowers);
}
