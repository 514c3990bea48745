// Preloaded into an app: when it ends, tells which pieces of its bundle V8 took from a compiled file and which it compiled itself.
const path = require('node:path');
const vm = require('node:vm');

const pieces = [];

vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    if (options?.importModuleDynamically === undefined) return;
    const isTaken = options.cachedData !== undefined && !this.cachedDataRejected;
    pieces.push(`${path.basename(options.filename)}: ${isTaken ? 'taken' : 'compiled'}`);
  }
};

process.on('exit', () => console.log(pieces.join('\n')));
