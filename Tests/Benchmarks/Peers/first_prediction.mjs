// One prediction by ONNX Runtime, as a program that is started for it: loads the model, predicts once, prints the likeliest class.
//
// Run: node first_prediction.mjs MODEL.onnx THREADS   (in a folder with `npm install onnxruntime-node`)

import { createRequire } from "node:module";
import { join } from "node:path";

const [model, threads] = [process.argv[2], Number(process.argv[3])];
const { InferenceSession, Tensor } = createRequire(join(process.cwd(), "package.json"))("onnxruntime-node");
const session = await InferenceSession.create(model, { executionProviders: ["cpu"], intraOpNumThreads: threads, interOpNumThreads: 1 });
const { logits } = await session.run({ pixels: new Tensor("float32", new Float32Array(3 * 224 * 224).fill(0.5), [1, 3, 224, 224]) });
console.log(logits.data.indexOf(Math.max(...logits.data)));
