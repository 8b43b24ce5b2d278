// ONNX Runtime's inference: images per second (median of repeated runs), time to load and to the first prediction, resident memory.
// Prints one JSON object with the keys of `mlresnet bench inference --format json`.
//
// Run: node onnxruntime.mjs MODEL.onnx BATCH THREADS SECONDS   (in a folder with `npm install onnxruntime-node`)

import { createRequire } from "node:module";
import { join, basename } from "node:path";
import { performance } from "node:perf_hooks";

const [model, batch, threads, seconds] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const { InferenceSession, Tensor } = createRequire(join(process.cwd(), "package.json"))("onnxruntime-node");

const start = performance.now();
const session = await InferenceSession.create(model, {
  executionProviders: ["cpu"],
  graphOptimizationLevel: "all",
  executionMode: "sequential",
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
});
const loaded = performance.now();

const pixels = Float32Array.from({ length: batch * 3 * 224 * 224 }, () => Math.random() * 4 - 2);
const feeds = { pixels: new Tensor("float32", pixels, [batch, 3, 224, 224]) };
const timed = async () => {
  const from = performance.now();
  await session.run(feeds);
  return performance.now() - from;
};

const first = await timed();
for (let runs = 1, from = performance.now(); runs < 3 || performance.now() - from < Math.min(1000, seconds * 250); runs++)
  await timed();
const times = [];
for (const from = performance.now(); times.length < 3 || performance.now() - from < seconds * 1000; )
  times.push(await timed());
times.sort((a, b) => a - b);
const milliseconds = (times[(times.length - 1) >> 1] + times[times.length >> 1]) / 2;

console.log(JSON.stringify({
  arch: basename(model, ".onnx"), batch, threads, runs: times.length, images_per_second: (batch * 1000) / milliseconds, milliseconds,
  load_ms: loaded - start, first_ms: first, working_set_mb: process.memoryUsage.rss() / 1e6,
}));
