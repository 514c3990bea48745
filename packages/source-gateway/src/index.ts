export { createGatewaySource } from './gateway-source.ts';
export {
  parseGatewaySourceSettings,
  type GatewaySourceOptions,
  type GatewaySourceSettings,
} from './options.ts';
export type { GatewaySourceName } from './route-kinds.ts';
