"""Takes the same number of images of each class of a data set, spread over its files in the order of their names, and divides them: of five one to
test on, the others to train on. The same files every time.

Run: python3 Tests/Benchmarks/Peers/labelled.py FOLDER OUTPUT IMAGES_PER_CLASS
"""

import pathlib
import shutil
import sys

folder, output, count = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
for label in sorted(path for path in folder.iterdir() if path.is_dir()):
    files = sorted(path for path in label.iterdir() if path.is_file())
    count = min(count, len(files))
    for number in range(count):
        file = files[number * len(files) // count]
        part = output / ("test" if number % 5 == 0 else "train") / label.name
        part.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, part / file.name)
