using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using MLResNet.Serving.Documents;

namespace MLResNet.Serving.Endpoints;

/// <summary>Describes the endpoints of a model for OpenAPI documents.</summary>
internal static class OperationDescription
{
    private const string Tag = "Images";

    public static void Classify(IEndpointConventionBuilder endpoint, string? model) => Describe(
        endpoint, model, "classify", "Names what is on images.", typeof(ClassificationDocument), "application/json",
        [400, 401, 408, 413, 415, 422, 500, 503, 504],
        operation =>
        {
            operation.Parameters = [Query("top", "How many of the likeliest labels to tell.", new OpenApiSchema
            {
                Type = JsonSchemaType.Integer, Minimum = "1", Default = JsonValue.Create(ClassifierEndpoints.DefaultTop),
            })];
            operation.RequestBody = Images(isOne: false);
        });

    public static void Explain(IEndpointConventionBuilder endpoint, string? model) => Describe(
        endpoint, model, "explain", "Shows which parts of an image speak for a label, as a heat map over it.", null, "image/png",
        [400, 401, 408, 413, 415, 422, 500, 503, 504],
        operation =>
        {
            operation.Parameters =
                [Query("label", "The label; left out: the likeliest.", new OpenApiSchema { Type = JsonSchemaType.String })];
            operation.RequestBody = Images(isOne: true);
        });

    public static void Model(IEndpointConventionBuilder endpoint, string? model) => Describe(
        endpoint, model, "model", "Says which model is in service, and what a request may hold.", typeof(ModelDocument),
        "application/json", [401, 500, 503], _ => { });

    private static void Describe(
        IEndpointConventionBuilder endpoint, string? model, string name, string summary, Type? result, string contentType,
        int[] problems, Action<OpenApiOperation> complete)
    {
        endpoint
            .WithTags(model is null ? Tag : $"{Tag}: {model}")
            .WithSummary(summary)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, result, [contentType]))
            .WithMetadata([.. problems.Select(status =>
                new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [Problems.Problem.ContentType]))])
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.OperationId = model is null ? name : $"{model}_{name}";
                complete(operation);
                return Task.CompletedTask;
            });
    }

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema) => new()
    {
        Name = name, In = ParameterLocation.Query, Description = description, Schema = schema,
    };

    private static OpenApiRequestBody Images(bool isOne)
    {
        OpenApiSchema file = new() { Type = JsonSchemaType.String, Format = "binary" };
        OpenApiSchema files = new() { Type = JsonSchemaType.Array, Items = file };
        OpenApiSchema form = new()
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { [isOne ? "image" : "images"] = isOne ? file : files },
        };
        return new OpenApiRequestBody
        {
            Required = true,
            Description = "JPEG, PNG, BMP or GIF.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["image/*"] = new() { Schema = file },
                ["application/octet-stream"] = new() { Schema = file },
                ["multipart/form-data"] = new() { Schema = form },
            },
        };
    }
}
