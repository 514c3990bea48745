export { createServiceSource } from './service-source.ts';
export {
  parseServiceSourceSettings,
  type Compatibility,
  type ServiceSourceOptions,
  type ServiceSourceSettings,
} from './options.ts';
export { serviceTypes, type ServiceType } from './service-type.ts';
