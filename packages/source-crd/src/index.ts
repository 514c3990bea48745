export { createCrdSource } from './crd-source.ts';
export {
  parseCrdSourceSettings,
  type CrdSourceOptions,
  type CrdSourceSettings,
} from './options.ts';
export { dnsEndpoints } from './resources.ts';
