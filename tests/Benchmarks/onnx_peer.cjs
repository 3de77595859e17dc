// ONNX Runtime's side of the benchmarks: reads requests, one a line, and answers each with a line.
//
//   outputs FOLDER           runs FOLDER/model.onnx on FOLDER/inputs.bin and writes FOLDER/outputs.bin; answers `done`
//   forward SECONDS FOLDER   answers with the time of a run in microseconds
//
// A run is measured as BestTime.cs does: the best of chunks of about 2 ms, for that many seconds. It has one thread and all optimisations
// of the graph; its result goes into a tensor that is there already.
'use strict';

const fs = require('fs');
const path = require('path');
const readline = require('readline');
const ort = require('onnxruntime-node');
const { version } = require('onnxruntime-node/package.json');

const CHUNK = 2;
const WARM_UP = 200;

class Model {
  static async load(folder) {
    const model = new Model();
    model.session = await ort.InferenceSession.create(path.join(folder, 'model.onnx'), {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
    });
    const bytes = fs.readFileSync(path.join(folder, 'inputs.bin'));
    const inputs = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const [input] = model.session.inputMetadata;
    const [output] = model.session.outputMetadata;
    model.outputs = new Float32Array(output.shape.reduce((product, size) => product * size, 1));
    model.feeds = { [input.name]: new ort.Tensor('float32', inputs, input.shape) };
    model.fetches = { [output.name]: new ort.Tensor('float32', model.outputs, output.shape) };
    await model.warmUp();
    return model;
  }

  run() {
    return this.session.run(this.feeds, this.fetches);
  }

  async warmUp() {
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < WARM_UP) {
      await this.run();
      count++;
    }
    this.repetitions = Math.max(1, Math.floor(count * CHUNK / (performance.now() - start)));
  }

  async measure(milliseconds) {
    const round = performance.now();
    let best = Infinity;
    do {
      const start = performance.now();
      for (let i = 0; i < this.repetitions; i++) {
        await this.run();
      }
      best = Math.min(best, (performance.now() - start) / this.repetitions);
    } while (performance.now() - round < milliseconds);
    return best * 1000;
  }
}

async function main() {
  console.log(`ready ${version}`);
  const models = new Map();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [, what, seconds, folder] = /^(outputs|forward)(?: ([0-9.Ee+-]+))? (.+)$/.exec(line);
    if (!models.has(folder)) {
      models.set(folder, await Model.load(folder));
    }
    const model = models.get(folder);
    if (what === 'outputs') {
      await model.run();
      fs.writeFileSync(path.join(folder, 'outputs.bin'), Buffer.from(model.outputs.buffer));
      console.log('done');
    } else {
      console.log(await model.measure(1000 * Number(seconds)));
    }
  }
}

main();
