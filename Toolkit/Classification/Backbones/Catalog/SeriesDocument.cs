using System.Text.Json.Serialization;
using MLResNet.Engine.Networks;
using MLResNet.Packaging;

namespace MLResNet.Backbones.Catalog;

/// <summary>Backbones of one publisher that are structured, published and fed alike.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class SeriesDocument
{
    public required string Name { get; set; }

    public required string Publisher { get; set; }

    /// <summary>What the parameters are called in the file.</summary>
    public required BackboneNaming Names { get; set; }

    public required string Format { get; set; }

    public required string License { get; set; }

    /// <summary>Where the files are, with a slash at its end.</summary>
    public required string Address { get; set; }

    public string? Note { get; set; }

    public required PreprocessingDocument Preprocessing { get; set; }

    /// <summary>How its networks differ from the family's.</summary>
    public SpecChanges Spec { get; set; } = new();

    public required EntryDocument[] Backbones { get; set; }

    public BackboneEntry ToEntry(EntryDocument entry)
    {
        ResNetSpec network = ResNetFamily.Get(entry.Network ?? entry.Id.Split('.')[0]);
        return new BackboneEntry
        {
            Id = entry.Id,
            Publisher = Publisher,
            Naming = Names,
            Spec = Spec.ApplyTo(network with { Id = entry.Id }) with { Classes = entry.HasHead ? Spec.Classes ?? network.Classes : 1 },
            HasHead = entry.HasHead,
            Preprocessing = Preprocessing.ToPreprocessing(),
            Address = new Uri(Address + (entry.Path ?? entry.File)),
            FileName = entry.File,
            Format = Format,
            Bytes = entry.Bytes,
            Sha256 = entry.Sha256,
            Md5 = entry.Md5,
            License = License,
            ImageNetAccuracy = (double)(entry.Top1 / 100),
            Note = Note,
        };
    }
}
