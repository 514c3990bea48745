// Preloaded into an app: when it ends, tells which pieces of its bundle V8 took from a compiled file and which it compiled itself.
const path = require('node:path');
const hearScripts = require('../../../../tools/bundle-scripts.cjs');

const pieces = [];

hearScripts((script, { filename, cachedData }) => {
  const isTaken = cachedData !== undefined && !script.cachedDataRejected;
  pieces.push(`${path.basename(filename)}: ${isTaken ? 'taken' : 'compiled'}`);
});

process.on('exit', () => console.log(pieces.join('\n')));
