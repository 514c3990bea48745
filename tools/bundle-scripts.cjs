// Hands over each piece of a bundle that tools/load-bundle.js gives to V8, with the options that it gave.
const vm = require('node:vm');

module.exports = (hear) => {
  vm.Script = class extends vm.Script {
    constructor(text, options) {
      super(text, options);
      if (options?.importModuleDynamically !== undefined) hear(this, options);
    }
  };
};
