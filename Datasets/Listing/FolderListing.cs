namespace MLResNet.Listing;

/// <summary>Reads a folder with a sub-folder per class, perhaps one level down in train, validation and test.</summary>
internal static class FolderListing
{
    /// <exception cref="DatasetException">The folder holds no image in a class.</exception>
    public static ImageListing Read(string root)
    {
        var listing = new ImageListing(root);
        List<FolderEntry> entries = ImageFiles.ListOrReport(root, listing.Findings);
        int withoutClass;
        if (HasParts(root, entries))
        {
            withoutClass = CountLooseImages(listing, root, entries);
            foreach (FolderEntry entry in entries)
            {
                if (DatasetPartName.Parse(entry.Name) is var part and not DatasetPart.None && entry.IsFolder)
                {
                    string folder = Path.Join(root, entry.Name);
                    withoutClass += AddClasses(listing, folder, ImageFiles.ListOrReport(folder, listing.Findings), part);
                }
            }
        }
        else
            withoutClass = AddClasses(listing, root, entries, DatasetPart.None);

        if (listing.Images.Count == 0)
            throw new DatasetException(Emptiness(listing, withoutClass));
        return listing;
    }

    // 'train' may be a class as well, beside 'plane' and 'bus': only where nothing else holds images are the names parts.
    private static bool HasParts(string root, List<FolderEntry> entries)
    {
        List<FolderEntry> folders = entries.FindAll(e => e.IsFolder);
        return folders.Exists(e => DatasetPartName.Parse(e.Name) == DatasetPart.Train)
            && folders.TrueForAll(e => DatasetPartName.Parse(e.Name) != DatasetPart.None
                || !ImageFiles.Below(Path.Join(root, e.Name), []).Any());
    }

    private static int AddClasses(ImageListing listing, string folder, List<FolderEntry> entries, DatasetPart part)
    {
        foreach (FolderEntry entry in entries)
        {
            if (!entry.IsFolder)
                continue;
            string classFolder = Path.Join(folder, entry.Name);
            string[] labels = [entry.Name];
            int before = listing.Images.Count;
            foreach (string file in ImageFiles.Below(classFolder, listing.Findings))
                listing.Images.Add(new ListedImage(file, labels, part));
            if (listing.Images.Count == before)
            {
                string message =
                    $"The folder '{classFolder}' holds no images, so there is no class '{entry.Name}'{InPart(part)}.";
                listing.Findings.Add(new DatasetFinding(DatasetFindingKind.EmptyClass, message));
            }
        }
        return CountLooseImages(listing, folder, entries);
    }

    private static int CountLooseImages(ImageListing listing, string folder, List<FolderEntry> entries)
    {
        int count = entries.Count(e => !e.IsFolder && ImageFiles.IsCandidate(e.Name));
        if (count > 0)
        {
            (string lie, string are) = count == 1 ? ("One file lies", "is") : ($"{count} files lie", "are");
            string message = $"{lie} in '{folder}' itself rather than in a class folder, and {are} left out.";
            listing.Findings.Add(new DatasetFinding(DatasetFindingKind.ImagesWithoutClass, message));
        }
        return count;
    }

    private static string InPart(DatasetPart part) =>
        part == DatasetPart.None ? "" : $" in the {part.ToString().ToLowerInvariant()} part";

    private static string Emptiness(ImageListing listing, int withoutClass)
    {
        if (listing.Findings.Find(f => f.Kind == DatasetFindingKind.FolderNotListed) is { } notListed)
            return notListed.Message;
        return withoutClass == 0
            ? $"The folder '{listing.Source}' holds no images; put them in one sub-folder per class."
            : $"The folder '{listing.Source}' holds {withoutClass} files but none in a class; "
                + "put them in one sub-folder per class.";
    }
}
