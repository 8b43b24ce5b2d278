// Runs an ONNX model by ONNX Runtime and prints its outputs as JSON: {"logits": {"dims": [3, 5], "data": [...]}, ...}.
//
// Run: node run.mjs MODEL.onnx INPUT.bin DIMS   (in the folder that install.sh printed)
// INPUT.bin holds the values of the model's only input, float32, little-endian; DIMS are its axes, such as 3,3,64,64.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [model, input, dims] = process.argv.slice(2);
const { InferenceSession, Tensor } = createRequire(join(process.cwd(), "package.json"))("onnxruntime-node");
const session = await InferenceSession.create(model, { executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1 });
const bytes = readFileSync(input);
const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const outputs = await session.run({ [session.inputNames[0]]: new Tensor("float32", values, dims.split(",").map(Number)) });
console.log(JSON.stringify(Object.fromEntries(
  Object.entries(outputs).map(([name, tensor]) => [name, { dims: tensor.dims, data: Array.from(tensor.data) }]))));
